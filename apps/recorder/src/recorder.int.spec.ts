import { databaseAvailable } from '../../../test/setup/database.js';
import { digestOfIds, idOf, type LedgerEvent } from '#domain';
import type { PipedDraft } from '#log';
import { appendHouseAct, catchUp } from '#register';
import { batchOf, bytesOf, eventsOf, openRecording, told, type Placed, type Recording } from './testing/recording.js';
import { figure, report, reportIdFor, review, WIRE, withdrawal } from './testing/submissions.js';

const describeWithDatabase = databaseAvailable() ? describe : describe.skip;
const takenBack = (events: readonly LedgerEvent[]): string[] =>
  events.flatMap(({ type, data }) =>
    type === 'ClaimRetracted' || type === 'ClaimCorrected' ? [`${type} ${data.of}`] : [],
  );

describeWithDatabase('the recorder with its register in Postgres (skipped without one)', () => {
  let recording: Recording;
  let source: string;
  beforeAll(async () => {
    recording = await openRecording();
    source = recording.ledger.source;
  });
  afterAll(() => recording.close());

  const record = (...placed: readonly Placed[]): Promise<PipedDraft[]> =>
    recording.recorder().transform(batchOf(...placed));
  const send: Recording['send'] = (...submissions) => recording.send(...submissions);
  let names = 0;
  /** A name whose report falls into this partition. */
  function nameIn(partition: number): string {
    for (;;) {
      const name = `report ${(names += 1)}`;
      if (recording.ledger.log.partitionOf(reportIdFor(name)) === partition) return name;
    }
  }
  const figures = { events: [figure('held', 1100), figure('released', 430)] };

  it('given one report at three offsets, in one batch and in two, records it once', async () => {
    const sent = report(source, nameIn(0), figures);
    const [one, two, three] = await send(sent, sent, sent);
    const drafts = await record(one!, two!);
    expect(told(drafts)).toEqual(['CountClaimed', 'CountClaimed', 'ReportRecorded 2']);
    expect(await record(three!)).toEqual([]);
    expect(await record(two!)).toEqual([]);
  });

  it('given that it died after a batch was read, and was followed by another, gives the same drafts again', async () => {
    const old = nameIn(0);
    const placed = await send(
      report(source, old, figures),
      report(source, nameIn(0), { ...figures, revises: reportIdFor(old) }),
      withdrawal(source, old, 'All wrong.'),
    );
    const first = await record(...placed);
    expect(bytesOf(await record(...placed))).toEqual(bytesOf(first));
    const twins = await Promise.all([record(...placed), record(...placed)]);
    expect(twins.map(bytesOf)).toEqual([bytesOf(first), bytesOf(first)]);
    const cut = [...(await record(placed[0]!)), ...(await record(placed[1]!)), ...(await record(placed[2]!))];
    expect(bytesOf(cut).sort()).toEqual(bytesOf(first).sort());
  });

  it('given an act of the house that was appended twice under one id, records it once, as it came', async () => {
    const { log } = recording.ledger;
    const act = {
      type: 'VerificationRun',
      by: { id: 'operator', name: 'An operator' },
      because: 'It is done every night.',
      records: 4,
      findings: 0,
    } as const;
    const partition = log.partitionOf('ledger/verification');
    const from = (await log.ends('reports'))[partition]!;
    const { id, position } = await appendHouseAct(recording.ledger, act);
    expect(await appendHouseAct(recording.ledger, act, id)).toEqual({ id, position });
    const end = (await log.ends('reports'))[partition]!;
    const placed: Placed[] = [];
    for await (const { records } of log.read('reports', partition, from, end)) {
      placed.push(...records.map((record) => ({ partition, record })));
    }
    expect(placed).toHaveLength(2);
    const events = eventsOf(await record(...placed));
    const { type, ...data } = act;
    expect(events).toMatchObject([{ id, type, subject: 'ledger/verification', correlationid: id, data }]);
    expect(events).toHaveLength(1);
  });

  it('given a report, ends it with a receipt that counts its events and commits to its bytes', async () => {
    const [placed] = await send(report(source, nameIn(1), figures));
    const events = eventsOf(await record(placed!));
    const receipt = events.at(-1)!;
    const ids = events.slice(0, -1).map(({ id }) => id);
    expect(receipt).toMatchObject({ type: 'ReportRecorded', data: { events: 2, eventsDigest: digestOfIds(ids) } });
    expect(events.every(({ correlationid }) => correlationid === receipt.correlationid)).toBe(true);
    expect(events.every((event) => event.source === source)).toBe(true);
  });

  it('given a report whose reading is given up when it is read again, records and remembers nothing of the first', async () => {
    const name = nameIn(0);
    const [placed] = await send(
      report(source, name, { lang: 'en', body: 'Belarus pardoned 123 prisoners on 13 December 2025.' }),
    );
    const first = eventsOf(await record(placed!));
    expect(first.map(({ type }) => type)).toEqual(['PrisonersPardoned', 'ReportRecorded']);
    const late = { events: [], extractor: { name: 'late', version: '1' }, reason: 'It was given up.' };
    const slow = recording.recorder({ read: () => Promise.resolve(late) });
    expect(eventsOf(await slow.transform(batchOf(placed!)))).toMatchObject([
      { type: 'ReportRecorded', data: { events: 0, reason: 'It was given up.' } },
    ]);
    const known = await recording.ledger.register.eventsOf([reportIdFor(name)]);
    expect(known.get(reportIdFor(name))!.map(({ type }) => type)).toEqual(['ReportRecorded']);
    expect(bytesOf(await record(placed!)).length).toBe(first.length);
  });

  describe('given a report and its revision', () => {
    /** Both in this order of reading; each list is a batch. */
    async function revise(order: 'old first' | 'new first' | 'one batch') {
      const [old, revised] = [nameIn(0), nameIn(order === 'one batch' ? 0 : 1)];
      const [one, two] = await send(
        report(source, old, { events: [figure('held', 1100), figure('released', 430), figure('pardoned', 123)] }),
        report(source, revised, { events: [figure('held', 1200), figure('released', 431)], revises: reportIdFor(old) }),
      );
      const batches = { 'old first': [[one!], [two!]], 'new first': [[two!], [one!]], 'one batch': [[one!, two!]] }[
        order
      ];
      const drafts: PipedDraft[] = [];
      for (const batch of batches) drafts.push(...(await record(...batch)));
      const again: PipedDraft[] = [];
      for (const batch of batches.toReversed()) again.push(...(await record(...batch)));
      return {
        old: reportIdFor(old),
        revised: reportIdFor(revised),
        events: eventsOf(drafts),
        again: eventsOf(again),
      };
    }

    it.each(['old first', 'new first', 'one batch'] as const)(
      'read %s, takes each old claim back exactly once',
      async (order) => {
        const { old, revised, events, again } = await revise(order);
        const claims = events.filter(({ type, correlationid }) => type === 'CountClaimed' && correlationid === old);
        expect(claims).toHaveLength(3);
        const [held, released, pardoned] = claims.map(({ id }) => id);
        expect(takenBack(events).sort()).toEqual(
          [`ClaimCorrected ${held}`, `ClaimCorrected ${released}`, `ClaimRetracted ${pardoned}`].sort(),
        );
        expect(events.filter(({ type }) => type === 'ReportRevised')).toMatchObject([
          { subject: `report/${old}`, causationid: revised, data: { of: old, revision: revised } },
        ]);
        // Whoever waits for the report that takes back waits for the old claims to be gone, too.
        const acts = events.filter(({ type }) => /^(Claim(Retracted|Corrected)|ReportRevised)$/.test(type));
        expect(new Set(acts.map(({ correlationid }) => correlationid))).toEqual(
          new Set([order === 'new first' ? old : revised]),
        );
        expect(takenBack(again).sort()).toEqual(takenBack(events).sort());
        expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      },
    );

    it.each(['old first', 'new first', 'one batch'] as const)(
      'read %s, counts every event in the receipt that it correlates with',
      async (order) => {
        const { events } = await revise(order);
        const receipts = events.filter((event) => event.type === 'ReportRecorded');
        expect(receipts).toHaveLength(2);
        for (const { correlationid, data } of receipts) {
          const counted = events.filter(
            (event) => event.correlationid === correlationid && event.type !== 'ReportRecorded',
          );
          expect(data).toMatchObject({
            events: counted.length,
            eventsDigest: digestOfIds(counted.map(({ id }) => id)),
          });
        }
      },
    );

    it('read side by side by two recorders, takes each old claim back exactly once', async () => {
      for (let round = 0; round < 15; round += 1) {
        const [old, revised] = [nameIn(0), nameIn(1)];
        const [one, two] = await send(
          report(source, old, figures),
          report(source, revised, { events: [figure('held', 1200)], revises: reportIdFor(old) }),
        );
        const events = eventsOf((await Promise.all([record(one!), record(two!)])).flat());
        expect(new Set(takenBack(events).map((act) => act.split(' ')[1])).size).toBe(2);
        expect(takenBack(events)).toHaveLength(2);
        expect(events.filter(({ type }) => type === 'ReportRevised')).toHaveLength(1);
      }
    });
  });

  it('given a revision by another source, or one of itself, takes nothing back', async () => {
    const [old, foreign, own] = [nameIn(0), nameIn(0), nameIn(0)];
    const placed = await send(
      report(source, old, figures),
      report(source, foreign, { ...figures, source: { ...WIRE, id: 'somebody-else' }, revises: reportIdFor(old) }),
      report(source, own, { ...figures, revises: reportIdFor(own) }),
    );
    const events = eventsOf(await record(...placed));
    expect(takenBack(events)).toEqual([]);
    expect(events.filter(({ type }) => type === 'ReportRevised')).toEqual([]);
  });

  it('given a withdrawal, retracts each claim once, however often and for whatever reason it is withdrawn', async () => {
    const name = nameIn(1);
    const sent = [
      report(source, name, figures),
      withdrawal(source, name, 'Wrong.'),
      withdrawal(source, name, 'Very wrong.'),
    ];
    const placed = await send(...sent, sent[1]!);
    expect(told(await record(placed[0]!))).toEqual(['CountClaimed', 'CountClaimed', 'ReportRecorded 2']);
    expect(told(await record(placed[1]!))).toEqual(['ClaimRetracted', 'ClaimRetracted', 'ReportWithdrawn 2']);
    expect(told(await record(placed[2]!))).toEqual(['ReportWithdrawn 0']);
    expect(await record(placed[3]!)).toEqual([]);
  });

  it('given a report and its withdrawal in one batch, retracts what it has just recorded', async () => {
    const name = nameIn(1);
    const placed = await send(report(source, name, figures), withdrawal(source, name, 'Wrong.'));
    const events = eventsOf(await record(...placed));
    expect(takenBack(events)).toEqual(
      events.filter(({ type }) => type === 'CountClaimed').map(({ id }) => `ClaimRetracted ${id}`),
    );
  });

  it('given a review, appends it under the subject of what it is about; of an event that nobody has, rejects it', async () => {
    const [placed] = await send(report(source, nameIn(0), figures));
    const [claim] = eventsOf(await record(placed!));
    const by = { id: 'analyst-7', name: 'An analyst' };
    const submitted = review(source, { type: 'ClaimRejected', of: claim!.id, by, reason: 'duplicate' });
    const stray = review(source, { type: 'ClaimRejected', of: idOf('nothing', {}), by, reason: 'duplicate' });
    const [good, bad] = await send(submitted, stray);
    expect(eventsOf(await record(good!))).toMatchObject([
      { id: submitted.id, subject: claim!.subject, type: 'ClaimRejected' },
    ]);
    const [rejected, ...others] = await record(bad!);
    expect(others).toEqual([]);
    expect(rejected).toMatchObject({ topic: 'rejected', key: `reports/${bad!.partition}/${bad!.record.offset}` });
    expect(Buffer.from(rejected!.print(0n)).toString()).toContain(`No event has the id ${idOf('nothing', {})}`);
  });

  it('given a record that is none of ours, rejects it and goes on with the others', async () => {
    const [placed] = await send(report(source, nameIn(0), figures));
    const batch = batchOf(placed!);
    const stray = { offset: batch.next, key: 'k', value: Buffer.from('{"type":"ReportReceived"}') };
    const drafts = await recording
      .recorder()
      .transform({ ...batch, next: batch.next + 1n, records: [...batch.records, stray] });
    expect(drafts.map(({ topic }) => topic)).toEqual(['events', 'events', 'events', 'rejected']);
  });

  it("given events that today's rules refuse, records the others and says so in the receipt", async () => {
    const bad = [
      { type: 'PrisonerFreed', data: {} },
      { ...figure('held', 1), data: { country: 'by' } },
      figure('held', 2),
    ];
    const [placed] = await send(report(source, nameIn(0), { events: bad }));
    const events = eventsOf(await record(placed!));
    expect(events.map(({ type }) => type)).toEqual(['CountClaimed', 'ReportRecorded']);
    expect(events[1]!.data).toMatchObject({ reason: expect.stringContaining('2 claims were refused') });
  });
});

describeWithDatabase('the recorder as a pipe of the Postgres log (skipped without one)', () => {
  it('writes what it read exactly once, and again nothing when its register was lost in between', async () => {
    const recording = await openRecording();
    const { log, register, source } = recording.ledger;
    const sent = Array.from({ length: 40 }, (_, at) =>
      report(source, `piped ${at % 25}`, { events: [figure('held', at % 25)] }),
    );
    await recording.send(...sent.slice(0, 30));
    const drained = async (): Promise<void> => {
      const ends = await log.ends('reports');
      while (!(await log.committed('recorder', 'reports')).every((at, partition) => at === ends[partition])) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const run = () =>
      log.pipe({ group: 'recorder', from: 'reports', transform: (batch) => recording.recorder().transform(batch) });
    const first = await run();
    await drained();
    await first.stop();
    await recording.forget();
    expect(await catchUp(register, log, 'recorder')).toBeGreaterThan(0);
    await recording.send(...sent.slice(30));
    const second = await run();
    await drained();
    await second.stop();
    const ids: string[] = [];
    for (const [partition, end] of (await log.ends('events')).entries()) {
      for await (const { records } of log.read('events', partition, 0n, end)) {
        ids.push(...records.map(({ value }) => (JSON.parse(value.toString()) as { id: string }).id));
      }
    }
    expect(ids).toHaveLength(50);
    expect(new Set(ids).size).toBe(50);
    await recording.close();
  });
});
