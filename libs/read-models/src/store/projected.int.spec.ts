import { digestOfIds, idOf, parseInstant, type EventType, type Unstamped } from '#domain';
import { EXAMPLE_SOURCE, EXAMPLES, exampleOf, saidOn } from '#examples';
import { logOf, type LogEntry, type Told } from '../engine/testing/histories.js';
import { EventsProjection } from '../events-projection.js';
import { describeWithDatabase, openReadModels, type ReadModels } from '../testing/read-models.js';
import { GENERATION } from './database.js';
import { isProjected } from './events.js';
import { ProjectionStore } from './projection-store.js';
import { inSnapshot } from './reader.js';

const SHA256 = digestOfIds([]);
const STAMP = parseInstant('2025-12-20T12:00:00Z')!;
const idFor = (name: string): string => idOf('submission', { name });
const caused = <Type extends EventType>(by: string, event: Unstamped<Type>): Unstamped<Type> => ({
  ...event,
  id: idOf('event', { by, id: event.id }),
  correlationid: idFor(by),
  causationid: idFor(by),
});
const claim = (by: string, day: string) =>
  caused(by, exampleOf('CountClaimed', { ...EXAMPLES.CountClaimed[0].data, ...saidOn(day) }));
const receipt = (by: string, events: number) =>
  caused(
    by,
    exampleOf('ReportRecorded', {
      reportId: idFor(by),
      recordSha256: SHA256,
      bodySha256: null,
      events,
      eventsDigest: SHA256,
      extractor: { name: 'producer', version: '1' },
    }),
  );

describeWithDatabase('whether what a position names is projected (Postgres; skipped without one)', () => {
  let models: ReadModels;
  let store: ProjectionStore;
  let at = 0n;
  beforeAll(async () => {
    models = await openReadModels();
    store = new ProjectionStore(models.source, GENERATION);
  });
  afterAll(() => models.close());

  async function project(...events: readonly (Unstamped<EventType> | 'spoilt')[]): Promise<void> {
    const readable = events.map(
      (event): Told['event'] => (event === 'spoilt' ? EXAMPLES.CountClaimed[0] : event) as never,
    );
    const records: LogEntry[] = logOf(
      readable.map((event, index) => ({ event, stamp: STAMP + at + BigInt(index) })),
    ).map((record, index) => ({
      ...record,
      offset: at + record.offset,
      ...(events[index] === 'spoilt' ? { value: Buffer.from('spoilt') } : {}),
    }));
    const projection = new EventsProjection(store);
    await projection.positionsOf([0]);
    const next = at + BigInt(records.length);
    expect(await projection.project({ partition: 0, from: at, next, records })).toMatchObject({ written: true });
    at = next;
  }
  let reportsAt = 0n;
  async function projectReport(by: string, batches: { id: string; ids: string[] }[] = []): Promise<void> {
    const report = {
      id: idFor(by),
      sourceId: 's',
      uri: null,
      revises: null,
      day: '2025-01-01',
      text: '',
      known: STAMP,
      offset: reportsAt,
      value: Buffer.of(1),
    };
    await store.writeReports(
      { partition: 0, from: reportsAt, next: (reportsAt += 1n), known: STAMP, redrives: 0 },
      { reports: [report], batches },
    );
  }
  const done = (...ids: string[]): Promise<boolean> =>
    inSnapshot(models.reader, (snapshot) => isProjected(snapshot, ids));

  it('a report is, when its own record, its receipt and every event that the receipt counts are here', async () => {
    const by = idFor('plain');
    expect(await done(by)).toBe(false);
    await project(claim('plain', '2025-12-13'));
    expect(await done(by)).toBe(false);
    await project(receipt('plain', 2));
    await projectReport('plain');
    expect(await done(by)).toBe(false);
    await project(claim('plain', '2025-12-14'));
    expect(await done(by)).toBe(true);
  });

  it('a report is not before its own record is here, and one in which nothing was found is with its receipt', async () => {
    await project(receipt('empty', 0));
    expect(await done(idFor('empty'))).toBe(false);
    await projectReport('empty');
    expect(await done(idFor('empty'))).toBe(true);
  });

  it('several are when each of them is', async () => {
    expect(await done(idFor('plain'), idFor('empty'))).toBe(true);
    expect(await done(idFor('plain'), idFor('never sent'))).toBe(false);
    expect(await done(idFor('never sent'))).toBe(false);
  });

  it('a list is when it is here and each that it names is', async () => {
    const named = [idFor('plain'), idFor('empty')];
    expect(await done(idFor('list'))).toBe(false);
    await projectReport('with lists', [
      { id: idFor('list'), ids: named },
      { id: idFor('list with one that is not'), ids: [...named, idFor('never sent')] },
    ]);
    expect(await done(idFor('list'))).toBe(true);
    expect(await done(idFor('list'), idFor('plain'))).toBe(true);
    expect(await done(idFor('list with one that is not'))).toBe(false);
  });

  it('a review is when its event is here', async () => {
    const of = claim('plain', '2025-12-13');
    const review = exampleOf('ClaimRejected', {
      of: of.id,
      ofSubject: of.subject,
      by: { id: 'analyst-7', name: 'An analyst' },
      reason: 'duplicate',
    });
    const submitted = { ...review, correlationid: review.id, causationid: review.id, source: EXAMPLE_SOURCE };
    expect(await done(review.id)).toBe(false);
    await project(submitted);
    expect(await done(review.id)).toBe(true);
  });

  it('a withdrawal is when its act is here, and as many retractions as that counts', async () => {
    const by = idFor('withdrawal');
    const of = claim('plain', '2025-12-14');
    const act = { id: 'example-wire', name: 'Example Wire' };
    const retraction = exampleOf('ClaimRetracted', {
      of: of.id,
      ofSubject: of.subject,
      by: act,
      reason: 'source_retraction',
    });
    const withdrawn = exampleOf('ReportWithdrawn', { of: idFor('plain'), by: act, reason: 'Wrong.', retracted: 1 });
    await project(caused('withdrawal', withdrawn));
    expect(await done(by)).toBe(false);
    await project(caused('withdrawal', retraction));
    expect(await done(by)).toBe(true);
  });

  it('a parked event counts as here, since its readers are told; a receipt must be projected', async () => {
    await project('spoilt');
    await projectReport('parked');
    await project(claim('parked', '2025-12-15'), claim('parked', '2025-12-16'));
    expect(await done(idFor('parked'))).toBe(false);
    await project(receipt('parked', 2));
    expect(await done(idFor('parked'))).toBe(true);
  });

  it('an event of a newer release counts as here, because its bytes tell whose it is', async () => {
    const by = idFor('newer');
    await projectReport('newer');
    await project(receipt('newer', 1));
    expect(await done(by)).toBe(false);
    const value = Buffer.from(JSON.stringify({ ...claim('newer', '2025-12-17'), dataschema: 'of tomorrow' }));
    const projection = new EventsProjection(store);
    await projection.positionsOf([0]);
    const records = [{ offset: at, key: 'count/zz/held', value }];
    expect(await projection.project({ partition: 0, from: at, next: (at += 1n), records })).toMatchObject({
      parked: [{ subject: 'count/zz/held' }],
    });
    expect(await done(by)).toBe(true);
  });

  it('where bytes wait that do not even tell whose they are, all is here or parked when every partition is well beyond', async () => {
    const by = idFor('perhaps spoilt');
    await projectReport('perhaps spoilt');
    // The spoilt record of the test before may be the claim that this receipt counts.
    await project(receipt('perhaps spoilt', 1));
    const last = STAMP + at - 1n;
    const projection = new EventsProjection(store);
    await projection.positionsOf([0, 1]);
    const positions = await store.positions('events');
    const beyond = async (partition: number, seconds: bigint): Promise<void> => {
      const { next } = positions.get(partition)!;
      await projection.idle([{ partition, next, caughtUpTo: last + seconds * 1_000_000n }]);
    };
    expect(await done(by)).toBe(false);
    await beyond(0, 20n);
    expect(await done(by)).toBe(false);
    await beyond(1, 14n);
    expect(await done(by)).toBe(false);
    await beyond(1, 20n);
    expect(await done(by)).toBe(true);
    expect(await done(idFor('never sent'))).toBe(false);
  });

  it('a report that is parked counts as here', async () => {
    const by = idFor('refused');
    await project(receipt('refused', 0));
    expect(await done(by)).toBe(false);
    const parked = {
      submission: by,
      key: by,
      known: STAMP,
      reason: 'Refused.',
      offset: reportsAt,
      value: Buffer.of(1),
    };
    const turn = { partition: 0, from: reportsAt, next: (reportsAt += 1n), known: STAMP, redrives: 0 };
    await store.writeReports(turn, { reports: [], batches: [] }, [parked]);
    expect(await done(by)).toBe(true);
  });
});
