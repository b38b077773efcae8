import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { systemClock } from '#domain';
import { LogRefused } from './contract.js';
import type { Batch, Log } from './contract.js';
import { connectionSettings, placeOf } from './postgres/connection.js';
import { migratePostgresLog, openPostgresLog } from './postgres/index.js';
import { Bookkeeper, bookAtEnd, takenValues } from './testing/bookkeeper.js';
import { keyForEach, ledgerOf, text, unique } from './testing/ledger.js';

const url = process.env.TEST_DATABASE_URL ?? '';
const describeWithServer = url ? describe : describe.skip;
const freshPrefix = (): string => `log_${randomUUID().slice(0, 8)}`;
const open = (prefix: string, partitions = 4, as = url): Promise<Log> =>
  openPostgresLog({ url: as, partitions, clock: systemClock, prefix });

describeWithServer('the tables of the Postgres log (skipped where TEST_DATABASE_URL names no server)', () => {
  let admin: pg.Client;
  beforeAll(async () => {
    admin = new pg.Client(url);
    await admin.connect();
  });
  afterAll(() => admin.end());

  it('let nobody who works with the log change or remove a record', async () => {
    const prefix = freshPrefix();
    const log = await open(prefix);
    await log.append('events', [text('key', 'as it was')]);
    const worker = new pg.Client(connectionSettings(placeOf(url, prefix)));
    await worker.connect();
    for (const statement of [
      `UPDATE record SET value = ''`,
      'DELETE FROM record',
      'TRUNCATE record',
      'DROP TABLE record',
      'SELECT FROM record FOR UPDATE',
      'DELETE FROM counter',
      'UPDATE topic SET partitions = 5',
    ]) {
      await expect(worker.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    const { rows } = await worker.query<{ value: Buffer }>('SELECT value FROM record');
    expect(rows.map(({ value }) => `${value}`)).toEqual(['as it was']);
    await worker.end();
    await log.close();
  });

  it('are made once when many start at the same time, in one database and in several', async () => {
    const names = [freshPrefix(), freshPrefix()];
    for (const name of names) await admin.query(`CREATE DATABASE ${name}`);
    const urls = [url, ...names.map((name) => Object.assign(new URL(url), { pathname: `/${name}` }).href)];
    const prefix = freshPrefix();
    const starts = urls.flatMap((each) => Array.from({ length: 6 }, () => open(prefix, 4, each)));
    const logs = await Promise.all(starts);
    const counts = await Promise.all(logs.map((log, n) => log.append('events', [text('key', `${n}`)])));
    expect(counts).toEqual(logs.map(() => 1));
    const ends = await Promise.all(logs.map((log) => log.ends('events')));
    expect(ends.map((each) => each.reduce((sum, end) => sum + end, 0n))).toEqual(logs.map(() => 6n));
    await Promise.all(logs.map((log) => log.close()));
    for (const name of names) await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
  });

  it('refuse another number of partitions than the ledger was born with', async () => {
    const prefix = freshPrefix();
    await migratePostgresLog({ url, partitions: 4, prefix });
    await expect(open(prefix, 8)).rejects.toThrow(LogRefused);
    await expect(open(prefix, 8)).rejects.toThrow('configure 4');
    await (await open(prefix, 4)).close();
  });

  it('refuse a ledger that a newer release has written', async () => {
    const prefix = freshPrefix();
    await (await open(prefix)).close();
    await admin.query(`INSERT INTO ${prefix}.migration (version, name) VALUES (999, 'from the future')`);
    await expect(open(prefix)).rejects.toThrow('version 999');
  });

  it('refuse a prefix that is no name of a schema', async () => {
    await expect(open('Log; drop')).rejects.toThrow(LogRefused);
    await expect(open('pg_log')).rejects.toThrow(LogRefused);
  });

  it('tell a user without the right to make the role what an administrator is to run; then they need no other', async () => {
    const user = freshPrefix();
    const asUser = Object.assign(new URL(url), { username: user, password: 'secret' }).href;
    await admin.query(`CREATE ROLE ${user} LOGIN PASSWORD 'secret'`);
    await (await open(freshPrefix())).close();
    await expect(open(user, 4, asUser)).rejects.toThrow('GRANT clemency_log TO');
    await admin.query(`GRANT clemency_log TO ${user}; CREATE SCHEMA ${user} AUTHORIZATION ${user}`);
    const log = await open(user, 4, asUser);
    await expect(log.append('events', [text('key', 'x')])).resolves.toBe(1);
    await log.close();
    await admin.query(`DROP SCHEMA ${user} CASCADE; REVOKE clemency_log FROM ${user}; DROP ROLE ${user}`);
  });

  it('keep the options that the URL brings, and put their own after them', async () => {
    const withOptions = new URL(url);
    withOptions.searchParams.set('options', '-c work_mem=5MB -c role=none');
    const client = new pg.Client(connectionSettings(placeOf(withOptions.href, freshPrefix())));
    await client.connect();
    const { rows } = await client.query(`SELECT current_user, current_setting('work_mem') AS work_mem`);
    expect(rows).toEqual([{ current_user: 'clemency_log', work_mem: '5MB' }]);
    await client.end();
  });
});

describeWithServer('what the Postgres log makes of its tables', () => {
  const prefixes: string[] = [];
  const ledger = ledgerOf({
    name: 'Postgres',
    open: ({ prefix }) => {
      prefixes.push(prefix);
      return open(prefix);
    },
  });

  it('bounds a batch by its records and by its bytes', async () => {
    const [small = '', large = ''] = keyForEach(ledger.log);
    await ledger.log.append(
      'events',
      Array.from({ length: 9000 }, (_, n) => text(small, `${n}`)),
    );
    const mebibyte = Buffer.alloc(1024 * 1024, 'x');
    for (let n = 0; n < 20; n++) await ledger.log.append('events', [{ key: large, print: () => mebibyte }]);
    const batches: Batch[] = [];
    for await (const batch of ledger.log.read('events', 0, 0n, 9000n)) batches.push(batch);
    for await (const batch of ledger.log.read('events', 1, 0n, 20n)) batches.push(batch);
    expect(batches.map((batch) => batch.records.length)).toEqual([4000, 4000, 1000, 8, 8, 4]);
  });

  it('knows nothing of another ledger in the same database', async () => {
    const other = await open(freshPrefix());
    await other.append('rejected', [text('key', 'x')]);
    expect(await ledger.log.ends('rejected')).toEqual([0n, 0n, 0n, 0n]);
    await other.close();
  });

  it('does not go on over a hole in history', async () => {
    const [, , key = ''] = keyForEach(ledger.log);
    const book = await bookAtEnd(ledger.log, 'reports');
    await ledger.log.append(
      'reports',
      ['a', 'b', 'c'].map((value) => text(key, value)),
    );
    const admin = new pg.Client(url);
    await admin.connect();
    await admin.query(`DELETE FROM ${prefixes[0]}.record WHERE topic = 'reports' AND "offset" = 1`);
    await admin.end();
    const running = await ledger.follow(ledger.log, new Bookkeeper(unique('group'), 'reports', book));
    await expect(running.finished).rejects.toThrow('history was removed');
    expect(takenValues(book)).toEqual([]);
  });

  it('does not follow from a position that it never reached', async () => {
    const book = await bookAtEnd(ledger.log, 'events');
    book.positions[3] = 1_000_000n;
    const running = await ledger.follow(ledger.log, new Bookkeeper(unique('group'), 'events', book));
    await expect(running.finished).rejects.toThrow(LogRefused);
  });
});
