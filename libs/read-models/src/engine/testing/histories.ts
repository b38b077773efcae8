import fc from 'fast-check';
import {
  parseOccurred,
  writeRecord,
  type ClaimFields,
  type ClaimType,
  type DataOf,
  type Instant,
  type ReviewType,
  type Unstamped,
} from '#domain';
import { exampleOf, EXAMPLES, personNamed, saidOn } from '#examples';
import type { RecordBatch } from '../../events-projection.js';

/** One event as it will be written, and the instant of its stamp. */
export interface Told {
  readonly event: Unstamped<ClaimType | ReviewType>;
  readonly stamp: Instant;
}

const DATES = [
  '2025-12-13',
  '2025-12-14',
  '2025-12-20',
  '2025-12',
  '2025-11-30',
  '2025',
  '2024-07',
  '2025-12-13?',
  'XXXX',
];
const NAMES = ['Ales Bialiatski', 'Aleś Bialacki', 'Maria Kolesnikova', 'Siarhei Tsikhanouski'];
const PERSON_TYPES = [
  'PersonDetained',
  'PrisonerReleased',
  'PersonExpelled',
  'ReleaseReversed',
  'DiedInCustody',
  'PrisonerPardoned',
  'DurationClaimed',
] as const;
const SANCTION_TYPES = ['SanctionImposed', 'SanctionEased', 'SanctionLifted', 'SanctionReimposed'] as const;
const GROUP_TYPES = ['PrisonersPardoned', 'PrisonersReleased', 'PersonsDetained', 'PersonsExpelled'] as const;
const REVIEW_TYPES = ['ClaimConfirmed', 'ClaimRejected', 'ClaimRetracted', 'ClaimRetracted'] as const;

/** What is drawn for one event; numbers choose among what there is. `mark` makes each event another one. */
interface Draw {
  readonly kind: 'person' | 'sanction' | 'group' | 'member' | 'count' | 'exchange' | 'review';
  readonly which: number;
  readonly who: number;
  readonly date: number;
  readonly modality: ClaimFields['modality'];
}
const draws: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constantFrom(
    'person',
    'person',
    'sanction',
    'group',
    'group',
    'member',
    'count',
    'exchange',
    'review',
    'review',
    'review',
  ),
  which: fc.nat(999),
  who: fc.nat(999),
  date: fc.nat(999),
  modality: fc.constantFrom('performed', 'performed', 'performed', 'ongoing', 'background', 'announced', 'denied'),
});
const pick = <One>(from: readonly One[], at: number): One => from[at % from.length]!;

type Made = Unstamped<ClaimType | ReviewType>;

/** Keeps the example's own fields and says them as drawn. `mark` is the offset of the passage. */
function claimOf<Type extends ClaimType>(type: Type, draw: Draw, mark: number, over: Partial<DataOf<Type>>): Made {
  const said = saidOn('2025', { modality: draw.modality, occurred: parseOccurred(pick(DATES, draw.date))! });
  const evidence = said.evidence.map((passage) => ({ ...passage, start: mark, end: mark + passage.quote.length }));
  const data = { ...EXAMPLES[type][0].data, ...said, evidence, ...over };
  return exampleOf(type, data as DataOf<Type>);
}

function eventOf(draw: Draw, mark: number, earlier: readonly Made[]): Made {
  const { kind, which, who } = draw;
  const groups = earlier.filter(({ type }) => (GROUP_TYPES as readonly string[]).includes(type));
  switch (kind) {
    case 'person':
      return claimOf(pick(PERSON_TYPES, which), draw, mark, { person: personNamed(pick(NAMES, who)) });
    case 'sanction': {
      const name = pick(['potash', 'oil'], who);
      return claimOf(pick(SANCTION_TYPES, which), draw, mark, {
        target: { kind: 'goods', name, identifiers: [] },
      });
    }
    case 'count':
      return claimOf('CountClaimed', draw, mark, {});
    case 'exchange':
      return claimOf('ExchangeReported', draw, mark, { link: pick(['explicit_deal', 'temporal_only'], which) });
    case 'review': {
      const of = pick(earlier, which);
      if (!of) return eventOf({ ...draw, kind: 'person' }, mark, earlier);
      const by = { id: `analyst-${mark}`, name: 'An analyst' };
      const type = pick(REVIEW_TYPES, who);
      const about = { of: of.id, ofSubject: of.subject, by };
      if (type === 'ClaimConfirmed') return exampleOf(type, { ...about, reason: 'Seen by us.' });
      return exampleOf(type, { ...about, reason: 'duplicate' });
    }
    case 'member': {
      const of = pick(groups, which);
      if (!of) return eventOf({ ...draw, kind: 'group' }, mark, earlier);
      const type = pick(['GroupMemberNamed', 'GroupMemberNamed', 'GroupMemberWithdrawn'] as const, who);
      return claimOf(type, draw, mark, { of: of.id, person: personNamed(pick(NAMES, who)) });
    }
    case 'group': {
      const count = pick(
        [
          { value: 123, qualifier: 'exact' },
          { value: 120, qualifier: 'about' },
          { value: 52, qualifier: 'at_least' },
        ] as const,
        who,
      );
      return claimOf(pick(GROUP_TYPES, which), draw, mark, { count, named: [], partitions: [] });
    }
  }
}

/**
 * Random histories of a few subjects: claims, reviews of them, reviews of reviews, and members of groups. What an event
 * is about may come after it. Stamps mostly go forwards; those of another recorder step back.
 */
export const histories = (longest = 24): fc.Arbitrary<Told[]> =>
  fc
    .array(fc.tuple(draws, fc.nat(5), fc.integer({ min: -3, max: 9 })), { minLength: 1, maxLength: longest })
    .map((list) => {
      const made: Made[] = [];
      for (const [draw] of list) made.push(eventOf(draw, made.length, made));
      const order = made.map((_, at) => at).sort((a, b) => a + list[a]![1] - (b + list[b]![1]) || a - b);
      let now = 1_765_584_000_000_000n;
      return order.map((at) => ({ event: made[at]!, stamp: (now += BigInt(list[at]![2])) }));
    });

export interface LogEntry {
  readonly offset: bigint;
  readonly key: string;
  readonly value: Buffer;
}

/** The records of a partition that holds these events, from offset 0 on. */
export const logOf = (history: readonly Told[]): LogEntry[] =>
  history.map(({ event, stamp }, at) => ({
    offset: BigInt(at),
    key: event.subject,
    value: Buffer.from(writeRecord(event)(stamp)),
  }));

/** The same records in batches that end where `cuts` says; a cut at 0 or twice makes a batch without a record. */
export function batchesOf(log: readonly LogEntry[], cuts: readonly number[], partition = 0): RecordBatch[] {
  const ends = [...cuts.map((cut) => cut % (log.length + 1)), log.length].sort((a, b) => a - b);
  return ends.map((end, at) => {
    const start = ends[at - 1] ?? 0;
    return { partition, from: BigInt(start), next: BigInt(end), records: log.slice(start, end) };
  });
}

export const cuts = fc.array(fc.nat(1000), { maxLength: 8 });
