import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseInstant, type Instant } from '#domain';
import { readConfig } from '#service';
import { startWhole } from '../../apps/clemency/src/whole.js';
import { Client, type ReportAnswer, type StoredEvent } from '../client.js';
import { deleteTopics, freePort, kafkaBrokers, type Home } from '../house.js';
import { createDatabase } from '../setup/database.js';
import { ANALYST, uriOf, type Earlier, type Report, type Told } from './telling.js';

/** The whole house in this process, by a clock that a test sets: what it recorded when is then what happened when. */
export interface GoldenHouse {
  readonly client: Client;
  /** Everything that the reports caused, in their order. */
  readonly events: readonly StoredEvent[];
  close(): Promise<void>;
}

export async function openGoldenHouse(home: Home, days: readonly Told[]): Promise<GoldenHouse> {
  const database = await createDatabase();
  const tlog = await mkdtemp(join(tmpdir(), 'clemency-tlog-'));
  const prefix = `golden-${randomBytes(5).toString('hex')}.`;
  const config = readConfig({
    LEDGER: 'golden',
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
    TLOG_DIR: tlog,
    DATABASE_URL: database.url,
    ...(database.queryUrl ? { QUERY_DATABASE_URL: database.queryUrl } : {}),
    ...(home === 'kafka' ? { KAFKA_BROKERS: kafkaBrokers, KAFKA_TOPIC_PREFIX: prefix } : {}),
  });
  let now: Instant = instantOf(days[0]!.on);
  const fatal = (error: unknown): void => {
    throw error instanceof Error ? error : new Error(String(error));
  };
  const whole = await startWhole(config, fatal, { clock: () => now, documented: false });
  const client = new Client(whole.url);
  const caused: Caused = new Map();
  const close = async (): Promise<void> => {
    await whole.stop();
    if (home === 'kafka') await deleteTopics(kafkaBrokers!.split(','), prefix);
    await database.drop();
    await rm(tlog, { recursive: true, force: true });
  };
  try {
    for (const day of days) {
      now = instantOf(day.on);
      await tell(client, caused, day);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { client, events: [...caused.values()].flat(), close };
}

/** Everything is recorded at noon of its day. */
const instantOf = (day: string): Instant => parseInstant(`${day}T12:00:00Z`)!;

/** The events that each report caused, by the report's address. */
type Caused = Map<string, readonly StoredEvent[]>;

/** Sends what was published on one day, and waits until it is recorded by the clock of that day. */
async function tell(client: Client, caused: Caused, told: Told): Promise<void> {
  const { reports, before, correction, judgement } = told;
  const named = before ? idOf(caused, before) : '';
  for (const report of reports) {
    const { reportId, position } = await client.report(JSON.parse(JSON.stringify(report).replaceAll('#before', named)));
    const { receipt, events } = await client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
    if (receipt!.data.reason !== undefined) throw new Error(`${report.uri}: ${JSON.stringify(receipt!.data.reason)}`);
    caused.set(report.uri, events);
  }
  if (correction) {
    const [{ source }] = reports as [Report];
    await say(client, '/v1/reviews', {
      type: 'ClaimCorrected',
      of: idOf(caused, correction.of),
      replacedBy: idOf(caused, correction.by),
      by: { id: source.id, name: source.id },
      reason: 'source_correction',
    });
  }
  if (judgement) await say(client, '/v1/judgements', { ...judgement, judgement: 'positive', by: ANALYST });
}

/** What an analyst says, until it is taken in. */
async function say(client: Client, path: string, value: object): Promise<void> {
  const { status, body } = await client.post(path, value);
  if (status !== 202) throw new Error(`${JSON.stringify(value)} was answered with ${status}: ${JSON.stringify(body)}`);
  await client.read('/v1/events?limit=1', String(body.position));
}

/** The id of the one event of its type that a report caused. */
function idOf(caused: Caused, { source, on, type }: Earlier): string {
  const uri = uriOf(source, on);
  const found = (caused.get(uri) ?? []).filter((event) => event.type === type);
  if (found.length !== 1) throw new Error(`${found.length} events of type ${type} come from ${uri}`);
  return found[0]!.id;
}
