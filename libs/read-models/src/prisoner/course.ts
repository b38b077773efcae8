import type { Coursing } from '../engine/course.js';
import { daysApart } from '../engine/days.js';
import type { KnownClaim } from '../engine/model.js';
import { turnOf } from '../engine/turns.js';
import type { PrisonerSlice, Status } from './row.js';
import { anewOf, DENIAL_DAYS_MAX, givesWay, resolveDay, SAYS, type PersonType } from './status.js';

export type PrisonerClaim = KnownClaim<PersonType>;

/** The status of one person on every day, whatever the spellings of the claims. @param id the person's */
export const courseOf = (id: string): Coursing<PrisonerSlice, Status> => ({
  before: 'unknown',
  turns(claim) {
    const effect = SAYS[(claim as PrisonerClaim).event.type];
    const turn = effect === null ? undefined : turnOf<Status>(claim, effect, givesWay(claim));
    const anew = anewOf(claim as PrisonerClaim);
    return turn ? [anew ? { ...turn, anew } : turn] : [];
  },
  resolve: resolveDay,
  doubts: {
    status: 'disputed',
    by: ({ event }) => event.data.modality === 'denied',
    of: (denial, claim) => denial.event.type === claim.event.type && daysApart(denial, claim) <= DENIAL_DAYS_MAX,
  },
  id: () => id,
  row(lead, { status, since, validFrom, validTo, certain }) {
    const { person } = (lead as PrisonerClaim).event.data;
    return {
      id,
      validFrom,
      validTo,
      certain,
      name: person.name,
      country: person.country,
      status,
      sinceEarliest: since?.earliest ?? null,
      sinceLatest: since?.latest ?? null,
      // Whose row it is says what the person goes by.
      names: '',
      keys: '',
    };
  },
});
