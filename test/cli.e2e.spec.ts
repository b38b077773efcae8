import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256Hex } from '#domain';
import type { Rejected } from '../apps/audit/src/rejected.js';
import type { Status } from '../apps/audit/src/status.js';
import { clemency, until } from './cli.js';
import { Client } from './client.js';
import { describeHomes, freePort } from './house.js';
import {
  countOf,
  describeWithDatabase,
  openWhole,
  reportOf,
  startMain,
  openWithLedger,
  type WithLedger,
} from './whole.js';

/** What an operator at a shell asks of a house. */
const report = reportOf({ body: undefined, events: [countOf()] });
let folder: string;
let state: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clemency-cli-'));
  // The embedded database works as another user, who passes through to its own folder.
  await chmod(folder, 0o711);
  state = join(folder, 'state');
  path = join(folder, 'one.ndjson');
  await writeFile(path, `${JSON.stringify(report)}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describeWithDatabase('Telling who is there', () => {
  it('given no house, then one sentence says so; given one that asks for a key, then only with that', async () => {
    const port = String(await freePort());
    for (const args of [['status'], ['ingest', path]]) {
      const ended = await clemency(args, { PORT: port, CLEMENCY_DATA: join(folder, 'none') });
      expect(ended).toMatchObject({ code: 1, stdout: Buffer.alloc(0) });
      expect(ended.stderr).toMatch(
        new RegExp(`^No house answers at http://127\\.0\\.0\\.1:${port} \\(ECONNREFUSED\\): start it [^\\n]+\\n$`),
      );
    }
    const house = await openWhole({ API_KEYS: 'open,sesame' });
    try {
      const at = { PORT: new URL(house.url).port, XDG_STATE_HOME: state };
      expect(await clemency(['ingest', path], at)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/asks for a key: give one with --key or CLEMENCY_KEY\.\n$/),
      });
      expect(await clemency(['ingest', path, '--key', 'shut'], at)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/^The house at \S+ does not know this key: [^\n]+\n$/),
      });
      expect(await clemency(['ingest', path], { ...at, CLEMENCY_KEY: 'open' })).toMatchObject({ code: 0 });
      expect(await clemency(['status', '--key', 'sesame'], at)).toMatchObject({ code: 0 });
    } finally {
      await house.close();
    }
  }, 90_000);
});

describe('The status of an embedded home', () => {
  it('given it runs, then it says what is where; given it has stopped, then what its folder still tells', async () => {
    const data = join(folder, 'data');
    const port = String(await freePort());
    const environment = { PORT: port, CLEMENCY_DATA: data, DATABASE_URL: '', QUERY_DATABASE_URL: '' };
    const house = startMain(environment);
    try {
      const client = new Client(`http://127.0.0.1:${port}`);
      await until(async () => (await client.get('/readyz').catch(() => undefined))?.status === 200);
      expect(await clemency(['ingest', path], { ...environment, XDG_STATE_HOME: state })).toMatchObject({ code: 0 });
      await until(async () => {
        const { counts, groups } = await client.read<Status>('/v1/audit/status');
        return counts.events === 2 && groups.every(({ lag }) => lag === 0);
      });
      const status = JSON.parse((await clemency(['status', '--json'], environment)).stdout.toString()) as Status;
      expect(status).toMatchObject({
        running: true,
        home: 'embedded',
        ledger: { name: 'clemency', partitions: 8, id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
        dataFolder: { path: data },
        postgres: { version: expect.stringMatching(/^18\./), database: 'clemency', folder: join(data, 'postgres') },
        generation: expect.stringMatching(/^read_g/),
        counts: { reports: 1, parked: { subjects: 0, events: 0 }, rejected: { records: 0, exact: true } },
        kafka: null,
      });
      expect(status.dataFolder!.bytes).toBeGreaterThan(status.postgres.bytes);
      expect(status.behindMs).toBeLessThan(10_000);
      const table = (await clemency(['status'], environment)).stdout.toString();
      expect(table).toMatch(/^reports +1$/m);
      expect(table).toMatch(/^projector +events +0( +\d+){8}$/m);
    } finally {
      house.child.kill('SIGTERM');
      await house.ended;
    }
    const stopped = await clemency(['status'], environment);
    expect(stopped.code).toBe(1);
    expect(stopped.stderr).toMatch(/^No house answers at [^\n]+\n$/);
    expect(stopped.stdout.toString()).toMatch(
      /^data folder  \S+\nformat       1\nPostgreSQL   18\nsize         [\d.]+ MB\n$/,
    );
  }, 90_000);
});

describeHomes('What was refused, from a shell', (home) => {
  let house: WithLedger;
  beforeAll(async () => (house = await openWithLedger(home)), 120_000);
  afterAll(() => house?.close(), 60_000);
  const run = (...args: string[]) => clemency([...args, '--url', house.url]);

  it('given junk in the inbox, then it is listed, newest first and page by page, and each record is shown to the byte', async () => {
    const junk = Array.from({ length: 60 }, (_, at) => Buffer.from(`junk ${at}`));
    junk.push(Buffer.from([0xff, 0x00, 0x1b]), Buffer.from('{"body":"\u001b[2Jgone"}'));
    const client = new Client(house.url);
    const plant = async (values: readonly Buffer[]): Promise<void> => {
      for (const value of values) {
        await house.ledger.log.append('inbox', [{ key: `stranger ${value.length}`, print: () => value }]);
      }
    };
    const listed = async (count: number): Promise<Rejected[]> => {
      let items: readonly Rejected[] = [];
      await until(async () => {
        ({ items } = await client.read<{ items: Rejected[] }>('/v1/audit/rejected?limit=500'));
        return items.length === count;
      });
      return [...items];
    };
    await plant(junk.slice(0, -2));
    await listed(junk.length - 2);
    await plant(junk.slice(-2));
    const items = await listed(junk.length);
    expect(new Set(items.map(({ id }) => id)).size).toBe(junk.length);
    const digests = junk.map((bytes) => sha256Hex(bytes));
    expect(new Set(items.map(({ sha256 }) => sha256))).toEqual(new Set(digests));
    // Stamps of several writers can step back within a partition, by less than the pause here.
    expect(new Set(items.slice(0, 2).map(({ sha256 }) => sha256))).toEqual(new Set(digests.slice(-2)));
    for (const partition of new Set(items.map(({ id }) => id.split('-')[0]))) {
      const offsets = items
        .filter(({ id }) => id.split('-')[0] === partition)
        .map(({ id }) => Number(id.split('-')[1]));
      expect(offsets).toEqual([...offsets].sort((a, b) => b - a));
    }

    const pages: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: Rejected[]; next: string | null } = await client.read(
        `/v1/audit/rejected?limit=25${cursor && `&cursor=${cursor}`}`,
      );
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(pages).toEqual(items.map(({ id }) => id));

    const table = (await run('rejected', 'list', '--limit', '2')).stdout.toString();
    expect(table.split('\n').filter((line) => line.startsWith(`${items[0]!.id} `))).toHaveLength(1);
    expect(table.match(/^ {4}The body is no /gm)).toHaveLength(2);
    const idOf = (bytes: Buffer): string => items.find(({ sha256 }) => sha256 === sha256Hex(bytes))!.id;
    const [binary, escapes] = junk.slice(-2) as [Buffer, Buffer];
    expect((await run('rejected', 'show', idOf(binary), '--raw')).stdout.equals(binary)).toBe(true);
    const shown = (await run('rejected', 'show', idOf(escapes))).stdout.toString();
    expect(shown).toMatch(/^lay in {4}inbox\/\d at \d+, key stranger \d+$/m);
    // Nothing that a stranger wrote moves the cursor of a terminal.
    expect(shown).toContain('{"body":"\\u001b[2Jgone"}');
    expect((await client.get('/v1/audit/rejected/7-999999')).status).toBe(404);
    expect((await client.get('/v1/audit/rejected?cursor=abc')).status).toBe(400);
  }, 120_000);

  it('given everything is read, then no reader of the log is behind', async () => {
    const client = new Client(house.url);
    const { position } = await client.report(reportOf({ body: undefined, events: [countOf()] }));
    await client.read('/v1/counts', position);
    await until(async () => {
      const status = await client.read<Status>('/v1/audit/status');
      expect(status).toMatchObject({ home: home === 'kafka' ? 'kafka' : 'embedded', ledger: { name: 'clemency' } });
      expect(status.counts).toMatchObject({ reports: 1, events: 2, models: { count: { rows: 1, versions: 1 } } });
      return status.groups.every(({ lag }) => lag === 0);
    });
  }, 90_000);

  it('given a report, then its bundle verifies without the house, by keys from elsewhere, and no more with a byte changed', async () => {
    const client = new Client(house.url);
    const { reportId, position } = await client.report(reportOf());
    await client.read(`/v1/reports/${reportId}`, position);
    const [zip, keys] = [join(folder, `${home}.zip`), join(folder, `${home}.keys`)];
    await writeFile(keys, (await client.get<string>('/v1/audit/keys')).body);
    expect(await run('audit', 'export', '--report', reportId, '-o', zip)).toMatchObject({ code: 0 });
    const verify = (file: string, ...more: string[]) => clemency(['audit', 'verify', '--bundle', file, ...more]);
    const given = await verify(zip, '--key', keys);
    expect(given.code).toBe(0);
    expect(given.stdout.toString()).toMatch(
      /\nverified, 1 events and 1 reports under 1 checkpoints, signed by 1 of the given keys\n$/,
    );
    expect(given.stderr).toBe('');
    const bytes = await readFile(zip);
    // The time of the first member: nothing that a bundle proves.
    bytes[10] = bytes[10]! ^ 1;
    const headed = await clemency(['audit', 'verify', '--bundle', '-'], {}, bytes);
    expect(headed).toMatchObject({ code: 0, stderr: expect.stringContaining('its headers were changed') });
    const at = bytes.indexOf('Nothing of note');
    bytes[at] = bytes[at]! ^ 1;
    await writeFile(zip, bytes);
    const { code, stdout } = await verify(zip);
    expect(code).toBe(1);
    expect(stdout.toString()).toMatch(
      new RegExp(`^reports/${reportId}\\.json: is not what the manifest says[^]*\nFAILED: \\d+ faults\n$`),
    );
  }, 60_000);
});
