import type { Target } from '#domain';
import { inOrder } from '../engine/order.js';
import { originsOf } from '../engine/origins.js';
import { termsOf, type SanctionAct } from './act.js';
import { effectOn, effectsOf, type EffectOnDay } from './effects.js';
import { coveredByOwners, isNamed, ownershipRuleOf, type StatedLink } from './ownership.js';

/** What is told of a target from elsewhere: whom it owns and is owned by, and what the same authority does to them. */
export interface Around {
  readonly links: readonly StatedLink[];
  readonly effectOf: (target: Target) => EffectOnDay | null;
}

/**
 * What an authority's restrictions come to for a target: on the day of the question and over all days, by which acts with
 * which dates, and what is stated of its owners and of what it owns.
 * @param around null in a list, which shows the effect of the day alone
 */
export function composeSanction(
  row: { readonly authority: string; readonly target: string },
  acts: readonly SanctionAct[],
  asOf: string,
  around: Around | null,
) {
  const effects = effectsOf(acts);
  const inShort = { effect: effectOn(effects, asOf), corroboration: originsOf(acts) };
  if (!around) return inShort;
  const { links, effectOf } = around;
  return {
    ...inShort,
    effects,
    terms: inOrder(acts).map(termsOf),
    owns: links.filter(({ owner }) => isNamed(owner, row.target)),
    ownedBy: links.filter(({ owned }) => isNamed(owned, row.target)),
    ownershipRule: ownershipRuleOf(row.authority),
    // null: nobody states an owner, and then nobody here knows whether the rule reaches the target.
    coveredByOwners: coveredByOwners(row.authority, row.target, links, effectOf),
  };
}
