import { saysItHappened, slug, type AssertedBy, type Modality } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { inOrder } from '../engine/order.js';
import { daysFrom, spanOf, type Days } from '../engine/span.js';
import { licenceKey, termsOf, type SanctionAct, type Terms } from './act.js';
import { isNamed } from './ownership.js';

/** An act with an instrument that came after somebody's words. */
export interface FollowedBy {
  readonly target: string;
  /** False: the same authority's act on another target of the programme; nobody says that it is what was meant. */
  readonly sameTarget: boolean;
  readonly when: Days;
  /** From the day of the words to that of the act. */
  readonly days: number;
  readonly type: SanctionAct['event']['type'];
  readonly terms: Terms;
}

/** Words of an easing that name no instrument: "will be lifted", "are lifted". */
export interface Statement {
  readonly event: string;
  readonly authority: string;
  readonly target: string;
  readonly modality: Modality;
  readonly when: Days;
  readonly assertedBy: AssertedBy;
  readonly quote: string;
  readonly followedBy: readonly FollowedBy[];
}

/** An instrument that comes later than this after the words is another matter. */
const FOLLOWS_DAYS_MAX = 180;

/**
 * What was said to be eased in words only, and which instruments of the same authority and programme followed.
 * @param acts those that stand, in any order
 */
export function statementsOf(acts: readonly SanctionAct[], asOf: string): Statement[] {
  const ordered = inOrder(acts).filter((act) => spanOf(act).earliest <= asOf);
  return ordered.filter(isInWordsOnly).map((act) => {
    const { id, data } = act.event;
    return {
      event: id,
      authority: data.authority,
      target: data.target.name,
      modality: data.modality,
      when: spanOf(act),
      assertedBy: data.assertedBy,
      quote: data.evidence[0]?.quote ?? '',
      followedBy: eachOnce(ordered.flatMap((other) => following(act, other))),
    };
  });
}

const isInWordsOnly = ({ event }: SanctionAct): boolean =>
  event.type === 'SanctionEased' && event.data.instrument === undefined && event.data.licence === undefined;

/** Several reports of one act are one act, with what they add up to. */
function eachOnce(acts: readonly FollowedBy[]): FollowedBy[] {
  const found = new Map<string, FollowedBy>();
  for (const act of acts) {
    const { type, target, terms } = act;
    const key = `${type} ${slug(target, 300)} ${terms.licence === null ? slug(terms.instrument ?? '', 300) : licenceKey(terms.licence)}`;
    const before = found.get(key);
    found.set(key, before ? { ...before, terms: filled(before.terms, terms) } : act);
  }
  return [...found.values()];
}

const filled = (terms: Terms, more: Terms): Terms =>
  Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, value ?? more[name as keyof Terms]])) as never;

function following(words: SanctionAct, act: SanctionAct): FollowedBy[] {
  const { event } = act;
  const eases = event.type === 'SanctionEased' || event.type === 'SanctionLifted';
  const days = daysFrom(spanOf(words).earliest, spanOf(act).earliest);
  if (!eases || isInWordsOnly(act) || event.subject !== words.event.subject) return [];
  if (!saysItHappened(event.data.modality) || days < 0 || days > FOLLOWS_DAYS_MAX) return [];
  const sameTarget = isNamed(event.data.target, words.event.data.target.name);
  const when = spanOf(act);
  return [{ target: event.data.target.name, sameTarget, when, days, type: event.type, terms: termsOf(act) }];
}

/** Those of an authority's claims that are acts upon targets of one country, or of any. */
export const actsOn = (claims: readonly KnownClaim[], country: string | undefined): SanctionAct[] =>
  (claims as readonly SanctionAct[]).filter(({ event }) => country === undefined || event.data.country === country);
