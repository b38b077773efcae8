import type { Days } from '../engine/span.js';
import { spanOf } from '../engine/span.js';
import { keyOf, licenceKey, type SanctionAct } from './act.js';
import type { Easing, Licence } from './effect.js';
import { endOf } from './ends.js';

/** An easing with everything that is told of it. */
export interface Told {
  readonly easing: Easing;
  /** Between which days the first one lies on which it is over; null while no end is told. */
  readonly end: Days | null;
  /** The first day on which it is told that another has replaced it. */
  readonly replacedOn: string | null;
  readonly events: readonly string[];
}

/** Every easing that is told of, by its key. A licence that several reports describe is one, with what they add up to. */
export function easingsOf(acts: readonly SanctionAct[]): Map<string, Told> {
  const easings = new Map<string, Told>();
  const replaced = new Map<string, string>();
  for (const act of acts) {
    const { event } = act;
    if (event.type !== 'SanctionEased') continue;
    const { licence, means, instrument = null, dates } = event.data;
    const key = keyOf(event.data);
    const before = easings.get(key);
    const until = dates.ends ?? null;
    easings.set(key, {
      easing: {
        means: before && before.easing.means !== 'unspecified' ? before.easing.means : means,
        instrument: before?.easing.instrument ?? instrument,
        licence: licence ? joined(before?.easing.licence ?? null, licence) : (before?.easing.licence ?? null),
        until: laterOf(before?.easing.until ?? null, until),
      },
      end: spanning(before?.end ?? null, endOf(until ?? undefined)),
      replacedOn: null,
      events: [...(before?.events ?? []), event.id],
    });
    if (licence?.supersedes === undefined) continue;
    const other = licenceKey(licence.supersedes);
    const day = spanOf(act).earliest;
    if (other !== key && day < (replaced.get(other) ?? '9999')) replaced.set(other, day);
  }
  for (const [key, day] of replaced) {
    const told = easings.get(key);
    if (told) easings.set(key, { ...told, replacedOn: day });
  }
  return easings;
}

/** Two ends that are told of one licence are one end between the two. */
function spanning(a: Days | null, b: Days | null): Days | null {
  if (!a || !b) return a ?? b;
  return {
    earliest: a.earliest < b.earliest ? a.earliest : b.earliest,
    latest: a.latest > b.latest ? a.latest : b.latest,
  };
}

function laterOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return (endOf(a)?.latest ?? '') >= (endOf(b)?.latest ?? '') ? a : b;
}

/** Whether it unblocks is as the reports have it that say so; where they differ it does not, which is the safe side. */
function joined(before: Licence | null, licence: Licence): Licence {
  if (!before) return licence;
  const unblocks = [before.unblocks, licence.unblocks].filter((one) => one !== undefined);
  return {
    ...licence,
    ...before,
    parties: [...new Set([...before.parties, ...licence.parties])].sort(),
    excludes: [...new Set([...before.excludes, ...licence.excludes])].sort(),
    ...(unblocks.length > 0 ? { unblocks: unblocks.every(Boolean) } : {}),
  };
}
