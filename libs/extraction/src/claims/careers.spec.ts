import { summary, toldOf } from '../testing/told.js';

describe('sentences', () => {
  it.each([
    [
      'A Minsk court sentenced the activist Palina Zhuk to twelve years in prison.',
      { person: { name: 'Palina Zhuk', country: 'BY' }, term: 'twelve years' },
    ],
    [
      'The Homel Regional Court sentenced blogger Anton Rybak to 9 years.',
      { court: 'Homel Regional Court', term: '9 years' },
    ],
    ['Journalist Anton Rybak was jailed for five years on Tuesday.', { term: 'five years', on: '2025-12-09' }],
    ['Lawyer Maksim Zen was handed a ten-year prison term in 2021.', { on: '2021', modality: 'background' }],
    [
      'Hun Sen pardoned Kem Rith, cutting short his 11-year prison sentence.',
      { person: { name: 'Kem Rith' }, modality: 'background' },
    ],
  ])('%s', (text, claim) => {
    expect(toldOf('PersonSentenced', text)).toMatchObject([claim]);
  });

  it('does not take a possible sentence for one', () => {
    expect(summary('The activist Vera Lis faces a 12-year sentence.')).toEqual([]);
  });
});

describe('transfers', () => {
  it('tells where to and where from', () => {
    expect(
      toldOf(
        'PrisonerTransferred',
        'Activist Ales Push was transferred from Minsk prison to a penal colony in Hrodna.',
      ),
    ).toMatchObject([{ to: 'penal colony in Hrodna', person: { name: 'Ales Push' } }]);
  });

  it('keeps house arrest apart from freedom', () => {
    expect(summary('Opposition leader Vera Lis was released from jail and placed under house arrest.')).toContain(
      'PrisonerTransferred performed',
    );
  });

  it('leaves other moves alone', () => {
    expect(summary('The minister Vera Lis moved to Brussels.')).toEqual([]);
  });
});

describe('expulsions', () => {
  it('tells where to', () => {
    expect(toldOf('PersonExpelled', 'Nicaragua expelled Bishop Rolando Alva to Spain.')).toMatchObject([
      { destination: 'ES', person: { name: 'Rolando Alva', country: 'NI' } },
    ]);
  });

  it('keeps a refusal as a refusal', () => {
    expect(
      toldOf('PersonExpelled', 'Mikola Stat was sent back after refusing deportation to Lithuania.'),
    ).toMatchObject([{ modality: 'refused', consent: 'refused' }]);
  });
});

describe('deaths in custody', () => {
  it('needs custody', () => {
    expect(toldOf('DiedInCustody', 'Dissident Vitold Ash died in custody on Friday.')).toMatchObject([
      { person: { name: 'Vitold Ash' }, place: 'custody', on: '2025-12-12' },
    ]);
    expect(summary('The poet Vitold Ash died in Paris on Friday.')).toEqual([]);
  });
});

describe('releases taken back', () => {
  it('tells of somebody who was led away at the border', () => {
    expect(
      toldOf(
        'ReleaseReversed',
        'Mikola Stat, freed on Thursday, refused to cross the border and was led away by Belarusian officers.',
      ),
    ).toMatchObject([{ person: { name: 'Mikola Stat', country: 'BY' } }]);
  });
});

describe('time held', () => {
  it.each([
    [
      'Ales Push spent more than 1,600 days in prison.',
      { count: { value: 1600, qualifier: 'at_least' }, unit: 'days' },
    ],
    ['Vera Lis has been held for five years.', { count: { value: 5, qualifier: 'exact' }, unit: 'years' }],
    [
      'Anton Rybak, held in solitary for about 18 months, was freed.',
      { count: { value: 18, qualifier: 'about' }, unit: 'months' },
    ],
  ])('%s', (text, claim) => {
    expect(toldOf('DurationClaimed', text)).toMatchObject([claim]);
  });

  it.each([
    ['Belarus freed Ales Push on Saturday. He had been held for two years.'],
    ['Belarus freed Ales Push on Saturday. Ales Push spent more than 1,600 days in prison.'],
  ])('how long somebody was held is no arrest without a day: %s', (text) => {
    expect(toldOf('PersonDetained', text)).toEqual([]);
    expect(toldOf('DurationClaimed', text)).toHaveLength(1);
  });

  it.each([
    ['Vera Lis was sentenced to five years in prison.'],
    ['Vera Lis was arrested five years ago.'],
    ['Talks lasted for 12 days.'],
  ])('none in: %s', (text) => {
    expect(toldOf('DurationClaimed', text)).toEqual([]);
  });
});
