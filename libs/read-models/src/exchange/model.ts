import { saysItHappened, type DataOf, type Modality, type Occurred } from '#domain';
import { actsOf, type Act } from '../engine/acts.js';
import { daysApart } from '../engine/days.js';
import { BEGINNING, ENDLESS, type KnownClaim, type ReadModel, type Slice } from '../engine/model.js';
import { tableOf } from '../engine/table.js';

type Exchange = DataOf<'ExchangeReported'>;

/** One thing given for another, as told by one or more reports. */
export interface ExchangeSlice extends Slice {
  /** The parties' countries, sorted, such as `BY-US`. */
  readonly parties: string;
  /** The strongest link that anybody claims. */
  readonly link: Exchange['link'];
  readonly modality: Modality;
  readonly details: {
    readonly occurred: Occurred;
    readonly legs: Exchange['legs'];
    readonly links: readonly Exchange['link'][];
    readonly brokers: readonly string[];
    readonly acts: readonly Act[];
  };
}

/** From the strongest to the weakest. */
const LINKS: readonly Exchange['link'][] = ['explicit_deal', 'conditional', 'reported_quid_pro_quo', 'temporal_only'];

/** The sides of one exchange act days apart, and reports of it are dated by either. */
const DAYS_APART_MAX = 7;

export const exchange: ReadModel<'ExchangeReported', ExchangeSlice> = {
  name: 'exchange',
  table: tableOf<ExchangeSlice>('exchange', {
    parties: { type: 'text' },
    link: { type: 'text' },
    modality: { type: 'text' },
    details: { type: 'jsonb' },
  }),
  on: { ExchangeReported: true },
  unit: ({ subject }) => subject,
  slices: (claims) => (claims.length === 0 ? [] : [sliceOf(claims)]),
  joins: agree,
};

type Claim = KnownClaim<'ExchangeReported'>;

function agree(first: Claim, other: Claim): boolean {
  const [one, two] = [first.event.data.modality, other.event.data.modality];
  return saysItHappened(one) === saysItHappened(two) && daysApart(first, other) <= DAYS_APART_MAX;
}

function sliceOf(claims: readonly Claim[]): ExchangeSlice {
  const { id, data } = claims[0]!.event;
  const links = [...new Set(claims.map(({ event }) => event.data.link))];
  const parties = [...new Set(data.legs.map(({ party }) => party.country))].sort();
  return {
    id,
    validFrom: data.occurred.earliest ?? BEGINNING,
    validTo: ENDLESS,
    certain: data.occurred.earliest !== null && data.occurred.earliest === data.occurred.latest,
    parties: parties.join('-'),
    link: LINKS.find((link) => links.includes(link))!,
    modality: data.modality,
    details: {
      occurred: data.occurred,
      legs: data.legs,
      links,
      brokers: [...new Set(claims.flatMap(({ event }) => event.data.brokers))],
      acts: actsOf(claims),
    },
  };
}
