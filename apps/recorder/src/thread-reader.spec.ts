import { jest } from '@jest/globals';
import { join } from 'node:path';
import { idOf, type Origin } from '#domain';
import { createLogger, Metrics } from '#service';
import { ReaderClosed } from './reader.js';
import { readProse } from './prose.js';
import { WIRE } from './testing/submissions.js';
import { ThreadReader, type ReadingLimits } from './thread-reader.js';

class StubbornReader extends ThreadReader {
  protected override program(): string {
    return join(import.meta.dirname, 'testing', 'stubborn-thread.mjs');
  }
}

const origin = (body: string): Origin => ({
  reportId: idOf('read in a thread', { body: body.slice(0, 100) }),
  report: { source: WIRE, body, lang: 'en', publishedAt: '2025-12-14' },
  ledger: 'urn:clemency:test:1',
});

// A thread starts in a second, but not on a machine that has other work.
jest.setTimeout(120_000);

describe('reading in threads', () => {
  const opened: ThreadReader[] = [];
  function open(Kind: typeof ThreadReader, limits: Partial<ReadingLimits> = {}) {
    const metrics = new Metrics('recorder');
    const all = { EXTRACTION_TIMEOUT_MS: 20_000, EXTRACTION_THREADS: 1, ...limits };
    const reader = new Kind(all, metrics, createLogger('recorder', 'silent'));
    opened.push(reader);
    return { reader, metrics };
  }
  afterAll(() => Promise.all(opened.map((reader) => reader.onApplicationShutdown())));

  it('gives what reading here gives', async () => {
    const { reader } = open(ThreadReader);
    const prose = origin('Belarus pardoned 123 prisoners on 13 December 2025. Ales Bialiatski was released.');
    const understood = await reader.read(prose);
    expect(understood).toEqual(JSON.parse(JSON.stringify(readProse(prose))));
    expect(understood.events.length).toBeGreaterThan(1);
  });

  it('lets this process go on while it reads', async () => {
    const { reader } = open(ThreadReader);
    const long = 'Belarus pardoned 123 prisoners on Saturday, and they were taken to Vilnius by bus.\n'.repeat(600);
    await reader.read(origin('To wake the thread, nothing happened.'));
    let pauseMs = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      pauseMs = Math.max(pauseMs, performance.now() - last);
      last = performance.now();
    }, 5);
    const began = performance.now();
    await reader.read(origin(long));
    const readingMs = performance.now() - began;
    clearInterval(beat);
    expect(pauseMs).toBeLessThan(readingMs / 2);
  });

  it('gives up what takes longer than the limit, with the reason, and reads what waits behind it', async () => {
    const { reader, metrics } = open(StubbornReader, { EXTRACTION_TIMEOUT_MS: 300 });
    const [stuck, next, stuckToo, last] = await Promise.all(
      ['for ever', 'one', 'for ever', 'two'].map((body) => reader.read(origin(body))),
    );
    for (const one of [stuck, stuckToo])
      expect(one).toMatchObject({ events: [], reason: 'It could not be read within 0.3 s and was given up.' });
    expect([next!.reason, last!.reason]).toEqual(['Read: one.', 'Read: two.']);
    const { values } = await metrics.reportsRead.get();
    expect(values.map(({ labels, value }) => [labels.outcome, value]).sort()).toEqual([
      ['given_up', 2],
      ['read', 2],
    ]);
  });

  it('gives up what takes all memory or breaks the reader, and reads on', async () => {
    const { reader } = open(StubbornReader, { EXTRACTION_TIMEOUT_MS: 100_000 });
    const [greedy, broken, next] = await Promise.all(
      ['all memory', 'throws', 'three'].map((body) => reader.read(origin(body))),
    );
    expect(greedy!.reason).toMatch(/^Reading it failed and was given up: .*memory/);
    expect(broken!.reason).toBe('Reading it failed and was given up: no such word');
    expect(next!.reason).toBe('Read: three.');
  });

  it('when it is closed, says so of what it had in hand, and of no report that it could not be read', async () => {
    const { reader } = open(StubbornReader);
    await reader.read(origin('one'));
    const stuck = reader.read(origin('for ever'));
    setTimeout(() => void reader.onApplicationShutdown(), 100);
    await expect(stuck).rejects.toThrow(ReaderClosed);
    await expect(reader.read(origin('late'))).rejects.toThrow(ReaderClosed);
  });
});
