import { parseInstant, type Instant, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { GENERATION, inSnapshot } from '#read-models';
import { queuePage, type PlaceInQueue, type QueueFilter, type QueueItem } from '../apps/query/src/review-queue.js';
import { logOf, type Told } from '../libs/read-models/src/engine/testing/histories.js';
import { projectAnew } from '../libs/read-models/src/testing/projecting.js';
import { describeWithDatabase, openReadModels, type ReadModels } from '../libs/read-models/src/testing/read-models.js';

const START = parseInstant('2025-12-20T12:00:00Z')!;
const MINUTE = 60_000_000n;
const analyst = { id: 'analyst-7', name: 'An analyst' };
const reader = { id: 'extractor/clemency-en', name: 'clemency-en 3' };

const detained = (name: string, confidence: number) =>
  exampleOf('PersonDetained', {
    ...EXAMPLES.PersonDetained[0].data,
    ...saidOn('2025-07-14'),
    person: personNamed(name),
    modality: 'performed',
    confidence,
  });
const held = (value: number) =>
  exampleOf('CountClaimed', {
    ...EXAMPLES.CountClaimed[0].data,
    ...saidOn('2025-12-01'),
    metric: 'held',
    country: 'BY',
    population: 'political prisoners',
    window: { to: '2025-12-01' },
    count: { value, qualifier: 'exact' },
    confidence: 0.8,
  });

const sure = detained('Ales Bialiatski', 0.9);
const doubtful = detained('Maria Kolesnikova', 0.3);
const confirmed = detained('Viktar Babaryka', 0.2);
const [few, many] = [held(1000), held(1300)];
const confirmation = exampleOf('ClaimConfirmed', {
  of: confirmed.id,
  ofSubject: confirmed.subject,
  by: analyst,
  reason: 'The court published it.',
});
const retraction = exampleOf('ClaimRetracted', {
  of: confirmed.id,
  ofSubject: confirmed.subject,
  by: reader,
  reason: 'extraction_error',
});
const again = exampleOf('ClaimRejected', {
  of: confirmed.id,
  ofSubject: confirmed.subject,
  by: analyst,
  reason: 'extraction_error',
});

/** One event a minute, so that each is known at an instant of its own. */
const STORY = [sure, doubtful, confirmed, few, many, confirmation, retraction, again] as readonly Unstamped[];
const afterThe = (event: Unstamped): Instant => START + BigInt(STORY.indexOf(event)) * MINUTE;

describeWithDatabase('the queue of reviews (skipped without a Postgres)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
    const log = STORY.map((event, at) => ({ event: event as Told['event'], stamp: START + BigInt(at) * MINUTE }));
    await projectAnew(models.source, logOf(log));
  }, 60_000);
  afterAll(() => models.close());

  const all = (filter: Partial<QueueFilter> = {}, limit = 500): Promise<QueueItem[]> =>
    inSnapshot(models.reader, async (snapshot) => {
      const items: QueueItem[] = [];
      let after: { place: PlaceInQueue; id: string } | undefined;
      do {
        const page = await queuePage(snapshot, { knownAt: afterThe(again), ...filter }, { limit, after });
        expect(page.items.length).toBeLessThanOrEqual(limit);
        items.push(...page.items);
        after = page.next;
      } while (after);
      return items;
    });
  const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

  it('given claims of several kinds, then the doubtful and the contradicted come before the sure, each with its reasons', async () => {
    const items = await all();
    expect(idsOf(items)).toEqual(
      idsOf([doubtful, ...[few, many].sort((a, b) => (a.id < b.id ? -1 : 1)), sure]).sort((a, b) => {
        const scoreOf = (id: string): number => items.find((item) => item.id === id)!.score;
        return scoreOf(b) - scoreOf(a) || (a < b ? -1 : 1);
      }),
    );
    const [first] = items;
    expect(first).toMatchObject({
      id: doubtful.id,
      reasons: ['low_confidence', 'single_origin', 'high_consequence'],
      parts: { low_confidence: 28, single_origin: 20, high_consequence: 32, conflict: 0, retracted_after_review: 0 },
      score: 80,
      claim: { person: { name: 'Maria Kolesnikova' } },
    });
    expect(items.find(({ id }) => id === few.id)).toMatchObject({ conflicting: [many.id], parts: { conflict: 30 } });
    expect(items.find(({ id }) => id === sure.id)!.reasons).toEqual(['single_origin', 'high_consequence']);
    for (const { score, parts } of items) expect(score).toBe(Object.values(parts).reduce((sum, each) => sum + each, 0));
  });

  it('given a confirmed claim that a reading takes back, then it is first of all, with both acts, until it is reviewed again', async () => {
    expect(idsOf(await all({ knownAt: afterThe(many) }))).toContain(confirmed.id);
    expect(idsOf(await all({ knownAt: afterThe(confirmation) }))).not.toContain(confirmed.id);
    const [first] = await all({ knownAt: afterThe(retraction) });
    expect(first).toMatchObject({
      id: confirmed.id,
      reasons: ['retracted_after_review', 'low_confidence', 'high_consequence'],
      review: { id: confirmation.id },
      retraction: { id: retraction.id },
    });
    expect(idsOf(await all())).not.toContain(confirmed.id);
  });

  it('given filters, then only those are left, and pages of one give the same in the same order', async () => {
    expect(idsOf(await all({ reason: 'conflict' })).sort()).toEqual(idsOf([few, many]).sort());
    expect(idsOf(await all({ type: 'PersonDetained' }))).toEqual(idsOf([doubtful, sure]));
    expect(await all({ country: 'CU' })).toEqual([]);
    for (const knownAt of [afterThe(retraction), afterThe(again)])
      expect(idsOf(await all({ knownAt }, 1))).toEqual(idsOf(await all({ knownAt })));
  });

  it('reads the queue as it is now from the index that has only what is left', async () => {
    const runner = models.source.createQueryRunner();
    await runner.query('set enable_seqscan = off');
    const plan = (await runner.query(
      `explain select event_id from ${GENERATION}.basis where known_to = 9223372036854775807 and not confirmed
       order by priority desc, event_id limit 500`,
    )) as Record<string, string>[];
    await runner.release();
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toMatch(/basis_unreviewed/);
  });
});
