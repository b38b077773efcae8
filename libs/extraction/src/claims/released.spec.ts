import { happenings, summary, toldOf } from '../testing/told.js';

describe('releases', () => {
  it.each([
    ['Belarus freed 52 political prisoners.', 52, 'exact'],
    ['More than 60 detainees were released by Nicaragua on Monday.', 60, 'at_least'],
    ['About forty dissidents walked free in Havana, Cuba.', 40, 'about'],
    ['Washington hailed the release of 14 foreign nationals by Minsk.', 14, 'exact'],
    ['Up to 90 protesters have been set free in Georgia.', 90, 'at_most'],
    ['Dozens of political prisoners were let go in Venezuela.', 24, 'at_least'],
  ])('%s', (text, value, qualifier) => {
    expect(toldOf('PrisonersReleased', text)).toMatchObject([{ count: { value, qualifier }, modality: 'performed' }]);
  });

  it('counts nobody where the text only has a plural, and says so by a lower bound', () => {
    expect(toldOf('PrisonersReleased', 'Cuba has released political prisoners.')).toMatchObject([
      { count: { value: 2, qualifier: 'at_least' }, population: 'political prisoners' },
    ]);
  });

  it('keeps those counted among others as parts, and as groups that are parts of it', () => {
    expect(toldOf('PrisonersReleased', 'Belarus released 52 prisoners, including 14 foreigners.')).toMatchObject([
      {
        key: '#group',
        count: { value: 52 },
        partitions: [{ parts: [{ label: 'foreigners', count: { value: 14 } }], complete: false }],
      },
      { partOf: '#group', count: { value: 14 }, population: 'foreigners', partitions: [] },
    ]);
  });

  it.each([
    ['Belarus pardoned and freed the blogger Anton Rybak.', 'pardoned'],
    ['Win Aung was released under an amnesty in Myanmar.', 'amnesty'],
    ['Journalist Vera Lis was freed in a prisoner swap with Russia.', 'exchange'],
    ['A court in Turkey acquitted and released activist Osman Ay.', 'acquitted'],
    ['The activist Osman Ay was released on parole.', 'parole'],
    ['Russia released the American teacher Mark Fog.', 'unknown'],
    ['Blogger Jan Novik was let out of Penal Colony No. 1 in Belarus.', 'unknown'],
  ])('%s', (text, mode) => {
    expect(toldOf('PrisonerReleased', text)).toMatchObject([{ mode }]);
  });

  it('reads “his” as the person told of before', () => {
    expect(
      toldOf('PrisonerReleased', 'Activist Vera Lis was jailed in Minsk in 2021. On Friday she was released.'),
    ).toMatchObject([{ person: { name: 'Vera Lis' }, on: '2025-12-12' }]);
  });

  it.each([
    'Venezuela released 57 prisoners on Friday, the rights group Otro Foro said.',
    'Venezuela released 57 prisoners on Friday, lawyer Jane Roe said.',
    'Venezuela released 57 prisoners, said Jane Roe, a lawyer.',
    'Venezuela released 57 prisoners on Friday, according to Jane Roe.',
    'Venezuela released 57 prisoners, Jane Roe told reporters.',
  ])('does not take who tells of it for one of them: %s', (text) => {
    expect(toldOf('PrisonerReleased', text)).toEqual([]);
    expect(toldOf('PrisonersReleased', text)).toMatchObject([{ count: { value: 57 }, named: [] }]);
  });

  it('does not take who tells of it first for one of them', () => {
    const text = 'Lawyer Jane Roe said her client Luis Sol was released from prison in Venezuela on Friday.';
    expect(toldOf('PrisonerReleased', text)).toMatchObject([{ person: { name: 'Luis Sol' } }]);
    expect(toldOf('PrisonersReleased', text)).toEqual([]);
  });

  it('takes those whom a sentence names, whoever tells of it', () => {
    expect(
      toldOf('PrisonerReleased', 'Venezuela released Ana Paz and Luis Sol on Friday, lawyer Jane Roe said.'),
    ).toMatchObject([{ person: { name: 'Ana Paz' } }, { person: { name: 'Luis Sol' } }]);
  });

  it('leaves “neither” out of a name', () => {
    expect(toldOf('PrisonerReleased', 'Neither Vera Lis nor Oleg Lis was released.')).toMatchObject([
      { person: { name: 'Vera Lis' }, modality: 'denied' },
      { person: { name: 'Oleg Lis' }, modality: 'denied' },
    ]);
  });

  it('does not take a relative for the prisoner', () => {
    expect(summary('Alena Lis spoke about her brother, who was arrested in May.')).toEqual([]);
  });

  it.each([
    ['The EU called for the immediate release of Vera Lis.', 'PrisonerReleased demanded'],
    ['Cuba has promised to free 553 prisoners.', 'PrisonersReleased announced'],
    ['Russia must release the journalist Ivan Petrov.', 'PrisonerReleased demanded'],
    ['If a deal is struck, Hamas would free 33 hostages.', 'PrisonersReleased conditional'],
    ['The ministry delayed the release of 70 prisoners.', 'PrisonersReleased refused'],
    ['Vera Lis was never released.', 'PrisonerReleased denied'],
    ['Rumours that Vera Lis would be freed spread in Minsk.', 'PrisonerReleased rumoured'],
  ])('%s', (text, claim) => {
    expect(summary(text)).toEqual([claim]);
  });

  it.each([
    ['The ministry released a statement on political prisoners.'],
    ['The film was released in 2021.'],
    ['Diplomats remain committed to efforts to free them.'],
    ['Had the talks gone well, 40 prisoners would have been freed.'],
    ['Will Minsk release more prisoners?'],
    ['Russia and Ukraine released 185 prisoners of war each.'],
    ['Nicaragua released 25 political prisoners to house arrest.'],
  ])('no release in: %s', (text) => {
    expect(happenings(text).filter((type) => /Released/.test(type))).toEqual([]);
  });
});
