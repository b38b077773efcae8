import type { Instant } from '#domain';
import { compareCounts } from '../count/compare.js';
import { figureOf } from '../count/compose.js';
import { originsOf } from '../engine/origins.js';
import type { KnownClaim } from '../engine/model.js';
import { asGroup } from '../release/compose.js';
import { relationTo } from '../release/figures.js';
import { claimsOf } from '../store/basis.js';
import { NEAR_DAYS } from '../store/list.js';
import type { Snapshot } from '../store/reader.js';
import { standingClaims } from '../store/standing-claims.js';
import { ownParts } from './rank.js';

/** Why somebody should look at a claim. */
export const QUEUE_REASONS = [
  'retracted_after_review',
  'conflict',
  'low_confidence',
  'single_origin',
  'high_consequence',
] as const;
export type QueueReason = (typeof QUEUE_REASONS)[number];
/** The points that each gives; what is 0 is no reason. */
export type Parts = Readonly<Record<QueueReason, number>>;

const POINTS = { retracted_after_review: 200, conflict: 30, single_origin: 20 } as const;
/** From here on the points of a claim by itself are called a reason: a confidence below 0.75, a status that changes. */
const REASON_MIN = { low_confidence: 11, high_consequence: 24 } as const;

export const scoreOf = (parts: Parts): number => Object.values(parts).reduce((sum, points) => sum + points, 0);

export const reasonsOf = (parts: Parts): QueueReason[] =>
  QUEUE_REASONS.filter(
    (reason) => parts[reason] >= (reason in REASON_MIN ? REASON_MIN[reason as 'low_confidence'] : 1),
  );

/** A claim that nobody has reviewed, and the row that it bears on. */
export interface Unreviewed {
  readonly event: KnownClaim['event'];
  readonly row: string;
}

export interface Weighed extends Unreviewed {
  readonly parts: Parts;
  /** Claims that can't be true together with this one. */
  readonly conflicting: readonly string[];
}

/** So many claims of a row tell whether it has a second origin. */
const CLAIMS_LOOKED_AT = 10;

/** What other claims add: whether it stands alone, and what contradicts it. */
export async function weighed(snapshot: Snapshot, claims: readonly Unreviewed[], knownAt: Instant): Promise<Weighed[]> {
  const behind = await claimsOf(
    snapshot,
    claims.map(({ row }) => row),
    knownAt,
    CLAIMS_LOOKED_AT,
  );
  const conflicts = new Map([
    ...(await conflictingFigures(snapshot, claims, knownAt)),
    ...(await conflictingGroups(snapshot, claims, knownAt)),
  ]);
  return claims.map((claim) => {
    const { lowConfidence, highConsequence } = ownParts(claim.event);
    const conflicting = conflicts.get(claim.event.id) ?? [];
    const alone = originsOf(behind.get(claim.row)!).origins <= 1;
    const parts = {
      retracted_after_review: 0,
      conflict: conflicting.length > 0 ? POINTS.conflict : 0,
      low_confidence: lowConfidence,
      single_origin: alone ? POINTS.single_origin : 0,
      high_consequence: highConsequence,
    };
    return { ...claim, parts, conflicting };
  });
}

/** What a claim comes to that a person reviewed and that was taken back afterwards. */
export const retractedParts = (event: KnownClaim['event']): Parts => {
  const { lowConfidence, highConsequence } = ownParts(event);
  return {
    retracted_after_review: POINTS.retracted_after_review,
    conflict: 0,
    low_confidence: lowConfidence,
    single_origin: 0,
    high_consequence: highConsequence,
  };
};

type Conflicts = Map<string, readonly string[]>;

/** Figures of one metric, population and window that can't both be so. */
async function conflictingFigures(
  snapshot: Snapshot,
  claims: readonly Unreviewed[],
  knownAt: Instant,
): Promise<Conflicts> {
  const subjects = new Set(claims.flatMap(({ event }) => (event.type === 'CountClaimed' ? [event.subject] : [])));
  const figures = await standingClaims(snapshot, { subjects: [...subjects], types: ['CountClaimed'] }, knownAt);
  const compared = compareCounts(figures.map((claim) => figureOf(claim as KnownClaim<'CountClaimed'>)));
  return new Map([...compared].map(([id, { conflicting }]) => [id, conflicting]));
}

/** Groups of the same people, by the words, of one kind and near days, whose numbers can't both be so. */
async function conflictingGroups(
  snapshot: Snapshot,
  claims: readonly Unreviewed[],
  knownAt: Instant,
): Promise<Conflicts> {
  const rows = [
    ...new Set(claims.flatMap(({ event, row }) => ('count' in event.data && 'partitions' in event.data ? [row] : []))),
  ];
  if (rows.length === 0) return new Map();
  const near = (await snapshot.runner.query(
    `select mine.id as mine, mine.kind, other.id as other from release as mine
     cross join lateral (
       select id from release where country = mine.country and kind = mine.kind and id <> mine.id
         and valid_from between mine.valid_from - ${NEAR_DAYS} and mine.valid_from + ${NEAR_DAYS} and known_from <= $2 and known_to > $2
       order by valid_from, id limit 20
     ) as other
     where mine.id = any($1::uuid[]) and mine.known_from <= $2 and mine.known_to > $2`,
    [rows, String(knownAt)],
  )) as { mine: string; kind: string; other: string }[];
  const behind = await claimsOf(
    snapshot,
    near.flatMap(({ mine, other }) => [mine, other]),
    knownAt,
    CLAIMS_LOOKED_AT,
  );
  const found: Conflicts = new Map();
  for (const { mine, kind, other } of near) {
    const [one, two] = [mine, other].map((id) => asGroup({ id, kind }, behind.get(id)!)) as [Group, Group];
    if (relationTo(one, two) !== 'conflicting') continue;
    for (const event of one.events) found.set(event, [...(found.get(event) ?? []), ...two.events]);
  }
  return found;
}
type Group = ReturnType<typeof asGroup>;
