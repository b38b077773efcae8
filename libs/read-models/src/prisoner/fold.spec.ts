import { type ClaimFields, type ClaimType, type DataOf } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { rowsAfter } from '../engine/testing/stories.js';
import type { PrisonerSlice } from './row.js';

type PersonType = 'PersonDetained' | 'PrisonerReleased' | 'PersonExpelled' | 'ReleaseReversed' | 'DiedInCustody';
const told = <Type extends PersonType | 'PrisonerPardoned' | 'DurationClaimed'>(
  type: Type,
  edtf: string,
  other: Partial<ClaimFields> & { name?: string } = {},
) => {
  const { name = 'Ales Bialiatski', ...fields } = other;
  const data = { ...EXAMPLES[type][0].data, ...saidOn(edtf, fields), person: personNamed(name) };
  return exampleOf(type, data as DataOf<Type>);
};
const detained = told('PersonDetained', '2021-07-14');
const course = async (...events: Parameters<typeof rowsAfter>[1][]): Promise<string[]> =>
  (await rowsAfter<PrisonerSlice>('prisoner', ...events)).map(
    ({ validFrom, status, certain }) => `${validFrom} ${status}${certain ? '' : '?'}`,
  );
const claims = (type: ClaimType) => ({ type });

describe('a prisoner', () => {
  it('given an arrest and a release, is in custody between the two', async () => {
    expect(await course(detained, told('PrisonerReleased', '2025-12-13'))).toEqual([
      '0001-01-01 unknown',
      '2021-07-14 in_custody',
      '2025-12-13 released',
    ]);
  });

  it('given a release without an arrest that we ever saw, has a row all the same', async () => {
    expect(await course(told('PrisonerReleased', '2025-12-13'))).toEqual(['0001-01-01 unknown', '2025-12-13 released']);
  });

  it('given only a pardon, is not held to be free', async () => {
    expect(await course(detained, told('PrisonerPardoned', '2025-12-13'))).toEqual([
      '0001-01-01 unknown',
      '2021-07-14 in_custody',
    ]);
  });

  it.each(['announced', 'conditional', 'demanded', 'refused', 'denied', 'rumoured'] as const)(
    'given a release that is %s, stays in custody',
    async (modality) => {
      const events = [detained, told('PrisonerReleased', '2025-12-13', { modality })];
      expect((await course(...events)).at(-1)).toBe('2021-07-14 in_custody');
    },
  );

  it('given a release that somebody denies within the month, is disputed; much later, not', async () => {
    const released = told('PrisonerReleased', '2025-12-13');
    const denied = (edtf: string) => told('PrisonerReleased', edtf, { modality: 'denied' });
    expect((await course(detained, released, denied('2025-12-20'))).at(-1)).toBe('2025-12-13 disputed');
    expect((await course(detained, released, denied('2026-03-01'))).at(-1)).toBe('2025-12-13 released');
  });

  it.each([
    ['released and expelled', ['PrisonerReleased', 'PersonExpelled'], 'expelled'],
    ['released and led back', ['PrisonerReleased', 'ReleaseReversed'], 'in_custody'],
    ['released, expelled and led back', ['PrisonerReleased', 'PersonExpelled', 'ReleaseReversed'], 'in_custody'],
    ['detained and released', ['PersonDetained', 'PrisonerReleased'], 'disputed'],
    ['released and dead', ['PrisonerReleased', 'DiedInCustody'], 'died'],
  ] as const)('given one day on which the person is %s, has the status that this means', async (_, types, status) => {
    const events = types.map((type) => told(type, '2025-12-13'));
    expect((await course(...events)).at(-1)).toBe(`2025-12-13 ${status}`);
    expect((await course(...events.toReversed())).at(-1)).toBe(`2025-12-13 ${status}`);
  });

  it('given a date to the month, is only perhaps released during it', async () => {
    expect(await course(detained, told('PrisonerReleased', '2025-12'))).toEqual([
      '0001-01-01 unknown',
      '2021-07-14 in_custody',
      '2025-12-01 released?',
      '2025-12-31 released',
    ]);
  });

  it('given no date, is released by the day on which that was recorded', async () => {
    expect((await course(told('PrisonerReleased', 'XXXX'))).at(-1)).toBe('2025-12-20 released');
  });

  it('given history without a day, is held by it only where nothing else is told', async () => {
    const before = { modality: 'background' } as const;
    expect((await course(told('PersonDetained', 'XXXX', before))).at(-1)).toBe('2025-12-20 in_custody');
    expect((await course(told('PrisonerReleased', '2025-12-13'), told('PersonDetained', 'XXXX', before))).at(-1)).toBe(
      '2025-12-13 released',
    );
    expect((await course(detained, told('PrisonerReleased', 'XXXX', before))).at(-1)).toBe('2021-07-14 in_custody');
    expect((await course(detained, told('DiedInCustody', 'XXXX', before))).at(-1)).toBe('2025-12-20 died');
  });

  it('given two reports of one release, has one row with both as its acts', async () => {
    const second = told('PrisonerReleased', '2025-12-13', { assertedBy: { how: 'quotes', name: 'an envoy' } });
    const rows = await rowsAfter<PrisonerSlice>('prisoner', told('PrisonerReleased', '2025-12-13'), second);
    expect(rows.at(-1)!.details.acts).toMatchObject([claims('PrisonerReleased'), claims('PrisonerReleased')]);
  });

  it('given a claimed duration, shows it and takes no status from it', async () => {
    const rows = await rowsAfter<PrisonerSlice>('prisoner', detained, told('DurationClaimed', '2025-12-13'));
    expect(rows.at(-1)).toMatchObject({
      status: 'in_custody',
      details: { durations: [{ count: { value: 1600, qualifier: 'at_least' }, unit: 'days' }] },
    });
  });

  it('given two names in one block, is two people', async () => {
    const rows = await rowsAfter<PrisonerSlice>(
      'prisoner',
      told('PersonDetained', '2021-07-14', { name: 'Viktar Babaryka' }),
      told('PersonDetained', '2020-06-18', { name: 'Viktor Babariko' }),
    );
    expect(new Set(rows.map(({ id }) => id)).size).toBe(2);
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(1);
  });
});
