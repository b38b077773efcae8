import { happenings, summary, toldOf } from '../testing/told.js';

describe('acts of clemency', () => {
  it.each([
    ['Lukashenko pardoned 31 prisoners on Friday.', 31],
    ['Azerbaijan has granted pardons to 220 inmates.', 220],
    ['A decree pardoning 18 women was signed by Lukashenko.', 18],
    ['Two hundred and twelve convicts were amnestied in Cuba last week.', 212],
    ['The junta in Myanmar granted amnesty to 3,085 political prisoners.', 3085],
    ['In Baku the president issued pardons for thirty-one activists.', 31],
  ])('%s', (text, value) => {
    expect(toldOf('PrisonersPardoned', text)).toMatchObject([{ count: { value }, modality: 'performed' }]);
  });

  it('names the ruler, the country and the members', () => {
    expect(
      toldOf(
        'PrisonersPardoned',
        'Ilham Aliyev pardoned 220 inmates, including the opposition leader Ilgar Mam and the blogger Rashad Im.',
      ),
    ).toMatchObject([{ country: 'AZ', by: 'Ilham Aliyev', named: [{ name: 'Ilgar Mam' }, { name: 'Rashad Im' }] }]);
  });

  it('claims a pardon of one person as that person’s', () => {
    expect(toldOf('PrisonerPardoned', 'Hun Sen granted opposition leader Kem Rith a full pardon.')).toMatchObject([
      { person: { name: 'Kem Rith', country: 'KH' } },
    ]);
  });

  it('does not take a pardon for a release', () => {
    expect(happenings('Lukashenko pardoned 31 prisoners on Friday.')).toEqual(['PrisonersPardoned']);
  });

  it.each([
    ['Lukashenko will pardon 20 political prisoners next week.', 'PrisonersPardoned announced'],
    ['Activists urged Lukashenko to pardon all political prisoners.', 'PrisonersPardoned demanded'],
    ['The president refused to pardon the opposition leader Vera Lis.', 'PrisonerPardoned refused'],
    ['No political prisoners were pardoned in April.', 'PrisonersPardoned denied'],
    ['Lukashenko may pardon the blogger Anton Rybak.', 'PrisonerPardoned conditional'],
  ])('%s', (text, claim) => {
    expect(summary(text)).toEqual([claim]);
  });

  it.each([
    ['At Thanksgiving the president pardoned a turkey named Peach.'],
    ['The governor pardoned four men who had been convicted of burglary.'],
    ['Pardon me, said the minister.'],
  ])('nothing in: %s', (text) => {
    expect(summary(text)).toEqual([]);
  });
});
