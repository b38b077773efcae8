import { summary, toldOf } from '../testing/told.js';

describe('the wording of a council and of a gazette', () => {
  it.each([
    [
      'The Council today decided to impose restrictive measures on a further 28 individuals over the repression in Belarus.',
      { authority: 'EU', country: 'BY' },
    ],
    [
      'The Council has prolonged the restrictive measures against Belarus until 28 February 2027.',
      { authority: 'EU', country: 'BY' },
    ],
    ['OFAC is adding two Iranian shipping companies to the SDN List.', { authority: 'US', agency: 'OFAC' }],
  ])('%s', (text, claim) => {
    expect(toldOf('SanctionImposed', text)).toMatchObject([
      { ...claim, modality: text.includes(' is ') ? 'ongoing' : 'performed' },
    ]);
  });

  it('does not take a rubric for an act', () => {
    expect(
      summary('International sanctions against Syria\n\nNotice of OFAC Sanctions Actions\n\nRelease of prisoners'),
    ).toEqual([]);
  });

  it('reads a headline that has a verb', () => {
    expect(summary('Belarus frees 52 political prisoners')).toEqual(['PrisonersReleased performed']);
  });
});
