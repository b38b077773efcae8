import { happenings, summary, toldOf } from '../testing/told.js';

describe('easings', () => {
  it.each([
    [
      'The United States eased sanctions on Belarusian potash.',
      { authority: 'US', country: 'BY', target: { kind: 'goods', name: 'potash' }, means: 'unspecified' },
    ],
    [
      'Washington has lifted restrictions on potash from Belarus.',
      { authority: 'US', country: 'BY', modality: 'performed' },
    ],
    [
      'The EU suspended its sanctions on Syrian banks.',
      { authority: 'EU', country: 'SY', means: 'suspension', target: { name: 'Syrian banks' } },
    ],
    ['The U.S. granted Hungary an exemption from sanctions on Russian oil.', { authority: 'US', means: 'waiver' }],
    [
      'In November 2018 the UN lifted its arms embargo on Eritrea.',
      { authority: 'UN', country: 'ER', on: '2018-11', modality: 'background' },
    ],
    ['The US paused its sanctions on Syrian banks for 180 days.', { authority: 'US', country: 'SY' }],
    ['Switzerland has unfrozen the assets of Petro Vasko.', { authority: 'CH', target: { name: 'Petro Vasko' } }],
    ['The easing of U.S. sanctions on Cuba was welcomed in Havana.', { authority: 'US', country: 'CU' }],
  ])('%s', (text, claim) => {
    expect(toldOf('SanctionEased', text)).toMatchObject([claim]);
    expect(toldOf('SanctionLifted', text)).toEqual([]);
  });

  it.each([
    ['The United States will lift sanctions on Belarusian potash.', 'SanctionEased announced'],
    ['Sanctions on Belarusian potash will be lifted by Washington, an envoy said.', 'SanctionEased announced'],
    ['The EU could ease sanctions on Syria if elections are held.', 'SanctionEased conditional'],
    ['Opposition leaders hope that Brussels will ease sanctions on Belarus.', 'SanctionEased conditional'],
    ['Minsk demanded that the EU lift its sanctions on Belarus.', 'SanctionEased demanded'],
    ['Washington refused to ease sanctions on Cuba.', 'SanctionEased refused'],
    ['The United States has not lifted sanctions on Iran.', 'SanctionEased denied'],
    ['An envoy denied that the United States had lifted sanctions on Iran.', 'SanctionEased denied'],
  ])('%s', (text, claim) => {
    expect(summary(text)).toEqual([claim]);
  });

  it.each([
    ['EU sanctions on Belarusian potash remain in place.'],
    ['Firms are accused of sanctions evasion.'],
    ['The club was told that sanctions by UEFA would be lifted.'],
    ['Removing sanctions would help trade.'],
  ])('nothing happened in: %s', (text) => {
    expect(happenings(text)).toEqual([]);
  });
});

describe('liftings', () => {
  it.each([
    [
      'The U.S. removed the airline Belavia from its sanctions list.',
      { authority: 'US', cause: 'delisting', instrument: 'removal from the sanctions list' },
    ],
    ['OFAC delisted Belavia on 4 November.', { authority: 'US', agency: 'OFAC', cause: 'delisting', on: '2025-11-04' }],
    [
      'The EU General Court annulled the sanctions on the businessman Sergei Orlov.',
      { authority: 'EU', cause: 'annulled', target: { kind: 'person', name: 'Sergei Orlov' } },
    ],
    [
      'The president signed Executive Order 14312, terminating U.S. sanctions on Syria.',
      { authority: 'US', country: 'SY', instrument: 'Executive Order 14312' },
    ],
  ])('%s', (text, claim) => {
    expect(toldOf('SanctionLifted', text)).toMatchObject([claim]);
  });

  it('needs the act to be done', () => {
    expect(toldOf('SanctionLifted', 'The U.S. will remove Belavia from its sanctions list.')).toEqual([]);
  });
});

describe('impositions', () => {
  it.each([
    [
      'The EU imposed sanctions on 14 Georgian officials on Monday.',
      { authority: 'EU', country: 'GE', target: { kind: 'entity', name: '14 Georgian officials' }, on: '2025-12-08' },
    ],
    ['Canada sanctions 14 Belarusian officials over repression.', { authority: 'CA', country: 'BY' }],
    [
      'OFAC designated two Iranian shipping companies.',
      { authority: 'US', agency: 'OFAC', country: 'IR', measures: ['asset_freeze'] },
    ],
    ['The European Union extended its sanctions on Belarus for a year.', { authority: 'EU', country: 'BY' }],
    ['Britain imposed travel bans on five Georgian judges.', { authority: 'GB', measures: ['travel_ban'] }],
    ['New sanctions against Russia were adopted by the European Union.', { authority: 'EU', country: 'RU' }],
  ])('%s', (text, claim) => {
    expect(toldOf('SanctionImposed', text)).toMatchObject([claim]);
  });

  it.each([
    ['The EU has called for targeted sanctions against Belarus.', 'SanctionImposed demanded'],
    ['France may impose sanctions on Israel.', 'SanctionImposed conditional'],
    ['The EU will impose sanctions on Georgia.', 'SanctionImposed announced'],
  ])('%s', (text, claim) => {
    expect(summary(text)).toEqual([claim]);
  });

  it('reads an easing taken back as one', () => {
    expect(
      toldOf('SanctionReimposed', 'The United States reimposed sanctions on nine Belarusian firms.'),
    ).toMatchObject([{ authority: 'US', country: 'BY', modality: 'performed' }]);
    expect(toldOf('SanctionReimposed', 'OFAC will not renew the general licence for Venezuela.')).toMatchObject([
      { modality: 'announced' },
    ]);
  });
});

describe('a licence, as a law firm tells of it', () => {
  const NOTE =
    'OFAC issued Belarus General License 13 on December 15, 2025, authorizing transactions with Belaruskali, Belarusian Potash Company and Agrorozkvit and entities that they own 50 percent or more; it does not unblock property.';

  const PARTIES = ['Belaruskali', 'Belarusian Potash Company', 'Agrorozkvit'];

  it('is an easing for each of its parties, with the licence’s number and limits', () => {
    const easings = toldOf('SanctionEased', NOTE);
    expect(easings.map(({ target }) => (target as { name: string }).name)).toEqual(PARTIES);
    for (const easing of easings) {
      expect(easing).toMatchObject({
        authority: 'US',
        agency: 'OFAC',
        country: 'BY',
        means: 'general_licence',
        instrument: 'Belarus General License 13',
        on: '2025-12-15',
        dates: { adopted: '2025-12-15' },
        modality: 'performed',
        licence: { number: '13', parties: PARTIES, ownershipRule: { percent: 50, aggregate: true }, unblocks: false },
      });
    }
    expect(toldOf('SanctionLifted', NOTE)).toEqual([]);
  });

  it('is told once of each party, however often the note speaks of it', () => {
    const longer = `${NOTE} General License 13 authorizes exports too. GL 13 has no end date.`;
    expect(toldOf('SanctionEased', longer)).toHaveLength(PARTIES.length);
  });

  it('is issued by the authority, not by the country in its name', () => {
    const note = `On December 15, 2025, OFAC issued Belarus General License 13, which authorizes transactions with Belaruskali.`;
    expect(toldOf('SanctionEased', note).map(({ authority }) => authority)).toEqual(['US']);
  });
});
