import type { exchangeEvents } from '../../events/exchange.js';
import type { groupEvents } from '../../events/group.js';
import { BABARYKA, BIALIATSKI, exampleOf, KOLESNIKOVA, SATURDAY, saidOn, type Examples } from './said.js';
import { eased } from './sanction.js';

export const pardonedGroup = exampleOf('PrisonersPardoned', {
  ...SATURDAY,
  country: 'BY',
  by: 'the president of Belarus',
  count: { value: 123, qualifier: 'exact' },
  population: 'prisoners',
  named: [BIALIATSKI, KOLESNIKOVA, BABARYKA],
  partitions: [
    {
      dimension: 'destination',
      parts: [
        { label: 'Ukraine', count: { value: 114, qualifier: 'exact' } },
        { label: 'Lithuania', count: { value: 9, qualifier: 'exact' } },
      ],
      complete: true,
    },
  ],
});

const member = { country: 'BY', of: pardonedGroup.id };
export const groupExamples: Examples<keyof typeof groupEvents> = {
  PrisonersPardoned: [pardonedGroup],
  PrisonersReleased: [
    exampleOf('PrisonersReleased', {
      ...SATURDAY,
      country: 'BY',
      count: { value: 114, qualifier: 'about' },
      population: 'of those pardoned, civilians',
      named: [],
      partitions: [],
      destination: 'UA',
      partOf: pardonedGroup.id,
    }),
  ],
  PersonsDetained: [
    exampleOf('PersonsDetained', {
      ...saidOn('2020-08-09', { modality: 'background' }),
      country: 'BY',
      count: { value: 3000, qualifier: 'at_most' },
      population: 'protesters',
      named: [],
      partitions: [],
    }),
  ],
  PersonsSentenced: [
    exampleOf('PersonsSentenced', {
      ...saidOn('2023-06', { modality: 'background' }),
      country: 'BY',
      count: { value: 14, qualifier: 'exact' },
      population: 'railway workers',
      named: [],
      partitions: [],
      term: 'three years',
    }),
  ],
  PrisonersTransferred: [
    exampleOf('PrisonersTransferred', {
      ...saidOn('2023-06', { modality: 'background' }),
      country: 'BY',
      count: { value: 6, qualifier: 'at_least' },
      population: 'inmates',
      named: [],
      partitions: [],
      to: 'penal colony',
    }),
  ],
  PersonsExpelled: [
    exampleOf('PersonsExpelled', {
      ...SATURDAY,
      country: 'BY',
      count: { value: 9, qualifier: 'exact' },
      population: 'of those pardoned',
      named: [BIALIATSKI],
      partitions: [],
      destination: 'LT',
      consent: 'unknown',
    }),
  ],
  GroupMemberNamed: [exampleOf('GroupMemberNamed', { ...SATURDAY, ...member, person: BABARYKA })],
  GroupMemberWithdrawn: [exampleOf('GroupMemberWithdrawn', { ...SATURDAY, ...member, person: BIALIATSKI })],
};

export const exchangeExamples: Examples<keyof typeof exchangeEvents> = {
  ExchangeReported: [
    exampleOf('ExchangeReported', {
      ...SATURDAY,
      legs: [
        { party: { name: 'the United States', country: 'US' }, gives: { eventIds: [eased.id] } },
        { party: { name: 'Belarus', country: 'BY' }, gives: { words: 'the pardon of 123 prisoners' } },
      ],
      link: 'reported_quid_pro_quo',
      brokers: ['an envoy'],
    }),
  ],
};
