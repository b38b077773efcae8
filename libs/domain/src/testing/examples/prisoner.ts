import type { countEvents, prisonerEvents } from '../../events/prisoner.js';
import { pardonedGroup } from './group.js';
import { BABARYKA, BIALIATSKI, exampleOf, KOLESNIKOVA, personNamed, SATURDAY, saidOn, type Examples } from './said.js';

export const prisonerExamples: Examples<keyof typeof prisonerEvents> = {
  PersonDetained: [
    exampleOf('PersonDetained', {
      ...saidOn('2021-07-14', { modality: 'background' }),
      person: BIALIATSKI,
      authority: 'State Security Committee',
      place: 'Minsk',
      basis: 'arrest',
      charges: ['tax evasion'],
    }),
  ],
  PersonSentenced: [
    exampleOf('PersonSentenced', {
      ...saidOn('2023-03-03', { modality: 'background' }),
      person: BIALIATSKI,
      court: 'a district court of Minsk',
      articles: ['228', '342'],
      term: 'ten years',
      regime: 'reinforced',
    }),
  ],
  PrisonerTransferred: [
    exampleOf('PrisonerTransferred', {
      ...saidOn('2023-05~'),
      person: BIALIATSKI,
      from: 'a prison in Minsk',
      to: 'Horki',
    }),
  ],
  PrisonerPardoned: [
    exampleOf('PrisonerPardoned', {
      ...SATURDAY,
      person: BABARYKA,
      by: 'the president',
      act: 'decree',
      conditions: [],
    }),
  ],
  PrisonerReleased: [
    exampleOf('PrisonerReleased', {
      ...SATURDAY,
      person: KOLESNIKOVA,
      mode: 'pardoned',
      destination: 'UA',
      conditions: ['no return'],
      partOf: pardonedGroup.id,
    }),
    exampleOf('PrisonerReleased', { ...saidOn('XXXX'), person: BIALIATSKI, mode: 'unknown', conditions: [] }),
  ],

  PersonExpelled: [
    exampleOf('PersonExpelled', { ...SATURDAY, person: BIALIATSKI, destination: 'LT', consent: 'unknown' }),
  ],
  ReleaseReversed: [
    exampleOf('ReleaseReversed', {
      ...saidOn('2025-09-11/2025-09-12', { assertedBy: { how: 'cites_unnamed' } }),
      person: personNamed('Mikola Statkevich'),
      of: { words: 'refused to cross and was led away' },
    }),
  ],
  DiedInCustody: [
    exampleOf('DiedInCustody', { ...saidOn('2024'), person: personNamed('Vitold Ashurak'), place: 'Shklou' }),
  ],
  StatusRecognised: [
    exampleOf('StatusRecognised', {
      ...saidOn('2021-09', { modality: 'ongoing' }),
      person: BABARYKA,
      definition: 'the guidelines of a group of human-rights organisations',
      status: 'political prisoner',
    }),
  ],
  StatusWithdrawn: [
    exampleOf('StatusWithdrawn', {
      ...saidOn('2025-12', { modality: 'denied' }),
      person: BABARYKA,
      definition: 'the law of the country',
      status: 'political prisoner',
    }),
  ],
  DurationClaimed: [
    exampleOf('DurationClaimed', {
      ...SATURDAY,
      person: BIALIATSKI,
      count: { value: 1600, qualifier: 'at_least' },
      unit: 'days',
    }),
  ],
};

export const countExamples: Examples<keyof typeof countEvents> = {
  CountClaimed: [
    exampleOf('CountClaimed', {
      ...SATURDAY,
      country: 'BY',
      metric: 'released',
      count: { value: 430, qualifier: 'at_least' },
      window: { from: '2024-07', to: '2025-12-13' },
      population: 'political prisoners',
    }),
    exampleOf('CountClaimed', {
      ...SATURDAY,
      country: 'BY',
      metric: 'held',
      count: { value: 1100, qualifier: 'range', max: 1300 },
      window: {},
      population: 'people recognised as political prisoners',
    }),
  ],
};
