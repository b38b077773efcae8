import { saysItHappened, type Modality } from '#domain';
import { actsOf } from '../engine/acts.js';
import { daysApart } from '../engine/days.js';
import { BEGINNING, ENDLESS, type KnownClaim, type ReadModel, type Slice } from '../engine/model.js';
import { OccurrenceFold, type Grouping } from '../engine/occurrences.js';
import { tableOf } from '../engine/table.js';

/** A term for which a programme of sanctions is in force by one act of renewal. Terms may overlap. */
export interface ProgrammeSlice extends Slice {
  readonly authority: string;
  /** ISO country; null where a text names none. */
  readonly country: string | null;
  readonly programme: string;
  /** Only what was performed, or is told as history, puts it in force. */
  readonly modality: Modality;
  /** The last day of the term; null where no claim gives one. */
  readonly until: string | null;
}

type Renewal = KnownClaim<'ProgrammeRenewed'>;

const grouping: Grouping<ProgrammeSlice> = {
  agree: (one, other) => agree(one as Renewal, other as Renewal),
  /** Adopted, published and reported within the same week. */
  daysApartMax: 7,
  /** A claim that says until when is more exact than one that does not. */
  rank: (claim) => ((claim as Renewal).event.data.until === undefined ? 1 : 0),
  row(founder) {
    const { id, data } = (founder as Renewal).event;
    const { authority, country, programme, occurred, modality, until } = data;
    const validFrom = occurred.earliest ?? BEGINNING;
    return {
      id,
      validFrom,
      validTo: until === undefined || until >= ENDLESS ? ENDLESS : dayAfter(until < validFrom ? validFrom : until),
      certain: occurred.earliest !== null && occurred.earliest === occurred.latest,
      authority,
      country: country ?? null,
      programme,
      modality,
      until: until ?? null,
    };
  },
};

export const programme: ReadModel<'ProgrammeRenewed', ProgrammeSlice> = {
  name: 'programme',
  table: tableOf<ProgrammeSlice>('programme', {
    authority: { type: 'text' },
    country: { type: 'text', nullable: true },
    programme: { type: 'text' },
    modality: { type: 'text' },
    until: { type: 'date', nullable: true },
  }),
  on: { ProgrammeRenewed: true },
  unit: ({ subject }) => subject,
  fold: () => new OccurrenceFold(grouping),
  details: (_row, claims) => ({
    instruments: [...new Set(claims.flatMap(({ event }) => event.data.instrument ?? []))].sort(),
    acts: actsOf(claims),
  }),
};

/** One act of renewal: the same programme and nothing against it being the same term. What is only announced is none. */
function agree({ event: one }: Renewal, { event: other }: Renewal): boolean {
  const [a, b] = [one.data, other.data];
  return (
    a.programme.toLowerCase() === b.programme.toLowerCase() &&
    saysItHappened(a.modality) === saysItHappened(b.modality) &&
    (a.until === undefined || b.until === undefined || a.until === b.until) &&
    daysApart({ event: one } as Renewal, { event: other } as Renewal) <= grouping.daysApartMax
  );
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
