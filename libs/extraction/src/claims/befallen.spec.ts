import { summary, toldOf } from '../testing/told.js';

const groups = (type: Parameters<typeof toldOf>[0], body: string) =>
  toldOf(type, body).map(({ count, population }) => [(count as { value: number }).value, population]);
const names = (type: Parameters<typeof toldOf>[0], body: string): unknown[] =>
  toldOf(type, body).map(({ person }) => (person as { name: string }).name);

describe('groups that are sentenced, moved or expelled', () => {
  it.each([
    ['A court in Minsk sentenced 14 railway workers to up to 15 years in prison.', 14, 'railway workers'],
    ['Two union activists were sentenced to nine years each by a court in Harare.', 2, 'union activists'],
    ['The lawyers visited four students who are serving life sentences for treason.', 4, 'students'],
    ['The EU condemned the sentencing of ten women activists to six years in prison.', 10, 'women activists'],
  ])('%s', (text, value, population) => {
    expect(groups('PersonsSentenced', text)).toEqual([[value, population]]);
  });

  it('say the term, the place and the destination as a person has them', () => {
    expect(toldOf('PersonsSentenced', 'A court sentenced 14 dissidents to six years in prison.')).toMatchObject([
      { term: 'six years' },
    ]);
    expect(
      toldOf('PrisonersTransferred', 'Six jailed activists were moved from Minsk prison to a penal colony in Hrodna.'),
    ).toMatchObject([{ count: { value: 6 }, from: 'Minsk prison', to: 'penal colony in Hrodna' }]);
    expect(toldOf('PersonsExpelled', 'Nicaragua expelled 18 priests to Spain.')).toMatchObject([
      { count: { value: 18 }, country: 'NI', destination: 'ES' },
    ]);
  });

  it('of a list, those right beside the clause', () => {
    expect(
      groups(
        'PersonsExpelled',
        'Laos frees 4,000 prisoners, including 12 foreigners who will be deported, under an amnesty.',
      ),
    ).toEqual([[12, 'foreigners']]);
    expect(
      names('PersonSentenced', 'Russia freed Anton Rook in exchange for Paul Marsh, who was serving a life sentence.'),
    ).toEqual(['Paul Marsh']);
    expect(groups('PrisonersReleased', 'The 135 prisoners released today included 13 pastors.')[0]).toEqual([
      135,
      'prisoners',
    ]);
  });

  it('"them" are those of the sentence before', () => {
    const text = 'Nicaragua freed 135 political prisoners on Thursday. It expelled them to Guatemala.';
    expect(groups('PersonsExpelled', text)).toEqual([[135, 'political prisoners']]);
  });

  it.each([
    'King Abdullah pardoned 1,400 Jordanians convicted of insulting him.',
    'The amnesty does not apply to those convicted of treason.',
    'The governor commuted the death sentences of 12 inmates.',
    'The 14 activists face sentences of up to ten years.',
  ])('nobody is sentenced in: %s', (text) => {
    expect(summary(text).filter((each) => each.includes('Sentenced'))).toEqual([]);
  });

  it('a conviction with its day is one all the same', () => {
    expect(
      toldOf('PersonsSentenced', 'The king pardoned 12 activists convicted in March 2023 of sedition.'),
    ).toMatchObject([{ count: { value: 12 }, on: '2023-03', modality: 'background' }]);
  });
});

describe('whoever is told to be among some', () => {
  it.each([
    ['PersonDetained', 'Police arrested 30 protesters in Tbilisi. Among them were Nino Abashe and Gia Lomidze.'],
    ['PersonSentenced', 'A court in Minsk sentenced 14 activists. Among them were Nino Abashe and Gia Lomidze.'],
    ['PersonDetained', 'Among those arrested in Tbilisi were Nino Abashe and Gia Lomidze.'],
    ['PrisonerReleased', 'Among those let go were the activist Nino Abashe and the editor Gia Lomidze.'],
    ['PersonExpelled', 'Among the priests who were expelled were Nino Abashe and Gia Lomidze.'],
  ] as const)('has a claim of his own: %s %s', (type, text) => {
    expect(names(type, text)).toEqual(['Nino Abashe', 'Gia Lomidze']);
    expect(toldOf('PrisonerPardoned', text)).toEqual([]);
  });
});
