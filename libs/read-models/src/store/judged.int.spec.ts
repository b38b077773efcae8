import type { DataSource } from 'typeorm';
import { personId, type Instant } from '#domain';
import { composed } from '../compose.js';
import { batchesOf, logOf, type Told } from '../engine/testing/histories.js';
import { EventsProjection, type RecordBatch } from '../events-projection.js';
import { claim, idsOf, IVANOVA, judge, PETROVA, retract, START } from '../prisoner/testing/judged.js';
import { anotherGeneration } from '../testing/projecting.js';
import { describeWithDatabase, openReadModels, type ReadModels } from '../testing/read-models.js';
import { claimsOf } from './basis.js';
import { digestsOf } from './compare.js';
import { GENERATION } from './database.js';
import { identifiedIn } from './identified.js';
import { list, spansOf } from './list.js';
import { peopleKnownAs } from './people.js';
import { prisonersByStatus } from './prisoners-by-status.js';
import { ProjectionStore } from './projection-store.js';
import { inSnapshot } from './reader.js';
import { peopleReturned } from './returned.js';

const JUDGED = judge(IVANOVA, PETROVA, 'positive');
const STORY = [
  claim('PersonDetained', IVANOVA, '2020-09-07'),
  claim('PrisonerReleased', PETROVA, '2021-07-14'),
  ...JUDGED,
  claim('PersonDetained', PETROVA, '2025-12-13'),
  ...JUDGED.map(retract),
];
/** Known times: one second apart, in the story's order. */
const at = (place: number): Instant => START + BigInt(place) * 1_000_000n;
const [BEFORE, TWO_TOLD, JOINED, TOLD_MORE, UNDONE] = [0, 1, 3, 4, 6].map(at) as [
  Instant,
  Instant,
  Instant,
  Instant,
  Instant,
];
const [ID] = idsOf(IVANOVA, PETROVA);
const BOTH = idsOf(IVANOVA, PETROVA);

/** The story's records in the partitions of the two blocks, a batch each. */
function queues(): RecordBatch[][] {
  const told = STORY.map((event, place) => ({ event, stamp: at(place) })) as unknown as Told[];
  return [IVANOVA, PETROVA].map((person, partition) => {
    const mine = told.filter(({ event }) => event.subject === claim('PersonDetained', person, '2020').subject);
    return batchesOf(
      logOf(mine),
      mine.map((_, index) => index),
      partition,
    );
  });
}

async function project(source: DataSource, generation: string, ...batches: readonly RecordBatch[]): Promise<void> {
  const projection = new EventsProjection(new ProjectionStore(source, generation));
  await projection.positionsOf([0, 1]);
  for (const batch of batches) expect(await projection.project(batch)).toMatchObject({ written: true });
}

describeWithDatabase('people who are judged to be one across two blocks (Postgres; skipped without one)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
    const [one, other] = queues();
    await project(models.source, GENERATION, ...one!, ...other!);
  });
  afterAll(() => models.close());

  const asked = (knownAt: Instant) => ({ asOf: '2025-12-31', knownAt });

  it('are the same rows when the other partition is read first, and when both are read at once', async () => {
    const [one, other] = queues();
    const expected = await digestsOf(models.source, GENERATION);
    expect(expected.rows).toBeGreaterThan(STORY.length);
    const reversed = await anotherGeneration(models.source, 2);
    await project(models.source, reversed, ...other!, ...one!);
    expect((await digestsOf(models.source, reversed)).digests).toEqual(expected.digests);
    for (let times = 0; times < 3; times += 1) {
      const atOnce = await anotherGeneration(models.source, 2);
      await Promise.all([project(models.source, atOnce, ...one!), project(models.source, atOnce, ...other!)]);
      expect((await digestsOf(models.source, atOnce)).digests).toEqual(expected.digests);
    }
  });

  it('are one in lists, in the census and among those who came back, while they are known to be', async () => {
    await inSnapshot(models.reader, async (snapshot) => {
      const seen = async (knownAt: Instant, where: Record<string, string> = {}) =>
        (await list(snapshot, 'prisoner', { ...asked(knownAt), limit: 10, where })).rows.map(({ id }) => id).sort();
      expect(await seen(BEFORE)).toHaveLength(1);
      expect(await seen(TWO_TOLD)).toEqual(BOTH);
      expect(await seen(at(2))).toEqual(BOTH);
      expect(await seen(JOINED)).toEqual([ID]);
      expect(await seen(JOINED, { status: 'in_custody' })).toEqual([]);
      expect(await seen(TOLD_MORE, { status: 'in_custody' })).toEqual([ID]);
      expect(await seen(UNDONE)).toEqual(BOTH);
      const census = (knownAt: Instant) => prisonersByStatus(snapshot, 'BY', asked(knownAt));
      expect(await census(TWO_TOLD)).toMatchObject([{ status: 'in_custody' }, { status: 'released' }]);
      expect(await census(JOINED)).toEqual([{ status: 'released', certain: 1, uncertain: 0 }]);
      expect(await census(TOLD_MORE)).toEqual([{ status: 'in_custody', certain: 1, uncertain: 0 }]);
      expect(await census(UNDONE)).toEqual([{ status: 'in_custody', certain: 2, uncertain: 0 }]);
      const back = async (knownAt: Instant) =>
        (await peopleReturned(snapshot, 'BY', asked(knownAt))).map(({ id }) => id);
      expect(await back(TWO_TOLD)).toEqual([]);
      expect(await back(JOINED)).toEqual([ID]);
      const window = { from: null, to: null };
      const held = (knownAt: Instant) =>
        identifiedIn(snapshot, 'BY', [{ metric: 'held', window }], asked(knownAt)).then(([people]) => people);
      expect([await held(TOLD_MORE), await held(UNDONE)]).toEqual([1, 2]);
    });
  });

  it('are answered under either id, with one life made of all that is told of both', async () => {
    await inSnapshot(models.reader, async (snapshot) => {
      for (const old of [IVANOVA, PETROVA].map(({ country, name }) => personId(country, name))) {
        expect(await peopleKnownAs(snapshot, old, TWO_TOLD)).toEqual([old]);
        expect(await peopleKnownAs(snapshot, old, TOLD_MORE)).toEqual([ID]);
        expect(await peopleKnownAs(snapshot, old, UNDONE)).toEqual([old]);
      }
      const spans = await spansOf(snapshot, 'prisoner', ID!, TOLD_MORE);
      expect(spans.map((row) => (row as unknown as { status: string }).status)).toEqual([
        'unknown',
        'in_custody',
        'released',
        'in_custody',
      ]);
      const claims = await claimsOf(snapshot, [ID!], TOLD_MORE);
      const question = { ...asked(TOLD_MORE), claims, whole: true };
      const [shown] = await composed(snapshot, 'prisoner', spans.slice(-1), question);
      expect(shown).toMatchObject({
        episodes: [
          { detained: { earliest: '2020-09-07' }, ended: { earliest: '2021-07-14' } },
          { detained: { earliest: '2025-12-13' }, ended: null },
        ],
      });
    });
  });
});
