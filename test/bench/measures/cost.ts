import { median, ratio, type Finding } from '../findings.js';

/** Rounds from a size on that tell what an event costs there; the middle one counts. */
const PROBES = 3;

/** What an event costs, round by round, while the tables grow. */
export class Costs {
  private readonly rounds: { readonly before: number; readonly micros: number }[] = [];

  /** @param says what costs it: "an event's time in the projector" */
  constructor(
    private readonly name: string,
    private readonly says: string,
  ) {}

  /** @param before how many events were in the tables when the round began */
  add(before: number, events: number, seconds: number): void {
    this.rounds.push({ before, micros: (seconds * 1e6) / events });
  }

  /** The cost at each of the sizes that the run has reached, and how much the last is above the first. */
  findings(sizes: readonly number[], aim?: Finding['aim']): Finding[] {
    const costs = sizes.flatMap((size) => this.at(size) ?? []);
    const [first, last] = [costs[0], costs.at(-1)];
    if (!first || !last || first === last) return costs;
    return [...costs, ratio(`${this.name}Growth`, `${last.says} / with the fewest`, [last.value, first.value], aim)];
  }

  private at(size: number): Finding | undefined {
    const probes = this.rounds.filter(({ before }) => before >= size).slice(0, PROBES);
    if (probes.length < PROBES) return undefined;
    return {
      name: `${this.name}At${size}`,
      says: `${this.says}, ${size.toLocaleString('en')} in the tables`,
      value: median(probes.map(({ micros }) => micros)),
      unit: 'µs',
    };
  }
}
