import { sameBytes, type Hash } from '#transparency';
import type { Compared, Departure } from './comparing.js';
import type { Fault, FaultKind } from './findings.js';
import type { Heads } from './heads.js';
import { eventIdOf, type Leaf } from './leaves.js';

/** A partition of `events` with all that was signed for it. */
export interface Case {
  readonly partition: number;
  readonly heads: Heads;
  readonly compared: Compared;
  /** The store's name, for messages. */
  readonly store: string;
}

/** What the trees of a partition show: what was done to the topic, to the store, or with the keys. */
export function judge(one: Case): Fault[] {
  const sides = sidesOf(one);
  return [...storeFaults(one, sides), ...topicFaults(one, sides), ...headFaults(one), ...forkFaults(one, sides)];
}

/** On which side each checkpoint stands: both trees have its root, or one has it and the other another. */
interface Sides {
  readonly sizes: readonly number[];
  /** Sizes at which the topic's tree has the root that was signed. */
  readonly right: readonly number[];
  readonly onlyTopic: readonly number[];
  readonly onlyStore: readonly number[];
}

function sidesOf({ heads, compared: { topic, stored } }: Case): Sides {
  const sizes = heads.sizes();
  const holds = (root: Hash | undefined, size: number): boolean =>
    root !== undefined && heads.rootsAt(size).some((signed) => sameBytes(signed, root));
  const right = sizes.filter((size) => holds(topic.rootAt(size), size));
  const kept = sizes.filter((size) => holds(stored.rootAt(size), size));
  const [rights, kepts] = [new Set(right), new Set(kept)];
  return {
    sizes,
    right,
    onlyTopic: right.filter((size) => !kepts.has(size)),
    onlyStore: kept.filter((size) => !rights.has(size)),
  };
}

/** What the topic shows to be right and the store does not have so: its files were changed, or lost. */
function storeFaults({ partition, store, compared: { stored } }: Case, { onlyTopic, onlyStore }: Sides): Fault[] {
  const [size] = onlyTopic;
  if (size === undefined || onlyStore.length > 0) return [];
  const says =
    stored.rootAt(size) === undefined
      ? `${store} holds ${stored.size} entries, and ${size} were signed`
      : `the entries in ${store} are not those of the checkpoint of ${size} records; the topic has them`;
  return [{ kind: 'stored', topic: 'events', partition, ordinal: null, eventId: null, says }];
}

/** Two checkpoints of which one is the topic's and the other the store's: neither extends the other. */
function forkFaults({ partition, compared }: Case, { onlyTopic, onlyStore }: Sides): Fault[] {
  const one = onlyTopic.find((size) => compared.stored.rootAt(size) !== undefined);
  const other = onlyStore.find((size) => compared.topic.rootAt(size) !== undefined);
  if (one === undefined || other === undefined) return [];
  const [older, newer] = [Math.min(one, other), Math.max(one, other)];
  const says = `the checkpoint of ${newer} records does not extend that of ${older}: one is of the topic, the other of what is stored`;
  return [{ kind: 'checkpoint', topic: 'events', partition, ordinal: newer, eventId: null, says }];
}

/** What was done to the topic, as far as no checkpoint proves that it was not. */
function topicFaults({ partition, compared }: Case, { sizes, right, onlyStore }: Sides): Fault[] {
  const fault: MakeFault = (kind, leaf, ordinal, says) => {
    return { kind, topic: 'events', partition, ordinal, eventId: (leaf && eventIdOf(leaf)) ?? null, says };
  };
  const { topic, stored, same, displaced } = compared;
  const proven = right.filter((size) => size < (onlyStore[0] ?? Infinity)).at(-1) ?? 0;
  const departures = compared.departures.filter(({ at }) => at >= proven);
  if (departures.length > 0 && same === 0 && topic.size !== 1) {
    const says = `none of the ${stored.size} records that were signed is in it, and ${topic.size} others are: the topic was made anew`;
    return [fault('recreated', departures[0]!.signed, 0, says)];
  }
  const faults = faultsOf(departures, fault);
  if (displaced) {
    const says = `it is as it was signed and lies at another offset than then (${displaced.offset}): the topic was made anew`;
    faults.push(fault('recreated', displaced, displaced.index, says));
  }
  const largest = sizes.at(-1) ?? 0;
  if (largest > topic.size && largest > stored.size) {
    faults.push(
      fault('cut', undefined, topic.size, `a checkpoint covers ${largest} records, and the topic has ${topic.size}`),
    );
  }
  return faults;
}

type MakeFault = (kind: FaultKind, leaf: Leaf | undefined, ordinal: number, says: string) => Fault;

function faultsOf(departures: readonly Departure[], fault: MakeFault): Fault[] {
  const { swaps, moves, rest } = pairedUp(departures);
  const rows: Fault[] = [];
  for (const [one, other] of swaps) {
    const says = `it stands where event ${named(other)} was signed (${other.index}), and that where it was`;
    rows.push(fault('swapped', one, one.index, says));
  }
  for (const { signed, found, after } of moves) {
    const isNext = after === signed.index + 2 || after === signed.index - 1;
    const says = isNext
      ? `it and the one ${after > signed.index ? 'after' : 'before'} it stand in each other's place`
      : `it was signed here and stands before the one signed as ${after} (at ${found.index} of the topic)`;
    rows.push(fault(isNext ? 'swapped' : 'moved', signed, isNext ? Math.min(signed.index, after) : signed.index, says));
  }
  for (const { what, at, signed, found } of rest) {
    if (what === 'inserted')
      rows.push(fault(what, found, found!.index, `nothing was signed here; it stands before the one signed as ${at}`));
    else rows.push(fault(what, signed, at, SAYS[what](signed!, found)));
  }
  return rows;
}

const SAYS = {
  changed: (signed: Leaf, found: Leaf | undefined): string => {
    const other = found && eventIdOf(found);
    if (other !== undefined && other !== eventIdOf(signed)) return `event ${other} stands in its place`;
    const from = signed.value && found?.value ? firstDifference(signed.value, found.value) : undefined;
    return `its bytes are not those that were signed${from === undefined ? '' : `, from byte ${from} on`}`;
  },
  removed: () => 'it was signed and is not in the topic',
  cut: () => 'it was signed, and the topic ends before it',
} as const;

const named = (leaf: Leaf): string => eventIdOf(leaf) ?? 'of no known id';

function firstDifference(one: Uint8Array, other: Uint8Array): number {
  const both = Math.min(one.length, other.length);
  for (let at = 0; at < both; at++) if (one[at] !== other[at]) return at;
  return both;
}

interface Move {
  readonly signed: Leaf;
  readonly found: Leaf;
  /** Before which signed entry it stands now. */
  readonly after: number;
}

/** What was removed in one place and inserted in another was moved; two that stand in each other's place were swapped. */
function pairedUp(departures: readonly Departure[]): { swaps: [Leaf, Leaf][]; moves: Move[]; rest: Departure[] } {
  const key = ({ hash }: Leaf): string => Buffer.from(hash).toString('base64');
  const changed = new Map<string, Departure>();
  const inserted = new Map<string, Departure>();
  for (const one of departures) {
    if (one.what === 'changed') changed.set(`${key(one.signed!)} ${key(one.found!)}`, one);
    if (one.what === 'inserted') inserted.set(key(one.found!), one);
  }
  const done = new Set<Departure>();
  const swaps: [Leaf, Leaf][] = [];
  const moves: Move[] = [];
  for (const one of departures) {
    if (done.has(one) || !one.signed) continue;
    const other = one.found && changed.get(`${key(one.found)} ${key(one.signed)}`);
    const put = one.what === 'changed' ? undefined : inserted.get(key(one.signed));
    if (other?.signed && other !== one) swaps.push([one.signed, other.signed]);
    else if (put?.found && !done.has(put)) moves.push({ signed: one.signed, found: put.found, after: put.at });
    else continue;
    done.add(one).add((other ?? put)!);
  }
  return { swaps, moves, rest: departures.filter((one) => !done.has(one)) };
}

/** Signed for what neither the topic nor the store has: two histories were signed, or the key was in other hands. */
function headFaults({ partition, heads, compared }: Case): Fault[] {
  return heads.sizes().flatMap((size) => {
    const roots = [compared.topic.rootAt(size), compared.stored.rootAt(size)];
    if (roots.every((root) => root === undefined)) return [];
    const foreign = heads.rootsAt(size).filter((signed) => !roots.some((root) => root && sameBytes(root, signed)));
    return foreign.map((root): Fault => {
      const says = `the root ${Buffer.from(root).toString('base64')} was signed for ${size} records, and the tree of these has another: it does not extend the checkpoints before it`;
      return { kind: 'checkpoint', topic: 'events', partition, ordinal: size, eventId: null, says };
    });
  });
}
