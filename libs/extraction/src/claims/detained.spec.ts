import { summary, toldOf } from '../testing/told.js';

describe('detentions', () => {
  it.each([
    [
      'Police in Baku detained at least 30 protesters on Sunday.',
      { country: 'AZ', count: { value: 30, qualifier: 'at_least' }, on: '2025-12-07' },
    ],
    [
      'Some 200 activists were rounded up in Minsk, Belarus.',
      { country: 'BY', count: { value: 200, qualifier: 'about' } },
    ],
    ['Arrests included no fewer than 17 students in Yangon, Myanmar.', { count: { value: 17, qualifier: 'at_least' } }],
  ])('%s', (text, claim) => {
    expect(toldOf('PersonsDetained', text)).toMatchObject([claim]);
  });

  it.each([
    [
      'Opposition politician Vera Lis was arrested in Minsk on 3 March 2021.',
      { person: { name: 'Vera Lis' }, basis: 'arrest', modality: 'background', on: '2021-03-03' },
    ],
    [
      'Belarus has taken the journalist Anton Rybak into custody.',
      { person: { name: 'Anton Rybak', country: 'BY' }, modality: 'performed' },
    ],
    ['Vera Lis, a human rights lawyer, has been arrested again.', { basis: 're_arrest' }],
    [
      'Activist Osman Ay was detained in Turkey on charges of insulting the president.',
      { charges: ['insulting the president'] },
    ],
  ])('%s', (text, claim) => {
    expect(toldOf('PersonDetained', text)).toMatchObject([claim]);
  });

  it.each([
    ['Police arrested three men over a burglary in Leeds.'],
    ['Interpol issued an arrest warrant for the minister.'],
    ['We stand with all Americans wrongfully detained abroad.'],
    ['The former member said that the church imprisoned her for years.'],
    ['Prosecutors spoke of detention conditions.'],
  ])('nothing in: %s', (text) => {
    expect(summary(text)).toEqual([]);
  });
});
