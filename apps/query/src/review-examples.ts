import type { Example } from './example.js';

/** What analysts are asked for, in the golden story. */
export const queue: Example = {
  ask: '/v1/reviews/queue?type=SanctionEased&limit=1&knownAt=2026-04-01T00:00:00Z',
  answer: {
    items: [
      {
        type: 'SanctionEased',
        subject: 'sanction/us/aq',
        score: 52,
        reasons: ['single_origin', 'high_consequence'],
        parts: { retracted_after_review: 0, conflict: 0, low_confidence: 0, single_origin: 20, high_consequence: 32 },
        modality: 'performed',
        quote: { start: 0, end: 0, text: '' },
        report: {
          source: { id: 'example-desk', kind: 'law_firm', name: 'Example Sanctions Desk' },
          publishedAt: '2026-01-10T10:00:00Z',
          uri: 'https://desk.example/2026-01-10',
        },
        conflicting: [],
      },
    ],
  },
};
