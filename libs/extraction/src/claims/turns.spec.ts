import { happenings, summary, toldOf } from '../testing/told.js';

const who = (type: Parameters<typeof toldOf>[0], body: string): unknown[] =>
  toldOf(type, body).map(({ person, population }) => (person as { name: string } | undefined)?.name ?? population);

describe('turns of phrase for freedom and arrest', () => {
  it.each([
    ['Vietnam put the jailed blogger Le Van Binh on a plane to Frankfurt.', 'Le Van Binh'],
    ['The engineer Paul Marsh, detained in 2022, was put on a flight home on Monday.', 'Paul Marsh'],
    ['The economist Rauf Mamedov is back home after 14 months behind bars.', 'Rauf Mamedov'],
    ['Guards let the jailed student Tomas Rey go on Sunday.', 'Tomas Rey'],
    ['Osmani Lima landed in Madrid hours after being let out of a prison near Havana.', 'Osmani Lima'],
    ['The detained lawyer Aidar Bek walked out of court on Friday.', 'Aidar Bek'],
    ['The opposition leader Zhan Muhtar was granted early release from prison.', 'Zhan Muhtar'],
    ['Baku handed over 32 prisoners to Yerevan.', 'prisoners'],
    ['Nicaragua flew 135 political prisoners to Guatemala.', 'political prisoners'],
    ['Most of those arrested in Tbilisi have since been released.', 'those'],
    ['China releases a detained employee of a drug maker.', 'employee'],
  ])('%s', (text, name) => {
    expect(who('PrisonersReleased', text).concat(who('PrisonerReleased', text))).toEqual([name]);
  });

  it.each([
    'The airline put 300 passengers on a plane to Oslo.',
    'The company let 300 workers go in March.',
    'The army flew 300 soldiers to Mali.',
    'The minister handed over 40 buses to the teachers.',
    'Ana Ruiz is back home after her holiday in Spain.',
    'The nurse walked out of court, and reporters followed.',
    'The tourist was picked up at his hotel by the guide.',
  ])('nobody is freed or held in: %s', (text) => {
    expect(summary(text)).toEqual([]);
  });

  it('an arrest that opens a sentence is that of its subject', () => {
    expect(
      toldOf('PersonDetained', 'Wrongfully detained in 2022, engineer Paul Marsh was freed on Monday.'),
    ).toMatchObject([{ person: { name: 'Paul Marsh' }, on: '2022', modality: 'background' }]);
    expect(who('PersonDetained', 'The activist Ana Ruiz was picked up by plainclothes police on Friday.')).toEqual([
      'Ana Ruiz',
    ]);
  });

  it('what somebody said of another, without "that", is of the other', () => {
    expect(who('PersonsDetained', 'The ministry said the reporter was detained for two hours.')).toEqual(['reporter']);
  });

  it('each verb of a sentence has its own date', () => {
    const text = 'The activist Rauf Mamedov was sentenced in 2015 and was freed last December.';
    expect(toldOf('PersonSentenced', text)).toMatchObject([{ on: '2015' }]);
    expect(toldOf('PrisonerReleased', text)).toMatchObject([{ on: '2024-12' }]);
    const shared = toldOf('PersonDetained', 'The activist Rauf Mamedov was arrested on Tuesday and jailed.');
    expect(shared.map(({ on }) => on)).toContain('2025-12-09');
  });
});

describe('a pardon by which somebody is freed', () => {
  it.each([
    ['Burundi released four journalists under a presidential pardon.', ['PrisonersReleased', 'PrisonersPardoned']],
    ['Egypt freed the activist Mahmoud Hosni following a pardon.', ['PrisonerReleased', 'PrisonerPardoned']],
  ])('is theirs: %s', (text, types) => {
    expect(happenings(text)).toEqual(types);
  });

  it('covers whom it says that it covers', () => {
    const text = 'The editor Ali Ben was freed under a royal pardon covering 2,500 prisoners.';
    expect(toldOf('PrisonersPardoned', text)).toMatchObject([{ count: { value: 2500 } }]);
  });

  it('is not told where the release did not come about', () => {
    expect(happenings('Egypt has not freed the activist Mahmoud Hosni under a pardon.')).toEqual([]);
  });
});

describe('what did not come about', () => {
  it.each([
    ['Algeria rejected a request to pardon the writer Sami Lund.', 'PrisonerPardoned refused'],
    ['The court turned down an appeal to release the writer Sami Lund.', 'PrisonerReleased refused'],
    ['The minister says no sanctions have been lifted since the talks began.', 'SanctionEased denied'],
    ['The Kremlin dismissed talk of a prisoner swap as premature.', 'ExchangeReported denied'],
  ])('%s', (text, told) => {
    expect(summary(text)).toEqual([told]);
  });

  it.each([
    'Moscow freed the teacher Marc Vance, whom the State Department had designated as wrongfully detained.',
    'Those designated may not travel to the EU, which freed nobody.',
  ])('no sanction is in: %s', (text) => {
    expect(happenings(text).filter((type) => type.startsWith('Sanction'))).toEqual([]);
  });

  it('a dismissed case is no denial of what followed', () => {
    expect(summary('The judge dismissed the charges and released the writer Sami Lund.')).toEqual([
      'PrisonerReleased performed',
    ]);
  });
});

describe('lists and notices', () => {
  it.each([
    ['OFAC is removing the following individuals from the SDN List.', 'SanctionLifted ongoing'],
    ['BIS is adding 42 entities under 44 entries to the Entity List.', 'SanctionImposed ongoing'],
  ])('%s', (text, told) => {
    expect(summary(text)).toEqual([told]);
  });

  it('the total that a listing brings about is a figure of its own', () => {
    expect(summary('The EU added eight officials to its sanctions list, bringing the total to 97.')).toEqual([
      'SanctionImposed performed',
      'CountClaimed ongoing',
    ]);
  });

  it('a rule that goes out of the code of laws was on the country that it names', () => {
    const text = 'This final rule removes the Sudanese Sanctions Regulations from the Code of Federal Regulations.';
    expect(toldOf('SanctionLifted', text)).toMatchObject([{ country: 'SD' }]);
  });
});

describe('subjects and objects', () => {
  it.each([
    ['Authorities in Cuba release at least 40 dissidents.', 'PrisonersReleased performed'],
    ['Three Al Jazeera journalists are arrested by police in Egypt.', 'PersonsDetained performed'],
    ['The rebels and Kabul agree to exchange 400 prisoners.', 'ExchangeReported announced'],
  ])('%s', (text, told) => {
    expect(summary(text)).toEqual([told]);
  });

  it('nothing is in a statement of prisoners', () => {
    expect(summary('Prisoners in Cuba release a statement.')).toEqual([]);
  });
});

describe('figures beside a network, and of such people', () => {
  it('are those of its members', () => {
    expect(
      toldOf('SanctionImposed', 'Treasury sanctioned a network of six companies and two individuals.'),
    ).toMatchObject([{ count: { value: 8 } }]);
    expect(toldOf('CountClaimed', 'The group counts 1,131 such detainees.')).toMatchObject([
      { count: { value: 1131 } },
    ]);
  });
});
