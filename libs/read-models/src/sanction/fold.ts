import { LRUCache } from 'lru-cache';
import { idOf, slug, soundKeys, type ClaimType } from '#domain';
import { CourseFold, type Coursing } from '../engine/course.js';
import type { KnownClaim, ReadModel } from '../engine/model.js';
import { turnOf, type Turn } from '../engine/turns.js';
import { targetOf, type SanctionClaim } from './act.js';
import { sanctionDetails } from './details.js';
import type { SanctionSlice, SanctionStatus } from './row.js';
import { sanctionTable } from './table.js';

const on = {
  SanctionImposed: 'imposed',
  SanctionEased: 'eased',
  SanctionLifted: 'lifted',
  SanctionReimposed: 'imposed',
  // Who owns a target restricts nobody by itself; its row lists the owners.
  OwnershipStated: null,
} as const satisfies Partial<Record<ClaimType, SanctionStatus | null>>;

/** The status that a claim's type stands for, whatever its modality; null where it is no act on the target. */
export const sanctionSays = (claim: KnownClaim): SanctionStatus | null => on[(claim as SanctionClaim).event.type];

/** What was done last to one target, on every day. */
export const sanctionCourse: Coursing<SanctionSlice, SanctionStatus> = {
  before: 'unknown',
  turns(claim) {
    const status = sanctionSays(claim);
    const turn = status === null ? undefined : turnOf<SanctionStatus>(claim, status);
    return turn ? [turn] : [];
  },
  resolve,
  id: (claim) => ofTarget(claim).id,
  row(lead, { status, since, validFrom, validTo, certain }) {
    const { authority, country = null } = (lead as SanctionClaim).event.data;
    const target = targetOf((lead as SanctionClaim).event).name;
    const { id, keys } = ofTarget(lead);
    return {
      id,
      validFrom,
      validTo,
      certain,
      authority,
      country,
      target,
      status,
      sinceEarliest: since?.earliest ?? null,
      sinceLatest: since?.latest ?? null,
      keys,
    };
  },
};

export const sanction: ReadModel<keyof typeof on, SanctionSlice> = {
  name: 'sanction',
  table: sanctionTable,
  on,
  unit: unitOf,
  fold: () => new CourseFold(sanctionCourse),
  details: (row, claims) =>
    sanctionDetails(
      row,
      claims,
      claims.some((claim) => sanctionCourse.turns(claim).length > 0),
    ),
};

/** Long enough for a target's whole name: joint-stock companies differ in the last word. */
function unitOf(event: SanctionClaim['event']): string {
  return `${event.subject}/${slug(targetOf(event).name, 300)}`;
}

/** What all rows and claims of a target have in common. A target is told of again and again, and its id is a digest. */
interface OfTarget {
  readonly id: string;
  /** How its name sounds, for those who look for it. */
  readonly keys: string;
}
const met = new LRUCache<string, OfTarget>({ max: 10_000 });

function ofTarget(claim: KnownClaim): OfTarget {
  const { event } = claim as SanctionClaim;
  const target = targetOf(event).name;
  const key = `${event.subject}\n${target}`;
  const before = met.get(key);
  if (before) return before;
  const fresh = { id: idOf('sanction', { unit: unitOf(event) }), keys: soundKeys(target).join(' ') };
  met.set(key, fresh);
  return fresh;
}

/** Of one day: an easing of what is imposed that day leaves it eased; imposed and lifted at once is a contradiction. */
function resolve(sameDay: readonly Turn<SanctionStatus>[]): SanctionStatus {
  const said = new Set(sameDay.map(({ status }) => status));
  if (said.size === 1) return sameDay[0]!.status;
  if (said.has('eased') && !said.has('lifted')) return 'eased';
  if (said.has('eased') && said.has('lifted') && said.size === 2) return 'lifted';
  return 'disputed';
}
