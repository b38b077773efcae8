import type { Person } from '#domain';
import { derivedFrom, chosenFrom, firstRecorded, listedBy, type Answered, type Fields } from '../explain/basis.js';
import { courseBasis } from '../explain/course.js';
import type { KnownClaim } from '../engine/model.js';
import { courseOf, type PrisonerClaim } from './course.js';
import type { PrisonerSlice } from './row.js';
import { SAYS } from './status.js';

interface Shown {
  readonly durations: readonly { readonly event: string }[];
  readonly episodes?: readonly { readonly acts: readonly string[]; readonly claimed: readonly { event: string }[] }[];
  readonly judgements?: readonly { readonly event: string }[];
}

const personIn = (claim: KnownClaim): Person => (claim as PrisonerClaim).event.data.person;

/** On what each field of a person's row rests. */
export function explainPrisoner({ row, shown, claims }: Answered<PrisonerSlice>): Fields {
  const { durations, episodes, judgements } = shown as unknown as Shown;
  const course = courseBasis(courseOf(row.id), (claim) => SAYS[(claim as PrisonerClaim).event.type], row, claims);
  const lead = firstRecorded(claims.filter((claim) => personIn(claim).name === row.name));
  const first = { rule: 'first_recorded', decided: lead, because: 'recorded_later' } as const;
  return {
    name: chosenFrom(claims, { ...first, value: row.name, says: (claim) => personIn(claim).name }),
    country: chosenFrom(claims, { ...first, value: row.country, says: (claim) => personIn(claim).country }),
    person: chosenFrom(
      claims.filter((claim) => personIn(claim).name === row.name),
      { ...first, value: shown['person'], says: personIn },
    ),
    names: listedBy(claims, (claim) => [personIn(claim).name]),
    status: course.status,
    since: course.since,
    sinceEarliest: { see: 'since' },
    sinceLatest: { see: 'since' },
    certain: { see: 'since' },
    valid: { ...course.valid, value: shown['valid'] },
    durations: derivedFrom(
      'every_claim',
      durations.map(({ event }) => event),
    ),
    ...(episodes && {
      episodes: derivedFrom(
        'episodes_of_detention',
        episodes.flatMap(({ acts, claimed }) => [...acts, ...claimed.map(({ event }) => event)]),
      ),
    }),
    ...(judgements && {
      judgements: derivedFrom(
        'judgements_that_stand',
        judgements.map(({ event }) => event),
      ),
    }),
  };
}
