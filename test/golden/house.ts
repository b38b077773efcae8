import { randomBytes } from 'node:crypto';
import { parseInstant, type Instant } from '#domain';
import { readConfig } from '#service';
import { startWhole } from '../../apps/clemency/src/whole.js';
import { Client } from '../client.js';
import { deleteTopics, freePort, kafkaBrokers, type Home } from '../house.js';
import { createDatabase } from '../setup/database.js';
import type { Told } from './story.js';

/** The whole house in this process, by a clock that a test sets: what it recorded when is then what happened when. */
export interface GoldenHouse {
  readonly client: Client;
  close(): Promise<void>;
}

export async function openGoldenHouse(home: Home, days: readonly Told[]): Promise<GoldenHouse> {
  const database = await createDatabase();
  const prefix = `golden-${randomBytes(5).toString('hex')}.`;
  const config = readConfig({
    LEDGER: 'golden',
    PORT: String(await freePort()),
    LOG_LEVEL: 'silent',
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
  const close = async (): Promise<void> => {
    await whole.stop();
    if (home === 'kafka') await deleteTopics(kafkaBrokers!.split(','), prefix);
    await database.drop();
  };
  try {
    for (const day of days) {
      now = instantOf(day.on);
      await tell(client, day);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { client, close };
}

/** Everything is recorded at noon of its day. */
const instantOf = (day: string): Instant => parseInstant(`${day}T12:00:00Z`)!;

/** Sends what was published on one day, and waits until it is recorded by the clock of that day. */
async function tell(client: Client, { reports, before, correction }: Told): Promise<void> {
  const named = before ? await eventSaying(client, before) : '';
  for (const report of reports) {
    const { reportId, position } = await client.report(JSON.parse(JSON.stringify(report).replaceAll('#before', named)));
    const { receipt } = await client.read<{ receipt: { data: { reason?: string } } }>(
      `/v1/reports/${reportId}`,
      position,
    );
    if (receipt.data.reason !== undefined) throw new Error(`${String(report.uri)}: ${receipt.data.reason}`);
  }
  if (!correction) return;
  const of = await eventSaying(client, correction.of);
  const replacedBy = await eventSaying(client, correction.by);
  const { status, body } = await client.post('/v1/reviews', {
    type: 'ClaimCorrected',
    of,
    replacedBy,
    by: { id: correction.source, name: correction.source },
    reason: 'source_correction',
  });
  if (status !== 202) throw new Error(`The correction was answered with ${status}: ${JSON.stringify(body)}`);
  await client.read('/v1/events?limit=1', String(body.position));
}

/** The one event of a type with this in its data. */
async function eventSaying(client: Client, { type, edtf }: { type: string; edtf: string }): Promise<string> {
  const { items } = await client.read<{ items: { id: string; data: { occurred: { edtf: string } } }[] }>(
    `/v1/events?type=${type}&limit=100`,
  );
  const found = items.filter(({ data }) => data.occurred.edtf === edtf);
  if (found.length !== 1) throw new Error(`${found.length} events of type ${type} are dated ${edtf}`);
  return found[0]!.id;
}
