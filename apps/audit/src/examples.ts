import type { ApiResponseOptions } from '@nestjs/swagger';

const AT = '2025-12-13T15:00:02.000001Z';
const meta = { knownUpTo: '2025-12-13T15:00:05.000000Z', generation: 'read_g3' };

const explain = {
  event: {
    id: '3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11',
    type: 'PrisonersPardoned',
    subject: 'group/by',
  },
  recordedAt: AT,
  knownAt: AT,
  standing: 'out',
  passages: [
    {
      reportId: '9c1b0b0e-2f0a-5b1e-9f0c-6a2f1f3b7c12',
      start: 15,
      end: 58,
      unit: 'utf-16',
      before: 'A short notice. ',
      quote: 'Belarus pardoned 123 prisoners on Saturday.',
      after: ' More will follow.',
      matches: true,
      lang: 'en',
      credit: null,
    },
  ],
  reports: [
    {
      id: '9c1b0b0e-2f0a-5b1e-9f0c-6a2f1f3b7c12',
      see: '/v1/reports/9c1b0b0e-2f0a-5b1e-9f0c-6a2f1f3b7c12',
      source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
      uri: 'https://wire.example/pardons',
      title: null,
      lang: 'en',
      credit: null,
      publishedAt: '2025-12-13T15:00:00Z',
      retrievedAt: null,
      revises: null,
      receivedAt: AT,
      knownAt: AT,
      channel: 'http',
      recordSha256: '3f79bb7b435b05321651daefd374cdc681dc06faa65e374e38337b88ca046dea',
      bodySha256: '2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6',
      receipt: {
        event: '1e0a9a3c-7a55-5b44-9a3c-b06d2c5f8e01',
        recordedAt: AT,
        extractor: { name: 'clemency-en', version: '2' },
        reason: null,
        matches: true,
        see: '/v1/events/1e0a9a3c-7a55-5b44-9a3c-b06d2c5f8e01',
      },
      acts: [],
    },
  ],
  reading: {
    how: 'extraction',
    extractor: { name: 'clemency-en', version: '2' },
    lang: 'en',
    confidence: 0.8,
    causedBy: '9c1b0b0e-2f0a-5b1e-9f0c-6a2f1f3b7c12',
  },
  reviews: [
    {
      event: '0f6d3c55-0f66-5dd6-9a5e-8a2f6a1c7a10',
      type: 'ClaimRejected',
      recordedAt: AT,
      by: { id: 'analyst-7', name: 'An analyst' },
      reason: 'extraction_error',
      of: '3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11',
      replacedBy: null,
      knownAt: AT,
      void: false,
    },
  ],
  judgements: [],
  rows: [],
  log: {
    topic: 'events',
    partition: 3,
    offset: '12',
    origin: 'clemency.example/2806c557-1471-4d76-b8e8-1bb6fd76b45e/events/3',
    index: 12,
    proof: '/v1/audit/events/3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11/proof',
    record: '/v1/audit/events/3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11/record',
  },
  ...meta,
};

/** One answer of each list, as OpenAPI shows it. The tests hold its fields beside those of a real one. */
export const EXAMPLES = {
  explain,
  impact: {
    items: [
      {
        model: 'prisoner',
        id: '6a0c1d4e-93b1-5f0c-9a59-0d2c3a1b7e55',
        about: 'Ales Bialiatski',
        count: 2,
        events: ['3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11', '5b2e4c7d-1f0a-5c3b-8d2e-7f6a5b4c3d22'],
        alone: true,
        see: '/v1/prisoners/6a0c1d4e-93b1-5f0c-9a59-0d2c3a1b7e55?explain=true',
      },
    ],
    around: {
      rows: [
        {
          model: 'release',
          id: '7c1b2e4d-8f3a-5c2b-9d1e-6f5a4b3c2d11',
          about: 'prisoners',
          ways: ['member'],
          see: '/v1/releases/7c1b2e4d-8f3a-5c2b-9d1e-6f5a4b3c2d11?explain=true',
        },
      ],
      sources: [{ id: 'example-wire', see: '/v1/sources/example-wire' }],
    },
    next: null,
    total: 1,
    knownAt: AT,
    ...meta,
  },
  log: {
    items: [
      {
        id: '0f6d3c55-0f66-5dd6-9a5e-8a2f6a1c7a10',
        type: 'ClaimRejected',
        subject: 'group/by',
        recordedAt: AT,
        knownAt: AT,
        by: { id: 'analyst-7', name: 'An analyst' },
        because: 'extraction_error',
        of: '3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11',
        data: {
          of: '3a1f3f6e-6c0c-5d8a-8a53-0c2f4c3f1b11',
          ofSubject: 'group/by',
          by: { id: 'analyst-7', name: 'An analyst' },
          reason: 'extraction_error',
        },
      },
    ],
    next: null,
    ...meta,
  },
  state: {
    ledger: 'urn:clemency:clemency:2806c557-1471-4d76-b8e8-1bb6fd76b45e',
    topics: { inbox: ['0'], reports: ['3'], events: ['12'], rejected: ['0'], checkpoints: ['0'] },
    knownAt: AT,
    knownUpTo: meta.knownUpTo,
    generation: meta.generation,
    then: [{ partition: 0, events: 9, next: '9', last: AT, root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=' }],
  },
  gaps: {
    items: [
      {
        kind: 'nothing_found',
        what: '9c1b0b0e-2f0a-5b1e-9f0c-6a2f1f3b7c12',
        since: AT,
        source: 'example-wire',
        uri: 'https://wire.example/weather',
        records: 1,
        reason: 'Nothing in it is claimed in a way that is known here.',
        see: '/v1/reports/9c1b0b0e-2f0a-5b1e-9f0c-6a2f1f3b7c12',
      },
    ],
    next: null,
    ...meta,
  },
};

const text = { type: 'string' } as const;

export const listed = (description: string, example: object): ApiResponseOptions => ({
  status: 200,
  description,
  schema: {
    type: 'object',
    required: ['items', 'next', 'knownUpTo', 'generation'],
    properties: {
      items: { type: 'array', items: { type: 'object' } },
      next: { type: 'string', nullable: true },
      knownUpTo: { ...text, format: 'date-time' },
      generation: text,
    },
    example,
  },
});
