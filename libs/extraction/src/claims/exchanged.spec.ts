import { toldOf } from '../testing/told.js';

describe('one thing for another', () => {
  it.each([
    ['Belarus freed 123 prisoners in exchange for the easing of U.S. sanctions on potash.', 'explicit_deal'],
    ['Belarus freed 123 prisoners after the United States eased sanctions on potash.', 'temporal_only'],
    [
      'Belarus freed 123 prisoners, reportedly in exchange for relief from U.S. sanctions on potash.',
      'reported_quid_pro_quo',
    ],
    ['The United States will ease sanctions on potash if Belarus frees 123 prisoners.', 'conditional'],
  ])('%s', (text, link) => {
    expect(toldOf('ExchangeReported', text)).toMatchObject([
      {
        link,
        legs: [
          { party: { country: 'US' }, gives: { eventIds: ['#eased'] } },
          { party: { country: 'BY' }, gives: { eventIds: ['#group'] } },
        ],
      },
    ]);
  });

  it('reaches back to the sentence before', () => {
    expect(
      toldOf(
        'ExchangeReported',
        'Belarus freed 123 prisoners. In return, the United States lifted its sanctions on potash.',
      ),
    ).toMatchObject([{ link: 'explicit_deal' }]);
  });

  it('tells of a swap of prisoners between two states', () => {
    expect(
      toldOf('ExchangeReported', 'Two journalists were freed in a prisoner swap between Belarus and Germany.'),
    ).toMatchObject([{ link: 'explicit_deal', legs: [{ party: { country: 'BY' } }, { party: { country: 'DE' } }] }]);
  });

  it.each([
    ['Armenia and Azerbaijan exchanged prisoners on Friday.', undefined],
    ['Armenia and Azerbaijan swapped 34 captives.', { value: 34, qualifier: 'exact' }],
  ])('tells of a swap by its verb: %s', (text, count) => {
    expect(toldOf('ExchangeReported', text)).toMatchObject([
      { legs: [{ party: { country: 'AM' } }, { party: { country: 'AZ' } }], ...(count ? { count } : {}) },
    ]);
  });

  it('tells of people given for people', () => {
    expect(
      toldOf('ExchangeReported', 'Israel released 90 Palestinian prisoners in exchange for three hostages.'),
    ).toMatchObject([
      {
        link: 'explicit_deal',
        legs: [
          { gives: { words: 'Israel released 90 Palestinian prisoners' } },
          { gives: { words: 'in exchange for three hostages.' } },
        ],
      },
    ]);
  });

  it('names one easing however often it was told before', () => {
    const text =
      'The United States lifted sanctions on Belarusian potash. Belarus freed 123 prisoners after Washington lifted sanctions on Belarusian potash.';
    expect(toldOf('ExchangeReported', text)).toMatchObject([
      { legs: [{ gives: { eventIds: ['#eased'] } }, { gives: { eventIds: ['#group'] } }] },
    ]);
    expect(toldOf('SanctionEased', text)).toHaveLength(1);
  });

  it('ties nothing that is denied or only demanded', () => {
    expect(
      toldOf(
        'ExchangeReported',
        'Belarus freed 123 prisoners after the United States refused to ease sanctions on potash.',
      ),
    ).toEqual([]);
    expect(
      toldOf('ExchangeReported', 'Belarus freed 123 prisoners and demanded that the United States lift sanctions.'),
    ).toEqual([]);
  });
});
