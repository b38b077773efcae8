import fc from 'fast-check';
import { batchesOf, logOf, type Told } from '../engine/testing/histories.js';
import { EventsProjection, type RecordBatch } from '../events-projection.js';
import { claim, IVANOVA, judge, PETROVA, retract, START, type TestEvent } from '../prisoner/testing/judged.js';
import { beginning, Mirror, readOn, stateOf } from '../testing/mirror.js';
import { anotherGeneration } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, type ReadModels } from '../testing/read-models.js';
import { leastUnread } from './feed-places.js';
import { ProjectionStore } from './projection-store.js';
import { inSnapshot } from './reader.js';

/** What is told of two people in two blocks, who are judged to be one in between, in the order of its known times. */
const DAYS = ['2020-09-07', '2021-07-14', '2022-03-01', '2025-12-13'];
const claims = fc.array(
  fc
    .tuple(
      fc.constantFrom('PersonDetained' as const, 'PrisonerReleased' as const),
      fc.constantFrom(IVANOVA, PETROVA),
      fc.constantFrom(...DAYS),
    )
    .map((said) => claim(...said)),
  { minLength: 1, maxLength: 4 },
);
const JUDGED = judge(IVANOVA, PETROVA, 'positive');
const stories = fc
  .tuple(claims, claims, claims, fc.boolean())
  .map(([before, between, after, isUndone]) =>
    unlike([...before, ...JUDGED, ...between, ...(isUndone ? JUDGED.map(retract) : []), ...after]),
  );
const unlike = (events: readonly TestEvent[]): TestEvent[] => [...new Map(events.map((one) => [one.id, one])).values()];

/** Each block's events in a partition, a batch each. */
function queuesOf(story: readonly TestEvent[]): RecordBatch[][] {
  const told = story.map((event, place) => ({ event, stamp: START + BigInt(place) * 1_000_000n })) as unknown as Told[];
  return [IVANOVA, PETROVA].map((person, partition) => {
    const mine = told.filter(({ event }) => event.subject === claim('PersonDetained', person, '2020').subject);
    return batchesOf(
      logOf(mine),
      mine.map((_, index) => index),
      partition,
    );
  });
}

describeWithDatabase(
  'the changes of people who are judged to be one across two blocks (skipped without a Postgres)',
  () => {
    let models: ReadModels;
    beforeAll(async () => {
      models = await openReadModels();
    });
    afterAll(() => models.close());

    const fresh = async () => {
      const generation = await anotherGeneration(models.source, 2);
      await models.source.query('update read.pointer set generation = $1', [generation]);
      const projection = new EventsProjection(new ProjectionStore(models.source, generation));
      await projection.positionsOf([0, 1]);
      return projection;
    };

    it('given that either partition may be behind, then whoever reads after each batch and applies what is told has the rows', async () => {
      let retold = 0;
      await fc.assert(
        fc.asyncProperty(stories, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), async (story, picks) => {
          const projection = await fresh();
          const mirror = new Mirror(false);
          const [one, other] = queuesOf(story);
          let places = beginning(2);
          for (let turn = 0; one!.length + other!.length > 0; turn += 1) {
            const queue = other!.length === 0 || (picks[turn % picks.length] && one!.length > 0) ? one! : other!;
            await projection.project(queue.shift()!);
            places = await readOn(models.reader, mirror, { from: places });
          }
          expect(mirror.state).toEqual(await stateOf(models.source));
          retold += mirror.causes.length - new Set(mirror.causes).size;
        }),
        { numRuns: 8, seed: 5 },
      );
      expect(retold).toBeGreaterThan(0);
    }, 60_000);

    it('given a place before what is told again, then a cursor for another generation goes back to those events', async () => {
      const projection = await fresh();
      const [one, other] = queuesOf([
        claim('PersonDetained', IVANOVA, DAYS[0]!),
        ...JUDGED,
        claim('PersonDetained', PETROVA, DAYS[1]!),
        claim('PrisonerReleased', IVANOVA, DAYS[2]!),
      ]);
      const last = other!.pop()!;
      for (const batch of [...other!, ...one!]) await projection.project(batch);
      const mirror = new Mirror(false);
      const places = await readOn(models.reader, mirror, { from: beginning(2) });
      const least = () => inSnapshot(models.reader, (snapshot) => leastUnread(snapshot, places));
      expect(await least()).toEqual(places.map(({ next }) => next));
      await projection.project(last);
      expect(await least()).toEqual([places[0]!.next - 1n, places[1]!.next]);
      const told = mirror.causes.length;
      const end = await readOn(models.reader, mirror, { from: places });
      // The late one in its place, and once more with what is known after it.
      const late = mirror.causes.slice(told);
      expect(late).toHaveLength(3);
      expect(late[1]).toBe(late[0]);
      expect(mirror.state).toEqual(await stateOf(models.source));
      expect(await inSnapshot(models.reader, (snapshot) => leastUnread(snapshot, end))).toEqual(
        end.map(({ next }) => next),
      );
    });
  },
);
