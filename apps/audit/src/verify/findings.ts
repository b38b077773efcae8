import type { Topic } from '#log';

/** What can be wrong, in the words of the summary. */
export const FAULTS = {
  changed: 'changed',
  removed: 'removed',
  swapped: 'swapped with another',
  moved: 'moved to another place',
  inserted: 'inserted',
  cut: 'cut off at the end',
  recreated: 'topic made anew',
  checkpoint: 'checkpoint that does not extend an older one',
  signature: 'checkpoint that no known key has signed',
  key: 'key that signs and of which the log does not tell',
  stored: 'stored tile, bundle or list that is not as it was signed',
  schema: 'not of its schema',
  id: 'id that does not follow from what it says',
  duplicate: 'id that another event has',
  unexplained: 'event of a submission that is not in the log',
  quote: 'quote that does not stand in its report',
  report: 'report that is not as its receipt says',
  unrecorded: 'submission that was read and has left no receipt or event',
} as const;
export type FaultKind = keyof typeof FAULTS;

export interface Fault {
  readonly kind: FaultKind;
  readonly topic: Topic;
  readonly partition: number;
  /** Which record of the partition, counted from 0: of an event its index in the tree. Null where it is about none. */
  readonly ordinal: number | null;
  readonly eventId: string | null;
  /** What is wrong, in a sentence. */
  readonly says: string;
}

/** The first fault of a kind in a partition, and how many there are of it. */
export interface Finding extends Fault {
  readonly count: number;
}

/** Collects faults; of each kind and partition the first is kept, so that a log without one good record needs no memory. */
export class Findings {
  private readonly kept = new Map<string, Finding>();

  add(fault: Fault): void {
    const key = `${fault.kind} ${fault.topic} ${fault.partition}`;
    const earlier = this.kept.get(key);
    const isFirst = !earlier || (fault.ordinal ?? Infinity) < (earlier.ordinal ?? Infinity);
    this.kept.set(key, { ...(isFirst ? fault : earlier), count: (earlier?.count ?? 0) + 1 });
  }

  get count(): number {
    return [...this.kept.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** By topic and partition, what the trees show before what single records show. */
  all(): Finding[] {
    const order = Object.keys(FAULTS);
    return [...this.kept.values()].sort(
      (a, b) =>
        a.topic.localeCompare(b.topic) || a.partition - b.partition || order.indexOf(a.kind) - order.indexOf(b.kind),
    );
  }
}
