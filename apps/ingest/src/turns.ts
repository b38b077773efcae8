/** For how long many small pieces of work may hold the process before somebody else has a turn. */
const SLICE_MS_MAX = 15;

/**
 * Ten thousand reports in one request are seconds of work for the processor. It is cut into slices, and of all requests
 * that have more to do one slice is done between two looks at the network: so a health check, a small report and, in
 * one process, everybody's questions are answered meanwhile.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];

  /** What `work` makes of each, in order. The first error ends it. */
  async each<Item, Result>(items: readonly Item[], work: (item: Item, index: number) => Result): Promise<Result[]> {
    const results: Result[] = [];
    let until = performance.now() + SLICE_MS_MAX;
    for (const [index, item] of items.entries()) {
      if (performance.now() > until) {
        await this.turn();
        until = performance.now() + SLICE_MS_MAX;
      }
      results.push(work(item, index));
    }
    return results;
  }

  /** Resolves after a look at the network, when all who asked before have had theirs. */
  turn(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      if (this.waiting.length === 1) setImmediate(this.next);
    });
  }

  private readonly next = (): void => {
    this.waiting.shift()?.();
    if (this.waiting.length > 0) setImmediate(this.next);
  };
}
