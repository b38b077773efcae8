import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sourcesOf } from './sources.js';

/** What is found at a path, on real files. */
describe('What is to be sent', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-sources-'));
    for (const name of ['bare', 'feed', 'feed/b']) await mkdir(join(folder, name));
    for (const name of ['list.csv', 'feed/c.txt', 'feed/b/x y.txt', 'feed/a.ndjson', 'feed/z.md'])
      await writeFile(join(folder, name), 'text');
    await utimes(join(folder, 'feed/c.txt'), 1_765_600_000, 1_765_600_000);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const sources = (name: string, format?: string, told = {}) =>
    sourcesOf(join(folder, name), format, { about: {}, ...told });

  it('given a folder, then its files come in name order, each in the format of its ending', async () => {
    const { list, passedOver } = await sources('feed');
    expect(list.map(({ name, format }) => [name, format.name])).toEqual([
      ['a.ndjson', 'ndjson'],
      ['b/x y.txt', 'text'],
      ['c.txt', 'text'],
    ]);
    expect(passedOver).toBe(1);
    expect((await sources('feed', 'text')).list).toHaveLength(4);
  });

  it('given what is asked for, then name and time of change say what a text does not', async () => {
    const told = { uriBase: 'https://desk.example/t/', titleFromName: true, publishedFromMtime: true };
    const { list } = await sources('feed', undefined, told);
    expect(list[1]!.about).toMatchObject({ uri: 'https://desk.example/t/b/x%20y.txt', title: 'x y' });
    expect(list[2]!.about.publishedAt).toBe('2025-12-13T04:26:40.000Z');
    expect((await sources('feed')).list[2]!.about).toEqual({});
  });

  it('given what can not be meant, then it is refused in a sentence', async () => {
    await expect(sources('nowhere')).rejects.toThrow(/^There is no file or folder /);
    await expect(sources('bare')).rejects.toThrow(
      /holds no file that ends in \.ndjson, \.jsonl, \.json, \.txt, .*: say with --format/,
    );
    await expect(sources('list.csv')).rejects.toThrow(/ends in none of \.ndjson/);
    await expect(sources('list.csv', 'csv')).rejects.toThrow(/^--format csv is not known: it is ndjson, json, text, /);
    await expect(sources('feed', 'text', { about: { title: 'One' } })).rejects.toThrow(/--title and --uri name one/);
  });
});
