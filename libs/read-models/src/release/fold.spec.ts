import type { Count, DataOf, GroupType } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { rowsAfter } from '../engine/testing/stories.js';
import type { ReleaseSlice } from './row.js';

const BY_US = { country: 'BY', named: [], partitions: [] };
const group = (type: GroupType, edtf: string, count: Count, over: Partial<DataOf<'PrisonersPardoned'>> = {}) =>
  exampleOf(type, { ...saidOn(edtf), ...BY_US, population: 'prisoners', count, ...over });
const exactly = (value: number): Count => ({ value, qualifier: 'exact' });
const pardoned = group('PrisonersPardoned', '2025-12-13', exactly(123));
const member = (type: 'GroupMemberNamed' | 'GroupMemberWithdrawn', name: string) =>
  exampleOf(type, { ...saidOn('2025-12-13'), country: 'BY', of: pardoned.id, person: personNamed(name) });
const rows = (...events: Parameters<typeof rowsAfter>[1][]) => rowsAfter<ReleaseSlice>('release', ...events);

describe('a group that was freed', () => {
  it('given 123 with three named, is one group with three people and 120 unknown', async () => {
    const [{ data }] = EXAMPLES.PrisonersPardoned;
    const [row, ...others] = await rows(exampleOf('PrisonersPardoned', data));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ kind: 'freed', count: 123, details: { unnamed: { least: 120, most: 120 } } });
    expect(row!.details.named.map(({ name }) => name)).toEqual([
      'Ales Bialiatski',
      'Мария Колесникова',
      'Viktar Babaryka',
    ]);
  });

  it.each([
    ['of the same day and count', group('PrisonersReleased', '2025-12-13', exactly(123))],
    ['that says "at least 100"', group('PrisonersReleased', '2025-12-13', { value: 100, qualifier: 'at_least' })],
    ['that says "about 120"', group('PrisonersReleased', '2025-12-13', { value: 120, qualifier: 'about' })],
    ['that says "100 to 130"', group('PrisonersReleased', '2025-12-13', { value: 100, qualifier: 'range', max: 130 })],
    ['dated three days later', group('PrisonersReleased', '2025-12-16', exactly(123))],
    ['dated to the month', group('PrisonersReleased', '2025-12', exactly(123))],
    ['told as history', group('PrisonersPardoned', '2025-12-13', exactly(123), { modality: 'background' })],
  ])('given a second report %s, is still one occurrence', async (_, second) => {
    const found = await rows(pardoned, second);
    expect(found).toHaveLength(1);
    expect(found[0]!.details.acts).toHaveLength(2);
  });

  it.each([
    ['with another count', group('PrisonersReleased', '2025-12-13', exactly(114))],
    ['that says "at most 100"', group('PrisonersReleased', '2025-12-13', { value: 100, qualifier: 'at_most' })],
    ['dated four days later', group('PrisonersReleased', '2025-12-17', exactly(123))],
    ['of people detained', group('PersonsDetained', '2025-12-13', exactly(123))],
    ['of people sentenced', group('PersonsSentenced', '2025-12-13', exactly(123))],
    ['of people expelled', group('PersonsExpelled', '2025-12-13', exactly(123))],
    ['that only announces it', group('PrisonersReleased', '2025-12-13', exactly(123), { modality: 'announced' })],
  ])('given a report %s, is another occurrence', async (_, other) => {
    expect(await rows(pardoned, other)).toHaveLength(2);
  });

  it('given names that come later, and before, counts them as its own until they are withdrawn', async () => {
    const [row] = await rows(
      member('GroupMemberNamed', 'Ales Bialiatski'),
      pardoned,
      member('GroupMemberNamed', 'A B'),
    );
    expect(row!.details.named).toHaveLength(2);
    expect(row!.details.unnamed).toEqual({ least: 121, most: 121 });
    const [fewer] = await rows(
      member('GroupMemberNamed', 'Ales Bialiatski'),
      pardoned,
      member('GroupMemberWithdrawn', 'Ales Bialiatski'),
    );
    expect(fewer!.details.named).toEqual([]);
  });

  it('given a name of a group that we never saw, has no row', async () => {
    expect(await rows(member('GroupMemberNamed', 'Ales Bialiatski'))).toEqual([]);
  });

  it('given a lower bound, leaves open how many are not named', async () => {
    const [row] = await rows(group('PrisonersPardoned', '2025-12-13', { value: 50, qualifier: 'at_least' }));
    expect(row!.details.unnamed).toEqual({ least: 50, most: null });
  });
});
