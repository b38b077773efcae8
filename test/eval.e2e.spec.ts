import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { SMALL, corpusOf } from './eval/corpora.js';

const RUN = join(import.meta.dirname, '..', 'scripts', 'run.mjs');
const evaluate = (...args: string[]) => promisify(execFile)(process.execPath, [RUN, 'eval', ...args]);

/** The measure as somebody runs it who has a folder of annotated reports. */
describe('npm run eval', () => {
  it('given a folder, when it is run, then it prints the figures last, and fails once they have dropped', async () => {
    const folder = corpusOf(SMALL);
    const [written, predictions] = [join(folder, 'figures.json'), join(folder, 'predictions.jsonl')];
    const { stdout } = await evaluate(folder, '--misses', '--write', written, '--predictions', predictions);
    expect(stdout).toMatch(/^MISSED docs\/two\.txt/m);
    expect(stdout).toMatch(/^\d+ reports a second on one core/m);
    expect(stdout.trim().split('\n').at(-1)).toBe(readFileSync(written, 'utf8').trim());
    expect(readFileSync(predictions, 'utf8').trim().split('\n')).toHaveLength(2);

    const better = { ...(JSON.parse(readFileSync(written, 'utf8')) as Record<string, number>), f1: 1 };
    writeFileSync(written, JSON.stringify(better));
    await expect(evaluate(folder, '--baseline', written)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/f1 fell from 1 to 0\.857/) as string,
    });
  }, 60_000);
});
