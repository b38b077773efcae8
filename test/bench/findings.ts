/** One figure of a run. Its name is its key in the JSON line; a figure with an aim is met or missed. */
export interface Finding {
  readonly name: string;
  readonly says: string;
  readonly value: number;
  readonly unit: string;
  readonly aim?: { readonly least: number } | { readonly most: number };
}

export type Measured = readonly Finding[];

/** What several rounds come to. Rates are of the sums, so that a slow round counts by its length. */
export class Rounds {
  private readonly rounds: { readonly count: number; readonly seconds: number }[] = [];

  add(count: number, seconds: number): void {
    this.rounds.push({ count, seconds });
  }

  get perSecond(): number {
    const sum = (of: (round: { count: number; seconds: number }) => number) =>
      this.rounds.reduce((total, round) => total + of(round), 0);
    return sum(({ count }) => count) / sum(({ seconds }) => seconds);
  }
}

/** Seconds that some work took, by the monotonic clock. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  if (value === undefined) throw new RangeError('Nothing was measured.');
  return value;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** How ours compares with a yardstick of the same run. */
export const ratio = (
  name: string,
  says: string,
  [ours, theirs]: readonly [number, number],
  aim?: Finding['aim'],
): Finding => ({ name, says, value: ours / theirs, unit: 'x', ...(aim ? { aim } : {}) });
