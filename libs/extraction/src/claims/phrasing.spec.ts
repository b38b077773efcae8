import { summary, toldOf } from '../testing/told.js';

const claims = (text: string): string[] => summary(text);

describe('what a report may say in other words', () => {
  it.each([
    // custody that goes on
    ['The blogger Vera Lis has been behind bars since May 2020.', 'PersonDetained background'],
    ['The editor Vera Lis has been in pre-trial detention since March.', 'PersonDetained background'],
    ['The three activists had been held for between one and two years.', 'PersonsDetained background'],
    ['Twelve students picked up by police on Friday at a vigil were fined.', 'PersonsDetained background'],
    ['Officers took the publisher Omar Nur from his home in Giza.', 'PersonDetained performed'],
    ['The activists Omar Sy and Ali Bah, taken from a house in July, have not been seen.', 'PersonDetained background'],
    // freedom
    ['Political prisoners who have served ten years will be freed on Friday.', 'PrisonersReleased announced'],
    ['Two of the dissidents got out of prison on Sunday.', 'PrisonersReleased performed'],
    ['The jailed editor Vera Lis was never let out of prison.', 'PrisonerReleased denied'],
    ['Colonel Claude Pive, a dissident, escaped from the same jail.', 'PrisonerReleased performed'],
    ['The committee secured the freedom of 15 detainees.', 'PrisonersReleased performed'],
    ['The teacher Paul Marsh, who spent years in captivity, flew home on Thursday.', 'PrisonerReleased performed'],
    ['The authorities have started to let sick political prisoners out of jail.', 'PrisonersReleased performed'],
    ['Eritrea is said to have freed seven jailed pastors.', 'PrisonersReleased performed'],
    ['Some 4,000 political prisoners to go free under amnesty', 'PrisonersReleased announced'],
    ['Vera Lis, who had been held since 2021, was freed on Friday.', 'PrisonerReleased performed'],
    ['We call on the regime to drop all charges and release them at once.', 'PrisonersReleased demanded'],
    ['Protesters demanded freedom for the opposition leader Omar Sy.', 'PrisonerReleased demanded'],
    ['President Omar Sy was himself released from prison before the vote.', 'PrisonerReleased performed'],
    ['Reports that the dissident Omar Sy had been freed were false.', 'PrisonerReleased denied'],
    // sentences
    ['The women were each given suspended sentences of 18 months for protesting.', 'PersonsSentenced performed'],
    ['An appeals court upheld sentences of up to 45 years for 40 opposition figures.', 'PersonsSentenced background'],
    ['The dissidents Omar Sy and Ali Bah, who are serving life terms, went on strike.', 'PersonSentenced background'],
    ['The activist Omar Sy was tried in secret and sentenced to nine years.', 'PersonSentenced performed'],
    ['A court in Homel sent the dissident Iryna Malko to prison for four years.', 'PersonSentenced performed'],
    ['Twenty dissidents received terms of three to 20 years.', 'PersonsSentenced performed'],
    // clemency
    ['Zimbabwe freed 3,000 political prisoners in an amnesty.', 'PrisonersPardoned performed'],
    ['The dissident Najib Anwar had his 12-year sentence halved by the king.', 'PrisonerPardoned performed'],
    [
      'The release of 5,200 inmates under a presidential pardon was welcomed by activists.',
      'PrisonersPardoned performed',
    ],
    // death
    ['One detainee, the opposition organiser Jesus Mora, died on Thursday in a hospital.', 'DiedInCustody performed'],
    // expulsion
    ['The bishop was stripped of his title and expelled to the Vatican.', 'PersonsExpelled performed'],
    // figures
    ['Roughly 1,100 political prisoners are still locked up in Belarus.', 'CountClaimed ongoing'],
    ['The number of political prisoners in Venezuela has fallen to 800.', 'CountClaimed ongoing'],
    [
      'It listed more people under its sanctions, bringing the number of those listed to more than 1,300.',
      'CountClaimed ongoing',
    ],
    // sanctions
    ['General License 40A authorizes certain transactions with Venezuela.', 'SanctionEased performed'],
    ['The EU renewed its sanctions on Burundi and removed three persons from the list.', 'SanctionEased performed'],
    ["Syria's central bank was taken off a British sanctions list.", 'SanctionLifted performed'],
    ['The deal unblocked $6 billion of Iranian funds.', 'SanctionEased performed'],
    ['The president would order "the cessation of sanctions against Syria".', 'SanctionEased announced'],
    ['Australia imposed targeted financial sanctions on two Israeli ministers.', 'SanctionImposed performed'],
    ['The Trump administration sanctions Ana Ruiz, a UN rapporteur.', 'SanctionImposed performed'],
    ['The Treasury froze the funds of three Russian banks.', 'SanctionImposed performed'],
  ])('%s', (text, claim) => {
    const found = claims(text);
    // A removal is eased or lifted, by whether the text names the list.
    expect(found.map((each) => each.replace('SanctionLifted', 'SanctionEased'))).toContain(
      claim.replace('SanctionLifted', 'SanctionEased'),
    );
  });

  it.each([
    ['Roughly 1,100 political prisoners are still locked up in Belarus.', 'PersonsDetained'],
    ['Seventy-four people have died in custody since May, a group said.', 'PersonsDetained'],
    ['The election was held for three days in May.', 'PersonsDetained'],
    ['The men were picked up at the airport by a driver.', 'PersonsDetained'],
    ['She let out a cry when the film ended.', 'PrisonersReleased'],
    ['The player escaped from a difficult group.', 'PrisonersReleased'],
    ['The crew flew home after the holiday.', 'PrisonersReleased'],
    ['The driver, who had been ill since May, died on Thursday in a hospital.', 'DiedInCustody'],
    ['The order prohibits the entry of persons designated under section 4 on sanctions.', 'SanctionImposed'],
    ['The club was removed from the list of the best, and it objected.', 'SanctionEased'],
    ['The plan to free the editor was dropped.', 'PrisonersReleased performed'],
    ['A law on extremism limits the freedom of journalists in Russia.', 'PrisonersReleased'],
    ['Jailed Kurdish leader Omar Sy called on his movement to disarm.', 'PersonDetained'],
    ['The Treasury announced the removal of the Tornado designations under sanctions.', 'SanctionImposed'],
    ['Vera Lis, an activist who was jailed in 2021, went home.', 'PersonsDetained'],
  ])('nothing of the kind: %s (%s)', (text, type) => {
    expect(claims(text).filter((each) => each.startsWith(type))).toEqual([]);
  });
});

describe('whom a later sentence means', () => {
  const of = (type: Parameters<typeof toldOf>[0], text: string) =>
    toldOf(type, text).map(
      ({ person, count }) => (person as { name: string })?.name ?? (count as { value: number }).value,
    );

  it.each([
    ['PersonsDetained', 'Iran freed three Americans. The men had been arrested in 2022.', [3]],
    ['PersonsSentenced', 'Iran freed three Americans. They had been sentenced to ten years.', [3]],
    ['PersonsSentenced', 'Police in Minsk arrested five activists. The pair were sentenced to ten years.', [5]],
    ['PrisonersPardoned', 'Iran freed five Americans. All had been pardoned by the president.', [5]],
    [
      'PersonSentenced',
      'Guinea freed the opposition leader Omar Sy. The 60-year-old was sentenced to 20 years in July.',
      ['Omar Sy'],
    ],
    [
      'PersonSentenced',
      'The opposition leader Imran Ali is sentenced to 14 years in prison and his aide Bushra Bib to seven years.',
      ['Imran Ali', 'Bushra Bib'],
    ],
  ] as const)('%s: %s', (type, text, whom) => {
    expect(of(type, text)).toEqual(whom);
  });

  it('is nobody where the words are of others', () => {
    expect(of('PersonsDetained', 'Iran freed three Americans. Police arrested the protesters.')).not.toContain(3);
  });

  it('is dated by when somebody was taken', () => {
    expect(toldOf('PersonDetained', 'The blogger Vera Lis has been behind bars since May 2020.')).toMatchObject([
      { on: '2020-05' },
    ]);
  });
});

describe('numbers that are no people', () => {
  it('of years, of others who act next, and of those who were held since', () => {
    expect(toldOf('PersonsSentenced', 'A court sentenced 13 activists to terms of two to seven years.')).toHaveLength(
      1,
    );
    expect(
      toldOf(
        'SanctionImposed',
        'The EU sanctioned 16 allies of the ruler in May, and a senior official promised more.',
      ),
    ).toMatchObject([{ count: { value: 16 } }]);
    expect(
      claims('In March Eritrea released eight imprisoned journalists, three of whom had been held since 2015.'),
    ).not.toContain('CountClaimed performed');
  });
});
