import { type DataOf } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { rowsAfter } from '../engine/testing/stories.js';
import type { ExchangeSlice } from './model.js';

const [{ data }] = EXAMPLES.ExchangeReported;
const told = (edtf: string, over: Partial<DataOf<'ExchangeReported'>> = {}) =>
  exampleOf('ExchangeReported', { ...data, ...saidOn(edtf), ...over });
const rows = (...events: Parameters<typeof rowsAfter>[1][]) => rowsAfter<ExchangeSlice>('exchange', ...events);

describe('one thing given for another', () => {
  it('given reports within a week, is one row with the strongest link that anybody claims', async () => {
    const found = await rows(
      told('2025-12-13', { link: 'temporal_only' }),
      told('2025-12-20', { link: 'explicit_deal', brokers: ['an envoy', 'another'] }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      parties: 'BY-US',
      link: 'explicit_deal',
      details: { links: ['temporal_only', 'explicit_deal'], brokers: ['an envoy', 'another'] },
    });
  });

  it('given reports more than a week apart, or one that only foresees it, is two rows', async () => {
    expect(await rows(told('2025-12-13'), told('2025-12-21'))).toHaveLength(2);
    expect(await rows(told('2025-12-13'), told('2025-12-13', { modality: 'conditional' }))).toHaveLength(2);
  });
});
