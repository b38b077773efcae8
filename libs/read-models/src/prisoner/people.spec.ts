import fc from 'fast-check';
import { personId, type Person } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { keyOf } from '../engine/effect.js';
import type { KnownClaim } from '../engine/model.js';
import { claimsOf } from '../engine/testing/claims.js';
import { mentionOf } from './mention.js';
import { peopleOf } from './people.js';
import { PeopleFold } from './people-fold.js';
import type { PrisonerSlice } from './row.js';

const BLOCK = 'person/by/ivan';
const NAME = 'Ivan Ivanou';
const OTHER = 'Ivan Ivanov';
const born = (birthDate: string, name = NAME): Person => ({ ...personNamed(name), birthDate });
const listed = (value: string, name = NAME, more: Partial<Person> = {}): Person => ({
  ...personNamed(name),
  identifiers: [{ scheme: 'QID', value }],
  ...more,
});

/** Who is who, each as the names and identifiers of the mentions, in whatever order they come. */
function people(...persons: readonly Person[]): string[][] {
  const mentions = persons.map((person) => mentionOf(person, BLOCK));
  const print = (list: typeof mentions) =>
    peopleOf(list)
      .map(({ mentions: all }) => all.map(({ key }) => key.replace(/^BY\n/, '').replaceAll('\n', ' ')).sort())
      .sort();
  expect(print(mentions.toReversed())).toEqual(print(mentions));
  return print(mentions);
}

describe('who is who in a block', () => {
  it('given two spellings, is nobody’s guess: they stay two', () => {
    expect(people(personNamed(NAME), personNamed(OTHER))).toHaveLength(2);
  });

  it.each([
    ['one list number', listed('Q1'), listed('Q1', OTHER)],
    ['one birth date', born('1980-01-02'), born('1980-01-02', OTHER)],
    ['one birth date, in two scripts', born('1980-01-02'), born('1980-01-02', 'Иван Иванов')],
  ])('given two spellings and %s, is one person', (_, one, other) => {
    expect(people(one, other)).toHaveLength(1);
  });

  it('given one birth date and names of a man and a woman, stays two', () => {
    expect(people(born('1982-04-24', 'Maria Kolesnikova'), born('1982-04-24', 'Maria Kolesnikov'))).toHaveLength(2);
  });

  it('given one name and two birth dates, is two people, and a mention without any is a third', () => {
    expect(people(born('1980-01-02'), born('1990-03-04'))).toHaveLength(2);
    expect(people(born('1980-01-02'), born('1990-03-04'), personNamed(NAME))).toHaveLength(3);
  });

  it('given one name and one birth date, is one person, with the mentions that have none', () => {
    expect(people(born('1980-01-02'), personNamed(NAME))).toHaveLength(1);
  });

  it('given identifiers that only spellings would join, keeps two birth dates apart', () => {
    const listedAs = (name: string, birthDate: string, value: string): Person => ({
      ...born(birthDate, name),
      identifiers: [{ scheme: 'list', value }],
    });
    const [first, second] = [listedAs(NAME, '1980-01-02', '1'), listedAs(OTHER, '1990-03-04', '2')];
    const between = [listed('Q2', NAME), listed('Q2', OTHER)];
    const found = people(first, second, ...between);
    expect(found.some((group) => group.length > 2)).toBe(false);
  });

  it('given two people of one name, gives each an id of its own and keeps that of the name for who has no more', () => {
    const ids = (...persons: Person[]) =>
      peopleOf(persons.map((person) => mentionOf(person, BLOCK))).map(({ id }) => id);
    const id = personId('BY', NAME);
    expect(ids(born('1980-01-02'))).toEqual([id]);
    expect(new Set(ids(born('1980-01-02'), born('1990-03-04'), personNamed(NAME))).size).toBe(3);
    expect(ids(born('1980-01-02'), born('1990-03-04'), personNamed(NAME))).toContain(id);
    expect(ids(born('1980-01-02'), born('1990-03-04'))).not.toContain(id);
  });
});

const persons = [
  personNamed(NAME),
  personNamed(NAME.toUpperCase()),
  personNamed(OTHER),
  born('1980-01-02'),
  born('1990-03-04'),
  born('1980-01-02', OTHER),
  listed('Q1'),
  listed('Q1', OTHER),
  listed('Q2', OTHER, { birthDate: '1990-03-04' }),
];
const TYPES = ['PersonDetained', 'PrisonerReleased', 'StatusRecognised'] as const;
const stories = fc.array(
  fc.record({
    person: fc.constantFrom(...persons),
    type: fc.constantFrom(...TYPES),
    day: fc.constantFrom('2020-09-07', '2021-07-14', '2025-12-13', '2024-07'),
    denied: fc.constantFrom(false, false, true),
  }),
  { minLength: 1, maxLength: 9 },
);
type Story = typeof stories extends fc.Arbitrary<infer One> ? One : never;
const claimsIn = (story: Story): KnownClaim[] =>
  claimsOf(
    ...story.map(({ person, type, day, denied }, at) => {
      const said = saidOn(day, denied ? { modality: 'denied' } : {});
      const evidence = said.evidence.map((passage) => ({ ...passage, start: at, end: at + passage.quote.length }));
      return exampleOf(type, { ...EXAMPLES[type][0].data, ...said, evidence, person });
    }),
  );

/** The rows and links that are left when claims were put in and taken out, every effect applied in turn. */
function after(steps: readonly (readonly ['add' | 'remove', KnownClaim])[]): string[] {
  const fold = new PeopleFold();
  const left = new Map<string, PrisonerSlice | string>();
  for (const [how, claim] of steps) {
    const { ended, begun, parted, joined } = fold[how](claim);
    for (const row of ended) {
      expect(left.get(keyOf(row))).toEqual(row);
      left.delete(keyOf(row));
    }
    for (const row of begun) left.set(keyOf(row), row);
    for (const { id, event } of parted) expect(left.delete(`${id} on ${event}`)).toBe(true);
    for (const { id, event } of joined) left.set(`${id} on ${event}`, id);
  }
  return [...left].map(([key, row]) => `${key} ${JSON.stringify(row)}`).sort();
}

describe('the rows of a block', () => {
  it('are the same in whatever order the claims came, and whatever was put in and taken out between', () => {
    fc.assert(
      fc.property(stories, fc.infiniteStream(fc.nat(1000)), (story, random) => {
        const claims = claimsIn(story);
        const straight = after(claims.map((claim) => ['add', claim]));
        const order = claims
          .map((claim) => ({ claim, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ claim }) => claim);
        const gone = order.slice(0, order.length >> 1);
        const detour = [
          ...order.map((claim) => ['add', claim] as const),
          ...gone.map((claim) => ['remove', claim] as const),
          ...gone.toReversed().map((claim) => ['add', claim] as const),
        ];
        expect(after(detour)).toEqual(straight);
        expect(after([...detour, ...claims.map((claim) => ['remove', claim] as const)])).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
