import { EXAMPLES } from '#examples';
import { rowsAfter } from '../engine/testing/stories.js';
import type { CountSlice } from './model.js';

describe('a figure that somebody claimed', () => {
  it('is a row of its own, neither summed nor repaired, with the window and population that it was said of', async () => {
    const found = await rowsAfter<CountSlice>('count', ...EXAMPLES.CountClaimed);
    expect(found.map(({ metric, value }) => [metric, value]).sort()).toEqual([
      ['held', 1100],
      ['released', 430],
    ]);
    expect(found.find(({ metric }) => metric === 'released')).toMatchObject({
      validFrom: '2025-12-13',
      certain: true,
      details: {
        count: { value: 430, qualifier: 'at_least' },
        window: { from: '2024-07', to: '2025-12-13' },
        population: 'political prisoners',
      },
    });
  });
});
