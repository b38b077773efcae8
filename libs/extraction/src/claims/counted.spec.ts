import { summary, toldOf } from '../testing/told.js';

describe('cumulative figures', () => {
  it.each([
    [
      'More than 430 prisoners have been freed in Belarus since July 2024.',
      {
        metric: 'released',
        count: { value: 430, qualifier: 'at_least' },
        window: { from: '2024-07', to: '2025-12-13' },
      },
    ],
    [
      'Since July 2024 Lukashenko has pardoned over 300 people.',
      { metric: 'pardoned', count: { value: 300 }, country: 'BY' },
    ],
    [
      'Some 430 people have now been released by Belarus since July last year.',
      { count: { value: 430, qualifier: 'about' }, window: { from: '2024-07' } },
    ],
    [
      'Viasna says that 1,103 political prisoners remain behind bars in Belarus.',
      { metric: 'held', count: { value: 1103, qualifier: 'exact' } },
    ],
    ['Nicaragua continues to hold 64 political prisoners.', { metric: 'held', count: { value: 64 }, country: 'NI' }],
    [
      'There are still about 1,200 political prisoners in Belarus.',
      { metric: 'held', count: { value: 1200, qualifier: 'about' } },
    ],
    [
      'The activist Vitold Ash died in custody in Belarus, the ninth such death since 2021.',
      { metric: 'died', count: { value: 9 } },
    ],
  ])('%s', (text, claim) => {
    expect(toldOf('CountClaimed', text)).toMatchObject([claim]);
  });

  it('is not told a second time as one release', () => {
    expect(summary('More than 430 prisoners have been freed in Belarus since July 2024.')).toEqual([
      'CountClaimed performed',
    ]);
  });

  it('leaves one act’s number to the act', () => {
    expect(toldOf('CountClaimed', 'Belarus freed 52 prisoners on Thursday.')).toEqual([]);
  });
});
