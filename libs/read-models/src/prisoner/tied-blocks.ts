import { blockOf, isAcrossBlocks, type Instant } from '#domain';
import type { Slice, Versioned } from '../engine/model.js';
import type { KnownEvent } from '../engine/standing.js';
import { UnitFold } from '../engine/unit-fold.js';
import { versionsOf, type Basis } from '../engine/versions.js';
import { PeopleFold } from './people-fold.js';
import type { JudgementEvent } from './judgements.js';
import type { PrisonerSlice } from './row.js';

/** Events of units, each list in the log's order. */
export type EventsByUnit = ReadonlyMap<string, readonly KnownEvent[]>;

/** Everything that the tables hold of blocks that judgements tie: what they held of these events before is replaced. */
export interface Tied {
  readonly units: readonly string[];
  /** In the order of their known times. */
  readonly events: readonly { readonly id: string; readonly known: Instant }[];
  readonly versions: readonly Versioned<Slice>[];
  readonly bases: readonly Basis[];
}

/**
 * The rows of blocks that judgements tie, from all their events. A judgement across blocks counts from the moment on at
 * which both of its copies are known; what each block's rows were before does not change by it. So the rows are a
 * function of the set of events and of their known times, whichever partition was read first.
 * @param units that hold a judgement across blocks
 */
export async function tiedRows(
  units: readonly string[],
  eventsOf: (units: readonly string[]) => Promise<EventsByUnit>,
): Promise<Tied> {
  const tied = await tiedUnits(units, eventsOf);
  const all = [...tied.values()].flat().sort(byKnown);
  const people = new PeopleFold();
  const fold = new UnitFold<PrisonerSlice>({ fold: () => people });
  const { open, joined } = versionsOf(fold, { unit: '', subject: '' }, all);
  return {
    units: [...tied.keys()].sort(),
    events: all.map(({ event, known }) => ({ id: event.id, known })),
    // Events of two partitions may be known at one instant; what was so for no time was not so.
    versions: open.filter(isOfTime).map((row) => {
      const subject = people.subjectOf(row.id);
      return { ...row, subject, unit: unitOf(subject) };
    }),
    bases: joined.filter(isOfTime),
  };
}

const unitOf = (subject: string): string => `prisoner:${subject}`;
const isOfTime = ({ knownFrom, knownTo }: Pick<Basis, 'knownFrom' | 'knownTo'>): boolean => knownFrom < knownTo;

function byKnown(a: KnownEvent, b: KnownEvent): number {
  if (a.known !== b.known) return a.known < b.known ? -1 : 1;
  return a.event.id < b.event.id ? -1 : 1;
}

/**
 * These units, and those to which judgements tie them as far as both copies are there. A unit without its copy folds its
 * rows alone and knows of nobody else, so nobody else may write them.
 */
async function tiedUnits(
  units: readonly string[],
  eventsOf: (units: readonly string[]) => Promise<EventsByUnit>,
): Promise<EventsByUnit> {
  const tied = new Map<string, readonly KnownEvent[]>();
  for (let next = await eventsOf(units); next.size > 0;) {
    for (const [unit, events] of next) tied.set(unit, events);
    const wanted = new Map<string, Set<string>>();
    for (const { correlationid, data } of [...next.values()].flat().flatMap(judgementAcross)) {
      for (const unit of [data.left, data.right].map((side) => unitOf(blockOf(side)))) {
        if (!tied.has(unit)) wanted.set(unit, (wanted.get(unit) ?? new Set()).add(correlationid));
      }
    }
    const found = wanted.size === 0 ? new Map<string, readonly KnownEvent[]>() : await eventsOf([...wanted.keys()]);
    next = new Map(
      [...found].filter(([unit, events]) =>
        events.flatMap(judgementAcross).some(({ correlationid }) => wanted.get(unit)?.has(correlationid)),
      ),
    );
  }
  return tied;
}

const judgementAcross = ({ event }: KnownEvent): JudgementEvent[] =>
  event.type === 'IdentityJudged' && isAcrossBlocks(event.data) ? [event] : [];
