import { idOf, slug, type ClaimType } from '#domain';
import { CourseFold, type Coursing } from '../engine/course.js';
import type { KnownClaim, ReadModel } from '../engine/model.js';
import { turnOf, type Turn } from '../engine/turns.js';
import { sanctionDetails } from './details.js';
import type { SanctionSlice, SanctionStatus } from './row.js';
import { sanctionTable } from './table.js';

const on = {
  SanctionImposed: 'imposed',
  SanctionEased: 'eased',
  SanctionLifted: 'lifted',
  SanctionReimposed: 'imposed',
} as const satisfies Partial<Record<ClaimType, SanctionStatus>>;

export type SanctionClaim = KnownClaim<keyof typeof on>;

const coursing: Coursing<SanctionSlice, SanctionStatus> = {
  before: 'unknown',
  turns(claim) {
    const turn = turnOf<SanctionStatus>(claim, on[(claim as SanctionClaim).event.type]);
    return turn ? [turn] : [];
  },
  resolve,
  id: rowId,
  row(lead, { status, since, validFrom, validTo, certain }) {
    const { data } = (lead as SanctionClaim).event;
    return {
      id: rowId(lead),
      validFrom,
      validTo,
      certain,
      authority: data.authority,
      country: data.country ?? null,
      target: data.target.name,
      status,
      sinceEarliest: since?.earliest ?? null,
      sinceLatest: since?.latest ?? null,
    };
  },
};

export const sanction: ReadModel<keyof typeof on, SanctionSlice> = {
  name: 'sanction',
  table: sanctionTable,
  on,
  unit: ({ subject, data }) => unitOf(subject, data.target.name),
  fold: () => new CourseFold(coursing),
  details: (row, claims) =>
    sanctionDetails(
      row,
      claims,
      claims.some((claim) => coursing.turns(claim).length > 0),
    ),
};

/** Long enough for a target's whole name: joint-stock companies differ in the last word. */
const unitOf = (subject: string, target: string): string => `${subject}/${slug(target, 300)}`;

function rowId(claim: KnownClaim): string {
  const { subject, data } = (claim as SanctionClaim).event;
  return idOf('sanction', { unit: unitOf(subject, data.target.name) });
}

/** Of one day: an easing of what is imposed that day leaves it eased; imposed and lifted at once is a contradiction. */
function resolve(sameDay: readonly Turn<SanctionStatus>[]): SanctionStatus {
  const said = new Set(sameDay.map(({ status }) => status));
  if (said.size === 1) return sameDay[0]!.status;
  if (said.has('eased') && !said.has('lifted')) return 'eased';
  if (said.has('eased') && said.has('lifted') && said.size === 2) return 'lifted';
  return 'disputed';
}
