import { spawnSync } from 'node:child_process';
import { mkdir, readdir, stat, truncate } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from './client.js';
import { expectAllThere, reportOf, startSenders, stop, Workplace, type Running } from './embedded-home.js';

/** The embedded home is backed up while it works, and a backup is a ledger again, or is refused. One house, one after the other. */
describe('A backup of the embedded home', () => {
  let place: Workplace;
  let house: Running;
  beforeAll(async () => {
    place = await Workplace.open();
  });
  afterAll(() => place.clean(), 60_000);

  it('given what can be neither backed up nor restored, then it is refused in one sentence and nothing is left behind', async () => {
    const refused = async (args: string[], sentence: RegExp, environment = {}): Promise<void> => {
      const { code, out, errors } = await place.run(args, environment);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(errors).toMatch(/^[^\n]+\n$/);
      expect(errors).toMatch(sentence);
    };
    const good = place.path('good.tar');
    await refused(['backup', good], /holds no ledger/);
    await expect(stat(place.path('data'))).rejects.toThrow('ENOENT');
    await refused(['backup', good], /its topics are the ledger/, { KAFKA_BROKERS: '127.0.0.1:9' });
    await refused(['backup', good], /pg_dump/, { DATABASE_URL: 'postgres://a@127.0.0.1:9/a' });
    house = await place.startReady();
    expect(await place.run(['backup', good])).toMatchObject({ code: 0 });
    const { size } = await stat(good);
    await refused(['backup', good], /is there already and nothing is overwritten/);
    await refused(['backup', place.path('no/such.tar')], /The folder \S+no is not there/);
    expect((await stat(good)).size).toBe(size);
    await refused(['restore', good], /already holds data \(postgres\) and nothing is overwritten/);
    await truncate(good, size - 2048);
    await refused(['restore', good, '--data', place.path('new')], /cut off/);
    await expect(stat(place.path('new'))).rejects.toThrow('ENOENT');
  }, 150_000);

  it('given a house under load, when it is backed up and restored, then every report that was accepted before is there, the house starts, and a replay gives the same rows', async () => {
    const senders = startSenders(house.client, { connections: 4 });
    for (const until = Date.now() + 30_000; senders.accepted.size < 150 && Date.now() < until;) await pause(20);
    const before = new Map(senders.accepted);
    const signed = await signedBy(house.client);
    const backup = await place.run(['backup', place.path('one.tar')]);
    const during = senders.accepted.size - before.size;
    await senders.end();

    expect(backup).toMatchObject({ code: 0, errors: '' });
    expect(backup.out).toMatch(/one\.tar: \d+ records, [\d.]+ MiB\.\n$/);
    expect(before.size).toBeGreaterThanOrEqual(150);
    expect(during).toBeGreaterThan(0);
    expect([...senders.outcomes.keys()]).toEqual([202]);

    expect(await place.run(['restore', place.path('one.tar'), '--data', place.path('again')])).toMatchObject({
      code: 0,
      errors: '',
    });
    expect(place.processes().filter((line) => line.includes('again'))).toEqual([]);
    const restored = await place.startReady('again');
    await expectAllThere(restored.client, before);
    expect(await restored.client.read('/v1/audit/rebuild')).toMatchObject({ identical: true, differing: [] });
    // It is the same ledger: what it knew it knows, and it goes on where it was.
    const [known] = before.keys();
    const all = Array.from({ length: 600 }, (_, at) => reportOf(at + 1));
    const answers = await restored.client.post<{ reportId: string; duplicate: boolean }[]>('/v1/reports', all);
    expect(answers.status).toBe(202);
    const again = JSON.stringify(answers.body);
    expect(again).toContain(known);
    expect(again).toContain('"duplicate":true');

    // The trees go on under the same keys, from what was signed before.
    const { keys, size, root } = await signedBy(restored.client);
    expect(keys).toBe(signed.keys);
    expect(size).toBeGreaterThanOrEqual(signed.size);
    const proof = `/v1/audit/tlog/0/consistency?from=${signed.size}&to=${size}`;
    expect(await restored.client.read(proof)).toMatchObject({ from: { root: signed.root }, to: { root } });
    const verify = async (): Promise<object> =>
      JSON.parse((await place.run(['audit', 'verify', '--json', '--data', place.path('again')])).out) as object;
    expect(await verify()).toMatchObject({ ok: true, findings: [] });
    // And under others, when the keys are changed; what was signed before stays valid.
    const rotated = await place.run(['audit', 'key', 'rotate', '--data', place.path('again')]);
    expect(rotated.errors).toContain('The house signs by them now.');
    expect((await signedBy(restored.client)).keys).toBe(`${rotated.out}${keys}`);
    expect(await verify()).toMatchObject({ ok: true, findings: [] });
    await stop(restored);
  }, 240_000);

  it('given a stopped house, when it is backed up, restored after a restore that was killed, and backed up again, then both backups hold the same log to the byte, in lines that common tools read', async () => {
    const { position, reportId } = await house.client.report(reportOf(20_000));
    await house.client.read(`/v1/reports/${reportId}`, position);
    await stop(house);
    await mkdir(place.path('backups'));
    expect(await place.run(['backup', place.path('backups')])).toMatchObject({ code: 0 });
    const [name = ''] = await readdir(place.path('backups'));
    expect(name).toMatch(/^clemency-\d{4}-.*\.tar$/);
    const first = place.path(`backups/${name}`);
    expect((await stat(first)).mode & 0o077).toBe(0);
    await killInTheMiddle(place, first, 'third');
    expect(await place.run(['restore', first, '--data', place.path('third')])).toMatchObject({ code: 0, errors: '' });
    expect((await readdir(place.path('third'))).filter((name) => name.includes('.new-'))).toEqual([]);
    expect(await place.run(['backup', place.path('two.tar'), '--data', place.path('third')])).toMatchObject({
      code: 0,
    });
    expect(place.processes()).toEqual([]);

    const [one, two] = [unpack(first), unpack(place.path('two.tar'))];
    expect(two.records).toEqual(one.records);
    expect({ ...two.head, begun: '' }).toEqual({ ...one.head, begun: '' });
    const values = one.records.flatMap(({ lines }) => lines.map(({ value }) => value));
    expect(values.filter((value) => value.includes(`"id":"${reportId}"`))).toHaveLength(1);
  }, 150_000);
});

/** What a house shows to those who want to prove something: its keys, and the newest checkpoint of a partition. */
async function signedBy(client: Client): Promise<{ keys: string; size: number; root: string }> {
  const { body: keys } = await client.get<string>('/v1/audit/keys');
  for (const until = Date.now() + 20_000; ; await pause(200)) {
    const { status, body } = await client.get<string>('/v1/audit/tlog/0/checkpoint');
    const [, size = '', root = ''] = status === 200 ? body.split('\n') : [];
    if (root !== '') return { keys, size: Number(size), root };
    if (Date.now() > until) throw new Error(`No checkpoint: ${status} ${JSON.stringify(body)}`);
  }
}

/** kill -9 once its database runs. */
async function killInTheMiddle(place: Workplace, backup: string, data: string): Promise<void> {
  const restore = await place.start(data, {}, ['restore', backup]);
  while (!place.processes().some((line) => line.includes('restored.new-'))) await pause(10);
  restore.child.kill('SIGKILL');
  await restore.ended;
}

interface Unpacked {
  readonly head: Record<string, unknown>;
  readonly records: { readonly name: string; readonly lines: { readonly offset: string; readonly value: string }[] }[];
}

/** With tar and gzip alone, as docs/operations.md says. */
function unpack(file: string): Unpacked {
  const of = (...args: string[]): Buffer => spawnSync('tar', [...args], { maxBuffer: 2 ** 28 }).stdout;
  const names = of('tf', file).toString().trim().split('\n');
  const parts = names.filter((name) => name.endsWith('.gz'));
  return {
    head: JSON.parse(of('xOf', file, 'clemency-backup.json').toString()) as Record<string, unknown>,
    records: parts.map((name) => {
      const lines = gunzipSync(of('xOf', file, name))
        .toString()
        .trimEnd()
        .split('\n');
      return { name, lines: lines.map((line) => JSON.parse(line) as { offset: string; value: string }) };
    }),
  };
}
