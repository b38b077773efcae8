import { summary, toldOf } from '../testing/told.js';

type Told = { count: { value: number }; population: string; partOf?: string };
const figures = (type: Parameters<typeof toldOf>[0], text: string): [number, string][] =>
  (toldOf(type, text) as unknown as Told[]).map(({ count, population }) => [count.value, population]);

describe('groups told in one breath', () => {
  it.each<[string, [number, string][]]>([
    [
      'Cuba freed 46 detainees and more than 1,600 inmates, including 42 foreigners.',
      [
        [46, 'detainees'],
        [1600, 'inmates'],
        [42, 'foreigners'],
      ],
    ],
    [
      'Eritrea released 60 prisoners, including nine priests who had fasted, and 22 editors.',
      [
        [60, 'prisoners'],
        [9, 'priests'],
        [22, 'editors'],
      ],
    ],
    ['Of the 131 detainees, Laos released 45 prisoners.', [[45, 'prisoners']]],
    ['Iran freed between 20 and 30 students on Sunday.', [[20, 'students']]],
    [
      'Egypt released 33 prisoners, 12 of them women.',
      [
        [33, 'prisoners'],
        [12, 'women'],
      ],
    ],
  ])('%s', (text, groups) => {
    expect(figures('PrisonersReleased', text)).toEqual(groups);
  });

  it('are told of by the words of each, with the sentence behind them', () => {
    const text = 'Cuba freed 52 prisoners, including 14 foreigners, on Monday.';
    expect(summary(text)).toEqual(['PrisonersReleased performed', 'PrisonersReleased performed']);
  });

  it('are parts of the last act, where two verbs have one object', () => {
    const text = 'Cuba pardons and releases 52 prisoners, including 14 foreigners.';
    expect(figures('PrisonersPardoned', text)).toEqual([[52, 'prisoners']]);
    expect(figures('PrisonersReleased', text)).toEqual([
      [52, 'prisoners'],
      [14, 'foreigners'],
    ]);
  });
});

describe('people named in one breath', () => {
  it('are a group of as many', () => {
    expect(toldOf('PrisonersReleased', 'Cuba freed the editors Ana Ruiz and Luis Mora.')).toMatchObject([
      { count: { value: 2, qualifier: 'exact' }, named: [{ name: 'Ana Ruiz' }, { name: 'Luis Mora' }] },
    ]);
    expect(toldOf('PrisonersReleased', 'Cuba freed Ana Ruiz, Luis Mora and others.')).toMatchObject([
      { count: { value: 2, qualifier: 'at_least' } },
    ]);
  });

  it('are no group beside a larger one of which they can be some', () => {
    const text = 'Cuba freed 52 prisoners on Monday. On Monday Ana Ruiz and Luis Mora were freed.';
    expect(figures('PrisonersReleased', text)).toEqual([[52, 'prisoners']]);
  });

  it('are whom "they" means in the next sentence', () => {
    const text = 'Laos detained the editors Osman Ay and Selin Kaya. They were sentenced to nine years in prison.';
    expect(toldOf('PersonSentenced', text)).toMatchObject([
      { person: { name: 'Osman Ay' } },
      { person: { name: 'Selin Kaya' } },
    ]);
  });
});

describe('on how many a sanction is', () => {
  it.each<[string, number | undefined, string?]>([
    ['The United Kingdom sanctioned 14 firms over the war.', 14],
    ['The Treasury designated ten officials and three banks linked to the junta in Myanmar.', 13],
    ['The EU imposed sanctions on more than 30 Russian vessels.', 30, 'at_least'],
    ['Canada sanctioned one Cuban general and one Cuban company.', 2],
    ['OFAC is designating a Serbian oil company, as well as a banker who runs it.', 2],
    ['The EU imposed sanctions on the ministers Osman Ay and Selin Kaya of Laos.', 2],
    ['The United States lifted sanctions on two Belarusian state-owned enterprises.', 2],
    ['The United States sanctioned the bank Azovmost.', undefined],
    ['The EU prolonged its sanctions against Belarus for 12 months.', undefined],
    ['The United States imposed sanctions on Iran under Executive Order 13846.', undefined],
  ])('%s', (text, value, qualifier = 'exact') => {
    const [one] = [...toldOf('SanctionImposed', text), ...toldOf('SanctionEased', text)];
    expect(one!['count']).toEqual(value === undefined ? undefined : { value, qualifier });
  });
});

describe('how many people are exchanged', () => {
  it.each<[string, number | undefined, string?]>([
    ['Russia and Ukraine completed an exchange of nearly 300 prisoners.', 300, 'about'],
    ['Israel released 90 Palestinian prisoners in exchange for three hostages.', 93],
    ['Iran released Ana Ruiz in exchange for the release of Omid Razi by Germany.', 2],
    ['A prisoner swap between Belarus and Germany took place.', undefined],
  ])('%s', (text, value, qualifier = 'exact') => {
    const [one] = toldOf('ExchangeReported', text);
    expect(one!['count']).toEqual(value === undefined ? undefined : { value, qualifier });
  });
});

describe('clemency that leaves somebody out', () => {
  it.each([
    'The amnesty in Laos did not include any political prisoners.',
    'An amnesty that excluded political prisoners was signed in Laos.',
  ])('%s', (text) => {
    expect(summary(text)).toContain('PrisonersPardoned denied');
    expect(summary(text)).not.toContain('PrisonersPardoned performed');
  });
});

it('arrests of whom nobody says how many are a group all the same', () => {
  expect(toldOf('PersonsDetained', 'Witnesses spoke of mass arrests of students in Tehran, Iran.')).toMatchObject([
    { country: 'IR', count: { value: 2, qualifier: 'at_least' } },
  ]);
});
