import fc from 'fast-check';
import { parseOccurred } from '#domain';
import { daysApart } from './days.js';
import type { Effect, KnownClaim, Slice } from './model.js';
import { OccurrenceFold } from './occurrences.js';

/** A claim: how exact it is, of what it speaks, and when that was. One that follows another has the other's number. */
interface Told {
  readonly rank: number;
  readonly matter: number;
  readonly edtf: string;
  readonly follows?: number | undefined;
}

const DAYS_APART_MAX = 3;
const claimAt = (story: readonly Told[], at: number): KnownClaim =>
  ({ event: { id: `claim ${at}`, data: { occurred: parseOccurred(story[at]!.edtf) } }, known: 0n }) as never;
const numberOf = ({ event }: KnownClaim): number => Number(event.id.slice('claim '.length));

/** Matters agree that differ by one at most: what agrees with two need not make these agree. */
const agree = (story: readonly Told[], a: KnownClaim, b: KnownClaim): boolean =>
  Math.abs(story[numberOf(a)]!.matter - story[numberOf(b)]!.matter) <= 1 && daysApart(a, b) <= DAYS_APART_MAX;

const foldOf = (story: readonly Told[]): OccurrenceFold<Slice> =>
  new OccurrenceFold({
    agree: (one, other) => agree(story, one, other),
    daysApartMax: DAYS_APART_MAX,
    rank: (claim) => story[numberOf(claim)]!.rank,
    follows: (claim) => {
      const { follows } = story[numberOf(claim)]!;
      return follows === undefined ? undefined : `claim ${follows}`;
    },
    row: ({ event }) => ({ id: event.id, validFrom: '', validTo: '', certain: true }),
  });

/** The rule itself: in order of exactness, each joins the nearest founder before it with which it agrees. */
function byDefinition(story: readonly Told[], here: readonly number[]): Map<string, string> {
  const claims = here.map((at) => claimAt(story, at)).filter((one) => story[numberOf(one)]!.follows === undefined);
  const key = (one: KnownClaim): [number, string, string] => [
    story[numberOf(one)]!.rank,
    one.event.data.occurred.earliest ?? '',
    one.event.id,
  ];
  const compare = (a: KnownClaim, b: KnownClaim): number => {
    const [one, two] = [key(a), key(b)];
    const at = one.findIndex((part, index) => part !== two[index]);
    return at < 0 ? 0 : one[at]! < two[at]! ? -1 : 1;
  };
  const founders: KnownClaim[] = [];
  const places = new Map<string, string>();
  for (const one of claims.sort(compare)) {
    const founder = founders
      .filter((other) => agree(story, one, other))
      .sort((a, b) => daysApart(one, a) - daysApart(one, b) || compare(a, b))[0];
    if (!founder) founders.push(one);
    places.set(one.event.id, (founder ?? one).event.id);
  }
  for (const at of here) {
    const { follows } = story[at]!;
    const place = follows === undefined ? undefined : places.get(`claim ${follows}`);
    if (place) places.set(`claim ${at}`, place);
  }
  return places;
}

/** Rows and links as tables keep them that are told of each effect, and nothing else. */
class Tables {
  readonly rows = new Set<string>();
  readonly links = new Map<string, string>();
  take({ ended, begun, parted, joined }: Effect): void {
    for (const { id } of ended) expect(this.rows.delete(id)).toBe(true);
    for (const { id } of begun) {
      expect(this.rows.has(id)).toBe(false);
      this.rows.add(id);
    }
    for (const { id, event } of parted) {
      expect(this.links.get(event)).toBe(id);
      this.links.delete(event);
    }
    for (const { id, event } of joined) {
      expect(this.links.has(event)).toBe(false);
      this.links.set(event, id);
    }
  }
}

const edtf = fc.constantFrom('2025-12-13', '2025-12-15', '2025-12-17', '2025-12-19', '2025-12', '2025', 'XXXX', '2024');
const stories = fc
  .array(fc.record({ rank: fc.nat(2), matter: fc.nat(4), edtf, member: fc.option(fc.nat(), { freq: 4 }) }), {
    minLength: 1,
    maxLength: 14,
  })
  .map((list) =>
    list.map(({ member, ...told }, at) => {
      const follows = member === null || at === 0 ? undefined : member % at;
      return { ...told, follows: follows !== undefined && list[follows]!.member === null ? follows : undefined };
    }),
  );

describe('claims of one thing', () => {
  it('are gathered as the rule says after every step in and out, and nothing else is touched', () => {
    fc.assert(
      fc.property(stories, fc.array(fc.nat(), { maxLength: 40 }), (story, order) => {
        const [fold, tables, here] = [foldOf(story), new Tables(), new Set<number>()];
        for (const step of order) {
          const at = step % story.length;
          const claim = claimAt(story, at);
          tables.take(here.has(at) ? fold.remove(claim) : fold.add(claim));
          if (!here.delete(at)) here.add(at);
          const expected = byDefinition(story, [...here]);
          expect(new Map([...tables.links].sort())).toEqual(new Map([...expected].sort()));
          expect(tables.rows).toEqual(new Set(expected.values()));
        }
      }),
      { numRuns: 600 },
    );
  });

  it('make the same rows in whatever order they came', () => {
    fc.assert(
      fc.property(stories, fc.infiniteStream(fc.nat()), (story, keys) => {
        const order = story
          .map((_, at) => ({ at, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ at }) => at);
        const linksOf = (numbers: readonly number[]): Map<string, string> => {
          const [fold, tables] = [foldOf(story), new Tables()];
          for (const at of numbers) tables.take(fold.add(claimAt(story, at)));
          return new Map([...tables.links].sort());
        };
        expect(linksOf(order)).toEqual(linksOf([...story.keys()]));
      }),
    );
  });
});
