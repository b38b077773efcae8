import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { Client, type Page, type ReportAnswer } from './client.js';
import { describeHomes, kafkaBrokers } from './house.js';
import { openWithLedger, type WithLedger } from './whole.js';
import { preparePython, pythonAvailable } from './setup/python.js';

const EXAMPLES = join(import.meta.dirname, '..', 'examples');
const CLI = join(import.meta.dirname, '..', 'dist', 'apps', 'clemency', 'src', 'main.js');
const PATIENCE_MS = 30_000;

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
interface Rejected {
  readonly topic: string;
  readonly reason: string;
  readonly valueBytes: number;
  readonly valueBase64: string;
}
type Sender = 'kafka-producer.mjs' | 'kafka_producer.py';

const hasPython = kafkaBrokers !== undefined && pythonAvailable();

/** Runs an example, or the house's own command line, as its user does: a process that is given a file. */
async function run(program: string, ...args: string[]): Promise<Ended> {
  const command = program.endsWith('.py') ? preparePython() : process.execPath;
  const first = resolve(EXAMPLES, program);
  const env = { ...process.env, NODE_OPTIONS: '', KAFKA_BROKERS: '', XDG_STATE_HOME: tmpdir() };
  const child = spawn(command, [first, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const texts = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text));
  const [code] = (await once(child, 'close')) as [number];
  return { code, ...texts };
}

const idsIn = (text: string): string[] => [...text.matchAll(/report ([0-9a-f-]{36})/g)].map(([, id]) => id!);

async function until<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(100)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} did not come about within ${PATIENCE_MS / 1000} s.`);
}

let reports = 0;
const reportOf = (more: Record<string, unknown> = {}): string => {
  reports += 1;
  return JSON.stringify({
    source: { id: 'stranger', name: 'A stranger', kind: 'newsroom' },
    uri: `https://stranger.example/${reports}`,
    lang: 'en',
    publishedAt: '2025-12-13',
    body: 'Belarus pardoned 123 prisoners on Saturday.',
    ...more,
  });
};

describeHomes('The examples for producers', (home) => {
  let house: WithLedger;
  let client: Client;
  let folder: string;
  beforeAll(async () => {
    house = await openWithLedger(home);
    client = new Client(house.url);
    folder = await mkdtemp(join(tmpdir(), 'clemency-producers-'));
  }, 120_000);
  afterAll(async () => {
    await house?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const fileOf = async (...lines: readonly (string | Buffer)[]): Promise<string> => {
    const path = join(folder, `${Date.now()}.ndjson`);
    await writeFile(path, Buffer.concat(lines.flatMap((line) => [Buffer.from(line), Buffer.from('\n')])));
    return path;
  };
  /** What became of a report that nobody has answered for. */
  const recorded = (id: string): Promise<ReportAnswer> =>
    until(`The report ${id}`, async () => {
      const { status, body } = await client.get<ReportAnswer>(`/v1/reports/${id}`);
      // The receipt and the events lie in different partitions, and each comes in its own time.
      return status === 200 && body.receipt?.data.events === body.events.length ? body : undefined;
    });
  const eventsOf = async (ids: readonly string[]): Promise<number> => {
    const answers = await Promise.all(ids.map(recorded));
    return answers.reduce((sum, { events }) => sum + events.length, 0);
  };

  it('given the sample over HTTP, then each line is answered for, and sent again it is known', async () => {
    const first = await run('http-producer.mjs', '--url', house.url);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('3 new, 0 known already, 0 refused');
    const ids = idsIn(first.out);
    for (const id of ids) expect((await recorded(id)).events.length).toBeGreaterThan(0);
    const again = await run('http-producer.mjs', '--url', house.url);
    expect(again.out).toContain('0 new, 3 known already, 0 refused');
    expect(idsIn(again.out)).toEqual(ids);
  }, 60_000);

  it('given lines over HTTP of which some are bad, then it tells each with its number and the field', async () => {
    const file = await fileOf(reportOf(), 'no json', '', reportOf({ colour: 'red' }), reportOf());
    const { code, out, err } = await run('http-producer.mjs', file, '--url', house.url);
    expect(code).toBe(1);
    expect(out).toMatch(/^line 1: taken.*\nline 5: taken.*\n2 new, 0 known already, 2 refused\n$/);
    expect(err).toMatch(/^line 2: refused, .*JSON.*\nline 4: refused, colour: is not known here\n$/);
  }, 60_000);

  it('given entries of a list as claims, then they stand in the read model, and sent again they are known', async () => {
    const { code, out, err } = await run('list-entries.mjs', '--url', house.url);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Example Potash Works: imposed since 2021-08-09');
    expect(out).toContain('Example Potash Trading: imposed since 2021-12-02');
    const again = await run('list-entries.mjs', '--url', house.url);
    expect(again.out.match(/known already/g)).toHaveLength(2);
    const { items } = await client.read<Page>('/v1/sanctions?authority=US&country=BY');
    const entries = items.filter(({ target }) => (target as { name: string }).name.startsWith('Example Potash'));
    expect(entries.map(({ status, events }) => `${String(status)} ${events.length}`)).toEqual([
      'imposed 1',
      'imposed 1',
    ]);
  }, 60_000);

  it('given a sanctions list as its authority publishes it, then its entries stand, and one that is gone tomorrow still does', async () => {
    const entry = (number: number, name: string): string =>
      `${number},"${name}",-0- ,"NICARAGUA] [SDGT",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n`;
    const [today, tomorrow] = [join(folder, 'today-sdn.csv'), join(folder, 'tomorrow-sdn.csv')];
    await writeFile(today, entry(90001, 'EXAMPLE MINES') + entry(90002, 'EXAMPLE BANK'));
    await writeFile(tomorrow, entry(90002, 'EXAMPLE BANK') + entry(90003, 'EXAMPLE SHIPPING'));
    expect((await run(CLI, 'ingest', today, '--url', house.url)).out).toMatch(/Sent 2: 2 new, 0 duplicate, 0 refused/);
    const { out } = await run(CLI, 'ingest', tomorrow, '--url', house.url);
    expect(out).toMatch(/Sent 2: 1 new, 1 duplicate, 0 refused/);
    const items = await until('Three entries', async () => {
      const page = await client.read<Page>('/v1/sanctions?authority=US&country=NI');
      return page.items.length === 3 ? page.items : undefined;
    });
    expect(items.map(({ target }) => (target as { name: string }).name).sort()).toEqual([
      'EXAMPLE BANK',
      'EXAMPLE MINES',
      'EXAMPLE SHIPPING',
    ]);
    expect(items.map(({ events }) => events.length)).toEqual([1, 1, 1]);
    const { body } = await client.get<Page>('/v1/events?type=SanctionLifted');
    expect(body.items).toEqual([]);
  }, 60_000);

  if (home !== 'kafka') return;

  const send = (sender: Sender, file: string): Promise<Ended> =>
    run(sender, file, '--brokers', kafkaBrokers!, '--topic', house.inboxTopic);
  const rejected = async (): Promise<Rejected[]> => {
    const { log } = house.ledger;
    const found: Rejected[] = [];
    for (const [partition, end] of (await log.ends('rejected')).entries()) {
      for await (const { records } of log.read('rejected', partition, 0n, end)) {
        for (const { value } of records) found.push(JSON.parse(value.toString()) as Rejected);
      }
    }
    return found;
  };
  const rejectionOf = (value: Buffer | string): Promise<Rejected> =>
    until(`The rejection of ${value.toString().slice(0, 60)}`, async () => {
      const bytes = Buffer.from(value);
      const start = bytes.subarray(0, 512 * 1024).toString('base64');
      return (await rejected()).find(
        ({ valueBytes, valueBase64 }) => valueBytes === bytes.length && valueBase64 === start,
      );
    });

  describe.each<Sender>(['kafka-producer.mjs', 'kafka_producer.py'])(
    'and the one that writes to Kafka: %s',
    (sender) => {
      const story = sender.endsWith('.py') && !hasPython ? it.skip : it;

      story(
        'given reports, then what it tells of them is what the house calls them, and sent twice they are there once',
        async () => {
          const sample = (await readFile(join(EXAMPLES, 'reports.ndjson'), 'utf8')).trim().split('\n');
          const own = sample.map((line) => ({ ...(JSON.parse(line) as object), uri: `https://own.example/${sender}` }));
          const file = await fileOf(...own.map((report) => JSON.stringify(report)));
          const { code, out, err } = await send(sender, file);
          expect({ code, err }).toEqual({ code: 0, err: '' });
          expect(out).toContain('3 sent, 0 failed');
          const ids = idsIn(out);
          const events = await eventsOf(ids);
          expect(events).toBeGreaterThan(5);
          const before = await repeats(client.url);
          expect(idsIn((await send(sender, file)).out).sort()).toEqual([...ids].sort());
          await until('Dropping the repeats', async () =>
            (await repeats(client.url)) >= before + 3 ? true : undefined,
          );
          expect(await eventsOf(ids)).toBe(events);
        },
        90_000,
      );

      story(
        'given bad lines between good ones, then each bad one is kept with its reason and the good ones are recorded',
        async () => {
          const bad: readonly (readonly [Buffer | string, RegExp])[] = [
            [`this is no JSON, says ${sender}`, /no JSON/],
            [reportOf({ body: 5 }), /^body: /],
            [reportOf({ colour: sender }), /^colour: is not known here/],
            [reportOf({ body: 'a'.repeat(1024 * 1024 + 1) }), /^body: has 1048577 bytes of UTF-8; the most is 1048576/],
            [Buffer.concat([Buffer.from(`{"${sender}":"`), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]), /UTF-8/],
            [`["${sender}"]`, /expected object/],
            [reportOf({ body: 'half of a pair: \ud83d' }), /^body: holds a lone surrogate/],
          ];
          const good = [reportOf(), reportOf(), reportOf()];
          const lines = [
            good[0]!,
            ...bad.slice(0, 4).map(([line]) => line),
            good[1]!,
            ...bad.slice(4).map(([line]) => line),
          ];
          const tooLarge = `{"body":"${'a'.repeat(8 * 1024 * 1024)}"}`;
          const { code, out, err } = await send(sender, await fileOf(...lines, tooLarge, good[2]!));
          expect(code).toBe(1);
          expect(err).toMatch(/^line 10: not sent, [^\n]+\n$/);
          expect(out).toContain('10 sent, 1 failed');
          for (const [line, reason] of bad) expect((await rejectionOf(line)).reason).toMatch(reason);
          const lineOf = (number: number): string =>
            out.split('\n').find((line) => line.startsWith(`line ${number}:`))!;
          const goodIds = [1, 6, 11].flatMap((number) => idsIn(lineOf(number)));
          expect(goodIds).toHaveLength(3);
          for (const id of goodIds) expect((await recorded(id)).events.length).toBeGreaterThan(0);
        },
        90_000,
      );
    },
  );

  it('given messages that no line can be (no value, an empty one, no key, a key of bytes), then each is answered for as well', async () => {
    const kafka = new Kafka({ brokers: kafkaBrokers!.split(','), logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ allowAutoTopicCreation: false });
    const before = (await rejected()).filter(({ valueBytes }) => valueBytes === 0).length;
    await producer.connect();
    const odd = [reportOf(), reportOf()];
    await producer.send({
      topic: house.inboxTopic,
      acks: -1,
      messages: [
        { key: null, value: null },
        { key: 'a key', value: '' },
        { key: null, value: odd[0]!, headers: { 'content-type': 'application/json' } },
        { key: Buffer.from([0xff, 0x00, 0xfe]), value: odd[1]!, timestamp: '1' },
        { key: Buffer.from([0xff, 0x00]), value: 'not this one' },
      ],
    });
    await producer.disconnect();
    expect((await rejectionOf('not this one')).reason).toMatch(/no JSON/);
    await until('Keeping two empty values', async () => {
      const empty = (await rejected()).filter(({ valueBytes }) => valueBytes === 0);
      return empty.length === before + 2 ? true : undefined;
    });
    const { reportIdOf } = (await import(join(EXAMPLES, 'report-id.mjs'))) as {
      reportIdOf(report: unknown): string;
    };
    for (const line of odd) expect((await recorded(reportIdOf(JSON.parse(line)))).events.length).toBeGreaterThan(0);
  }, 60_000);
});

/** How many submissions the recorder has dropped because it had them already. */
async function repeats(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return [...text.matchAll(/^clemency_reports_recorded_total\{[^}]*outcome="repeat"[^}]*\} (\d+)/gm)].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
}
