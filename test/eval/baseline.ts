import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Figures } from './score.js';

/** Figures of which more is better. */
const HELD = [
  'precision',
  'recall',
  'f1',
  'macroRecall',
  'strictTypeRecall',
  'modalityAccuracy',
  'countAccuracy',
  'happenedPrecision',
] as const;

const schema = z.looseObject({ docs: z.int(), ...Object.fromEntries(HELD.map((name) => [name, z.number()])) });

/**
 * The figures that an earlier run wrote: its last line, which is JSON.
 * @throws Error when the file has no such line
 */
export function readBaseline(path: string): Figures {
  const last = readFileSync(path, 'utf8').trim().split('\n').at(-1) ?? '';
  let value: unknown;
  try {
    value = JSON.parse(last);
  } catch (error) {
    throw new Error(`${path} does not end in a line of figures as this program prints: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const result = schema.safeParse(value);
  if (!result.success)
    throw new Error(`${path}: ${result.error.issues[0]!.path.join('.')} ${result.error.issues[0]!.message}`);
  return result.data as unknown as Figures;
}

/** Each figure beside the earlier one, and those that fell by more than the tolerance (rounding alone is no drop). */
export function compare(now: Figures, then: Figures, tolerance: number): { lines: string[]; dropped: string[] } {
  const rows = HELD.map((name) => ({ name, was: then[name], is: now[name], change: now[name] - then[name] }));
  return {
    lines: [
      'figure               was     is change',
      ...rows.map(
        ({ name, was, is, change }) =>
          `${name.padEnd(18)} ${was.toFixed(3)}  ${is.toFixed(3)} ${(change >= 0 ? '+' : '') + change.toFixed(3)}`,
      ),
    ],
    dropped: [
      ...rows
        .filter(({ change }) => change < -tolerance - 1e-9)
        .map(({ name, was, is }) => `${name} fell from ${was} to ${is}`),
      ...(now.badQuotes > (then.badQuotes ?? 0) ? [`badQuotes rose to ${now.badQuotes}`] : []),
    ],
  };
}
