import {
  about,
  act,
  BABARYKA,
  BIALIATSKI,
  COALE,
  counted,
  entity,
  EU,
  goods,
  group,
  imposed,
  KALESNIKAVA,
  KOLESNIKOVA,
  licensed,
  part,
  STATKEVICH,
  type Claim,
} from './claims.js';

/** What was published on one day; `correction` is the source's own, of an event that it had caused. */
export interface Told {
  readonly on: string;
  readonly reports: readonly Readonly<Record<string, unknown>>[];
  /** The event for which `#before` stands in the reports: an earlier one of another source. */
  readonly before?: Readonly<{ type: string; edtf: string }>;
  readonly correction?: Readonly<{
    source: string;
    of: { type: string; edtf: string };
    by: { type: string; edtf: string };
  }>;
}

const SOURCES = {
  wire: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  paper: { id: 'example-paper', name: 'Example Paper', kind: 'newspaper' },
  monitor: { id: 'example-monitor', name: 'Example Monitor', kind: 'human_rights_group' },
  desk: { id: 'example-desk', name: 'Example Sanctions Desk', kind: 'law_firm' },
};

let reports = 0;
const from = (source: keyof typeof SOURCES, on: string, body: string, ...events: Claim[]) => ({
  source: SOURCES[source],
  uri: `https://${source}.example/${on}/${(reports += 1)}`,
  lang: 'en',
  publishedAt: `${on}T10:00:00Z`,
  body,
  ...(events.length > 0 ? { events } : {}),
});
const day = (on: string, ...told: [source: keyof typeof SOURCES, body: string, ...events: Claim[]][]): Told => ({
  on,
  reports: told.map(([source, body, ...events]) => from(source, on, body, ...events)),
});

const BELARUSKALI = entity('Belaruskali');
const BPC = entity('Belarusian Potash Company');
const AGROROZKVIT = entity('Agrorozkvit');
const BELAVIA = entity('Belavia');
const POTASH = goods('potash');
const SINCE_JULY_2024 = { window: { from: '2024-07' } };

const BEFORE: readonly Told[] = [
  day('2020-09-07', [
    'monitor',
    'Maria Kalesnikava was taken from a street in Minsk this morning.',
    about('PersonDetained', KALESNIKAVA, '2020-09-07', { basis: 'arrest' }),
  ]),
  day('2021-04-20', [
    'desk',
    'Washington ends its general licence for nine Belarusian firms; business with them may be wound down until 3 June 2021.',
    act('SanctionReimposed', entity('Nine Belarusian firms'), '2021-04', {
      of: { words: 'the general licence for nine firms' },
      windDownUntil: '2021-06-03',
      measures: ['asset_freeze'],
    }),
  ]),
  day('2021-07-14', [
    'monitor',
    'Ales Bialiatski, who had first been sentenced in November 2011, was jailed again today.',
    about('PersonSentenced', BIALIATSKI, '2011-11', { modality: 'background' }),
    about('PersonDetained', BIALIATSKI, '2021-07-14', { basis: 're_arrest' }),
  ]),
  day('2021-08-09', [
    'desk',
    'The United States has put Belaruskali on its list of blocked persons.',
    imposed(BELARUSKALI, '2021-08-09'),
  ]),
  day('2021-09-06', [
    'monitor',
    'A court in Minsk sentenced Maria Kalesnikava to eleven years.',
    about('PersonSentenced', KALESNIKAVA, '2021-09-06', { term: '11 years' }),
  ]),
  day('2021-12-02', [
    'desk',
    'OFAC lists the Belarusian Potash Company and Agrorozkvit. General License 5 lets business with them be wound down; General License 4 for Belaruskali is not extended by it.',
    imposed(BPC, '2021-12-02'),
    imposed(AGROROZKVIT, '2021-12-02'),
    licensed(BELARUSKALI, '4', '2021-12-02', { dates: { ends: '2021-12-08' } }),
    licensed(BPC, '5', '2021-12-02', { dates: { ends: '2022-04-01T00:01:00-05:00' } }),
    licensed(AGROROZKVIT, '5', '2021-12-02', { dates: { ends: '2022-04-01T00:01:00-05:00' } }),
  ]),
  day('2022-06-03', [
    'desk',
    'The European Union freezes the assets of Belaruskali from today.',
    imposed(BELARUSKALI, '2022-06-03', { ...EU, agency: undefined, dates: { published: '2022-06-03' } }),
  ]),
  day('2023-12-01', [
    'monitor',
    'Ales Bialiatski was sentenced to ten years this year.',
    about('PersonSentenced', BIALIATSKI, '2023', { term: '10 years' }),
  ]),
  day('2025-06-28', [
    'monitor',
    'We count 314 political prisoners freed since July 2024.',
    counted('released', 314, 'exact', { ...SINCE_JULY_2024, occurred: '2025-06-28' }),
  ]),
];

const SEPTEMBER: readonly Told[] = [
  day(
    '2025-09-11',
    [
      'wire',
      'Belarus freed 52 prisoners today, Mikola Statkevich among them. The US envoy said that the sanctions on Belavia were lifted.',
      group('PrisonersReleased', 52, '2025-09-11', { named: [STATKEVICH] }),
      act('SanctionEased', BELAVIA, '2025-09-11', { means: 'unspecified', assertedBy: COALE }),
    ],
    [
      'desk',
      'General License 11 authorises transactions with Belavia, listed in 2023. Belavia stays listed and nothing is unblocked.',
      imposed(BELAVIA, '2023', { modality: 'background' }),
      licensed(BELAVIA, '11', '2025-09-11'),
    ],
  ),
  day('2025-09-12', [
    'monitor',
    'Mikola Statkevich, arrested in 2020, refused to cross the border on Thursday and was led away on the Belarusian side.',
    about('PersonDetained', STATKEVICH, '2020', { modality: 'background', basis: 'arrest' }),
    about('ReleaseReversed', STATKEVICH, '2025-09-11', { of: { words: 'refused to cross and was led away' } }),
  ]),
  day('2025-11-04', [
    'desk',
    'OFAC removes Belavia from its list and issues General License 12 for three aircraft.',
    act('SanctionLifted', BELAVIA, '2025-11-04', {
      instrument: 'OFAC notice of 4 November 2025',
      cause: 'delisting',
      measures: ['asset_freeze'],
    }),
    licensed(goods('three aircraft of Belavia'), '12', '2025-11-04', { dates: { adopted: '2025-11-04' } }),
  ]),
];

const DECEMBER: readonly Told[] = [
  day(
    '2025-12-13',
    [
      'wire',
      'Belarus pardoned 123 prisoners on Saturday: 114 were taken to Ukraine, 104 Belarusians and five Ukrainians among them, and nine to Lithuania. The envoy said that sanctions on potash will be lifted, that 430 and more have been freed since July last year and that Ales Bialiatski was held for over 1,600 days. More than 1,200 remain.',
      group('PrisonersPardoned', 123, '2025-12-13', {
        named: [BIALIATSKI, KOLESNIKOVA, BABARYKA],
        partitions: [
          { dimension: 'destination', parts: [part('Ukraine', 114), part('Lithuania', 9)], complete: true },
          { dimension: 'citizenship', parts: [part('Belarus', 104), part('Ukraine', 5)], complete: false },
        ],
      }),
      {
        ...act('SanctionEased', POTASH, '2025-12-13', {
          means: 'unspecified',
          modality: 'announced',
          assertedBy: COALE,
        }),
        key: '#potash',
      },
      counted('released', 430, 'at_least', { ...SINCE_JULY_2024, occurred: '2025-12-13', assertedBy: COALE }),
      counted('held', 1200, 'at_least', { occurred: '2025-12-13' }),
      about('DurationClaimed', BIALIATSKI, '2025-12-13', {
        count: { value: 1600, qualifier: 'at_least' },
        unit: 'days',
      }),
      about('PrisonerReleased', BIALIATSKI, '2025-12-13', { mode: 'pardoned', destination: 'LT' }),
      about('PrisonerReleased', KOLESNIKOVA, '2025-12-13', { mode: 'pardoned', destination: 'UA' }),
      about('PrisonerReleased', BABARYKA, '2025-12-13', { mode: 'pardoned', destination: 'UA' }),
      {
        type: 'ExchangeReported',
        data: {
          occurred: '2025-12-13',
          link: 'reported_quid_pro_quo',
          legs: [
            { party: { name: 'the United States', country: 'US' }, gives: { eventIds: ['#potash'] } },
            { party: { name: 'Belarus', country: 'BY' }, gives: { eventIds: ['#group'] } },
          ],
        },
      },
    ],
    [
      'paper',
      'A US official spoke of over 200 people freed. Sanctions on potash are being lifted, the envoy said. Ales Bialiatski had been sentenced in 2021.',
      counted('released', 200, 'at_least', {
        occurred: '2025-12-13',
        population: 'people',
        assertedBy: { how: 'cites_unnamed', role: 'US official' },
      }),
      act('SanctionEased', POTASH, '2025-12-13', { means: 'unspecified', modality: 'ongoing', assertedBy: COALE }),
      about('PersonSentenced', BIALIATSKI, '2021', { term: '10 years' }),
    ],
  ),
  {
    ...day('2025-12-14', [
      'paper',
      'Mikola Statkevich is one of the 123, we are told.',
      { type: 'GroupMemberNamed', data: { country: 'BY', of: '#before', person: STATKEVICH, occurred: '2025-12-13' } },
    ]),
    before: { type: 'PrisonersPardoned', edtf: '2025-12-13' },
  },
  day('2025-12-14', [
    'monitor',
    'Ales Bialiatski was held for 1,613 days.',
    about('DurationClaimed', BIALIATSKI, '2025-12-13', { count: { value: 1613, qualifier: 'exact' }, unit: 'days' }),
  ]),
  day('2025-12-15', [
    'desk',
    'General License 13 authorises transactions with Belaruskali, the Belarusian Potash Company, Agrorozkvit and whatever they own at 50 percent. It does not expire and unblocks nothing.',
    ...[BELARUSKALI, BPC, AGROROZKVIT].map((target) =>
      licensed(target, '13', '2025-12-15', {
        licence: {
          parties: [BELARUSKALI, BPC, AGROROZKVIT].map(({ name }) => name),
          ownershipRule: { percent: 50, aggregate: true },
          excludes: ['unblocking of property', 'any other blocked person'],
        },
      }),
    ),
  ]),
  {
    ...day('2025-12-16', [
      'paper',
      'Mikola Statkevich is not one of the 123: we were wrong.',
      {
        type: 'GroupMemberWithdrawn',
        data: { country: 'BY', of: '#before', person: STATKEVICH, occurred: '2025-12-16' },
      },
    ]),
    before: { type: 'PrisonersPardoned', edtf: '2025-12-13' },
  },
  {
    ...day('2025-12-18', [
      'paper',
      'Correction: Ales Bialiatski was sentenced to ten years in 2023, not in 2021.',
      about('PersonSentenced', BIALIATSKI, '2023~', { term: '10 years' }),
    ]),
    correction: {
      source: 'example-paper',
      of: { type: 'PersonSentenced', edtf: '2021' },
      by: { type: 'PersonSentenced', edtf: '2023~' },
    },
  },
  day('2026-03-02', [
    'desk',
    'The Federal Register publishes General License 12 of 4 November 2025.',
    licensed(goods('three aircraft of Belavia'), '12', '2025-11-04', {
      dates: { adopted: '2025-11-04', published: '2026-03-02' },
    }),
  ]),
];

/** The true sequence behind the sample, day by day as it was published; the wording of the reports is invented. */
export const STORY: readonly Told[] = [...BEFORE, ...SEPTEMBER, ...DECEMBER];
