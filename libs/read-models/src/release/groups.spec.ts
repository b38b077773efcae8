import { personId, type Count, type DataOf } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import type { PersonType } from '../prisoner/status.js';
import { figuresOf, membersOf, relationTo, unnamedOf, type OtherGroup } from './figures.js';
import { outcomesOf, type Known } from './members.js';
import { partitionsOf } from './partitions.js';

const exactly = (value: number): Count => ({ value, qualifier: 'exact' });
const group = (count: Count, over: Partial<DataOf<'PrisonersPardoned'>> = {}) =>
  exampleOf('PrisonersPardoned', {
    ...saidOn('2025-12-13'),
    country: 'BY',
    population: 'prisoners',
    named: [],
    partitions: [],
    count,
    ...over,
  });
const person = <Type extends PersonType>(type: Type, name: string, edtf: string, over: Partial<DataOf<Type>> = {}) =>
  exampleOf(type, { ...EXAMPLES[type][0].data, ...saidOn(edtf), person: personNamed(name), ...over });
const idFor = (name: string) => personId('BY', name);
const NAMES = ['Ales Bialiatski', 'Maria Kolesnikova', 'Viktar Babaryka'];
const pardoned = group(exactly(123), { named: NAMES.map(personNamed) });
const destinations = (...parts: [string, number][]): DataOf<'PrisonersPardoned'>['partitions'] => [
  {
    dimension: 'destination',
    parts: parts.map(([label, value]) => ({ label, count: exactly(value) })),
    complete: true,
  },
];
const freedTo = (name: string, destination: string): [string, Known] => [
  idFor(name),
  {
    status: 'released',
    since: { earliest: '2025-12-13', latest: '2025-12-13' },
    claims: claimsOf<PersonType>(person('PrisonerReleased', name, '2025-12-13', { destination })),
  },
];
const known = new Map([freedTo('Ales Bialiatski', 'LT'), freedTo('Maria Kolesnikova', 'UA')]);
const members = membersOf(claimsOf(pardoned), []);
const outcomes = outcomesOf(members, { kind: 'freed', day: '2025-12-13' }, known, '2025-12-20');

describe('the figures of a group', () => {
  it('stand side by side, each with who says it', () => {
    const envoy = { how: 'quotes' as const, name: 'an envoy' };
    const about = group({ value: 120, qualifier: 'about' }, { assertedBy: envoy });
    const figures = figuresOf(claimsOf(pardoned, about)).toSorted((a, b) => b.value - a.value);
    expect(figures).toMatchObject([
      { value: 123, qualifier: 'exact', assertedBy: { how: 'own_account' } },
      { value: 120, qualifier: 'about', assertedBy: envoy },
    ]);
  });

  it('leave as many unnamed as they say, and no number where they set no bound', () => {
    expect(unnamedOf({ least: 123, most: 123 }, { least: 3, most: 3 })).toEqual({ least: 120, most: 120 });
    expect(unnamedOf({ least: 50, most: Infinity }, { least: 3, most: 3 })).toEqual({ least: 47, most: null });
  });
});

describe('the members of a group', () => {
  const named = (type: 'GroupMemberNamed' | 'GroupMemberWithdrawn', name: string) =>
    exampleOf(type, { ...saidOn('2025-12-14'), country: 'BY', of: pardoned.id, person: personNamed(name) });

  it('are those who are named in whatever claim, each once, with every event that names them', () => {
    const later = claimsOf(named('GroupMemberNamed', 'Ales Bialiatski'), named('GroupMemberNamed', 'Another Prisoner'));
    const found = membersOf(claimsOf(pardoned), later);
    expect(found.map(({ name, events }) => [name, events.length])).toEqual([
      ['Ales Bialiatski', 2],
      ['Maria Kolesnikova', 1],
      ['Viktar Babaryka', 1],
      ['Another Prisoner', 1],
    ]);
  });

  it('are not those whose names were withdrawn, in whatever order that was told', () => {
    const story = [named('GroupMemberWithdrawn', 'Another Prisoner'), named('GroupMemberNamed', 'Another Prisoner')];
    expect(membersOf([], claimsOf(...story))).toEqual([]);
    expect(membersOf([], claimsOf(...story.toReversed()))).toEqual([]);
  });

  it('have become what their own claims say, and of whom nothing is known nothing is said', () => {
    expect(outcomes).toMatchObject([
      { name: 'Ales Bialiatski', status: 'released', destinations: ['LT'], heldAgain: false },
      { name: 'Maria Kolesnikova', status: 'released', destinations: ['UA'], heldAgain: false },
      { name: 'Viktar Babaryka', status: null, since: null, destinations: [], heldAgain: false },
    ]);
  });

  it('given one who was on the list, refused to cross and was led away, is held again', () => {
    const name = 'Mikola Statkevich';
    const arrest = person('PersonDetained', name, '2020-05-31');
    const reversed = person('ReleaseReversed', name, '2025-09-11');
    const released = person('PrisonerReleased', name, '2025-09-11');
    const became = (...story: (typeof arrest | typeof reversed | typeof released)[]) =>
      outcomesOf(
        [{ personId: idFor(name), name, events: [] }],
        { kind: 'freed', day: '2025-09-11' },
        new Map<string, Known>([
          [idFor(name), { status: 'in_custody', since: null, claims: claimsOf<PersonType>(...story) }],
        ]),
        '2025-12-20',
      )[0]!.heldAgain;
    expect(became(arrest, released, reversed)).toBe(true);
    expect(became(arrest)).toBe(false);
    expect(became(person('PersonDetained', name, 'XXXX'))).toBe(true);
    expect(became(person('PersonDetained', name, 'XXXX', { modality: 'background' }))).toBe(false);
  });
});

describe('how a group divides', () => {
  it('given 114 to Ukraine and 9 to Lithuania, adds up to 123, with who is named and how many are not of each part', () => {
    const divided = group(exactly(123), { partitions: destinations(['Ukraine', 114], ['LT', 9]) });
    expect(partitionsOf(claimsOf(divided), exactly(123), outcomes)).toMatchObject([
      {
        sum: { least: 123, most: 123 },
        rest: { least: 0, most: 0 },
        agrees: true,
        parts: [
          { label: 'Ukraine', named: [idFor('Maria Kolesnikova')], unnamed: { least: 112, most: 113 } },
          { label: 'LT', named: [idFor('Ales Bialiatski')], unnamed: { least: 7, most: 8 } },
        ],
      },
    ]);
  });

  it('given parts that are said to be all and are not, says that they do not agree, and repairs nothing', () => {
    const divided = group(exactly(114), { partitions: destinations(['BY', 104], ['UA', 5]) });
    const [found] = partitionsOf(claimsOf(divided), exactly(114), []);
    expect(found).toMatchObject({ sum: { least: 109, most: 109 }, agrees: false });
  });

  it('given some of the parts, leaves the rest', () => {
    const [all] = destinations(['BY', 104], ['UA', 5]);
    const divided = group(exactly(114), { partitions: [{ ...all!, dimension: 'citizenship', complete: false }] });
    const [found] = partitionsOf(claimsOf(divided), exactly(114), []);
    expect(found).toMatchObject({ rest: { least: 5, most: 5 }, agrees: true });
  });

  it('given two reports that divide it alike, has the division once, with both', () => {
    const partitions = destinations(['Ukraine', 114], ['Lithuania', 9]);
    const twice = claimsOf(
      group(exactly(123), { partitions }),
      group({ value: 123, qualifier: 'about' }, { partitions }),
    );
    const [found, ...others] = partitionsOf(twice, exactly(123), []);
    expect(others).toEqual([]);
    expect(found!.events).toHaveLength(2);
  });
});

describe('a group beside another of near days', () => {
  const beside = (id: string, value: Count, over: Partial<OtherGroup> & { population?: string } = {}): OtherGroup => {
    const { population = 'people', ...rest } = over;
    const figures = [{ ...value, event: id, population, assertedBy: { how: 'own_account' as const } }];
    return { id, kind: 'freed', events: [id], figures, partOf: [], ...rest };
  };
  const whole = beside('whole', exactly(114));

  it('given 104 Belarusians beside 114 people, could be a part of them and is no contradiction', () => {
    const belarusians = beside('104', exactly(104), { population: 'Belarusians' });
    expect(relationTo(whole, belarusians)).toBe('could_be_part');
    expect(relationTo(belarusians, whole)).toBe('could_be_whole');
  });

  it('given that it is said to be a part, is one', () => {
    const part = beside('104', exactly(104), { partOf: ['whole'] });
    expect([relationTo(whole, part), relationTo(part, whole)]).toEqual(['part', 'whole']);
  });

  it('given other figures of the same people in the same words, conflicts', () => {
    expect(relationTo(whole, beside('120', exactly(120), { population: 'People' }))).toBe('conflicting');
  });

  it('given another kind, has nothing to do with it', () => {
    expect(relationTo(whole, beside('arrests', exactly(104), { kind: 'detained' }))).toBeNull();
  });
});
