import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { canonicalJson, glimpse, idOfReport, systemClock, type Report } from '#domain';
import { openKafkaLog, openPostgresLog, TOPICS, type Log, type LogRecord, type Topic } from '#log';
import { readConfig } from '#service';
import { parseCheckpoint, parseNote, parseSignerKey, signCheckpoint, type Signer, type Verifier } from '#transparency';
import { KeyRing } from '../apps/audit/src/tlog/keys.js';
import { startWhole } from '../apps/clemency/src/whole.js';
import { folderStore, verifyLedger, type Verification } from '../apps/audit/src/verify/index.js';
import { clemency } from './cli.js';
import { Client } from './client.js';
import { deleteTopics, freePort, kafkaBrokers, type Home } from './house.js';
import { createDatabase } from './setup/database.js';

export const PARTITIONS = 2;
type Records = readonly Pick<LogRecord, 'key' | 'value'>[];
/** What every partition of a topic holds. */
export type Contents = Readonly<Record<Topic, readonly Records[]>>;

/** A ledger whose history is written and signed, and whose house is stopped: its log is anybody's to change. */
export interface SignedLedger {
  readonly contents: Contents;
  readonly databaseUrl: string;
  /** A copy of the signer's folder, which a plant may change: each call makes it anew. */
  freshFolder(): Promise<string>;
  /** Verifies a log that holds this, against a folder. Where it is as it was, the log of the house itself is read. */
  verify(contents?: Partial<Contents>, options?: { folder?: string; given?: Verifier[] }): Promise<Verification>;
  /** A report as the house would have taken it, which lies in this partition of `reports`: nobody has read it. */
  unreadReport(partition: number): Promise<Records[number]>;
  /** What `clemency audit verify` says at a shell of the log as it lies there now, and its exit code. */
  verifyAtShell(...options: string[]): Promise<{ code: unknown; lines: string[] }>;
  /** Statements on the tables of the log by somebody with all rights over the database. */
  inTables(statements: readonly (readonly [sql: string, ...values: unknown[]])[]): Promise<void>;
  /** The log as the house wrote it. */
  restore(): Promise<void>;
  /** The topic `events` deleted in Kafka and made anew under its name, with the records that it had. */
  recreateEvents(): Promise<void>;
  close(): Promise<void>;
}

/** @param tell writes the history by the house's doors; it is given what waits until so many events are signed, and the signer's folder */
export async function openSignedLedger(
  home: Home,
  tell: (client: Client, signed: (events: number) => Promise<void>, tlog: string) => Promise<void>,
): Promise<SignedLedger> {
  const database = await createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'clemency-signed-'));
  const prefixes = [prefixOf()];
  const brokers = kafkaBrokers?.split(',') ?? [];
  const config = readConfig({
    ...{ LEDGER: 'signed', PARTITIONS: String(PARTITIONS), PORT: String(await freePort()), LOG_LEVEL: 'silent' },
    ...{ TLOG_DIR: join(folder, 'tlog'), DATABASE_URL: database.url },
    ...(database.queryUrl ? { QUERY_DATABASE_URL: database.queryUrl } : {}),
    ...(home === 'kafka' ? { KAFKA_BROKERS: brokers.join(), KAFKA_TOPIC_PREFIX: prefixes[0] } : {}),
  });
  const openLog = (prefix: string): Promise<Log> =>
    home === 'kafka'
      ? openKafkaLog({ brokers, prefix, partitions: PARTITIONS, clock: systemClock })
      : openPostgresLog({ url: database.url, partitions: PARTITIONS, clock: systemClock });
  const whole = await startWhole(config, fail, { documented: false });
  await tell(new Client(whole.url), (events) => signedBy(whole.url, events), config.TLOG_DIR!).finally(() =>
    whole.stop(),
  );
  const contents = await using(openLog(prefixes[0]!), contentsOf);

  const put = async (changed: Contents): Promise<string> => {
    if (home === 'postgres') await putIntoTables(database.url, changed);
    else prefixes.push(prefixOf());
    const prefix = prefixes.at(-1)!;
    if (home === 'kafka') await using(openLog(prefix), (log) => putIntoTopics(log, changed));
    return prefix;
  };
  const shell = {
    ...{ DATABASE_URL: database.url, TLOG_DIR: join(folder, 'tlog'), PARTITIONS: String(PARTITIONS) },
    ...(home === 'kafka' ? { KAFKA_BROKERS: brokers.join(), KAFKA_TOPIC_PREFIX: prefixes[0]! } : {}),
  };
  return {
    contents,
    databaseUrl: database.url,
    unreadReport: (partition) =>
      using(openLog(prefixes[0]!), (log) => Promise.resolve(unread(log, contents, partition))),
    verifyAtShell: async (...options) => {
      const { code, stdout, stderr } = await clemency(['audit', 'verify', ...options], shell);
      return { code, lines: [...stdout.toString().trimEnd().split('\n'), stderr].filter(Boolean) };
    },
    inTables: (statements) => inDatabase(database.url, statements),
    restore: () => putIntoTables(database.url, contents),
    recreateEvents: async () => {
      await deleteTopics(brokers, `${prefixes[0]!}events`);
      const events = { ...contents, ...{ reports: [], checkpoints: [], rejected: [], inbox: [] } };
      await using(openLog(prefixes[0]!), (log) => putIntoTopics(log, events));
    },
    freshFolder: async () => {
      await rm(join(folder, 'copy'), { recursive: true, force: true });
      await cp(join(folder, 'tlog'), join(folder, 'copy'), { recursive: true });
      return join(folder, 'copy');
    },
    verify: async (changed, { folder: other, given = [] } = {}) => {
      const prefix = changed ? await put({ ...contents, ...changed }) : prefixes[0]!;
      const store = folderStore(other ?? join(folder, 'tlog'));
      const outcome = await using(openLog(prefix), (log) => verifyLedger({ log, store, given }));
      if (changed && home === 'postgres') await put(contents);
      return outcome;
    },
    close: async () => {
      for (const prefix of prefixes) if (home === 'kafka') await deleteTopics(brokers, prefix);
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const prefixOf = (): string => `signed-${randomBytes(5).toString('hex')}.`;

const fail = (error: unknown): void => {
  throw error instanceof Error ? error : new Error(String(error));
};

async function using<Result>(opening: Promise<Log>, work: (log: Log) => Promise<Result>): Promise<Result> {
  const log = await opening;
  return work(log).finally(() => log.close());
}

/** Waits until the checkpoints of all partitions cover so many events. */
async function signedBy(url: string, events: number): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(100)) {
    const notes = await Promise.all(
      Array.from({ length: PARTITIONS }, async (_, partition) => {
        const answer = await fetch(`${url}/v1/audit/tlog/${partition}/checkpoint`);
        return answer.ok ? parseCheckpoint(parseNote(await answer.text()).text).size : 0;
      }),
    );
    if (notes.reduce((sum, size) => sum + size, 0) === events) return;
  }
  throw new Error(`${events} events were not signed in time.`);
}

async function contentsOf(log: Log): Promise<Contents> {
  const contents: Record<string, Records[]> = {};
  for (const topic of TOPICS) {
    contents[topic] = [];
    for (const [partition, end] of (await log.ends(topic)).entries()) {
      const records: LogRecord[] = [];
      for await (const batch of log.read(topic, partition, 0n, end)) records.push(...batch.records);
      contents[topic].push(records);
    }
  }
  return contents as unknown as Contents;
}

/** As somebody with all rights over the database. */
async function putIntoTables(url: string, contents: Contents): Promise<void> {
  const parts = TOPICS.flatMap((topic) => contents[topic].map((records, partition) => ({ topic, partition, records })));
  await inDatabase(url, [
    ['truncate log.record'],
    ...parts.flatMap(({ topic, partition, records }): (readonly [string, ...unknown[]])[] => [
      [
        `insert into log.record (topic, partition, "offset", key, value, stamped)
         select $1, $2, place - 1, key, value, now() from unnest($3::text[], $4::bytea[]) with ordinality as one (key, value, place)`,
        ...[topic, partition, records.map(({ key }) => key), records.map(({ value }) => value)],
      ],
      [
        'update log.counter set next_offset = $3 where topic = $1 and partition = $2',
        ...[topic, partition, records.length],
      ],
    ]),
  ]);
}

async function inDatabase(url: string, statements: Parameters<SignedLedger['inTables']>[0]): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const [sql, ...values] of statements) await client.query(sql, values);
  } finally {
    await client.end();
  }
}

/** Topics made anew, with these records: keys decide the partition, as they did. */
async function putIntoTopics(log: Log, contents: Contents): Promise<void> {
  for (const topic of TOPICS) {
    const drafts = contents[topic].flat().map(({ key, value }) => ({ key, print: () => value }));
    if (drafts.length > 0) await log.append(topic, drafts);
  }
}

/** Signs a head of a partition with the house's own key, as whoever has stolen it can. */
export async function forgedNote(folder: string, partition: number, size: number): Promise<string> {
  const key = await newestKey(folder, partition);
  return signCheckpoint({ origin: key.name, size, root: randomBytes(32) }, [key]);
}

/** Puts keys of his own beside those of the house, and signs the newest checkpoint of a partition by one, as it is. */
export async function signedByIntruder(folder: string, partition: number): Promise<string> {
  const former = await newestKey(folder, partition);
  await new KeyRing(folder).make([former.name]);
  const note = await readFile(join(folder, 'events', String(partition), 'checkpoint'), 'utf8');
  return signCheckpoint({ ...parseCheckpoint(parseNote(note).text) }, [await newestKey(folder, partition)]);
}

async function newestKey(folder: string, partition: number): Promise<Signer> {
  const name = (await readdir(join(folder, 'keys')))
    .filter((file) => file.endsWith('.key'))
    .sort()
    .at(-1)!;
  const keys = (await readFile(join(folder, 'keys', name), 'utf8')).trimEnd().split('\n').map(parseSignerKey);
  return keys.find((key) => key.name.endsWith(`/events/${partition}`))!;
}

/** A report that was taken, under other addresses until its key leads to that partition. */
function unread(log: Log, { reports }: Contents, partition: number): Records[number] {
  const isReport = ({ value }: Records[number]): boolean => glimpse(value).type === 'ReportReceived';
  const report = JSON.parse(reports.flat().find(isReport)!.value.toString()) as { data: Report };
  for (let address = 0; ; address++) {
    const data = { ...report.data, uri: `https://desk.example/unread/${address}` };
    const id = idOfReport(data);
    if (log.partitionOf(id) !== partition) continue;
    return { key: id, value: Buffer.from(canonicalJson({ ...report, id, correlationid: id, causationid: id, data })) };
  }
}
