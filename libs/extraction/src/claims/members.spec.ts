import { toldOf } from '../testing/told.js';

const names = (text: string): unknown[] =>
  toldOf('PrisonerReleased', text).map(({ person }) => (person as { name: string }).name);

describe('members of a group', () => {
  it.each([
    ['Belarus freed 52 prisoners. Among them were Vera Lis and Anton Rybak.'],
    ['Belarus freed 52 prisoners. They include Vera Lis and Anton Rybak.'],
    ['Belarus freed 52 prisoners. Vera Lis was among those freed, and so was Anton Rybak.'],
    ['Belarus freed 52 prisoners, including:\n\n- Vera Lis, a lawyer\n\n- Anton Rybak, a blogger'],
    ['Belarus freed 52 prisoners, among them Vera Lis and Anton Rybak.'],
  ])('%s', (text) => {
    expect(names(text)).toEqual(['Vera Lis', 'Anton Rybak']);
  });

  it('are part of it, freed when it was', () => {
    expect(
      toldOf(
        'PrisonerReleased',
        'Belarus freed 52 prisoners on Thursday. Among them is Vera Lis, who was jailed in 2021.',
      )[0],
    ).toMatchObject({ partOf: '#group', on: '2025-12-11' });
  });

  it('are named in it, in whichever sentence they stand', () => {
    const [group] = toldOf(
      'PrisonersReleased',
      'Belarus freed 52 prisoners. Among them were Vera Lis and Anton Rybak.',
    );
    expect((group!.named as { name: string }[]).map(({ name }) => name)).toEqual(['Vera Lis', 'Anton Rybak']);
  });

  it('are not those of whom the text says that they stay', () => {
    expect(names('Belarus freed 52 prisoners. Vera Lis was not among them.')).toEqual([]);
  });
});
