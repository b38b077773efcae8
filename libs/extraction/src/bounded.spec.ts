import { extract } from './extract.js';

const source = { id: 'spec', name: 'Spec', kind: 'newsroom' };
const read = (body: string) => extract({ source, body, lang: 'en', publishedAt: '2025-12-13' });

/** The least of a few readings, in milliseconds of the processor: what else the machine does can only add. */
function millisecondsFor(body: string): number {
  const times = Array.from({ length: 2 }, () => {
    const began = process.cpuUsage();
    read(body);
    return process.cpuUsage(began).user / 1000;
  });
  return Math.min(...times);
}

/** Texts that a rule of more than linear time would choke on, `size` times as long. */
const BAD: readonly (readonly [string, (size: number) => string])[] = [
  ['commas', (size) => 'a, '.repeat(4000 * size)],
  ['one sentence', (size) => 'Cuba freed 12 prisoners and '.repeat(300 * size)],
  ['quotes within quotes', (size) => '“she said '.repeat(1500 * size) + '”'.repeat(1500 * size)],
  ['names', (size) => 'Ana Ruiz, '.repeat(1500 * size)],
  ['lines that end in a colon', (size) => 'They were released:\n'.repeat(600 * size)],
  ['numbers', (size) => 'one hundred and '.repeat(2500 * size)],
  ['dates', (size) => 'on 3 March 2021 '.repeat(1500 * size)],
  ['licences', (size) => `OFAC issued General License 8 ${'transactions with '.repeat(1500 * size)}.`],
];

describe('the time that a report takes', () => {
  it.each(BAD)('grows no faster than its length: %s', (_name, text) => {
    // Five times as long takes about five times as long; a rule of quadratic time takes 25 times.
    expect(millisecondsFor(text(5))).toBeLessThan(14 * millisecondsFor(text(1)) + 100);
  });

  it.each([
    ['a million commas', ','.repeat(1_000_000)],
    ['a million spaces', ' '.repeat(1_000_000)],
    ['one word of a million letters', 'x'.repeat(1_000_000)],
  ])('is short for %s', (_name, text) => {
    expect(millisecondsFor(text)).toBeLessThan(5000);
  });
});
