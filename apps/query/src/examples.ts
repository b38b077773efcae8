import type { Example } from './example.js';
import { queue } from './review-examples.js';
import { prisoners, releases } from './explained-examples.js';

const effects: Example = {
  ask: '/v1/sanctions/effects?target=Belaruskali&authority=US&asOf=2025-12-20&knownAt=2026-04-01T00:00:00Z',
  answer: {
    target: 'Belaruskali',
    alike: [],
    authorities: [
      {
        authority: 'US',
        net: 'blocked_but_authorised',
        assetFreeze: true,
        programmes: [
          {
            country: 'BY',
            programme: 'US-BRUS',
            measures: ['asset_freeze'],
            instruments: ['General License 13', 'General License 4'],
            effect: { net: 'blocked_but_authorised', because: 'licensed', until: null, certain: true },
            ownershipRule: 'owned 50 percent or more by restricted owners together',
            coveredByOwners: null,
          },
        ],
      },
    ],
    asOf: '2025-12-20',
  },
};

const statements: Example = {
  ask: '/v1/sanctions/statements?authority=US&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    authority: 'US',
    statements: [
      {
        target: 'Belavia',
        modality: 'performed',
        assertedBy: { how: 'quotes', name: 'John Coale', role: 'the U.S. envoy' },
        quote: 'The United States has lifted its sanctions on Belavia, said John Coale, the U.S. envoy.',
        followedBy: [
          {
            target: 'Belavia',
            sameTarget: true,
            days: 0,
            type: 'SanctionEased',
            terms: { instrument: 'General License 11', ends: null, supersedes: null },
          },
          {
            target: 'three other aircraft',
            sameTarget: false,
            days: 54,
            terms: { instrument: 'General License 12', adopted: '2025-11-04', published: '2026-03-02' },
          },
          { target: 'Belavia', sameTarget: true, days: 54, type: 'SanctionLifted', terms: { cause: 'delisting' } },
          {},
          {},
          {},
        ],
      },
      { target: 'Belavia', modality: 'performed', assertedBy: { how: 'own_account' } },
      {},
      {},
    ],
  },
};

const members: Example = {
  ask: '/v1/releases/members?country=BY&day=2025-12-13&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    country: 'BY',
    day: '2025-12-13',
    groups: [
      {
        kind: 'freed',
        count: 123,
        named: [
          { name: 'Ales Bialiatski', status: 'released', destinations: [], heldAgain: false },
          { name: 'Maria Kolesnikova', status: 'released', destinations: [], heldAgain: false },
          { name: 'Viktar Babaryka', status: 'released', destinations: [], heldAgain: false },
        ],
        unnamed: { least: 120, most: 120 },
        withdrawn: [{ name: 'Mikola Statkevich' }],
        partitions: [
          {
            dimension: 'destination',
            complete: true,
            parts: [
              { label: 'Ukraine', unnamed: { least: 111, most: 114 } },
              { label: 'Lithuania', unnamed: { least: 6, most: 9 } },
            ],
            agrees: true,
          },
          { dimension: 'citizenship', complete: false, rest: { least: 14, most: 14 }, agrees: true },
        ],
      },
    ],
  },
};

const monthly: Example = {
  ask: '/v1/releases/monthly?country=BY&from=2025-09-01&to=2025-12-31&asOf=2026-03-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    country: 'BY',
    months: [
      { month: '2025-09', people: 1, byMode: { unknown: 1 }, groups: [{ day: '2025-09-11', count: 52 }], claimed: [] },
      {
        month: '2025-12',
        byMode: { pardoned: 3 },
        groups: [{ day: '2025-12-13', count: 123 }],
        claimed: [{ value: 430 }, { value: 200 }],
      },
    ],
  },
};

const returns: Example = {
  ask: '/v1/prisoners/returns?country=BY&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    country: 'BY',
    items: [
      {
        name: 'Ales Bialiatski',
        status: 'released',
        returns: [
          {
            what: 'detained_again',
            when: { earliest: '2021-07-14', latest: '2021-07-14' },
            freed: { earliest: '2011-11-30', latest: '2021-07-14', mode: 'unknown' },
          },
        ],
      },
      {
        name: 'Mikola Statkevich',
        status: 'in_custody',
        returns: [{ what: 'led_back', when: { earliest: '2025-09-11', latest: '2025-09-11' } }],
      },
    ],
  },
};

const census: Example = {
  ask: '/v1/census?country=BY&explain=true&asOf=2024-11-30&knownAt=2026-04-01T00:00:00Z',
  answer: {
    country: 'BY',
    statuses: [
      { status: 'in_custody', certain: 2, uncertain: 0 },
      { status: 'unknown', uncertain: 0 },
    ],
    claimedHeld: [],
    explain: {
      fields: {
        statuses: {
          rule: 'people_by_status',
          each: [{ value: { status: 'in_custody', certain: true }, rows: { count: 2, shown: [{}, {}], more: 0 } }, {}],
        },
        claimedHeld: { rule: 'every_claim', events: [] },
      },
    },
    asOf: '2024-11-30',
  },
};

const sources: Example = {
  ask: '/v1/sources?limit=2&knownAt=2026-04-01T00:00:00Z',
  answer: {
    items: [
      { id: 'example-desk', name: 'Example Sanctions Desk', kind: 'law_firm', reports: 9 },
      { id: 'example-monitor', name: 'Example Monitor', kind: 'human_rights_group', reports: 8 },
    ],
    next: 'example-monitor',
  },
};

const source: Example = {
  ask: '/v1/sources/example-paper?knownAt=2026-04-01T00:00:00Z',
  answer: {
    id: 'example-paper',
    name: 'Example Paper',
    kind: 'newspaper',
    reports: 6,
    claims: { CountClaimed: 2, GroupMemberNamed: 1, GroupMemberWithdrawn: 1, PersonSentenced: 2, SanctionEased: 2 },
    corrected: [
      {
        type: 'PersonSentenced',
        about: 'Ales Bialiatski',
        by: { type: 'ClaimCorrected', reason: 'source_correction' },
      },
    ],
  },
};

const series: Example = {
  ask: '/v1/counts/series?country=BY&from=2024-07-01&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    country: 'BY',
    metric: null,
    from: '2024-07-01',
    series: [
      {
        metric: 'released',
        population: 'political prisoners',
        window: { from: { earliest: '2024-07-01' }, to: { latest: '2025-06-28' } },
        range: { least: 314, most: 314 },
        figures: [
          {
            count: { value: 314, qualifier: 'exact' },
            comparison: { of: { comparable: 0, conflicting: 0, notComparable: 3 }, because: { window: 3 } },
          },
        ],
      },
      {},
      {},
      {},
    ],
  },
};

const changes: Example = {
  ask: '/v1/changes?model=exchange&limit=1',
  answer: {
    items: [
      {
        cause: { type: 'ExchangeReported', of: null, redriven: false, retold: false },
        changes: [
          { model: 'exchange', what: 'began', before: null },
          { model: 'exchange', what: 'basis', removed: [] },
        ],
      },
    ],
    switchedFrom: null,
  },
};

const search: Example = {
  ask: '/v1/search?q=Беляцкий&kind=person&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    items: [{ kind: 'person', name: 'Ales Bialiatski', country: 'BY', status: 'released' }],
    total: { value: 1, relation: 'exact' },
    facets: { kind: [{ value: 'person', count: 1 }], country: [{ value: 'BY', count: 1 }] },
    next: null,
  },
};

const names = {
  ask: '/v1/names?name=Maria%20Kolesnikova&country=BY&asOf=2025-12-31&knownAt=2026-02-01T00:00:00Z',
  answer: {
    name: 'Maria Kolesnikova',
    country: 'BY',
    people: [
      {
        country: 'BY',
        status: 'released',
        names: ['Maria Kolesnikova'],
        spellings: [{ name: 'Maria Kolesnikova', script: 'Latn' }],
        candidates: [{ name: 'Maria Kalesnikava', identifiers: { says: 'names_only', same: [], other: [] } }],
      },
    ],
    alike: [{ name: 'Maria Kalesnikava' }],
    namedInGroups: [],
  },
};

/** What OpenAPI shows of each question. */
export const EXAMPLES = {
  prisoners,
  releases,
  changes,
  search,
  effects,
  statements,
  members,
  monthly,
  returns,
  census,
  series,
  sources,
  source,
  names,
  queue,
};
