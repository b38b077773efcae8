import { saysItHappened, type DataOf, type Modality } from '#domain';
import { actsOf } from '../engine/acts.js';
import { daysApart } from '../engine/days.js';
import { BEGINNING, ENDLESS, type KnownClaim, type ReadModel, type Slice } from '../engine/model.js';
import { OccurrenceFold, type Grouping } from '../engine/occurrences.js';
import { tableOf } from '../engine/table.js';

type Exchange = DataOf<'ExchangeReported'>;
type ExchangeClaim = KnownClaim<'ExchangeReported'>;

/** One thing given for another, as told by one or more reports. */
export interface ExchangeSlice extends Slice {
  /** The parties' countries, sorted, such as `BY-US`. */
  readonly parties: string;
  /** The strongest link that anybody claims. */
  readonly link: Exchange['link'];
  readonly modality: Modality;
}

/** The countries of the parties, sorted, such as `BY-US`. */
export const partiesOf = ({ legs }: Pick<Exchange, 'legs'>): string =>
  [...new Set(legs.map(({ party }) => party.country))].sort().join('-');

/** From the strongest to the weakest. */
const LINKS: readonly Exchange['link'][] = ['explicit_deal', 'conditional', 'reported_quid_pro_quo', 'temporal_only'];

const grouping: Grouping<ExchangeSlice> = {
  agree(one, other) {
    const [a, b] = [one.event.data.modality, other.event.data.modality];
    return saysItHappened(a) === saysItHappened(b) && daysApart(one, other) <= grouping.daysApartMax;
  },
  /** The sides of one exchange act days apart, and reports of it are dated by either. */
  daysApartMax: 7,
  rank: (claim) => LINKS.indexOf((claim as ExchangeClaim).event.data.link),
  row(founder) {
    const { id, data } = (founder as ExchangeClaim).event;
    const { occurred, modality, link, legs } = data;
    return {
      id,
      validFrom: occurred.earliest ?? BEGINNING,
      validTo: ENDLESS,
      certain: occurred.earliest !== null && occurred.earliest === occurred.latest,
      parties: partiesOf({ legs }),
      link,
      modality,
    };
  },
};

export const exchange: ReadModel<'ExchangeReported', ExchangeSlice> = {
  name: 'exchange',
  table: tableOf<ExchangeSlice>('exchange', {
    parties: { type: 'text' },
    link: { type: 'text' },
    modality: { type: 'text' },
  }),
  on: { ExchangeReported: true },
  unit: ({ subject }) => subject,
  fold: () => new OccurrenceFold(grouping),
  details(row, claims) {
    const founder = claims.find(({ event }) => event.id === row.id) ?? claims[0];
    return {
      occurred: founder?.event.data.occurred ?? null,
      links: [...new Set(claims.map(({ event }) => event.data.link))],
      brokers: [...new Set(claims.flatMap(({ event }) => event.data.brokers))],
      acts: actsOf(claims),
    };
  },
};
