import fc from 'fast-check';
import { parseOccurred, type Count } from '#domain';
import { boundsOf } from '../engine/counts.js';
import { compareCounts, isBelowIdentified, seriesOf, type Figure } from './compare.js';

const figure = (id: string, count: Count, over: Partial<Omit<Figure, 'occurred'>> & { on?: string } = {}): Figure => {
  const { on = '2025-12-13', ...rest } = over;
  return {
    id,
    country: 'BY',
    metric: 'released',
    count,
    window: { from: '2024-07', to: '2025-12-13' },
    population: 'political prisoners',
    modality: 'performed',
    occurred: parseOccurred(on)!,
    ...rest,
  };
};
const atLeast = (value: number): Count => ({ value, qualifier: 'at_least' });
const exactly = (value: number): Count => ({ value, qualifier: 'exact' });
const of = (id: string, ...figures: Figure[]) => compareCounts(figures).get(id)!;

describe('figures that different people claim', () => {
  it('given "more than 430" and "435" of the same people and days, can both be true', () => {
    expect(of('a', figure('a', atLeast(430)), figure('b', exactly(435)))).toMatchObject({
      comparable: ['b'],
      conflicting: [],
      notComparable: [],
    });
  });

  it('given "more than 430" and "420" of the same people and days, conflict', () => {
    expect(of('b', figure('a', atLeast(430)), figure('b', exactly(420))).conflicting).toEqual(['a']);
  });

  it.each([
    ['another metric', { metric: 'held' as const }, 'metric'],
    ['another population', { population: 'people recognised as political prisoners' }, 'population'],
    ['another beginning', { window: { from: '2025-01', to: '2025-12-13' } }, 'window'],
    ['another end', { window: { from: '2024-07', to: '2025-09-11' } }, 'window'],
    ['another country', { country: 'NI' }, 'country'],
    ['something that is denied', { modality: 'denied' as const }, 'modality'],
  ])('given a figure of %s, are not comparable, and it says why', (_, over, reason) => {
    const { notComparable, conflicting } = of('a', figure('a', exactly(430)), figure('b', exactly(52), over));
    expect(notComparable).toEqual([{ id: 'b', because: [reason] }]);
    expect(conflicting).toEqual([]);
  });

  it('given 314, 52 and 123 of their own days and more than 430 of all of them, are never summed or called a conflict', () => {
    const found = compareCounts([
      figure('summer', exactly(314), { window: { from: '2024-07', to: '2025-06-21' } }),
      figure('september', exactly(52), { window: { from: '2025-09-11', to: '2025-09-11' } }),
      figure('december', exactly(123), { window: { from: '2025-12-13', to: '2025-12-13' } }),
      figure('all', atLeast(430)),
    ]);
    for (const { conflicting, notComparable } of found.values()) {
      expect(conflicting).toEqual([]);
      expect(notComparable.map(({ because }) => because)).toEqual([['window'], ['window'], ['window']]);
    }
  });

  it('given that a window has no end, end it on the day on which they were said', () => {
    const open = { window: { from: '2024-07' } };
    const a = figure('a', exactly(430), open);
    expect(of('a', a, figure('b', exactly(430))).comparable).toEqual(['b']);
    expect(of('a', a, figure('b', exactly(430), { ...open, on: '2025-12-14' })).comparable).toEqual([]);
  });

  it('given the same words with other capitals or an article, are of one population', () => {
    expect(
      of('a', figure('a', exactly(1)), figure('b', exactly(1), { population: 'the Political  prisoners' })).comparable,
    ).toEqual(['b']);
  });

  it('given fewer than are identified by name, say so', () => {
    expect(isBelowIdentified(figure('a', exactly(3)), 4)).toBe(true);
    expect(isBelowIdentified(figure('a', atLeast(3)), 4)).toBe(false);
    expect(isBelowIdentified(figure('a', exactly(3), { modality: 'denied' }), 4)).toBe(false);
  });
});

describe('comparing figures', () => {
  const count: fc.Arbitrary<Count> = fc.oneof(
    fc.record({ value: fc.nat(200), qualifier: fc.constantFrom('exact', 'at_least', 'at_most', 'about') }),
    fc
      .tuple(fc.nat(200), fc.nat(50))
      .map(([value, more]) => ({ value, qualifier: 'range' as const, max: value + more })),
  );
  const figures = fc
    .array(
      fc.record({
        count,
        population: fc.constantFrom('prisoners', 'political prisoners'),
        window: fc.constantFrom({ from: '2024-07' }, { from: '2024-07', to: '2025-12-13' }, {}),
        metric: fc.constantFrom('released' as const, 'held' as const),
        on: fc.constantFrom('2025-12-13', '2025-12-14'),
        modality: fc.constantFrom('performed' as const, 'background' as const, 'denied' as const),
      }),
      { maxLength: 12 },
    )
    .map((list) => list.map(({ count, ...over }, at) => figure(`figure ${at}`, count, over)));

  it('is symmetric, and says one thing of each pair', () => {
    fc.assert(
      fc.property(figures, (list) => {
        const compared = compareCounts(list);
        for (const { id } of list) {
          const { comparable, conflicting, notComparable } = compared.get(id)!;
          const others = [...comparable, ...conflicting, ...notComparable.map((one) => one.id)].sort();
          expect(others).toEqual(
            list
              .map((one) => one.id)
              .filter((one) => one !== id)
              .sort(),
          );
          for (const other of comparable) expect(compared.get(other)!.comparable).toContain(id);
          for (const other of conflicting) expect(compared.get(other)!.conflicting).toContain(id);
          for (const { because } of notComparable) expect(because.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('calls a conflict only what no number satisfies', () => {
    fc.assert(
      fc.property(figures, (list) => {
        const byId = new Map(list.map((one) => [one.id, boundsOf(one.count)]));
        for (const [id, { comparable, conflicting }] of compareCounts(list)) {
          const mine = byId.get(id)!;
          const both = (other: string) =>
            Math.max(mine.least, byId.get(other)!.least) <= Math.min(mine.most, byId.get(other)!.most);
          expect(comparable.every(both)).toBe(true);
          expect(conflicting.some(both)).toBe(false);
        }
      }),
    );
  });

  it('gives series that hold each figure once, with a range just where no two of them conflict', () => {
    fc.assert(
      fc.property(figures, (list) => {
        const series = seriesOf(list);
        expect(series.flatMap(({ ids }) => ids).sort()).toEqual(list.map(({ id }) => id).sort());
        const compared = compareCounts(list);
        for (const { ids, range } of series) {
          expect(range === null).toBe(ids.some((id) => compared.get(id)!.conflicting.length > 0));
        }
        expect(seriesOf(list.toReversed())).toEqual(series);
      }),
    );
  });
});
