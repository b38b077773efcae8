import { silent } from './testing/ledger.js';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { systemClock } from '#domain';
import type { Log } from './contract.js';
import { connectionSettings, placeOf } from './postgres/connection.js';
import { openPostgresLog } from './postgres/index.js';
import { Bookkeeper, bookAtEnd, takenValues } from './testing/bookkeeper.js';
import { keyForEach, ledgerOf, text, unique } from './testing/ledger.js';

const url = process.env.TEST_DATABASE_URL ?? '';
const describeWithServer = url ? describe : describe.skip;

/** A way to the server that can be cut and mended. */
class Line {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return Object.assign(new URL(url), { host: `127.0.0.1:${this.port}` }).href;
  }

  async mend(): Promise<void> {
    const { hostname, port } = new URL(url);
    this.server = createServer((near) => {
      const far = connect(Number(port), hostname);
      for (const socket of [near, far]) {
        this.sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => [near, far].forEach((each) => each.destroy()));
      }
      near.pipe(far).pipe(near);
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async cut(): Promise<void> {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
    await sleep(20);
  }
}

describeWithServer('the Postgres log in trouble (skipped where TEST_DATABASE_URL names no server)', () => {
  const line = new Line();
  beforeAll(() => line.mend());
  afterAll(() => line.cut());
  const prefixes: string[] = [];
  const openOver = (prefix: string, outageMsMax: number): Promise<Log> =>
    openPostgresLog({ url: line.url, partitions: 4, clock: systemClock, prefix, outageMsMax, sink: silent });
  const ledger = ledgerOf({
    name: 'Postgres',
    open: ({ prefix }) => {
      prefixes.push(prefix);
      return openOver(prefix, 30_000);
    },
  });

  it('fails an append at once, with the cause, and works again when the server does', async () => {
    await line.cut();
    const before = performance.now();
    await expect(ledger.log.append('events', [text('key', 'x')])).rejects.toMatchObject({
      message: expect.stringMatching(/could not append to events: .+/),
      cause: expect.anything(),
    });
    expect(performance.now() - before).toBeLessThan(2000);
    await line.mend();
    await expect(ledger.log.append('events', [text('key', 'y')])).resolves.toBe(1);
  });

  it('goes on with a replay when the server is gone for a moment in the middle of it', async () => {
    const { log } = ledger;
    const values = Array.from({ length: 6000 }, (_, at) => text('one', `${at}`));
    await log.append('events', values);
    const partition = log.partitionOf('one');
    const end = (await log.ends('events'))[partition]!;
    const read: string[] = [];
    for await (const { records } of log.read('events', partition, end - 6000n, end)) {
      if (read.length === 0) {
        await line.cut();
        void sleep(300).then(() => line.mend());
      }
      read.push(...records.map(({ value }) => value.toString()));
    }
    expect(read).toEqual(values.map((_, at) => `${at}`));
  });

  it('goes on with following and piping after an outage, with nothing lost and nothing twice', async () => {
    const keys = keyForEach(ledger.log);
    const follower = new Bookkeeper(unique('group'), 'reports', await bookAtEnd(ledger.log, 'reports'));
    const following = await ledger.follow(ledger.log, follower);
    await ledger.pipe(ledger.log, {
      group: unique('group'),
      from: 'inbox',
      transform: async ({ records }) =>
        records.map((record) => ({ ...text(record.key, `${record.value}`), topic: 'reports' })),
    });
    for (let round = 0; round < 3; round++) {
      const numbered = Array.from({ length: 100 }, (_, n) => text(keys[n % 4] ?? '', `${round * 100 + n}`));
      await ledger.log.append('inbox', numbered);
      await line.cut();
      await sleep(300);
      await line.mend();
      await ledger.until('the log can be written again', () => ledger.log.ends('inbox').then(Boolean, () => false));
    }
    await ledger.until('all is through', () => takenValues(follower.book).length >= 300);
    const numbers = takenValues(follower.book).map(Number);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, n) => n));
    const seenAt = performance.now();
    await ledger.until('it is at ease', () => following.progress().every(({ aliveAt }) => aliveAt > seenAt));
  });

  it('is told of new records soon again after the listening connection was lost', async () => {
    const follower = new Bookkeeper(unique('group'), 'events', await bookAtEnd(ledger.log, 'events'));
    const other = await ledger.another();
    await ledger.follow(other, follower);
    await line.cut();
    await line.mend();
    await sleep(1000);
    const tookMs: number[] = [];
    for (let n = 1; n <= 10; n++) {
      const before = performance.now();
      await ledger.log.append('events', [text('key', `${n}`)]);
      await ledger.until('it is taken', () => takenValues(follower.book).length >= n);
      tookMs.push(performance.now() - before);
    }
    // Who is not told looks every half second; a machine that is busy with much else is late with one or two.
    expect(tookMs.filter((ms) => ms < 300).length).toBeGreaterThanOrEqual(8);
  });

  it('ends a consumer, with the cause, when the outage outlasts its patience', async () => {
    const log = await openOver(prefixes[0] ?? '', 700);
    const follower = new Bookkeeper(unique('group'), 'events', await bookAtEnd(log, 'events'));
    const running = await log.follow(follower);
    await ledger.until('it idles', () => follower.idle.length > 0);
    const ended = expect(running.finished).rejects.toThrow(/failed for \d+ s: .+/);
    await line.cut();
    await ended;
    await running.stop();
    await log.close();
    await line.mend();
  });

  it('takes over from a member that has fallen silent without leaving', async () => {
    const group = unique('group');
    const admin = new pg.Client(url);
    await admin.connect();
    await admin.query(
      `INSERT INTO ${prefixes[0]}.member SELECT $1, 'events', '${randomUUID()}', clock_timestamp() - interval '6 s'`,
      [group],
    );
    await admin.end();
    const running = await ledger.follow(
      ledger.log,
      new Bookkeeper(group, 'events', await bookAtEnd(ledger.log, 'events')),
    );
    await ledger.until('it has its half', () => running.progress().length === 2);
    await ledger.until('it has all', () => running.progress().length === 4);
  });

  it('frees the counters of a process that is frozen in its transaction', async () => {
    const frozen = new pg.Client(connectionSettings(placeOf(url, prefixes[0])));
    frozen.on('error', () => undefined);
    await frozen.connect();
    await frozen.query('BEGIN');
    await frozen.query('SELECT FROM counter FOR UPDATE');
    const before = performance.now();
    await expect(ledger.log.append('rejected', [text('key', 'x')])).resolves.toBe(1);
    expect(performance.now() - before).toBeLessThan(14_000);
  });
});
