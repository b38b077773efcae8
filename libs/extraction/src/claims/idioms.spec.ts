import { PUBLISHED, summary, toldOf } from '../testing/told.js';

/** Each family of turns of phrase, in the active and the passive, beside sentences of the same words about other things. */
describe('turns of phrase', () => {
  it.each([
    // freedom
    ['The activist Vera Lis won release on Friday after a year in prison.', 'PrisonerReleased performed'],
    ['The activist Vera Lis emerged from a Georgian jail on Friday.', 'PrisonerReleased performed'],
    ['The activist Vera Lis was granted bail on Friday.', 'PrisonerReleased performed'],
    ['The court granted the activist Vera Lis bail.', 'PrisonerReleased performed'],
    ['The jailed activist Vera Lis got out on Friday.', 'PrisonerReleased performed'],
    ['The jailed editor Vera Lis was sent home on Friday.', 'PrisonerReleased performed'],
    ['Minsk opened the prison gates for 11 politicians.', 'PrisonersReleased performed'],
    ['Two of his jailed deputies were bailed on Friday.', 'PrisonersReleased performed'],
    ['Her mother called for the activist Vera Lis to be let out of prison.', 'PrisonerReleased demanded'],
    // clemency
    ['The dissident Vera Lis received a royal pardon on Friday.', 'PrisonerPardoned performed'],
    ['Some 2,000 prisoners benefited from the amnesty.', 'PrisonersPardoned performed'],
    ['An amnesty on Friday freed 2,000 prisoners.', 'PrisonersPardoned performed'],
    ['Royal pardons went to 31 women.', 'PrisonersPardoned performed'],
    ["The activist Vera Lis's prison term for treason was halved.", 'PrisonerPardoned performed'],
    ['Nobody was pardoned on Friday, the dissidents said.', 'PrisonersPardoned denied'],
    ['The president declared a general amnesty on Friday.', 'PrisonersPardoned performed'],
    ['Parliament has so far ruled out a general amnesty.', 'PrisonersPardoned refused'],
    ['Some 4,000 prisoners would see their terms reduced by a year.', 'PrisonersPardoned announced'],
    // arrest
    ['Masked men bundled the journalist Vera Lis into a van.', 'PersonDetained performed'],
    ['The journalist Vera Lis was put behind bars on Friday.', 'PersonDetained performed'],
    ['Police took away 30 protesters.', 'PersonsDetained performed'],
    ['Police made 30 arrests in Tbilisi on Friday.', 'PersonsDetained performed'],
    ['A court remanded three activists for two months.', 'PersonsDetained performed'],
    ["The journalist Vera Lis's arrest on Friday shocked the capital.", 'PersonDetained performed'],
    ['The journalist Vera Lis has been held in a camp since May.', 'PersonDetained background'],
    // sentences
    ['A court in Minsk handed the blogger Vera Lis six years.', 'PersonSentenced performed'],
    ['A court sent the teacher Vera Lis to a colony for four years.', 'PersonSentenced performed'],
    ['The blogger Vera Lis was found guilty of treason.', 'PersonSentenced performed'],
    ['The blogger Vera Lis was condemned to death by a tribunal.', 'PersonSentenced performed'],
    ['The convicted editor Vera Lis is doing six years for treason.', 'PersonSentenced background'],
    // exile, death, a move
    ['Nicaragua threw Bishop Rolando Alva out of the country.', 'PersonExpelled performed'],
    ['Turkey extradited the activist Vera Lis to Tajikistan.', 'PersonExpelled performed'],
    ['The dissident Vitold Ash was found dead in his cell.', 'DiedInCustody performed'],
    ['The jailed dissident Vitold Ash died on Friday.', 'DiedInCustody performed'],
    ['The dissident Vitold Ash died while serving a nine-year sentence.', 'DiedInCustody performed'],
    ['The activist Vera Lis was granted house arrest.', 'PrisonerTransferred performed'],
    // an exchange
    ['Russia traded two prisoners for an arms dealer held in Germany.', 'ExchangeReported performed'],
    // sanctions
    ['Two Belarusian banks were placed under U.S. sanctions.', 'SanctionImposed performed'],
    ['Two Belarusian banks were struck with U.S. sanctions.', 'SanctionImposed performed'],
    ['New U.S. sanctions hit two Belarusian banks.', 'SanctionImposed performed'],
    ['New U.S. sanctions on two Belarusian banks came into force on Friday.', 'SanctionImposed performed'],
    ['The new U.S. sanctions on Belarus take effect on 1 January.', 'SanctionImposed announced'],
    ['The EU stepped up its sanctions on Belarus.', 'SanctionImposed performed'],
    ['Washington revoked the visas of two Georgian judges.', 'SanctionImposed performed'],
    ['The United States rolled back sanctions on Belarus.', 'SanctionEased performed'],
    ['Washington reopened trade with Belarus by lifting sanctions.', 'SanctionEased performed'],
    ['U.S. sanctions on Belarus expired on Friday.', 'SanctionEased performed'],
    ['Washington pulled two officials off the sanctions list.', 'SanctionLifted performed'],
    ['OFAC authorized transactions with Belavia under General License 11.', 'SanctionEased performed'],
    ['The list of political prisoners now has 300 names.', 'CountClaimed ongoing'],
    ['The number of firms under U.S. sanctions over Xinjiang rises to 52.', 'CountClaimed ongoing'],
  ])('reads %s', (text, claim) => expect(summary(text)).toContain(claim));

  it.each([
    'Spain extradited the drug trafficker Omar Roe to Peru.',
    'Mexico repatriated 200 migrants.',
    'Amnesty International declared the month a success.',
    'The list of ministers has 30 names.',
    'The nurse Vera Lis was let off with a warning for speeding.',
    'The minister Vera Lis got out of the car.',
    'The editor Vera Lis got six years of training at a court of arbitration.',
    'The mayor Vera Lis handed over the keys of the town.',
    'The actor Vera Lis passed away in Rome.',
    'Police hauled away the wreck of the activists’ car.',
    'Officers took away the passports of the activists.',
    'The club was hit with a fine.',
    'The new tax took effect in May.',
    'The general Vera Lis was given two weeks to answer.',
    'The team dropped from fifth to ninth place.',
    'Stewards pulled two protesters off the stage.',
    'Gardeners traded seeds for books.',
    'Officials were reunited with their colleagues.',
    'Ministers stepped up exports of timber.',
    'A spokesman of the People’s Liberation Front spoke.',
    'The regulator cancelled the licence of a broadcaster.',
    'The minister condemned the fire to the press.',
    'Treasury will review the designations.',
    'The Order directs the secretary to review the sanctions policy.',
  ])('claims nothing in %s', (text) => expect(summary(text)).toEqual([]));

  it('does not take an arrest for one where a detention only lasts', () => {
    expect(summary("The envoy took a strong stand on the activist Vera Lis's detention.")).toEqual([]);
  });

  it('gives the month that is a verb too its year', () => {
    expect(PUBLISHED).toBe('2025-12-13');
    expect(toldOf('PersonDetained', 'The activist Vera Lis was arrested in May.')[0]).toMatchObject({ on: '2025-05' });
  });

  it('reads of whom an opening participle tells, though she also speaks', () => {
    const [told] = toldOf('PrisonerReleased', 'Freed on Friday, the activist Vera Lis said that she would go on.');
    expect(told).toMatchObject({ person: { name: 'Vera Lis' } });
  });

  it('names nobody pardoned who was passed over', () => {
    const text = 'The king pardoned 40 dissidents. Among those passed over was the activist Vera Lis.';
    expect(toldOf('PrisonerPardoned', text)).toEqual([]);
  });
});
