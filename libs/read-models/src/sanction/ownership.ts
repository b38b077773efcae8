import { saysItHappened, slug, type AssertedBy, type Occurred, type Target } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { inOrder } from '../engine/order.js';
import type { EffectOnDay } from './effects.js';

export type OwnershipClaim = KnownClaim<'OwnershipStated'>;

/** Somebody's word that one owns another. The rule of 50 percent reaches no further than such links. */
export interface StatedLink {
  readonly event: string;
  readonly owner: Target;
  readonly owned: Target;
  /** null where nobody says how much. */
  readonly percent: number | null;
  readonly occurred: Occurred;
  readonly assertedBy: AssertedBy;
}

/** The links that stand, in order of days; what is only announced, denied or rumoured is no link. */
export const linksOf = (claims: readonly OwnershipClaim[]): StatedLink[] =>
  inOrder(claims)
    .filter(({ event }) => saysItHappened(event.data.modality))
    .map(({ event }) => {
      const { owner, owned, percent = null, occurred, assertedBy } = event.data;
      return { event: event.id, owner, owned, percent, occurred, assertedBy };
    });

/** Names are one when they differ only in capitals, accents and punctuation; nothing else makes one company of two. */
export const isNamed = (target: Target, name: string): boolean => slug(target.name, 300) === slug(name, 300);

/** One owner, with what the authority's restrictions on it come to, and its share by what is stated. */
export interface StatedOwner {
  readonly owner: string;
  /** From the least to the most that anybody states; null where nobody says how much. */
  readonly percent: { readonly least: number; readonly most: number } | null;
  readonly links: readonly string[];
  /** null: this authority's restrictions on the owner are not told of. */
  readonly effect: EffectOnDay | null;
}

/** Whether a target is covered by what restricts its owners, if what is stated of them is true. */
export interface CoveredByOwners {
  /** What counts as covered, by the authority's own rule. */
  readonly rule: string;
  readonly owners: readonly StatedOwner[];
  /** The shares of restricted owners together. */
  readonly percent: { readonly least: number; readonly most: number };
  /** null where the stated shares leave it open. */
  readonly covered: boolean | null;
  /** Whether a licence covers it as well: each restricted owner that matters has one that reaches so far. */
  readonly authorised: boolean;
}

/** OFAC's 50 Percent Rule (2014) counts half; the EU's best practices (2018, 8519/18) and the UK's count more than half. */
const RULES: Record<string, { readonly rule: string; readonly reaches: (percent: number) => boolean }> = {
  US: { rule: 'owned 50 percent or more by restricted owners together', reaches: (percent) => percent >= 50 },
};
const MORE_THAN_HALF = {
  rule: 'owned more than 50 percent by restricted owners together',
  reaches: (percent: number) => percent > 50,
};

/** From which share on an authority counts what restricted owners own, in words. */
export const ownershipRuleOf = (authority: string): string => (RULES[authority] ?? MORE_THAN_HALF).rule;

/**
 * The rule of 50 percent for one target: direct links only, and each only as stated. It changes nothing of what is told of
 * the target itself.
 * @param effectOf what the same authority's restrictions on an owner come to on the day of the question
 * @returns null where nobody states an owner
 */
export function coveredByOwners(
  authority: string,
  target: string,
  links: readonly StatedLink[],
  effectOf: (owner: Target) => EffectOnDay | null,
): CoveredByOwners | null {
  const mine = links.filter(({ owned }) => isNamed(owned, target));
  if (mine.length === 0) return null;
  const { rule, reaches } = RULES[authority] ?? MORE_THAN_HALF;
  const owners = [...byOwner(mine).values()].map((stated) => ownerOf(stated, effectOf));
  const restricting = owners.filter(({ effect }) => effect && RESTRICTS.has(effect.net));
  const percent = sumOf(restricting);
  const covered = reaches(percent.least) ? true : reaches(percent.most) ? null : false;
  return { rule, owners, percent, covered, authorised: covered === true && restricting.every(reachesOwned) };
}

const RESTRICTS = new Set(['blocked', 'blocked_but_authorised', 'wind_down']);

function byOwner(links: readonly StatedLink[]): Map<string, StatedLink[]> {
  const owners = new Map<string, StatedLink[]>();
  for (const link of links) {
    const key = slug(link.owner.name, 300);
    owners.set(key, [...(owners.get(key) ?? []), link]);
  }
  return owners;
}

function ownerOf(links: readonly StatedLink[], effectOf: (owner: Target) => EffectOnDay | null): StatedOwner {
  const shares = links.flatMap(({ percent }) => percent ?? []);
  return {
    owner: links[0]!.owner.name,
    percent: shares.length === 0 ? null : { least: Math.min(...shares), most: Math.max(...shares) },
    links: links.map(({ event }) => event),
    effect: effectOf(links[0]!.owner),
  };
}

/** An owner of whose share nobody speaks may own nothing that counts, or all that the others leave. */
function sumOf(owners: readonly StatedOwner[]): { least: number; most: number } {
  const least = owners.reduce((sum, { percent }) => sum + (percent?.least ?? 0), 0);
  const most = owners.reduce((sum, { percent }) => sum + (percent?.most ?? 100), 0);
  return { least: Math.min(100, least), most: Math.min(100, most) };
}

/** Does one of the owner's licences say that it covers what the owner owns so much of? */
function reachesOwned({ effect, percent }: StatedOwner): boolean {
  if (effect?.net !== 'blocked_but_authorised' || !percent) return false;
  return effect.scope.some(({ licence }) => {
    const rule = licence?.ownershipRule;
    return rule !== undefined && percent.least >= rule.percent;
  });
}
