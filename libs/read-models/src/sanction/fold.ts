import { idOf, slug, type ClaimType, type DataOf } from '#domain';
import { actsOf } from '../engine/acts.js';
import type { KnownClaim, ReadModel } from '../engine/model.js';
import { timeline, turnOf, type Period, type Turn } from '../engine/timeline.js';
import type { SanctionSlice, SanctionStatus } from './row.js';
import { sanctionTable } from './table.js';

const on = {
  SanctionImposed: 'imposed',
  SanctionEased: 'eased',
  SanctionLifted: 'lifted',
  SanctionReimposed: 'imposed',
} as const satisfies Partial<Record<ClaimType, SanctionStatus>>;

type Heard = keyof typeof on;

export const sanction: ReadModel<Heard, SanctionSlice> = {
  name: 'sanction',
  table: sanctionTable,
  on,
  unit: ({ subject, data }) => unitOf(subject, data.target.name),
  slices(claims) {
    if (claims.length === 0) return [];
    const turns = claims.flatMap((claim) => turnOf<SanctionStatus>(claim, on[claim.event.type]) ?? []);
    return timeline<SanctionStatus>(turns, 'unknown', resolve).map((period) => sliceOf(period, claims, turns));
  },
};

/** Long enough for a target's whole name: joint-stock companies differ in the last word. */
const unitOf = (subject: string, target: string): string => `${subject}/${slug(target, 300)}`;

/** Of one day: an easing of what is imposed that day leaves it eased; imposed and lifted at once is a contradiction. */
function resolve(sameDay: readonly Turn<SanctionStatus>[]): SanctionStatus {
  const said = new Set(sameDay.map(({ status }) => status));
  if (said.size === 1) return sameDay[0]!.status;
  if (said.has('eased') && !said.has('lifted')) return 'eased';
  if (said.has('eased') && said.has('lifted') && said.size === 2) return 'lifted';
  return 'disputed';
}

function sliceOf(
  period: Period<SanctionStatus>,
  claims: readonly KnownClaim<Heard>[],
  turns: readonly Turn<SanctionStatus>[],
): SanctionSlice {
  const { data, subject } = claims[0]!.event;
  const shown = turns.length === 0 ? claims : claims.filter((claim) => bearsOn(claim, period));
  const all = shown.map(({ event }) => event.data);
  return {
    id: idOf('sanction', { unit: unitOf(subject, data.target.name) }),
    validFrom: period.validFrom,
    validTo: period.validTo,
    certain: period.certain,
    authority: data.authority,
    country: data.country ?? null,
    target: data.target.name,
    status: period.status,
    details: {
      since: period.since,
      target: data.target,
      programme: data.programme ?? null,
      measures: [...new Set(all.flatMap(({ measures }) => measures))].sort(),
      instruments: [...new Set(all.flatMap(({ instrument }) => instrument ?? []))].sort(),
      licences: all.flatMap(licenceOf),
      acts: actsOf(shown),
    },
  };
}

const licenceOf = (data: DataOf<Heard>): unknown[] => ('licence' in data && data.licence ? [data.licence] : []);

/** The days before anything is claimed rest on nothing; the others on what lies before their end. */
const bearsOn = (claim: KnownClaim, period: Period<SanctionStatus>): boolean =>
  period.since !== null && (claim.event.data.occurred.earliest ?? period.validFrom) < period.validTo;
