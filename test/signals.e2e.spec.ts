import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { readEvent } from '#domain';
import type { Topic } from '#log';
import { Client, type ReportAnswer } from './client.js';
import { CLEAN, expectAllThere, startSenders, STOP_MS_MAX, underWay } from './embedded-home.js';
import { describeHomes, openHouse, type House, type Service } from './house.js';

/**
 * Real signals on real processes: whatever is killed or stopped, whenever, no accepted report is lost, no event is in
 * the log twice, and the read models are what a replay of the log gives.
 */
describeHomes('A house whose services are killed and stopped at work', (home) => {
  let house: House;
  let client: Client;

  beforeAll(async () => {
    house = await openHouse(home);
    client = new Client(house.url);
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  it('given the same report sent a thousand times, fifty at a time, by both doors, then each of its events is in the log once', async () => {
    const report = reportOf(0);
    const first = await client.report(report);
    const inbox = Array.from({ length: 250 }, (_, at) => ({
      key: String(at),
      print: () => Buffer.from(JSON.stringify(report)),
    }));
    const byInbox = house.ledger.log.append('inbox', inbox);
    for (let round = 0; round < 15; round += 1) {
      await Promise.all(Array.from({ length: 50 }, () => client.report(report)));
    }
    await byInbox;
    const { receipt, events } = await client.read<ReportAnswer>(`/v1/reports/${first.reportId}`, first.position);
    await inboxIsEmpty(house);
    const logged = (await eventsInLog(house)).filter(({ correlationid }) => correlationid === first.reportId);
    expect(new Set(logged.map(({ id }) => id)).size).toBe(logged.length);
    expect(logged.length).toBe(events.length + 1);
    expect(receipt).not.toBeNull();
  }, 120_000);

  it('given reports that keep coming, when every service is killed, a recorder and a projector sleep for fifteen seconds, and all that write are killed again, then nothing is lost or doubled', async () => {
    const feed = startFeed(client);
    await Promise.all(WORKERS.map((service) => killAndRestart(house, service)));
    await sleepThrough(house, ['recorder', 'projector'], 15_000);
    await Promise.all(WRITERS.map((service) => killAndRestart(house, service)));
    const accepted = await feed.end();

    expect(accepted.size).toBeGreaterThan(50);
    for (const [reportId, position] of accepted) {
      const { receipt } = await client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
      expect(receipt).not.toBeNull();
    }
    const logged = await eventsInLog(house);
    const ids = logged.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const receipts = logged.filter(({ type }) => type === 'ReportRecorded').map(({ correlationid }) => correlationid);
    expect(receipts).toEqual(expect.arrayContaining([...accepted.keys()]));
    const audit = await client.read<{ identical: boolean; differing: string[]; events: number }>('/v1/audit/rebuild');
    expect(audit).toMatchObject({ identical: true, differing: [], events: logged.length });
  }, 240_000);

  it('given a recorder whose position the log has forgotten, when it begins at the first report again, then it appends nothing twice', async () => {
    const recorder = house.program('recorder');
    recorder.child.kill('SIGTERM');
    await once(recorder.child, 'exit');
    const before = (await eventsInLog(house)).length;
    await house.forget('recorder', 'reports');
    await house.start('recorder');
    const more = await client.report(reportOf(1_000_000));
    const { events } = await client.read<ReportAnswer>(`/v1/reports/${more.reportId}`, more.position);
    const ids = (await eventsInLog(house)).map(({ id }) => id);
    expect(ids.length).toBe(before + events.length + 1);
    expect(new Set(ids).size).toBe(ids.length);
  }, 120_000);

  it('given SIGTERM to all at once while reports come at full speed, then each ends within ten seconds with exit code 0, and every accepted report is there when they start again', async () => {
    const senders = startSenders(client, { from: 100_000 });
    try {
      await underWay(senders, 100);
      const begun = performance.now();
      const ends = WORKERS.map(async (service) => {
        const { child } = house.program(service);
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
        return { service, end: code ?? signal, isQuick: performance.now() - begun < STOP_MS_MAX };
      });
      expect(await Promise.all(ends)).toEqual(WORKERS.map((service) => ({ service, end: 0, isQuick: true })));
    } finally {
      await senders.end();
    }
    // The gateway may outlive ingest by a moment, and says so: 502 and 503 promise nothing.
    const clean = [...CLEAN, 502];
    expect([...senders.outcomes.keys()].filter((outcome) => !clean.includes(outcome))).toEqual([]);

    await house.start('projector');
    await Promise.all(WORKERS.filter((name) => name !== 'projector').map((service) => house.start(service)));
    await expectAllThere(client, senders.accepted);
    expect(await client.read('/v1/audit/rebuild')).toMatchObject({ identical: true });
  }, 180_000);
});

/** A report of its own for each number: prose about a few people, so that subjects are shared. */
function reportOf(number: number): Record<string, unknown> {
  const names = ['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka'];
  return {
    source: { id: `feed-${number % 5}`, name: `Feed ${number % 5}`, kind: 'news_agency' },
    uri: `https://feed.example/${number}`,
    lang: 'en',
    publishedAt: '2025-12-13T12:00:00Z',
    body: `Belarus released ${names[number % 3]} on Saturday. President Lukashenko pardoned ${100 + number} prisoners on December 13.`,
  };
}

/** Sends new reports until told to end; what is refused or cut off is sent again until it is accepted. */
function startFeed(client: Client): { end(): Promise<Map<string, string>> } {
  const accepted = new Map<string, string>();
  let ending = false;
  let number = 1;
  const sender = async (): Promise<void> => {
    while (!ending) {
      const report = reportOf(number++);
      for (let sent = false; !sent;) {
        const answer = await client
          .post<{ reportId: string; position: string }>('/v1/reports', report)
          .catch(() => undefined);
        sent = answer?.status === 202;
        if (answer && sent) accepted.set(answer.body.reportId, answer.body.position);
        else await pause(200);
      }
      await pause(500);
    }
  };
  const senders = Promise.all(Array.from({ length: 4 }, sender));
  return {
    end: async () => {
      ending = true;
      await senders;
      return accepted;
    },
  };
}

const WRITERS: readonly Service[] = ['ingest', 'recorder', 'projector'];
const WORKERS: readonly Service[] = [...WRITERS, 'query', 'audit', 'gateway'];

/** At any moment of the next three seconds, in the middle of whatever it does. */
async function killAndRestart(house: House, service: Service): Promise<void> {
  await pause(Math.random() * 3000);
  await house.kill(house.program(service));
  await house.start(service);
}

/** SIGSTOP: the process keeps its connections and believes what it believed. Another takes over; then it wakes up. */
async function sleepThrough(house: House, services: readonly Service[], forMs: number): Promise<void> {
  const sleepers = services.map((service) => house.program(service));
  const successors = services.map((service) => house.start(service, { second: true }));
  await Promise.all(successors);
  for (const { child } of sleepers) child.kill('SIGSTOP');
  await pause(forMs);
  for (const { child } of sleepers) child.kill('SIGCONT');
  await pause(2000);
  for (const successor of successors) await house.kill(await successor);
}

async function eventsInLog({ ledger: { log } }: House): Promise<{ id: string; type: string; correlationid: string }[]> {
  const events = [];
  for (const [partition, end] of (await log.ends('events')).entries()) {
    for await (const { records } of log.read('events', partition, 0n, end)) {
      for (const { value } of records) {
        const { id, type, correlationid } = readEvent(value);
        events.push({ id, type, correlationid });
      }
    }
  }
  return events;
}

/** Until both pipes have read everything. On Kafka a topic ends in markers, which are no records and never committed. */
async function inboxIsEmpty({ ledger: { log } }: House): Promise<void> {
  const waiting = async (group: string, topic: Topic): Promise<boolean> => {
    const [ends, committed] = [await log.ends(topic), await log.committed(group, topic)];
    for (const [partition, end] of ends.entries()) {
      for await (const { records } of log.read(topic, partition, committed[partition]!, end)) {
        if (records.length > 0) return true;
      }
    }
    return false;
  };
  for (const until = Date.now() + 30_000; ; await pause(200)) {
    if (!(await waiting('ingest', 'inbox')) && !(await waiting('recorder', 'reports'))) return;
    if (Date.now() > until) throw new Error('The inbox was not read in time.');
  }
}
