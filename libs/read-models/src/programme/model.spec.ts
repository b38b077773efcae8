import { type DataOf } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { rowsAfter } from '../engine/testing/stories.js';
import type { ProgrammeSlice } from './model.js';

const [{ data }] = EXAMPLES.ProgrammeRenewed;
const renewed = (edtf: string, over: Partial<DataOf<'ProgrammeRenewed'>> = {}) =>
  exampleOf('ProgrammeRenewed', { ...data, ...saidOn(edtf), ...over });
const terms = async (...events: Parameters<typeof rowsAfter>[1][]): Promise<string[]> => {
  const rows = await rowsAfter<ProgrammeSlice>('programme', ...events);
  return rows.map(({ validFrom, validTo, until }) => `${validFrom} to ${validTo}, until ${until}`);
};

describe('a programme that was prolonged', () => {
  it('is in force through the last day of its term, and not on the day after', async () => {
    expect(await terms(renewed('2025-02-24'))).toEqual(['2025-02-24 to 2026-03-01, until 2026-02-28']);
  });

  it('given a report that does not say until when, is still one term', async () => {
    const { until: _until, ...open } = data;
    const told = exampleOf('ProgrammeRenewed', { ...open, ...saidOn('2025-02-26') });
    expect(await terms(told, renewed('2025-02-24'))).toEqual(['2025-02-24 to 2026-03-01, until 2026-02-28']);
  });

  it('given the renewal of the year after, has two terms', async () => {
    expect(await terms(renewed('2025-02-24'), renewed('2026-02-23', { until: '2027-02-28' }))).toEqual([
      '2025-02-24 to 2026-03-01, until 2026-02-28',
      '2026-02-23 to 2027-03-01, until 2027-02-28',
    ]);
  });

  it.each([
    ['another programme', { programme: 'another programme' }],
    ['a renewal that is only announced', { modality: 'announced' }],
    ['another last day', { until: '2026-08-31' }],
  ] as const)('given %s, does not take it for the same', async (_, over) => {
    expect(await terms(renewed('2025-02-24'), renewed('2025-02-24', over))).toHaveLength(2);
  });

  it('given a last day before its first, or the last of all days, keeps its days in order', async () => {
    expect(await terms(renewed('2025-02-24', { until: '2024-01-01' }))).toEqual([
      '2025-02-24 to 2025-02-25, until 2024-01-01',
    ]);
    expect(await terms(renewed('2025-02-24', { until: '9999-12-31' }))).toEqual([
      '2025-02-24 to 9999-12-31, until 9999-12-31',
    ]);
  });
});
