import type { DataOf } from '#domain';
import { endOf } from './ends.js';

/**
 * What restrictions come to for their target, by what is told of one authority. `blocked` is restricted in whatever way
 * `measures` says; another authority's list is another question.
 */
export const EFFECTS = ['unlisted', 'blocked', 'blocked_but_authorised', 'suspended', 'wind_down', 'unknown'] as const;
export type Effect = (typeof EFFECTS)[number];

export type Means = DataOf<'SanctionEased'>['means'];
export type Licence = NonNullable<DataOf<'SanctionEased'>['licence']>;

/** One easing, whatever the number of reports of it. */
export interface Easing {
  readonly means: Means;
  readonly instrument: string | null;
  readonly licence: Licence | null;
  /** When it ends, as written; null where no end is told. */
  readonly until: string | null;
}

/** Why the effect is what it is. */
export type Because =
  | 'nothing_told'
  | 'contradicted'
  | 'restricted'
  | 'delisted'
  | 'licensed'
  | 'unblocked_by_licence'
  | 'suspended_or_waived'
  | 'winding_down'
  | 'eased_in_words_only'
  | 'means_not_told'
  | 'end_passed_unless_renewed';

export interface NetEffect {
  readonly net: Effect;
  readonly because: Because;
  /** When it ends by what is told, as written; null where it ends by nothing that is told. */
  readonly until: string | null;
  /** The easings in force. */
  readonly scope: readonly Easing[];
}

/** Where a target stands: what the rules need to know of everything that is told up to a day. */
export interface Position {
  /** `presupposed`: nobody told of the listing, but of an easing, which makes no sense without one. */
  readonly listed: boolean | 'presupposed' | null;
  /** A restriction and its end are told of one day. */
  readonly contradicted: boolean;
  /** The end that the restriction itself was given has passed. */
  readonly lapsed: boolean;
  /** Until when business may be wound down, as written. */
  readonly windingDown: string | null;
  /** In force. */
  readonly easings: readonly Easing[];
}

/**
 * The rules of VOCABULARY.md: a licence unblocks nothing unless it says so; an easing without an instrument changes
 * nothing of a restriction that was told; what was delisted is not listed.
 */
export function effectOf(position: Position): NetEffect {
  const { easings: scope, listed } = position;
  const is = (net: Effect, because: Because, until: string | null = null): NetEffect => ({
    net,
    because,
    until,
    scope,
  });
  if (position.contradicted) return is('unknown', 'contradicted');
  if (listed === false) return is('unlisted', 'delisted');
  if (listed === null) return is('unknown', 'nothing_told');
  if (position.lapsed) return is('unknown', 'end_passed_unless_renewed');
  if (position.windingDown !== null) return is('wind_down', 'winding_down', position.windingDown);
  const suspended = scope.filter(({ means }) => means === 'suspension' || means === 'waiver');
  if (suspended.length > 0) return is('suspended', 'suspended_or_waived', lastOf(suspended));
  const unblocking = scope.filter(({ licence }) => licence?.unblocks === true);
  if (unblocking.length > 0) return is('suspended', 'unblocked_by_licence', lastOf(unblocking));
  const licensed = scope.filter(({ means }) => means !== 'unspecified');
  if (licensed.length > 0) return is('blocked_but_authorised', 'licensed', lastOf(licensed));
  if (scope.some(({ instrument, licence }) => instrument !== null || licence !== null))
    return is('unknown', 'means_not_told');
  if (scope.length > 0)
    return listed === true ? is('blocked', 'eased_in_words_only') : is('unknown', 'eased_in_words_only');
  return is('blocked', 'restricted');
}

/** The end of the easing that ends last; null where one of them has none that is told. */
function lastOf(easings: readonly Easing[]): string | null {
  let last: { until: string; day: string } | null = null;
  for (const { until } of easings) {
    const day = endOf(until ?? undefined)?.latest;
    if (until === null || day === undefined) return null;
    if (!last || day > last.day) last = { until, day };
  }
  return last?.until ?? null;
}
