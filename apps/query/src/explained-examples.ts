import type { Example } from './example.js';

/** Answers that are explained, in the story that test/golden tells. */
export const prisoners: Example = {
  ask: '/v1/prisoners?name=Mikola%20Statkevich&explain=true&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    items: [
      {
        name: 'Mikola Statkevich',
        status: 'in_custody',
        explain: {
          fields: {
            status: {
              rule: 'same_day_order',
              value: 'in_custody',
              agree: { events: 1, reports: 1, sources: 1, origins: 1 },
              events: [
                {
                  type: 'ReleaseReversed',
                  modality: 'performed',
                  occurred: '2025-09-11',
                  assertedBy: { how: 'own_account' },
                  source: { id: 'example-monitor', uri: 'https://monitor.example/2025-09-15' },
                  quotes: [
                    {
                      start: 0,
                      end: 106,
                      text: 'Mikola Statkevich, who was freed by Belarus on 11 September, refused to cross the border and was led away.',
                    },
                  ],
                },
              ],
              others: [
                {
                  value: 'released',
                  because: 'same_day',
                  agree: { events: 3, reports: 3, sources: 3, origins: 3 },
                },
              ],
            },
            sinceEarliest: { see: 'since' },
          },
        },
      },
    ],
    next: null,
  },
};

export const releases: Example = {
  ask: '/v1/releases?country=BY&explain=true&limit=1&asOf=2025-12-31&knownAt=2026-04-01T00:00:00Z',
  answer: {
    items: [
      {
        kind: 'freed',
        count: 123,
        explain: {
          fields: {
            count: { rule: 'most_exact_claim', agree: { events: 3, reports: 2, sources: 2, origins: 2 }, others: [] },
            named: {
              rule: 'group_members',
              each: [{ value: 'Ales Bialiatski' }, { value: 'Maria Kolesnikova' }, { value: 'Viktar Babaryka' }],
            },
          },
        },
      },
    ],
  },
};
