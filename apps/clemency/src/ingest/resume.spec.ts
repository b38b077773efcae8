import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadsOf } from './batches.js';
import { BEGINNING, Resume, type Mark } from './resume.js';
import { sourcesOf } from './sources.js';

/** What is remembered of an errand, on real files. */
describe('Going on where it was cut off', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-resume-'));
    await mkdir(join(folder, 'feed'));
    for (const name of ['a', 'b', 'c']) await write(name, '{"n":1}\n{"n":2}\n{"n":3}\n');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, content: string, at = 1_700_000_000): Promise<void> => {
    const path = join(folder, 'feed', `${name}.ndjson`);
    await writeFile(path, content);
    await utimes(path, at, at);
  };
  const open = async (change: { url?: string; ledger?: string } = {}): Promise<Resume> => {
    const path = join(folder, 'feed');
    const { list } = await sourcesOf(path, undefined, { about: {} });
    return Resume.open(join(folder, 'state'), { url: 'http://house', ledger: 'urn:one', path, ...change }, list);
  };
  const mark: Mark = { sources: 1, number: 2, end: 16, counts: { added: 4, duplicate: 1, refused: 0 } };

  it('given nothing remembered, then it begins at the beginning', async () => {
    expect(await (await open()).read()).toEqual(BEGINNING);
  });

  it('given a mark, then another process goes on there, and what is left is what comes after it', async () => {
    await (await open()).write(mark);
    expect(await (await open()).read()).toEqual(mark);
    const { list } = await sourcesOf(join(folder, 'feed'), undefined, { about: {} });
    const places = [];
    for await (const { entries } of loadsOf(list, mark, { bytes: 1000, count: 2 }))
      places.push(entries.map(({ place }) => place));
    expect(places).toEqual([
      ['b.ndjson:3', 'c.ndjson:1'],
      ['c.ndjson:2', 'c.ndjson:3'],
    ]);
  });

  it.each([
    ['a file before it has other content', () => write('a', '{"n":1}\n{"n":2}\n{"n":4}\n', 1_700_000_009)],
    ['its own file has grown', () => write('b', '{"n":1}\n{"n":2}\n{"n":3}\n{"n":4}\n')],
    ['the head of its own file has changed, though nothing else', () => write('b', '{"n":9}\n{"n":2}\n{"n":3}\n')],
    ['a file was added before it', () => write('aa', '{"n":7}\n')],
    ['a file before it is gone', () => rm(join(folder, 'feed', 'a.ndjson'))],
  ])('given a mark, when %s, then it begins anew', async (_, change) => {
    await (await open()).write(mark);
    await change();
    expect(await (await open()).read()).toEqual(BEGINNING);
  });

  it('given a mark, when a file after it changes, then it goes on', async () => {
    await (await open()).write(mark);
    await write('c', '{"n":5}\n', 1_700_000_009);
    expect(await (await open()).read()).toEqual(mark);
  });

  it('given a mark, when the house is another or has another ledger, then it begins anew', async () => {
    await (await open()).write(mark);
    expect(await (await open({ url: 'http://other' })).read()).toEqual(BEGINNING);
    expect(await (await open({ ledger: 'urn:two' })).read()).toEqual(BEGINNING);
  });

  it('given a mark file that is cut off, then it begins anew; and when all was sent, nothing is left', async () => {
    const resume = await open();
    await resume.write(mark);
    const [name] = await readdir(join(folder, 'state'));
    await writeFile(join(folder, 'state', name!), '{"url":');
    expect(await (await open()).read()).toEqual(BEGINNING);
    await resume.remove();
    expect(await readdir(join(folder, 'state'))).toEqual([]);
  });
});
