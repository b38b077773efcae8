import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { migrate, openDatabase } from '#read-models';
import { openHouse, type Home, type House } from '../../house.js';
import { recordedReports, type RecordedReport } from '../data/recorded.js';
import { secondsOf, type Measured } from '../findings.js';
import { MemoryWatch } from '../memory.js';

const REPORTS_AT_ONCE = 1000;
const MAIN = join(import.meta.dirname, '..', '..', '..', 'dist', 'apps', 'clemency', 'src', 'main.js');
/** What verifies must not need more memory because the log is longer. */
const GROWTH_MOST = 1.2;

/**
 * `clemency audit verify` at a shell, on logs of these sizes: reports, their events and receipts as door and recorder
 * write them, and signed. How many events it gets through in a second, and the memory of its process.
 */
export async function measureVerify(home: Home, sizes: readonly number[], effort: number): Promise<Measured> {
  const house = await openHouse(home, []);
  try {
    await makeTables(house);
    await house.start('audit');
    const told = recordedReports(house.ledger.source);
    const found: Measured[number][] = [];
    const peaks: number[] = [];
    let events = 0;
    for (const size of sizes.map((count) => Math.max(500, Math.ceil(count * effort)))) {
      while (events < size) events += await append(house, told);
      await signed(house, events);
      const { seconds, peak } = await verified(house, events);
      peaks.push(peak);
      const shown = size.toLocaleString('en');
      found.push(
        { name: `verify${size}`, says: `verify, ${shown} events`, value: events / seconds, unit: 'events/s' },
        {
          name: `verifyPeakMiB${size}`,
          says: `memory of verify, ${shown} events, at its peak`,
          value: peak,
          unit: 'MiB',
        },
      );
    }
    const growth = peaks.at(-1)! / peaks.at(-2)!;
    const says = `memory of verify, the most events / the size before`;
    return [...found, { name: 'verifyMemoryGrowth', says, value: growth, unit: 'x', aim: { most: GROWTH_MOST } }];
  } finally {
    await house.close();
  }
}

/** That audit waits for; nothing is projected. */
async function makeTables({ databaseUrl, ledger }: House): Promise<void> {
  const database = await openDatabase({ url: databaseUrl });
  await migrate(database, ledger.log.partitions).finally(() => database.destroy());
}

async function append({ ledger: { log } }: House, told: Generator<RecordedReport>): Promise<number> {
  const reports = Array.from({ length: REPORTS_AT_ONCE }, () => told.next().value as RecordedReport);
  await log.append(
    'reports',
    reports.map(({ report }) => report),
  );
  const events = reports.flatMap((one) => one.events);
  await log.append('events', events);
  return events.length;
}

/** Has all of it signed. */
async function signed(house: House, events: number): Promise<void> {
  const { url } = house.program('audit');
  for (let size = 0; size < events; await pause(200)) {
    const notes = await Promise.all(
      Array.from({ length: house.ledger.log.partitions }, async (_, partition) => {
        const answer = await fetch(`${url}/v1/audit/tlog/${partition}/checkpoint`);
        return answer.ok ? Number((await answer.text()).split('\n')[1]) : 0;
      }),
    );
    size = notes.reduce((sum, of) => sum + of, 0);
  }
}

async function verified(
  { databaseUrl, topicPrefix, tlog, url }: House,
  events: number,
): Promise<{ seconds: number; peak: number }> {
  const kafka = topicPrefix === undefined ? '' : process.env.TEST_KAFKA_BROKERS;
  const child = spawn(process.execPath, [MAIN, 'audit', 'verify', '--no-record', '--json'], {
    env: {
      ...process.env,
      ...{ NODE_OPTIONS: '', DATABASE_URL: databaseUrl, TLOG_DIR: tlog },
      ...{ KAFKA_BROKERS: kafka, KAFKA_TOPIC_PREFIX: topicPrefix ?? '' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const memory = new MemoryWatch('verify', { child, url, output: () => '' });
  const seconds = await secondsOf(() => once(child, 'close'));
  const peak = memory.stop(false).find(({ name }) => name === 'verifyPeakMiB')!.value;
  const outcome = JSON.parse(Buffer.concat(chunks).toString()) as { ok: boolean; events: number; findings: unknown[] };
  if (!outcome.ok || outcome.events !== events)
    throw new Error(`The log of the measure is no good: ${JSON.stringify(outcome).slice(0, 2000)}`);
  return { seconds, peak };
}
