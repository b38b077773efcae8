import fc from 'fast-check';
import { isClaimType, type Instant } from '#domain';
import { exampleOf } from '#examples';
import { EventsProjection } from '../events-projection.js';
import { versionsFromZero } from './testing/from-zero.js';
import { batchesOf, cuts, histories, logOf, type LogEntry, type Told } from './testing/histories.js';
import { MemoryTables } from './testing/memory-tables.js';

/** Projects a log in batches; with `anew`, each batch by a projector that remembers nothing. */
async function project(log: readonly LogEntry[], at: readonly number[], { anew = false } = {}): Promise<MemoryTables> {
  const tables = new MemoryTables();
  let projection = new EventsProjection(tables);
  await projection.positionsOf([0]);
  for (const batch of batchesOf(log, at)) {
    if (anew) {
      projection = new EventsProjection(tables);
      await projection.positionsOf([0]);
    }
    expect(await projection.project(batch)).toMatchObject({ written: true });
  }
  return tables;
}

/** The instant after everything in a history, a second later for each `after`. */
const later = (history: readonly Told[], after = 1): Instant =>
  history.reduce((last, { stamp }) => (stamp > last ? stamp : last), 0n) + BigInt(after) * 1_000_000n;

const retraction = ({ event }: Told, stamp: Instant): Told => ({
  event: exampleOf('ClaimRetracted', {
    of: event.id,
    ofSubject: event.subject,
    by: { id: 'example-wire', name: 'Example Wire' },
    reason: 'source_retraction',
  }),
  stamp,
});

describe('the rows of a log', () => {
  it('are those that folding every prefix from nothing gives, however the log is cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), cuts, async (history, at) => {
        const log = logOf(history);
        expect((await project(log, at)).versions()).toEqual(versionsFromZero(log));
      }),
      { numRuns: 100 },
    );
  });

  it('do not depend on the cuts, nor on what the projector remembers', async () => {
    await fc.assert(
      fc.asyncProperty(histories(40), cuts, cuts, async (history, one, other) => {
        const log = logOf(history);
        const tables = await project(log, one);
        const others = await project(log, other, { anew: true });
        expect(others.versions()).toEqual(tables.versions());
        expect(others.ledger()).toEqual(tables.ledger());
      }),
      { numRuns: 60 },
    );
  });

  it('do not depend on which of two projectors has the partition, if each asks where it is when it takes over', async () => {
    await fc.assert(
      fc.asyncProperty(histories(40), cuts, fc.infiniteStream(fc.boolean()), async (history, at, turns) => {
        const log = logOf(history);
        const tables = new MemoryTables();
        const projectors = [new EventsProjection(tables), new EventsProjection(tables)] as const;
        let owner: EventsProjection | undefined;
        for (const batch of batchesOf(log, at)) {
          const next = projectors[turns.next().value ? 0 : 1];
          if (next !== owner) await next.positionsOf([0]);
          owner = next;
          await owner.project(batch);
        }
        expect(tables.versions()).toEqual((await project(log, [])).versions());
      }),
      { numRuns: 60 },
    );
  });

  it('are not touched by a projector that has lost its partition', async () => {
    const [history] = fc.sample(histories(12), 1);
    const log = logOf(history!);
    const tables = await project(log, []);
    const other = new EventsProjection(tables);
    await other.positionsOf([0]);
    const [again] = batchesOf(log, []);
    expect(await other.project(again!)).toMatchObject({ written: false, folded: 0 });
    expect(tables.versions()).toEqual(versionsFromZero(log));
  });

  it('are the same when every record is delivered twice by the log: the first one counts', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), cuts, async (history, at) => {
        const log = logOf(history);
        const twice = [...log, ...log].map((record, offset) => ({ ...record, offset: BigInt(offset) }));
        expect((await project(twice, at)).versions()).toEqual((await project(log, [])).versions());
      }),
    );
  });

  it('are the same now in whatever order the same events arrived', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), fc.infiniteStream(fc.nat()), cuts, async (history, keys, at) => {
        const shuffled = history
          .map((told) => ({ told, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ told }) => told);
        const content = (tables: MemoryTables): string[] =>
          tables.versions({ now: true }).map((version) => version.replace(/\[\d+, \d+\) /, '['));
        expect(content(await project(logOf(shuffled), at))).toEqual(content(await project(logOf(history), [])));
      }),
      { numRuns: 100 },
    );
  });

  it('do not depend on the order in which two partitions are read', async () => {
    await fc.assert(
      fc.asyncProperty(histories(), cuts, fc.infiniteStream(fc.boolean()), async (history, at, turns) => {
        const parts = [0, 1].map((part) => logOf(history.filter(({ event }) => event.subject.length % 2 === part)));
        const queues = parts.map((log, partition) => batchesOf(log, at, partition));
        const tables = new MemoryTables();
        const projection = new EventsProjection(tables);
        await projection.positionsOf([0, 1]);
        while (queues.some((queue) => queue.length > 0)) {
          const next = turns.next().value ? 0 : 1;
          const batch = queues[next]!.shift() ?? queues[1 - next]!.shift();
          await projection.project(batch!);
        }
        expect(tables.versions()).toEqual(parts.flatMap((log) => versionsFromZero(log)).sort());
      }),
    );
  });
});

describe('a claim that is retracted', () => {
  const claimOf = (history: readonly Told[], at: number): Told | undefined => {
    const claims = history.filter(({ event }) => isClaimType(event.type));
    return claims[at % claims.length];
  };
  /** Each event a second after the one before, so that leaving one out changes the known time of no other. */
  const spaced = histories().map((history) =>
    history.map((told, at) => ({ ...told, stamp: 1_765_584_000_000_000n + BigInt(at) * 1_000_000n })),
  );

  it('leaves the rows of the history without it, as known now', async () => {
    await fc.assert(
      fc.asyncProperty(spaced, fc.nat(), cuts, async (history, at, cutAt) => {
        const claim = claimOf(history, at);
        fc.pre(claim !== undefined);
        const without = history.filter((told) => told !== claim);
        const taken = await project(logOf([...history, retraction(claim, later(history))]), cutAt);
        const never = await project(logOf(without), []);
        const content = (version: string): string => version.replace(/\[\d+, \d+\) /, '');
        expect(taken.versions({ now: true }).map(content)).toEqual(never.versions({ now: true }).map(content));
      }),
      { numRuns: 80 },
    );
  });

  it('leaves every version of before, closed at the moment of the retraction at the latest', async () => {
    await fc.assert(
      fc.asyncProperty(spaced, fc.nat(), async (history, at) => {
        const claim = claimOf(history, at);
        fc.pre(claim !== undefined);
        const moment = later(history);
        const before = (await project(logOf(history), [])).versions();
        const after = (await project(logOf([...history, retraction(claim, moment)]), [])).versions();
        const known = after.filter((version) => BigInt(/\[(\d+)/.exec(version)![1]!) < moment);
        const opened = known.map((version) => version.replace(`, ${moment})`, ', 9223372036854775807)')).sort();
        expect(opened).toEqual(before);
      }),
    );
  });

  it('stands again when the retraction is itself retracted', async () => {
    await fc.assert(
      fc.asyncProperty(spaced, fc.nat(), cuts, async (history, at, cutAt) => {
        const claim = claimOf(history, at);
        fc.pre(claim !== undefined);
        const first = retraction(claim, later(history));
        const second = retraction(first, later(history, 2));
        const tables = await project(logOf([...history, first, second]), cutAt);
        const content = (version: string): string => version.replace(/\[\d+, \d+\) /, '');
        const untouched = await project(logOf(history), []);
        expect(tables.versions({ now: true }).map(content)).toEqual(untouched.versions({ now: true }).map(content));
      }),
    );
  });
});
