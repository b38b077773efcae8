import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { reportIdOf, sha256Hex } from '#domain';
import { clemency, command, until } from './cli.js';
import type { ReportAnswer } from './client.js';
import { openGate } from './gate.js';
import { countOf, describeWithDatabase, openWhole, reportOf, type Whole } from './whole.js';

/** What somebody at a shell sends to a house that runs. */
const lineOf = (more: Record<string, unknown> = {}): string => JSON.stringify(reportOf(more));
const structured = (): string => lineOf({ body: undefined, events: [countOf()] });

describeWithDatabase('Sending reports from a shell', () => {
  let house: Whole;
  let folder: string;
  let state: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-ingest-'));
    state = join(folder, 'state');
    house = await openWhole();
  }, 90_000);
  afterAll(async () => {
    await house?.close();
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, content);
    return path;
  };

  const ingest = (args: string[], input?: string) =>
    clemency(['ingest', ...args], { PORT: new URL(house.url).port, XDG_STATE_HOME: state }, input);
  /** Where sending takes long enough for it, there are lines that say how far it is, wherever the others stand. */
  const notesOf = ({ stderr }: { stderr: string }): string[] =>
    stderr
      .trim()
      .split('\n')
      .filter((line) => !/^\S+ \S+ of .* left$/.test(line));
  const summaryOf = ({ stdout }: { stdout: Buffer }): unknown => JSON.parse(stdout.toString());

  it('given 6,000 reports, when it is killed on the way and called again, then it goes on there, each is in once, and memory stays flat', async () => {
    const path = await file('many.ndjson', Array.from({ length: 6_000 }, () => structured()).join('\n'));
    const before = await house.stored();
    const first = command(['ingest', path], { PORT: new URL(house.url).port, XDG_STATE_HOME: state });
    const marks = marksIn(state);
    await until(async () => (await sentOf(marks)) >= 1500);
    first.child.kill('SIGKILL');
    expect((await first.ended).code).toBe('SIGKILL');
    const acknowledged = await sentOf(marks);

    const second = command(['ingest', path, '--json'], { PORT: new URL(house.url).port, XDG_STATE_HOME: state });
    let most = 0;
    const watch = setInterval(
      () => void residentBytes(second.child.pid!).then((now) => (most = Math.max(most, now))),
      50,
    );
    const ended = await second.ended;
    clearInterval(watch);
    expect(ended.stderr).toContain(`Going on in many.ndjson after line ${acknowledged.toLocaleString('en-US')} `);
    expect(ended).toMatchObject({ code: 0 });
    const { new: added, duplicate, ...rest } = summaryOf(ended) as { new: number; duplicate: number };
    expect(rest).toMatchObject({ sent: 6_000, refused: 0, complete: true });
    expect(added + duplicate).toBe(6_000);
    // Only what was under way at the kill was sent twice.
    expect(duplicate).toBeLessThanOrEqual(2000);
    // Beside the reports the house notes each request; nothing else is new.
    const stored = (await house.stored()) - before;
    expect(stored).toBeGreaterThanOrEqual(6_000);
    expect(stored).toBeLessThanOrEqual(6_000 + 50);
    expect(await readdir(marks)).toEqual([]);
    if (process.platform === 'linux') expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(280e6);
  }, 120_000);

  it('given good lines and bad, then each bad one is told by line, field and reason, and the others are in', async () => {
    const long = `{"body":"${'x'.repeat(9_000_000)}"}`;
    const parts = [lineOf(), '', '{"x":1}', 'nonsense', long, lineOf({ body: '' }), lineOf()];
    const path = await file(
      'some.ndjson',
      Buffer.concat([Buffer.from(`${parts.join('\n')}\n`), Buffer.from([0xff, 0x0a])]),
    );
    const ended = await ingest([path, '--json']);
    expect(summaryOf(ended)).toMatchObject({ sent: 7, new: 2, duplicate: 0, refused: 5, complete: true });
    expect(ended.code).toBe(1);
    expect(ended.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^some\.ndjson:3: source: /),
      expect.stringMatching(/^some\.ndjson:4: The body is no JSON/),
      expect.stringMatching(/^some\.ndjson:5: has 9000011 bytes; the most is /),
      expect.stringMatching(/^some\.ndjson:6: body: is empty/),
      expect.stringMatching(/^some\.ndjson:8: The body is no UTF-8/),
    ]);
    const strict = await ingest([path, '--strict']);
    expect(strict.code).toBe(1);
    expect(strict.stdout.toString()).toMatch(/^Sent 7: 0 new, 2 duplicate, 5 refused/);
    expect(strict.stderr).toContain('Stopped at what was refused');
  }, 60_000);

  it('given a folder, then its files go in, in name order and each in its format, and what is no feed is passed over', async () => {
    await file('feed/2/b.txt', 'Belarus pardoned 12 prisoners on Saturday.');
    await file('feed/1.json', `[${lineOf()}, {"y": 2}]`);
    await file('feed/3.jsonl', `${lineOf()}\nno\n`);
    await file('feed/empty.ndjson', '');
    await file('feed/notes.md', '# Notes');
    const args = ['--source-id', 'desk', '--source-kind', 'newsroom', '--lang', 'en', '--title-from-name'];
    const ended = await ingest([join(folder, 'feed'), ...args, '--uri-base', 'https://desk.example/texts', '--json']);
    expect(summaryOf(ended)).toMatchObject({ sent: 5, new: 3, refused: 2 });
    expect(ended.stderr.split('\n').map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      '1 files of other kinds are passed over.',
      '1.json: report 2',
      '3.jsonl:2: The body is no JSON',
      '',
    ]);
    let found: readonly { correlationid: string }[] = [];
    await until(async () => {
      const address = '/v1/events?type=PrisonersPardoned';
      found = (await house.client.read<{ items: { correlationid: string }[] }>(address)).items;
      return found.length === 1;
    });
    const { report } = await house.client.read<ReportAnswer>(`/v1/reports/${found[0]!.correlationid}`);
    expect(report).toMatchObject({
      source: { id: 'desk', name: 'desk', kind: 'newsroom' },
      uri: 'https://desk.example/texts/2/b.txt',
      title: 'b',
      lang: 'en',
    });
  }, 60_000);

  it('given standard input, then it is read to its end', async () => {
    const ended = await ingest(['-'], `${lineOf()}\n${lineOf()}`);
    expect(ended.stdout.toString()).toMatch(/^Sent 2: 2 new, 0 duplicate, 0 refused \(\d+\.\d s\)\.\n$/);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
  }, 60_000);

  it('given a path or options that are none, then one sentence says so and nothing is sent', async () => {
    const plain = await file('plain.txt', 'Three were freed.');
    const before = await house.stored();
    for (const [args, sentence] of [
      [[join(folder, 'nowhere')], /no file or folder/],
      [[plain], /does not say whose it is: give --source-id/],
      [[plain, '--title', 'a', '--title-from-name'], /--title and --title-from-name/],
      [[plain, '--patience', 'long'], /number of seconds/],
    ] as [string[], RegExp][]) {
      const ended = await ingest(args);
      expect(ended.stderr).toMatch(sentence);
      expect(ended.stderr.trim().split('\n')).toHaveLength(1);
      expect(ended).toMatchObject({ code: 1, stdout: Buffer.alloc(0) });
    }
    expect(await house.stored()).toBe(before);
    const empty = await ingest([await file('empty.ndjson', '')]);
    expect(empty).toMatchObject({ code: 0, stderr: '' });
    expect(empty.stdout.toString()).toMatch(/^Sent 0: /);
  }, 60_000);

  it('given a house that is full for a while, then it waits as long as it is told, and asks again for what came out of order', async () => {
    const body = 'Two were freed.';
    const first = reportOf({ body });
    const { id: sourceId } = first.source as { id: string };
    const revises = reportIdOf({ sourceId, uri: first.uri as string, bodySha256: sha256Hex(body) });
    const between = Array.from({ length: 1200 }, structured);
    const lines = [JSON.stringify(first), ...between, lineOf({ revises })];
    const path = await file('late.ndjson', lines.join('\n'));
    const gate = await openGate(house.url, 1);
    try {
      const ended = await clemency(['ingest', path, '--json', '--url', gate.url], { XDG_STATE_HOME: state });
      expect(notesOf(ended)).toEqual(['Waiting: The house answers 503: Full.', 'The house takes reports again.']);
      expect(summaryOf(ended)).toMatchObject({ sent: 1202, new: 1202, refused: 0, complete: true });
      expect(ended.code).toBe(0);
      const [refusedAt, ...later] = gate.posts;
      // The first load; the second, which came before it; the first again, in its time; what the second could not know.
      expect(later).toHaveLength(3);
      expect(later[1]! - refusedAt!).toBeGreaterThanOrEqual(3000);
    } finally {
      await gate.close();
    }
  }, 60_000);

  it('given a house that is away for a while, then it goes on when that is back, and gives up when its patience ends', async () => {
    const path = await file('away.ndjson', Array.from({ length: 2500 }, structured).join('\n'));
    const gate = await openGate(house.url, 0);
    const working = command(['ingest', path, '--json', '--url', gate.url], { XDG_STATE_HOME: state });
    await until(async () => (await sentOf(marksIn(state))) >= 1000);
    await gate.close();
    await pause(1500);
    const back = await openGate(house.url, 0, Number(new URL(gate.url).port));
    const ended = await working.ended;
    await back.close();
    expect(notesOf(ended)).toEqual([expect.stringMatching(/^Waiting: /), 'The house takes reports again.']);
    expect(summaryOf(ended)).toMatchObject({ sent: 2500, refused: 0, complete: true });

    const full = await openGate(house.url, 1000);
    const impatient = await clemency(['ingest', path, '--url', full.url, '--patience', '2'], { XDG_STATE_HOME: state });
    await full.close();
    expect(impatient.code).toBe(1);
    expect(impatient.stderr).toMatch(
      /\nGave up after 2 s: The house answers 503: Full\.[^\n]* run it again to go on\.\n$/,
    );
  }, 90_000);
});

const marksIn = (state: string): string => join(state, 'clemency', 'ingest');

/** How many reports the mark in this folder says are acknowledged. */
async function sentOf(marks: string): Promise<number> {
  try {
    const [name] = (await readdir(marks)).filter((one) => one.endsWith('.json'));
    if (name === undefined) return 0;
    const { mark } = JSON.parse(await readFile(join(marks, name), 'utf8')) as {
      mark: { counts: { added: number; duplicate: number } };
    };
    return mark.counts.added + mark.counts.duplicate;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function residentBytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}
