import fc from 'fast-check';
import { blockOf, isAcrossBlocks, type Person } from '#domain';
import { personNamed } from '#examples';
import { EventsProjection } from '../events-projection.js';
import { CourseFold } from '../engine/course.js';
import { keyOf } from '../engine/effect.js';
import type { KnownClaim } from '../engine/model.js';
import { batchesOf, logOf, type LogEntry, type Told } from '../engine/testing/histories.js';
import { knownOf } from '../engine/testing/from-zero.js';
import { MemoryTables } from '../engine/testing/memory-tables.js';
import { courseOf } from './course.js';
import type { PrisonerSlice } from './row.js';
import {
  claim,
  idsOf,
  IVANOVA,
  IVANOVA_BORN,
  judge,
  PETROVA,
  retract,
  SIDOROVA,
  START,
  type TestEvent as Event,
} from './testing/judged.js';

/** Each subject's events in a partition of their own, stamped as told, read in an order that `turns` draws. */
async function project(
  told: readonly Event[],
  {
    turns = [0],
    cuts = [],
    stamps = told.map((_, at) => at),
  }: { turns?: number[]; cuts?: number[]; stamps?: number[] } = {},
): Promise<MemoryTables> {
  const history = told.map((event, at) => ({ event, stamp: START + BigInt(stamps[at]!) * 1_000_000n })) as Told[];
  const subjects = [...new Set(history.map(({ event }) => event.subject))].sort();
  const queues = subjects.map((subject, partition) => {
    const log: LogEntry[] = logOf(history.filter(({ event }) => event.subject === subject));
    return batchesOf(log, cuts, partition);
  });
  const tables = new MemoryTables();
  const projection = new EventsProjection(tables);
  await projection.positionsOf(subjects.map((_, partition) => partition));
  for (let turn = 0; queues.some((queue) => queue.length > 0); turn += 1) {
    const open = queues.filter((queue) => queue.length > 0);
    const batch = open[turns[turn % turns.length]! % open.length]!.shift()!;
    expect(await projection.project(batch)).toMatchObject({ written: true });
  }
  return tables;
}

const people = (tables: MemoryTables): string[] => [...new Set(tables.rowsOf('prisoner').map(({ id }) => id))].sort();
const peopleAt = (tables: MemoryTables, at: number): string[] => {
  const known = START + BigInt(at) * 1_000_000n;
  const ids = tables.versions().flatMap((text) => {
    const row = /^prisoner (\S+) \S+ \[(\d+), (\d+)\)/.exec(text);
    return row && BigInt(row[2]!) <= known && known < BigInt(row[3]!) ? [row[1]!] : [];
  });
  return [...new Set(ids)].sort();
};

const TOLD = [
  claim('PersonDetained', IVANOVA, '2020-09-07'),
  claim('PrisonerReleased', PETROVA, '2025-12-13'),
  claim('PersonDetained', PETROVA, '2021-07-14'),
  claim('PrisonerReleased', IVANOVA, '2021-01-01'),
];

describe('a judgement across two blocks', () => {
  it('given that two are one, makes one life of what is told of both, from the moment on at which it is known', async () => {
    expect(isAcrossBlocks({ left: IVANOVA, right: PETROVA })).toBe(true);
    const tables = await project([...TOLD, ...judge(IVANOVA, PETROVA, 'positive')]);
    const [id] = idsOf(IVANOVA, PETROVA);
    expect(people(tables)).toEqual([id]);
    const course = new CourseFold(courseOf(id!));
    const expected = new Map<string, PrisonerSlice>();
    const log = logOf(TOLD.map((event, at) => ({ event, stamp: START + BigInt(at) * 1_000_000n })) as Told[]);
    for (const one of knownOf(log)) {
      const { ended, begun } = course.add({ ...one, confirmed: false } as KnownClaim);
      for (const row of ended) expected.delete(keyOf(row));
      for (const row of begun) expected.set(keyOf(row), row);
    }
    const rows = tables.rowsOf('prisoner').sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    const periods = [...expected.values()].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
    expect(periods).toHaveLength(5);
    expect(rows).toMatchObject(
      periods.map(({ names: _n, keys: _k, ...row }) => ({ ...row, names: 'Maria Ivanova\nMaria Petrova' })),
    );
    for (const old of idsOf(IVANOVA, PETROVA)) expect((rows[0] as unknown as PrisonerSlice).keys).toContain(old);
    expect(tables.claimsOf(id!)).toHaveLength(TOLD.length);
    expect(peopleAt(tables, TOLD.length - 1)).toEqual(idsOf(IVANOVA, PETROVA));
    expect(peopleAt(tables, TOLD.length)).toEqual(idsOf(IVANOVA, PETROVA));
    expect(peopleAt(tables, TOLD.length + 1)).toEqual([id]);
  });

  it('given that it is taken back, on either side, leaves the two as they would be without it', async () => {
    const judged = judge(IVANOVA, PETROVA, 'positive');
    const plain = (tables: MemoryTables): string[] =>
      tables.versions({ now: true }).map((text) => text.replace(/\[\d+, /, '['));
    for (const copy of judged) {
      const undone = await project([...TOLD, ...judged, retract(copy)]);
      expect(plain(undone)).toEqual(plain(await project(TOLD)));
      expect(peopleAt(undone, TOLD.length + 1)).toHaveLength(1);
      expect(people(await project([...TOLD, ...judged, retract(copy), retract(retract(copy))]))).toHaveLength(1);
    }
  });

  it('given a later judgement on the same two, goes by the later one, whatever it says', async () => {
    const first = judge(IVANOVA, PETROVA, 'positive');
    for (const judgement of ['negative', 'unsure'] as const) {
      const second = judge(PETROVA, IVANOVA, judgement);
      expect(people(await project([...TOLD, ...first, ...second]))).toHaveLength(2);
      expect(people(await project([...TOLD, ...second, ...first]))).toHaveLength(1);
      expect(people(await project([...TOLD, ...first, ...second, ...second.map(retract)]))).toHaveLength(1);
    }
  });

  it('given chains, joins all of them; where one of the chain is not another, the later of the joinings holds', async () => {
    const all = [...TOLD, claim('PersonDetained', SIDOROVA, '2022-02-02')];
    const [one, two] = [judge(IVANOVA, PETROVA, 'positive'), judge(PETROVA, SIDOROVA, 'positive')];
    const not = judge(IVANOVA, SIDOROVA, 'negative');
    expect(people(await project([...all, ...one, ...two]))).toHaveLength(1);
    const later = async (...judged: Event[]) => people(await project([...all, ...judged]));
    const ivanovaAlone = [...idsOf(IVANOVA), idsOf(PETROVA, SIDOROVA)[0]!].sort();
    const sidorovaAlone = [...idsOf(SIDOROVA), idsOf(IVANOVA, PETROVA)[0]!].sort();
    expect(await later(...one, ...two, ...not)).toEqual(ivanovaAlone);
    expect(await later(...not, ...one, ...two)).toEqual(ivanovaAlone);
    expect(await later(...two, ...not, ...one)).toEqual(sidorovaAlone);
  });

  it('leaves everybody else of the two blocks alone', async () => {
    const other = { ...IVANOVA, birthDate: '1990-03-04' };
    const all = [
      ...TOLD,
      claim('PersonDetained', IVANOVA_BORN, '2022-02-02'),
      claim('PersonDetained', other, '2022-02-02'),
    ];
    expect(people(await project(all))).toHaveLength(4);
    expect(people(await project([...all, ...judge(IVANOVA, PETROVA, 'positive')]))).toHaveLength(3);
  });
});

describe('a judgement within a block', () => {
  it('joins two spellings, parts two mentions of one spelling, and says nothing when it is unsure', async () => {
    const spelt = personNamed('Marya Ivanova');
    expect(blockOf(spelt)).toBe(blockOf(IVANOVA));
    const all = [...TOLD, claim('PersonDetained', spelt, '2022-02-02')];
    expect(people(await project(all))).toHaveLength(3);
    expect(people(await project([...all, ...judge(IVANOVA, spelt, 'positive')]))).toHaveLength(2);
    expect(people(await project([...all, ...judge(IVANOVA, spelt, 'unsure')]))).toHaveLength(3);
    const namesakes = [...TOLD, claim('PersonDetained', IVANOVA_BORN, '2022-02-02')];
    expect(people(await project(namesakes))).toHaveLength(2);
    expect(people(await project([...namesakes, ...judge(IVANOVA, IVANOVA_BORN, 'negative')]))).toHaveLength(3);
    expect(people(await project([...namesakes, ...judge(IVANOVA, IVANOVA_BORN, 'unsure')]))).toHaveLength(2);
  });

  it('that two are two goes before a list number that both are said to have', async () => {
    const listed = (person: Person): Person => ({ ...person, identifiers: [{ scheme: 'QID', value: 'Q1' }] });
    const spelt = personNamed('Marya Ivanova');
    const all = [IVANOVA, spelt].map((person) => claim('PersonDetained', listed(person), '2022-02-02'));
    expect(people(await project(all))).toHaveLength(1);
    expect(people(await project([...all, ...judge(IVANOVA, spelt, 'negative')]))).toHaveLength(2);
  });
});

const PEOPLE = [IVANOVA, PETROVA, SIDOROVA, IVANOVA_BORN, personNamed('Marya Ivanova')];
const happenings = fc.array(
  fc.record({
    what: fc.constantFrom('detained', 'released', 'judged', 'judged', 'retracted'),
    who: fc.nat(99),
    whom: fc.nat(99),
    how: fc.constantFrom('positive', 'positive', 'negative', 'unsure'),
    day: fc.constantFrom('2020-09-07', '2021-07-14', '2025-12-13', '2024-07'),
    later: fc.nat(2),
  }),
  { minLength: 2, maxLength: 14 },
);

function eventsOf(drawn: typeof happenings extends fc.Arbitrary<infer One> ? One : never): Event[] {
  const events = new Map<string, Event>();
  for (const { what, who, whom, how, day } of drawn) {
    const [one, other] = [PEOPLE[who % PEOPLE.length]!, PEOPLE[whom % PEOPLE.length]!];
    const made =
      what === 'judged' && one !== other
        ? judge(one, other, how)
        : what === 'retracted' && events.size > 0
          ? [retract([...events.values()][who % events.size]!)]
          : [claim(what === 'released' ? 'PrisonerReleased' : 'PersonDetained', one, day)];
    for (const event of made) events.set(event.id, event);
  }
  return [...events.values()];
}

describe('the rows of judged people', () => {
  it('do not depend on which partition is read first, nor on how its records come', async () => {
    await fc.assert(
      fc.asyncProperty(
        happenings,
        fc.array(fc.nat(9), { minLength: 1 }),
        fc.array(fc.nat(99), { maxLength: 4 }),
        async (drawn, turns, cuts) => {
          const events = eventsOf(drawn);
          let at = 0;
          // Recorders stamp apart from each other, so that stamps of two partitions may be equal.
          const stamps = events.map((_, index) => (at += drawn[index % drawn.length]!.later));
          const straight = await project(events, { stamps });
          const other = await project(events, { turns, cuts, stamps });
          expect(other.versions()).toEqual(straight.versions());
        },
      ),
      { numRuns: 50 },
    );
  });

  it('are, as known at an earlier instant, those that were there when nothing later had come', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.nat(99), async (drawn, cut) => {
        const events = eventsOf(drawn);
        const length = 1 + (cut % events.length);
        const until = START + BigInt(length) * 1_000_000n;
        const whole = (await project(events)).versions();
        const before = (await project(events.slice(0, length))).versions();
        const then = whole.flatMap((text) => {
          const [, from, to] = /\[(\d+), (\d+)\)/.exec(text)!;
          if (BigInt(from!) >= until) return [];
          return [BigInt(to!) >= until ? text.replace(`, ${to})`, ', 9223372036854775807)') : text];
        });
        expect([...new Set(then)].sort()).toEqual(before);
      }),
      { numRuns: 50 },
    );
  });

  it('are the same now in whatever order the same claims came', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.infiniteStream(fc.nat()), async (drawn, keys) => {
        const events = eventsOf(drawn);
        const stamps = events.map((_, at) => at);
        const order = events
          .map((_, at) => ({ at, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ at }) => at);
        const shuffled = await project(
          order.map((at) => events[at]!),
          { stamps: order.map((at) => stamps[at]!) },
        );
        const plain = (tables: MemoryTables): string[] =>
          tables.versions({ now: true }).map((text) => text.replace(/\[\d+, \d+\) /, ''));
        expect(plain(shuffled)).toEqual(plain(await project(events, { stamps })));
      }),
      { numRuns: 50 },
    );
  });
});
