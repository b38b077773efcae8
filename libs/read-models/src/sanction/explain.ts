import { chosenFrom, derivedFrom, firstRecorded, listedBy, type Answered, type Fields } from '../explain/basis.js';
import { courseBasis } from '../explain/course.js';
import type { KnownClaim } from '../engine/model.js';
import { isAct, targetOf, type SanctionClaim } from './act.js';
import type { EffectPeriod } from './effects.js';
import { sanctionCourse, sanctionSays } from './fold.js';
import type { StatedLink } from './ownership.js';
import type { SanctionSlice } from './row.js';

interface Shown {
  readonly effect: EffectPeriod;
  readonly effects?: readonly EffectPeriod[];
  readonly terms?: readonly { readonly event: string }[];
  readonly owns?: readonly StatedLink[];
  readonly ownedBy?: readonly StatedLink[];
  readonly ownershipRule?: string;
  readonly coveredByOwners?: {
    readonly owners: readonly { readonly links: readonly string[]; readonly effect: EffectPeriod | null }[];
  } | null;
}

const dataOf = (claim: KnownClaim) => (claim as SanctionClaim).event.data;
const targetIn = (claim: KnownClaim) => targetOf((claim as SanctionClaim).event);

/** On what each field of a target's row rests. */
export function explainSanction(answered: Answered<SanctionSlice>): Fields {
  const { row, shown, claims } = answered;
  const course = courseBasis(sanctionCourse, sanctionSays, row, claims);
  const lead = firstRecorded(claims.filter((claim) => targetIn(claim).name === row.target));
  const first = { rule: 'first_recorded', decided: lead, because: 'recorded_later' } as const;
  const named = claims.find((claim) => dataOf(claim).programme);
  const acts = claims.filter(isAct).filter(({ event }) => actsIn(shown).has(event.id));
  const { effect } = shown as unknown as Shown;
  return {
    authority: chosenFrom(claims, { ...first, value: row.authority, says: (claim) => dataOf(claim).authority }),
    country: chosenFrom(claims, { ...first, value: row.country, says: (claim) => dataOf(claim).country ?? null }),
    target: chosenFrom(claims, { ...first, value: shown['target'], says: targetIn }),
    programme: chosenFrom(claims, {
      ...first,
      decided: named,
      value: shown['programme'],
      says: (claim) => dataOf(claim).programme,
    }),
    status: course.status,
    since: course.since,
    sinceEarliest: { see: 'since' },
    sinceLatest: { see: 'since' },
    certain: { see: 'since' },
    valid: { ...course.valid, value: shown['valid'] },
    measures: listedBy(acts, (claim) => (isAct(claim) ? claim.event.data.measures : [])),
    instruments: listedBy(acts, (claim) =>
      [dataOf(claim)].flatMap((data) => ('instrument' in data ? [data.instrument] : [])),
    ),
    licences: listedBy(acts, (claim) =>
      [dataOf(claim)].flatMap((data) => ('licence' in data && data.licence ? [data.licence] : [])),
    ),
    effect: derivedFrom('net_effect', effect.events),
    ...aroundTarget(shown as unknown as Shown),
  };
}

const actsIn = (shown: Answered['shown']): Set<string> =>
  new Set((shown['acts'] as readonly { event: string }[]).map(({ event }) => event));

/** What only the answer for one row tells. */
function aroundTarget({ effects, terms, owns, ownedBy, ownershipRule, coveredByOwners }: Shown): Fields {
  if (!effects) return {};
  const linked = (links: readonly StatedLink[] = []) => links.map(({ event }) => event);
  const owners = coveredByOwners?.owners ?? [];
  return {
    effects: derivedFrom(
      'net_effect',
      effects.flatMap(({ events }) => events),
    ),
    terms: derivedFrom(
      'every_claim',
      (terms ?? []).map(({ event }) => event),
    ),
    owns: derivedFrom('stated_ownership', linked(owns)),
    ownedBy: derivedFrom('stated_ownership', linked(ownedBy)),
    ownershipRule: derivedFrom('stated_ownership', [], ownershipRule),
    coveredByOwners: derivedFrom(
      'stated_ownership',
      owners.flatMap(({ links, effect }) => [...links, ...(effect?.events ?? [])]),
    ),
  };
}
