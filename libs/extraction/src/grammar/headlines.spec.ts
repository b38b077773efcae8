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
});
