import fc from 'fast-check';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { EventsProjection } from '../events-projection.js';
import { knownOf, versionsOfEvents } from './testing/from-zero.js';
import { batchesOf, cuts, histories, logOf, type LogEntry, type Told } from './testing/histories.js';
import { MemoryTables } from './testing/memory-tables.js';

async function begin(tables: MemoryTables): Promise<EventsProjection> {
  const projection = new EventsProjection(tables);
  await projection.positionsOf([0]);
  return projection;
}

async function project(log: readonly LogEntry[], at: readonly number[], tables = new MemoryTables()) {
  const projection = await begin(tables);
  for (const batch of batchesOf(log, at)) expect(await projection.project(batch)).toMatchObject({ written: true });
  return tables;
}

async function redriveAll(projection: EventsProjection): Promise<void> {
  for (const [subject, partition] of [...projection.parkedSubjects]) {
    expect(await projection.redrive(subject, partition)).toBeDefined();
  }
}

/** As a newer release would have written it: whose it is can be told, what it says can't. */
const newer = (record: LogEntry): LogEntry => ({
  ...record,
  value: Buffer.from(record.value.toString().replace(/(urn:clemency:schema:\w+):\d+"/, '$1:99"')),
});

describe('a row that Postgres refuses', () => {
  it('parks the subject from the event on that makes it, and no other, however the log is cut', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), fc.nat(), cuts, async (history, which, at) => {
        const log = logOf(history);
        const known = knownOf(log);
        const bad = which % log.length;
        const tables = new MemoryTables();
        tables.constraint = (_table, row) => row.knownFrom === known[bad]!.known;
        await project(log, at, tables);
        const isHeld = tables.waiting.size > 0;
        const waits = log.filter(({ key }, index) => isHeld && index >= bad && key === log[bad]!.key);
        expect(tables.parked.map(({ offset }) => offset).sort()).toEqual(waits.map(({ offset }) => offset).sort());
        expect([...tables.waiting.keys()]).toEqual(isHeld ? [log[bad]!.key] : []);
        const others = known.filter((_, index) => !waits.includes(log[index]!));
        expect(tables.versions()).toEqual(versionsOfEvents(others));
        expect((await tables.positions()).get(0)).toMatchObject({ next: BigInt(log.length) });
      }),
      { numRuns: 50 },
    );
  });

  it('gives the reason of the server, and several are all found', async () => {
    const persons = ['2025-12-13', '2025-12-14', '2025-12-15', '2025-12-16'].map((day, at): Told => {
      const example = EXAMPLES.CountClaimed[0];
      const data = { ...example.data, ...saidOn(day), country: ['BY', 'RU', 'UA', 'PL'][at]! };
      return { event: exampleOf('CountClaimed', data), stamp: 1_765_584_000_000_000n + BigInt(at) };
    });
    const tables = new MemoryTables();
    tables.constraint = (_table, row) => /count\/(by|ua)/.test(row.subject);
    await project(logOf(persons), [], tables);
    expect([...tables.waiting.values()].map(({ subject, reason }) => `${subject}: ${reason}`)).toEqual([
      'count/by/released: The constraint on count is broken.',
      'count/ua/released: The constraint on count is broken.',
    ]);
    expect(tables.events.size).toBe(2);
  });
});

describe('a redrive', () => {
  /** Projects with trouble; at each cut the parked subjects are tried again or not; the trouble ends at one of them. */
  async function projectInTrouble(
    log: readonly LogEntry[],
    course: { at: readonly number[]; tries: readonly boolean[]; ends: number },
    trouble: { begin: (tables: MemoryTables) => void; end: (tables: MemoryTables) => void },
  ): Promise<MemoryTables> {
    const tables = new MemoryTables();
    trouble.begin(tables);
    let projection = await begin(tables);
    const batches = batchesOf(log, course.at);
    for (const [index, batch] of batches.entries()) {
      if (index === course.ends % batches.length) {
        trouble.end(tables);
        projection = await begin(tables);
      }
      if (course.tries[index % course.tries.length]) await redriveAll(projection);
      expect(await projection.project(batch)).toMatchObject({ written: true });
    }
    trouble.end(tables);
    await redriveAll(projection);
    return tables;
  }
  const courses = fc.record({
    at: cuts,
    tries: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }),
    ends: fc.nat(9),
  });

  it('leaves what a history without the trouble leaves, when Postgres refused rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(),
        fc.uniqueArray(fc.nat(23), { minLength: 1 }),
        courses,
        async (history, at, course) => {
          const log = logOf(history);
          const refused = new Set(at.map((one) => knownOf(log)[one % log.length]!.known));
          const tables = await projectInTrouble(log, course, {
            begin: (some) => (some.constraint = (_table, row) => refused.has(row.knownFrom)),
            end: (some) => (some.constraint = () => false),
          });
          const clean = await project(log, []);
          expect(tables.versions()).toEqual(clean.versions());
          expect(tables.ledger()).toEqual(clean.ledger());
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves what a history without the trouble leaves, when records could not be read', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories(),
        fc.uniqueArray(fc.nat(23), { minLength: 1 }),
        courses,
        async (history, at, course) => {
          const log = logOf(history);
          const bad = new Set(at.map((one) => one % log.length));
          // A release that reads a record is not at hand, so the bytes are made ones that this release reads.
          const mend = (some: MemoryTables): void => {
            some.parked = some.parked.map((one) => ({ ...one, value: log[Number(one.offset)]!.value }));
          };
          const spoilt = log.map((record, index) => (bad.has(index) ? newer(record) : record));
          const tables = await projectInTrouble(spoilt, { ...course, ends: -1 }, { begin: () => undefined, end: mend });
          const clean = await project(log, []);
          expect(tables.versions()).toEqual(clean.versions());
          expect(tables.ledger()).toEqual(clean.ledger());
        },
      ),
      { numRuns: 50 },
    );
  });

  it('takes in what it can and leaves the rest parked, since and because of what stops it now', async () => {
    const [one, other] = [EXAMPLES.CountClaimed[0], EXAMPLES.CountClaimed[1]!];
    const third = exampleOf('CountClaimed', { ...one.data, ...saidOn('2025-12-14') });
    const log = logOf([one, third, other].map((event, at) => ({ event, stamp: 1_765_584_000_000_000n + BigInt(at) })));
    const same = log.filter(({ key }) => key === one.subject);
    expect(same.length).toBeGreaterThan(1);
    const tables = await project(
      log.map((record, at) => (at < 2 ? newer(record) : record)),
      [],
    );
    tables.parked = tables.parked.map((waits) => (waits.offset === 0n ? { ...waits, value: log[0]!.value } : waits));
    const projection = await begin(tables);
    expect(await projection.redrive(one.subject, 0)).toMatchObject({
      folded: 1,
      left: 1,
      reason: expect.stringContaining('CountClaimed:99'),
    });
    expect(tables.waiting.get(one.subject)).toMatchObject({ since: 1_765_584_000_000_001n });
    expect(tables.parked.map(({ offset }) => offset)).toEqual(same.slice(1).map(({ offset }) => offset));
    expect([...projection.parkedSubjects.keys()]).toEqual([one.subject]);
  });

  it('is not done by a projector that has lost the partition, nor seen past by the one that has it', async () => {
    const [one] = [EXAMPLES.CountClaimed[0]];
    const third = exampleOf('CountClaimed', { ...one.data, ...saidOn('2025-12-14') });
    const log = logOf([one, third].map((event, at) => ({ event, stamp: 1_765_584_000_000_000n + BigInt(at) })));
    const [first, second] = batchesOf(log, [1]);
    const tables = new MemoryTables();
    tables.constraint = () => true;
    const [owner, slow, stranger] = [await begin(tables), await begin(tables), new EventsProjection(tables)];
    await owner.project(first!);
    tables.constraint = () => false;
    expect(await stranger.redrive(one.subject, 0)).toBeUndefined();
    expect(await slow.redrive(one.subject, 0)).toBeUndefined();
    expect(tables.waiting.size).toBe(1);
    const next = await begin(tables);
    expect(await next.redrive(one.subject, 0)).toEqual({ folded: 1, left: 0, reason: null });
    // The position is where it was, but the subject is no longer parked: the former owner must not park more of it.
    expect(await owner.project(second!)).toMatchObject({ written: false });
    await owner.positionsOf([0]);
    await owner.project(second!);
    expect(tables.ledger()).toEqual((await project(log, [])).ledger());
  });
});

describe('a unit that this release can no longer read', () => {
  it('parks its subject when more of it comes, and holds nothing else up', async () => {
    const [count, group] = [EXAMPLES.PrisonersPardoned[0], EXAMPLES.CountClaimed[0]];
    const again = exampleOf('PrisonersPardoned', { ...count.data, ...saidOn('2025-12-14') });
    const log = logOf([count, again, group].map((event) => ({ event, stamp: 1_765_584_000_000_000n })));
    const [before, after] = batchesOf(log, [1]);
    const tables = new MemoryTables();
    await (await begin(tables)).project(before!);
    const kept = tables.events.get(count.id)!;
    tables.events.set(count.id, { ...kept, value: newer(log[0]!).value });
    const projection = await begin(tables);
    expect(await projection.project(after!)).toMatchObject({
      written: true,
      folded: 1,
      parked: [{ subject: count.subject, reason: expect.stringContaining('is not known here') }],
    });
    tables.events.set(count.id, kept);
    expect(await (await begin(tables)).redrive(count.subject, 0)).toEqual({ folded: 1, left: 0, reason: null });
    expect(tables.versions()).toEqual((await project(log, [])).versions());
  });
});
