import fc from 'fast-check';
import { type FetchedPartition, hideAborted } from './aborted.js';

interface Step {
  readonly producer: number;
  readonly does: 'write' | 'commit' | 'abort';
}

/** A partition after these steps, and which of its offsets hold a record that a read-committed reader may see. */
function partitionAfter(steps: readonly Step[], from: number) {
  const open = new Map<number, number[]>();
  const committed: number[] = [];
  const aborted: { producerId: string; firstOffset: string; end: number }[] = [];
  const all = [0, 1, 2].map((producer): Step => ({ producer, does: 'abort' }));
  const messages = [...steps, ...all].map(({ producer, does }, offset) => {
    const written = open.get(producer) ?? [];
    if (does === 'write') open.set(producer, [...written, offset]);
    else open.delete(producer);
    if (does === 'commit') committed.push(...written);
    if (does === 'abort' && written.length > 0) {
      aborted.push({ producerId: String(producer), firstOffset: String(written[0]), end: offset });
    }
    return {
      offset: String(offset),
      key: Buffer.from(does === 'commit' ? [0, 0, 0, 1] : [0, 0, 0, 0]),
      isControlRecord: does !== 'write',
      batchContext: { producerId: String(producer), inTransaction: true },
    };
  });
  // The broker's list is in the order of the ends, and holds only what reaches into the fetch.
  const listed = aborted.filter(({ end }) => end >= from);
  const partition: FetchedPartition = { messages: messages.slice(from), abortedTransactions: listed };
  return { partition, visible: committed.filter((offset) => offset >= from).sort((a, b) => a - b) };
}

const visibleIn = (partition: FetchedPartition) =>
  partition.messages.filter(({ isControlRecord }) => !isControlRecord).map(({ offset }) => Number(offset));

describe('hiding aborted records', () => {
  it('given two aborted transactions that overlap, when a fetch begins inside both, then neither shows', () => {
    const steps: Step[] = [
      { producer: 0, does: 'write' },
      { producer: 1, does: 'write' },
      { producer: 1, does: 'write' },
      { producer: 0, does: 'write' },
      { producer: 1, does: 'abort' },
    ];
    const { partition } = partitionAfter(steps, 2);
    hideAborted(partition);
    expect(visibleIn(partition)).toEqual([]);
    expect(partition.abortedTransactions).toEqual([]);
  });

  it('given any course of transactions and any beginning of the fetch, then exactly the committed records show', () => {
    const step = fc.record({
      producer: fc.integer({ min: 0, max: 2 }),
      does: fc.constantFrom('write' as const, 'write' as const, 'commit' as const, 'abort' as const),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), fc.nat(), (steps, at) => {
        const { partition, visible } = partitionAfter(steps, at % steps.length);
        hideAborted(partition);
        expect(visibleIn(partition)).toEqual(visible);
      }),
    );
  });
});
