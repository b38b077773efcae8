import { chosenFrom, derivedFrom, listedBy, type Answered, type Fields } from '../explain/basis.js';
import type { KnownClaim } from '../engine/model.js';
import type { ComposedLeg } from './legs.js';
import { partiesOf, type ExchangeSlice } from './model.js';

type ExchangeClaim = KnownClaim<'ExchangeReported'>;
const dataOf = (claim: KnownClaim) => (claim as ExchangeClaim).event.data;

/** On what each field of an exchange's row rests. */
export function explainExchange({ row, shown, claims }: Answered<ExchangeSlice>): Fields {
  const decided = claims.find(({ event }) => event.id === row.id) ?? claims[0];
  const strongest = { rule: 'strongest_link', decided, because: 'weaker' } as const;
  const field = (name: string, says: (claim: KnownClaim) => unknown) =>
    chosenFrom(claims, { ...strongest, value: shown[name], says });
  const legs = (shown['legs'] ?? []) as readonly ComposedLeg[];
  return {
    parties: field('parties', (claim) => partiesOf(dataOf(claim))),
    link: field('link', (claim) => dataOf(claim).link),
    modality: field('modality', (claim) => dataOf(claim).modality),
    occurred: field('occurred', (claim) => dataOf(claim).occurred),
    valid: { see: 'occurred' },
    certain: { see: 'occurred' },
    links: listedBy(claims, (claim) => [dataOf(claim).link]),
    brokers: listedBy(claims, (claim) => dataOf(claim).brokers),
    legs: {
      ...derivedFrom('legs_performed', legs.flatMap(eventsOf)),
      each: legs.map((leg) => ({ value: { party: leg.party, outcome: leg.outcome }, events: eventsOf(leg) })),
    },
  };
}

const eventsOf = ({ events, performedBy, followedBy, reversedBy }: ComposedLeg): string[] => [
  ...events,
  ...[...performedBy, ...followedBy, ...reversedBy].map(({ event }) => event),
];
