import { canonicalJson, saysItHappened } from '#domain';
import { inOrder } from '../engine/order.js';
import { byDay, dated, daysOf, type Dated, type Days } from '../engine/span.js';
import type { SanctionAct } from './act.js';
import { easingsOf } from './easings.js';
import { effectOf, type NetEffect } from './effect.js';
import { TargetStanding } from './standing.js';

/** What restrictions come to during a span of days. */
export interface EffectPeriod extends NetEffect {
  /** The days between which it began; null for the days before anything is told. */
  readonly since: Days | null;
  /** The acts that made it so, or that told when what was so would end. */
  readonly events: readonly string[];
}

/**
 * What one authority's restrictions come to for one target, from the first day to the last, the future included: a
 * licence, a wind-down and a restriction that was given an end turn the effect on the day after it by themselves.
 * @param claims those that stand about the target, in any order
 */
export function effectsOf(claims: readonly SanctionAct[]): EffectPeriod[] {
  const acts = inOrder(claims).filter(({ event }) => saysItHappened(event.data.modality));
  const standing = new TargetStanding(easingsOf(acts));
  const days = byDay(dated(acts, ({ event }) => SAYS[event.type]));
  const periods: EffectPeriod[] = [{ ...effectOf(standing.position), since: null, events: [] }];
  for (let moment = next(days, standing); moment; moment = next(days, standing)) {
    const effect = effectOf(standing.position);
    const last = periods.at(-1)!;
    if (effect.net === last.net && canonicalJson(effect) === canonicalJson(bare(last))) {
      periods.splice(-1, 1, { ...last, events: unique([...last.events, ...moment.events]) });
    } else {
      periods.push({ ...effect, since: moment.since, events: unique(moment.events) });
    }
  }
  return periods;
}

/** Reports of an act say the same when the act is of one kind: imposing anew is imposing. */
const SAYS = {
  SanctionImposed: 'imposed',
  SanctionReimposed: 'imposed',
  SanctionEased: 'eased',
  SanctionLifted: 'lifted',
} as const;

interface Moment {
  readonly since: Days;
  readonly events: readonly string[];
}

/** Goes on to the next day on which something ends or is told, and takes that in. */
function next(days: [string, Dated<SanctionAct>[]][], standing: TargetStanding): Moment | undefined {
  const endings = standing.endings();
  const day = [days[0]?.[0], ...endings.map(({ end }) => end.earliest)].flatMap((one) => one ?? []).sort()[0];
  if (day === undefined) return undefined;
  const ended = endings.filter(({ end }) => end.earliest <= day);
  for (const { drop } of ended) drop();
  const told = days[0]?.[0] === day ? days.shift()![1] : [];
  standing.takeDay(told.map(({ claim }) => claim));
  return {
    since: { earliest: day, latest: daysOf([...told, ...ended.map(({ end }) => end)]).latest },
    events: [...told.map(({ claim }) => claim.event.id), ...ended.flatMap(({ events }) => events)],
  };
}

const bare = ({ net, because, until, scope }: EffectPeriod): NetEffect => ({ net, because, until, scope });
const unique = (ids: readonly string[]): string[] => [...new Set(ids)];

/** What is so at the end of a day, and whether the dates leave it open that it is so yet. */
export interface EffectOnDay extends EffectPeriod {
  readonly certain: boolean;
}

/** The effect at the end of a day, UTC. */
export function effectOn(periods: readonly EffectPeriod[], day: string): EffectOnDay {
  const period = periods.findLast(({ since }) => since === null || since.earliest <= day)!;
  return { ...period, certain: period.since === null || period.since.latest <= day };
}
