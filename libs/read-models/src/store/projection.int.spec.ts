import fc from 'fast-check';
import { parseInstant, printInstant } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { MODELS, type AnyModel } from '../models.js';
import { versionsFromZero } from '../engine/testing/from-zero.js';
import { batchesOf, cuts, histories, logOf, type LogEntry, type Told } from '../engine/testing/histories.js';
import { print, printBasis } from '../engine/testing/memory-tables.js';
import { EventsProjection } from '../events-projection.js';
import { anotherGeneration, projectAnew } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, PARTITIONS, type ReadModels } from '../testing/read-models.js';
import { digestsOf } from './compare.js';
import { vectorsOf } from './generations.js';
import { ProjectionStore } from './projection-store.js';

describeWithDatabase('a projection in Postgres (skipped without one)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
  });
  afterAll(() => models.close());

  const fresh = () => anotherGeneration(models.source, PARTITIONS);

  /** Every row version of a generation, as the pure tests print them. */
  async function versionsIn(generation: string): Promise<string[]> {
    const runner = models.source.createQueryRunner();
    await runner.query(`select set_config('search_path', $1, false)`, [generation]);
    const texts: string[] = [];
    for (const model of Object.values(MODELS) as unknown as AnyModel[]) {
      const rows = await runner.manager.getRepository(model.table).find();
      texts.push(...rows.map((row) => print(model.name, { ...row })));
    }
    const bases = (await runner.query('select * from basis')) as Record<string, string & boolean>[];
    for (const { id, event_id: event, confirmed, known_from: from, known_to: to } of bases) {
      const known = { knownFrom: BigInt(from!), knownTo: BigInt(to!) };
      texts.push(printBasis({ id: id!, event: event!, confirmed: confirmed!, ...known }));
    }
    await runner.query('reset search_path');
    await runner.release();
    return texts.sort();
  }

  it('has the rows that folding every prefix from nothing gives, however the log is cut', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), cuts, async (history, at) => {
        const log = logOf(history);
        const generation = await fresh();
        await projectAnew(models.source, log, at, generation);
        expect(await versionsIn(generation)).toEqual(versionsFromZero(log));
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it('has the same digests when the log is replayed in one batch by one projector that remembers', async () => {
    const history = fc.sample(histories(60), 6).flat();
    const log = logOf(history);
    const [grown, replayed] = [await fresh(), await fresh()];
    await projectAnew(
      models.source,
      log,
      Array.from({ length: 40 }, (_, at) => at * 3),
      grown,
    );
    const projection = new EventsProjection(new ProjectionStore(models.source, replayed));
    await projection.positionsOf([0]);
    for (const batch of batchesOf(log, [log.length >> 1])) await projection.project(batch);
    const [one, other] = [await digestsOf(models.source, grown), await digestsOf(models.source, replayed)];
    expect(other).toEqual(one);
    expect((await vectorsOf(models.source, grown)).events).toEqual([BigInt(log.length), 0n]);
    await models.source.query(
      `update ${replayed}.event set known = known + 1 where event_id = (select event_id from ${replayed}.event limit 1)`,
    );
    expect((await digestsOf(models.source, replayed)).digests['event']).not.toBe(one.digests['event']);
  });

  it('writes thousands of rows of a batch in one go', async () => {
    const history = Array.from({ length: 6000 }, (_, at): Told => {
      const person = personNamed(`Person ${at % 3000}`);
      const type = at < 3000 ? ('PersonDetained' as const) : ('PrisonerReleased' as const);
      const data = { ...EXAMPLES[type][0].data, ...saidOn(at < 3000 ? '2021' : '2025-12-13'), person };
      return { event: exampleOf(type, data as never), stamp: 1_765_584_000_000_000n + BigInt(at) };
    });
    const generation = await fresh();
    await projectAnew(models.source, logOf(history), [], generation);
    const [row] = await models.source.query(
      `select count(*)::int as versions, count(*) filter (where known_to < 9223372036854775807)::int as closed
       from ${generation}.prisoner`,
    );
    // Before, perhaps detained and detained; the last is cut off by the release, which adds its own.
    expect(row).toEqual({ versions: 3000 * 5, closed: 3000 });
  }, 60_000);

  it('writes nothing for a projector whose position is not where the batch begins', async () => {
    const log = logOf(fc.sample(histories(20), 1)[0]!);
    const generation = await fresh();
    const store = () => new ProjectionStore(models.source, generation);
    const [owner, slow] = [new EventsProjection(store()), new EventsProjection(store())];
    await owner.positionsOf([0]);
    await slow.positionsOf([0]);
    const [whole] = batchesOf(log, []);
    expect(await owner.project(whole!)).toMatchObject({ written: true });
    const before = await digestsOf(models.source, generation);
    expect(await slow.project(whole!)).toMatchObject({ written: false, folded: 0 });
    expect(await digestsOf(models.source, generation)).toEqual(before);
    expect(await slow.positionsOf([0])).toEqual([BigInt(log.length)]);
  });

  it('lets exactly one of two projectors write when both hold the batch at once', async () => {
    const log = logOf(fc.sample(histories(20), 1)[0]!);
    const generation = await fresh();
    const projections = Array.from(
      { length: 4 },
      () => new EventsProjection(new ProjectionStore(models.source, generation)),
    );
    for (const projection of projections) await projection.positionsOf([0]);
    const [whole] = batchesOf(log, []);
    const outcomes = await Promise.all(projections.map((projection) => projection.project(whole!)));
    expect(outcomes.filter(({ written }) => written)).toHaveLength(1);
    expect(await versionsIn(generation)).toEqual(versionsFromZero(log));
  });

  it('moves its position with a batch that has no record, and says up to when it has caught up', async () => {
    const generation = await fresh();
    const projection = new EventsProjection(new ProjectionStore(models.source, generation));
    await projection.positionsOf([0, 1]);
    expect(await projection.project({ partition: 0, from: 0n, next: 5n, records: [] })).toMatchObject({
      written: true,
    });
    const at = parseInstant('2025-12-20T12:00:00Z')!;
    await projection.idle([
      { partition: 0, next: 5n, caughtUpTo: at },
      { partition: 1, next: 3n, caughtUpTo: at },
    ]);
    await projection.idle([{ partition: 0, next: 5n, caughtUpTo: at - 1n }]);
    const positions = await new ProjectionStore(models.source, generation).positions('events');
    expect(positions.get(0)).toEqual({ next: 5n, known: 0n, caughtUp: at, redrives: 0 });
    expect(positions.get(1)!.caughtUp).toBe(0n);
  });

  it('tells of an event that comes below what was said to be caught up', async () => {
    const generation = await fresh();
    const projection = new EventsProjection(new ProjectionStore(models.source, generation));
    await projection.positionsOf([0]);
    const stamp = parseInstant('2025-12-20T12:00:00Z')!;
    await projection.idle([{ partition: 0, next: 0n, caughtUpTo: stamp }]);
    const log = logOf([
      { event: EXAMPLES.CountClaimed[0], stamp },
      { event: EXAMPLES.CountClaimed[1]!, stamp: stamp + 1n },
    ]);
    const { late } = await projection.project(batchesOf(log, [])[0]!);
    expect(late.map(({ recordedtime }) => recordedtime)).toEqual([printInstant(stamp)]);
  });

  it('parks the subject of a record that nobody can read, in order, also for a projector that comes later', async () => {
    const stamp = parseInstant('2025-12-20T12:00:00Z')!;
    const [count, group] = [EXAMPLES.CountClaimed[0], EXAMPLES.PrisonersPardoned[0]];
    const later = exampleOf('CountClaimed', { ...count.data, ...saidOn('2025-12-14') });
    const log: LogEntry[] = logOf([count, count, group, later].map((event) => ({ event, stamp })));
    log[1] = { ...log[1]!, value: Buffer.from([0xff, 0]) };
    const generation = await fresh();
    await projectAnew(models.source, log, [1, 2, 3], generation);
    const parked = await models.source.query(
      `select "offset", known, submission from ${generation}.parked_event order by 1`,
    );
    expect(parked).toEqual([
      { offset: '1', known: String(stamp + 1n), submission: null },
      { offset: '3', known: String(stamp + 3n), submission: later.correlationid },
    ]);
    const subjects = await models.source.query(
      `select subject, partition, since, reason from ${generation}.parked_subject`,
    );
    expect(subjects).toEqual([
      { subject: count.subject, partition: 0, since: String(stamp + 1n), reason: expect.stringContaining('no UTF-8') },
    ]);
    const rows = await models.source.query(
      `select subject from ${generation}.release union all select subject from ${generation}.count`,
    );
    expect(rows).toEqual([{ subject: group.subject }, { subject: count.subject }]);
  });

  describe('when Postgres refuses rows', () => {
    /** A thousand counted groups of a hundred countries, and a few that a constraint will not have. */
    const crowd = (): LogEntry[] =>
      logOf(
        Array.from({ length: 1000 }, (_, at): Told => {
          const [example] = EXAMPLES.CountClaimed;
          const letters = String.fromCharCode(65 + (at % 10), 65 + (Math.floor(at / 10) % 10));
          const data = { ...example.data, country: letters, count: { value: at, qualifier: 'exact' as const } };
          return { event: exampleOf('CountClaimed', data), stamp: 1_765_584_000_000_000n + BigInt(at) };
        }),
      );

    it('writes the others with the position, parks the culprits, and a redrive makes it as if nothing had been', async () => {
      const log = crowd();
      const [generation, clean] = [await fresh(), await fresh()];
      await projectAnew(models.source, log, [], clean);
      const bad = 'value in (500, 623)';
      await models.source.query(`alter table ${generation}.count add constraint sound check (not ${bad})`);
      await projectAnew(models.source, log, [400, 700], generation);
      const store = new ProjectionStore(models.source, generation);
      expect((await store.positions('events')).get(0)).toMatchObject({ next: 1000n, redrives: 0 });
      const subjects = await models.source.query(`select subject, reason from ${generation}.parked_subject order by 1`);
      const reason = expect.stringMatching(/^PostgreSQL refuses its rows: .*"sound".*\(23514\)$/) as string;
      expect(subjects).toEqual([
        { subject: 'count/aa/released', reason },
        { subject: 'count/dc/released', reason },
      ]);
      // Ten groups a country, of which the sixth and the seventh are refused.
      const [{ waiting }] = await models.source.query(
        `select count(*)::int as waiting from ${generation}.parked_event`,
      );
      expect(waiting).toBe(5 + 4);
      const projection = new EventsProjection(store);
      await projection.positionsOf([0]);
      expect(await projection.redrive('count/aa/released', 0)).toEqual({ folded: 0, left: 5, reason });
      await models.source.query(`alter table ${generation}.count drop constraint sound`);
      expect(await projection.redrive('count/aa/released', 0)).toEqual({ folded: 5, left: 0, reason: null });
      expect(await projection.redrive('count/dc/released', 0)).toEqual({ folded: 4, left: 0, reason: null });
      expect(await digestsOf(models.source, generation)).toEqual(await digestsOf(models.source, clean));
      expect((await store.positions('events')).get(0)).toMatchObject({ next: 1000n, redrives: 3 });
    });

    it('finds what is refused only at the end of a transaction', async () => {
      const generation = await fresh();
      await models.source.query(
        `alter table ${generation}.count add constraint one unique (country) deferrable initially deferred`,
      );
      // A hundred countries, and then twenty of them once more.
      await projectAnew(models.source, crowd().slice(0, 120), [], generation);
      const [{ events }] = await models.source.query(`select count(*)::int as events from ${generation}.event`);
      const [{ parked }] = await models.source.query(
        `select count(*)::int as parked from ${generation}.parked_subject`,
      );
      expect({ events, parked }).toEqual({ events: 100, parked: 20 });
    });

    it('takes trouble of any other kind for an outage, which parks nothing', async () => {
      const generation = await fresh();
      const projection = new EventsProjection(new ProjectionStore(models.source, generation));
      await projection.positionsOf([0]);
      await models.source.query(`alter table ${generation}.count rename to elsewhere`);
      const [batch] = batchesOf(crowd(), []);
      await expect(projection.project(batch!)).rejects.toThrow('does not exist');
      await models.source.query(`alter table ${generation}.elsewhere rename to count`);
      expect(await projection.project(batch!)).toMatchObject({ written: true, folded: 1000, parked: [] });
    });
  });
});
