import {
  act,
  counted,
  entity,
  EU,
  goods,
  group,
  imposed,
  licensed,
  owned,
  part,
  person,
  type Claim,
} from './claims.js';
import { day, type Earlier, type Told } from './telling.js';

/*
 * The true sequence behind the sample, day by day as it was published. News is prose that the extractor reads; acts of
 * authorities, divisions of groups and names that joined or left them are stated by their sources. The wording is invented,
 * and so is when the paper took something back; the facts are not. Where a fact has only a month or a year, its report is of the last day.
 */

const BELARUSKALI = entity('Belaruskali');
const BPC = entity('Belarusian Potash Company');
const AGROROZKVIT = entity('Agrorozkvit');
const BELAVIA = entity('Belavia');
const AIRCRAFT = goods('three other aircraft');
const STATKEVICH = person('Mikola Statkevich');

const BEFORE: readonly Told[] = [
  day('2020-09-07', ['monitor', 'Maria Kalesnikava was arrested in Belarus today.']),
  day('2021-04-30', [
    'desk',
    'Washington has ended its general licence for nine Belarusian firms; business with them may be wound down until 3 June.',
    act('SanctionReimposed', entity('nine Belarusian firms'), '2021-04', {
      of: { words: 'the general licence for nine firms' },
      windDownUntil: '2021-06-03',
      measures: ['asset_freeze'],
    }),
  ]),
  day('2021-07-14', [
    'monitor',
    'Ales Bialiatski was jailed again in Belarus today. He was first sentenced in November 2011.',
  ]),
  day('2021-08-09', [
    'desk',
    'The United States has put Belaruskali on its list of blocked persons.',
    imposed(BELARUSKALI, '2021-08-09'),
  ]),
  day('2021-09-06', ['monitor', 'A court in Belarus sentenced Maria Kalesnikava to 11 years in prison on Monday.']),
  day('2021-12-02', [
    'desk',
    'OFAC lists the Belarusian Potash Company and Agrorozkvit. General License 5 lets business with them be wound down until 1 April, 12:01 a.m. EST; General License 4 for Belaruskali still ends on 8 December and is not extended by it.',
    imposed(BPC, '2021-12-02'),
    imposed(AGROROZKVIT, '2021-12-02'),
    // Its day of issue is not told: all that is known is that it was in force by the day of this report.
    licensed(BELARUSKALI, '4', 'XXXX', { modality: 'ongoing', dates: { ends: '2021-12-08' } }),
    licensed(BPC, '5', '2021-12-02', { dates: { ends: '2022-04-01T00:01:00-05:00' } }),
    licensed(AGROROZKVIT, '5', '2021-12-02', { dates: { ends: '2022-04-01T00:01:00-05:00' } }),
  ]),
  day('2022-06-03', [
    'desk',
    'The European Union freezes the assets of Belaruskali from today.',
    imposed(BELARUSKALI, '2022-06-03', EU),
  ]),
  day('2023-12-31', ['monitor', 'A court in Belarus sentenced Ales Bialiatski to 10 years in prison in 2023.']),
];

const IN_2025: readonly Told[] = [
  day('2025-06-28', ['monitor', 'Belarus has freed 314 political prisoners since July 2024, by our count.']),
  day(
    '2025-09-11',
    [
      'wire',
      'Belarus freed 52 prisoners on Thursday, Mikola Statkevich among them. The United States has lifted its sanctions on Belavia, said John Coale, the U.S. envoy.',
    ],
    [
      'paper',
      'Belarus freed 52 prisoners on Thursday, Mikola Statkevich among them, as the United States eased its sanctions on Belavia.',
    ],
    [
      'desk',
      'General License 11 authorises transactions with Belavia, which stays listed. Nothing is unblocked.',
      licensed(BELAVIA, '11', '2025-09-11', { licence: { unblocks: false } }),
    ],
  ),
  day('2025-09-15', [
    'monitor',
    'Mikola Statkevich, who was freed by Belarus on 11 September, refused to cross the border and was led away.',
  ]),
  day('2025-11-04', [
    'desk',
    'OFAC removes Belavia from its list and issues General License 12 for three other aircraft.',
    act('SanctionLifted', BELAVIA, '2025-11-04', {
      instrument: 'OFAC removal of 4 November 2025',
      cause: 'delisting',
      measures: ['asset_freeze'],
    }),
    licensed(AIRCRAFT, '12', '2025-11-04', { dates: { adopted: '2025-11-04' } }),
  ]),
];

const PARDON: Earlier = { source: 'wire', on: '2025-12-13', type: 'PrisonersPardoned' };
const member = (type: string, on: string): Claim => ({
  type,
  data: { country: 'BY', of: '#before', person: STATKEVICH, occurred: on },
});

const DECEMBER: readonly Told[] = [
  day(
    '2025-12-13',
    [
      'wire',
      `Belarus pardoned and freed 123 prisoners on Saturday, among them Ales Bialiatski, Maria Kolesnikova and Viktar Babaryka. The United States will lift its sanctions on Belarusian potash, reportedly in exchange for the prisoners, said John Coale, the U.S. envoy.

More than 430 political prisoners have been freed since July last year, said John Coale. Bialiatski spent over 1,600 days in prison. More than 1,200 political prisoners remain in prison.`,
    ],
    [
      'paper',
      'The United States is lifting its sanctions on Belarusian potash, the U.S. envoy John Coale said on Saturday. Over 200 people have been freed so far, a U.S. official said. Ales Bialiatski had been sentenced in Belarus in 2021.',
    ],
    [
      'office',
      'Of the 123, 114 were taken to Ukraine, 104 Belarusians and five Ukrainians among them, and nine to Lithuania, in exchange for an easing of American sanctions.',
      group('PrisonersReleased', 123, '2025-12-13', {
        partitions: [
          { dimension: 'destination', parts: [part('Ukraine', 114), part('Lithuania', 9)], complete: true },
          { dimension: 'citizenship', parts: [part('Belarus', 104), part('Ukraine', 5)], complete: false },
        ],
      }),
      {
        type: 'ExchangeReported',
        data: {
          occurred: '2025-12-13',
          link: 'explicit_deal',
          legs: [
            {
              party: { name: 'the United States', country: 'US' },
              gives: { words: 'an easing of American sanctions' },
            },
            { party: { name: 'Belarus', country: 'BY' }, gives: { eventIds: ['#group'] } },
          ],
        },
      },
    ],
  ),
  {
    ...day(
      '2025-12-14',
      ['paper', 'Mikola Statkevich is one of the 123, we are told.', member('GroupMemberNamed', '2025-12-13')],
      [
        'monitor',
        'Maria Kalesnikava was freed in Belarus on Saturday. Ales Bialiatski spent 1,613 days in prison in Belarus.',
      ],
    ),
    before: PARDON,
  },
  day('2025-12-15', [
    'desk',
    'General License 13 authorises all transactions with Belaruskali, the Belarusian Potash Company, Agrorozkvit and whatever they own at 50 percent or more. It has no expiry and unblocks nothing.',
    ...[BELARUSKALI, BPC, AGROROZKVIT].map((target) =>
      licensed(target, '13', '2025-12-15', {
        dates: { adopted: '2025-12-15' },
        licence: {
          parties: [BELARUSKALI, BPC, AGROROZKVIT].map(({ name }) => name),
          ownershipRule: { percent: 50, aggregate: true },
          excludes: ['unblocking of property', 'any other blocked person'],
          unblocks: false,
        },
      }),
    ),
  ]),
  {
    ...day('2025-12-16', [
      'paper',
      'Mikola Statkevich is not one of the 123: we were wrong.',
      member('GroupMemberWithdrawn', '2025-12-16'),
    ]),
    before: PARDON,
  },
  {
    ...day('2025-12-18', [
      'paper',
      'Correction: Ales Bialiatski was sentenced to 10 years in prison in Belarus in 2023, and not in 2021.',
    ]),
    correction: {
      of: { source: 'paper', on: '2025-12-13', type: 'PersonSentenced' },
      by: { source: 'paper', on: '2025-12-18', type: 'PersonSentenced' },
    },
  },
  day('2026-03-02', [
    'desk',
    'The Federal Register publishes General License 12 of 4 November 2025.',
    licensed(AIRCRAFT, '12', '2025-11-04', { dates: { adopted: '2025-11-04', published: '2026-03-02' } }),
  ]),
];

/** Who spells a name how is known, and that both spellings mean one person; the day of the judgement is made up. */
const JUDGED: Told = {
  on: '2026-03-16',
  reports: [],
  judgement: {
    left: { name: 'Maria Kalesnikava', country: 'BY' },
    right: { name: 'Maria Kolesnikova', country: 'BY' },
    because:
      'Both were freed in Belarus on 13 December 2025; one is written from the Belarusian, one from the Russian.',
  },
};

/**
 * What the sequence has no case of, plainly made up, in a country without prisoners and of companies that are none: an owner
 * over a link, a licence that supersedes another, figures that contradict each other.
 */
const AQ = { country: 'AQ', programme: 'AN EXAMPLE' };
const HOLDING = entity('Example Holding');
const MADE_UP: readonly Told[] = [
  day(
    '2026-01-10',
    [
      'desk',
      'Suppose that Belaruskali owned 60 percent of a company named Example Trading, and that General License 1-A for a company named Example Holding superseded General License 1.',
      owned(BELARUSKALI, 60, entity('Example Trading'), '2026-01-10'),
      imposed(HOLDING, '2026-01-01', AQ),
      licensed(HOLDING, '1', '2026-01-02', AQ),
      licensed(HOLDING, '1-A', '2026-01-10', { ...AQ, licence: { supersedes: '1' } }),
    ],
    ['monitor', 'Suppose a count of 10.', counted('AQ', 10, 'exact', { occurred: '2026-01-10' })],
    ['paper', 'Suppose another of more than 12.', counted('AQ', 12, 'at_least', { occurred: '2026-01-10' })],
  ),
];

export const STORY: readonly Told[] = [...BEFORE, ...IN_2025, ...DECEMBER, JUDGED, ...MADE_UP].sort((a, b) =>
  a.on < b.on ? -1 : 1,
);
