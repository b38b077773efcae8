import { summary } from '../testing/told.js';

/** Present-tense lines, as chronicles and headlines have them: their verbs look like nouns to a tagger. */
describe('what a chronicle tells in the present tense', () => {
  it.each([
    ['The army council pardons 310 inmates.', 'PrisonersPardoned performed'],
    ["Kenya's ruler pardons former minister Otieno Baraka.", 'PrisonerPardoned performed'],
    ['The rebels unilaterally release 40 prisoners in Aden.', 'PrisonersReleased performed'],
    ['Egyptian police arrest lawyer Karim Nassar.', 'PersonDetained performed'],
    ['A Rwandan court sentences reporter Alice Mutesi to six years in prison.', 'PersonSentenced performed'],
    ['A Rwandan court jails the reporter Alice Mutesi for six years.', 'PersonSentenced performed'],
    ['Iceland, Norway and Malta impose sanctions on Russian banks.', 'SanctionImposed performed'],
    ['China lifts sanctions on two British academics.', 'SanctionEased performed'],
    ['Thailand and Laos swap 12 prisoners.', 'ExchangeReported performed'],
    ['The government releases its annual figures.', undefined],
    ['The singer was released from hospital on Sunday.', undefined],
  ])('%s', (text, claim) => {
    expect(summary(text)).toEqual(claim === undefined ? [] : [claim]);
  });

  it('does not take the noun for the verb', () => {
    expect(summary('Prisoner releases and pardons are rare in Eritrea.')).toEqual([]);
  });

  it.each([
    ['More than 900 inmates, including 40 monks, were granted amnesty.', 'PrisonersPardoned performed'],
    ['Ruler Idi Baro commutes 12 death sentences.', 'PrisonersPardoned performed'],
    ['The activists Ana Paz and Tomas Rey flew home after being pardoned.', 'PrisonerPardoned performed'],
    ['There is no truth to reports that the mayor has been released.', 'PrisonersReleased denied'],
    ['Ana Paz should never have been arrested.', undefined],
    ['The council adopts a resolution lifting the arms embargo on Somalia.', 'SanctionEased performed'],
    ['Police have not released the names of those detained.', undefined],
    ['We regret the continued detention of the reporter Ana Paz.', undefined],
    ['The minister, whom King Faro recently pardoned after a long trial, left.', 'PrisonersPardoned background'],
    ['Cuba takes two Malian officials off its sanctions list.', 'SanctionLifted performed'],
    ['Two Danes were allowed to leave Iran in a swap for two Iranians held abroad.', 'ExchangeReported performed'],
    ['Ana Paz left Evin prison on Monday.', 'PrisonerReleased performed'],
    ['Ana Paz is due to be released in May.', 'PrisonerReleased announced'],
  ])('%s', (text, claim) => {
    const told = summary(text);
    expect(claim === undefined ? told : told.includes(claim)).toEqual(claim === undefined ? [] : true);
  });

  it.each([
    ['Zambian police arrest the leader of the Unity Party, Fred Mumba.', 'PersonDetained performed'],
    ['A Senegalese reporter is placed in police custody.', 'PersonsDetained performed'],
    ['The envoy Lena Baum demands a dissident’s release.', 'PrisonersReleased demanded'],
    ['A planned amnesty for 600 convicts was postponed.', 'PrisonersPardoned announced'],
    ['Iran rejected claims that it had agreed to free the dual nationals.', 'PrisonersReleased denied'],
    ['Ms. Alice Brown, an aid worker abducted in 2021, had been freed in Mali.', 'PrisonerReleased background'],
    ['The US waiver of sanctions for Iraq expires.', 'SanctionReimposed performed'],
    ['In total, 1,870 people are recognised as political prisoners.', 'CountClaimed ongoing'],
    ['A court in Cairo hands the editor Omar Said five years in prison.', 'PersonSentenced performed'],
    ["A court in Wuhan reduced Li Fan's sentence by a year.", 'PrisonerPardoned performed'],
    ['In a swap mediated by Oman, Iran released the Danish prisoner Bo Lund.', 'ExchangeReported performed'],
    ['Moscow is open to a prisoner swap with Norway.', 'ExchangeReported conditional'],
    ['Malta joins the EU’s sanctions against Russia.', 'SanctionImposed performed'],
    ['Some 46 Ivorian soldiers detained in Mali since July have been pardoned.', 'PrisonersPardoned performed'],
    ['OFAC is issuing a final rule to remove the Sudan Sanctions Regulations.', 'SanctionLifted performed'],
    ['Rebels free 82 schoolgirls in exchange for jailed fighters.', 'ExchangeReported performed'],
    ['The football association lifted sanctions on three clubs.', undefined],
  ])('%s', (text, claim) => {
    const told = summary(text);
    expect(claim === undefined ? told : told.includes(claim)).toEqual(claim === undefined ? [] : true);
  });
});
