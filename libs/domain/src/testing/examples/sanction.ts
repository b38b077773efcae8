import type { DataOf } from '../../events/index.js';
import type { sanctionEvents } from '../../events/sanction.js';
import { exampleOf, SATURDAY, saidOn, type Examples } from './said.js';

const potash = {
  authority: 'US',
  agency: 'Office of Foreign Assets Control',
  country: 'BY',
  target: { kind: 'goods', name: 'potash', identifiers: [] },
  measures: ['import_restrictions', 'sectoral'],
  dates: {},
} satisfies Partial<DataOf<'SanctionImposed'>>;
export const eased = exampleOf('SanctionEased', { ...SATURDAY, ...potash, means: 'unspecified' });

export const sanctionExamples: Examples<keyof typeof sanctionEvents> = {
  SanctionImposed: [
    exampleOf('SanctionImposed', {
      ...saidOn('2021-08', { modality: 'background' }),
      ...potash,
      programme: 'BELARUS-EO14038',
      instrument: 'Executive Order 14038',
      dates: { adopted: '2021-08-09', effective: '2021-08-09' },
    }),
    exampleOf('SanctionImposed', {
      ...saidOn('2021-06-21'),
      ...potash,
      target: { kind: 'entity', name: 'officials and firms', country: 'BY', identifiers: [] },
      count: { value: 21, qualifier: 'exact' },
    }),
  ],
  SanctionEased: [
    eased,
    exampleOf('SanctionEased', {
      ...saidOn('2025-12-15'),
      ...potash,
      means: 'general_licence',
      licence: {
        number: '13',
        parties: ['a potash producer', 'its trading arm'],
        ownershipRule: { percent: 50, aggregate: true },
        excludes: ['the unblocking of any property'],
        unblocks: false,
        supersedes: '12',
      },
      dates: { effective: '2025-12-15', ends: '2026-03-01T00:01:00-05:00' },
    }),
  ],
  SanctionLifted: [
    exampleOf('SanctionLifted', {
      ...saidOn('2025-11-20'),
      ...potash,
      target: { kind: 'entity', name: 'an airline', country: 'BY', identifiers: [{ scheme: 'ofac', value: '1' }] },
      instrument: 'a notice of delisting',
      cause: 'delisting',
    }),
  ],
  SanctionReimposed: [
    exampleOf('SanctionReimposed', {
      ...saidOn('2026-02?', { modality: 'announced', assertedBy: { how: 'quotes', name: 'an envoy', role: 'envoy' } }),
      ...potash,
      of: { eventId: eased.id },
      windDownUntil: '2026-03-01T00:01:00-05:00',
    }),
  ],
  OwnershipStated: [
    exampleOf('OwnershipStated', {
      ...saidOn('2025', { modality: 'ongoing' }),
      authority: 'US',
      programme: 'BELARUS',
      owner: { kind: 'entity', name: 'the state', country: 'BY', identifiers: [] },
      owned: { kind: 'entity', name: 'a potash producer', country: 'BY', identifiers: [] },
      percent: 100,
    }),
  ],
  ProgrammeRenewed: [
    exampleOf('ProgrammeRenewed', {
      ...saidOn('2025-02'),
      authority: 'EU',
      country: 'BY',
      programme: 'restrictive measures in view of the situation in Belarus',
      instrument: 'a decision of the Council',
      until: '2026-02-28',
      dates: {},
    }),
  ],
};
