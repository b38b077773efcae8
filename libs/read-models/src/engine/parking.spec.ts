import fc from 'fast-check';
import { type ClaimType } from '#domain';
import { EXAMPLES, exampleOf } from '#examples';
import { EventsProjection } from '../events-projection.js';
import { homeOf } from '../models.js';
import { foldBatch, unitsOf, type Incoming } from './fold-batch.js';
import type { Fold, KnownClaim } from './model.js';
import { knownOf, versionsFromZero } from './testing/from-zero.js';
import { batchesOf, cuts, histories, logOf, type LogEntry, type Told } from './testing/histories.js';
import { MemoryTables } from './testing/memory-tables.js';
import { UnitFold } from './unit-fold.js';

const spoilt = (record: LogEntry): LogEntry => ({ ...record, value: Buffer.from(`spoilt ${record.offset}`) });

async function project(log: readonly LogEntry[], at: readonly number[]): Promise<MemoryTables> {
  const tables = new MemoryTables();
  for (const batch of batchesOf(log, at)) {
    const projection = new EventsProjection(tables);
    await projection.positionsOf([0]);
    await projection.project(batch);
  }
  return tables;
}

describe('a record that nobody can read', () => {
  const withSpoilt = fc.tuple(histories(), fc.uniqueArray(fc.nat(23), { minLength: 1, maxLength: 3 }));

  it('parks its subject from there on and in order, and no other, however the log is cut', async () => {
    await fc.assert(
      fc.asyncProperty(withSpoilt, cuts, async ([history, places], at) => {
        const bad = new Set(places.map((place) => place % history.length));
        const log = logOf(history).map((record, index) => (bad.has(index) ? spoilt(record) : record));
        const first = new Map<string, number>();
        for (const [index, { key }] of log.entries()) if (bad.has(index) && !first.has(key)) first.set(key, index);
        const waits = log.filter(({ key, offset }) => offset >= (first.get(key) ?? Infinity));
        const tables = await project(log, at);
        expect(tables.parked.map(({ offset }) => offset).sort()).toEqual(waits.map(({ offset }) => offset).sort());
        expect([...tables.waiting.keys()].sort()).toEqual([...first.keys()].sort());
        for (const { reason } of tables.waiting.values()) expect(reason).toContain('is no JSON');
        expect(tables.events.size).toBe(log.length - waits.length);
      }),
      { numRuns: 70 },
    );
  });

  it('leaves the same rows, events and waiting list however the log is cut', async () => {
    await fc.assert(
      fc.asyncProperty(withSpoilt, cuts, async ([history, places], at) => {
        const bad = new Set(places.map((place) => place % history.length));
        const log = logOf(history).map((record, index) => (bad.has(index) ? spoilt(record) : record));
        const [tables, whole] = [await project(log, at), await project(log, [])];
        expect(tables.versions()).toEqual(whole.versions());
        expect(tables.ledger()).toEqual(whole.ledger());
      }),
      { numRuns: 70 },
    );
  });

  it('takes a known time of its own, one microsecond after the record before', async () => {
    const [claim] = EXAMPLES.CountClaimed;
    const history: Told[] = [0n, 10n, 5n].map((after) => ({ event: claim, stamp: 1_765_584_000_000_000n + after }));
    const [one, two, three] = logOf(history);
    const tables = await project([one!, spoilt(two!), spoilt(three!)], []);
    expect(tables.parked.map(({ known }) => known)).toEqual([1_765_584_000_000_001n, 1_765_584_000_000_002n]);
    expect((await tables.positions()).get(0)).toMatchObject({ known: 1_765_584_000_000_002n, next: 3n });
  });
});

describe('an event that cannot be folded', () => {
  /** Folds as the real models do, except that some claims break it. */
  function foldWith(history: readonly Told[], breaks: (claim: KnownClaim<ClaimType>) => boolean) {
    const log = logOf(history);
    const incoming: Incoming[] = knownOf(log).map((one, at) => ({
      ...one,
      offset: log[at]!.offset,
      recorded: one.known,
      value: log[at]!.value,
    }));
    const units = unitsOf(
      incoming.map(({ event }) => event),
      new Map(),
    );
    const broken = incoming.filter((one) => breaks(one as unknown as KnownClaim<ClaimType>));
    const homes = incoming.flatMap(({ event }) => homeOf(event) ?? []);
    const models = new Map(homes.map((home) => [home.unit, home.model]));
    let tries = 0;
    const foldOf = (unit: string) => {
      tries += 1;
      const model = models.get(unit)!;
      const breaking = (): Fold => {
        const fold = model.fold();
        return {
          add(claim) {
            if (broken.some(({ event }) => event.id === claim.event.id)) throw new Error(`broken by ${claim.event.id}`);
            return fold.add(claim);
          },
          remove: (claim) => fold.remove(claim),
        };
      };
      return { model, fold: new UnitFold({ fold: breaking }) };
    };
    const folded = foldBatch(incoming, units, foldOf, () => undefined);
    return { incoming, folded, tries };
  }

  const claimsOnly = histories().map((history) =>
    history.filter(({ event }) => !/^(Claim|GroupMember)/.test(event.type)),
  );

  it('parks its subject from that event on, in order, and is the reason; other subjects go on', () => {
    fc.assert(
      fc.property(claimsOnly, fc.nat(), (history, seed) => {
        fc.pre(history.length > 0);
        const culprit = history[seed % history.length]!.event;
        const { incoming, folded } = foldWith(history, ({ event }) => event.id === culprit.id);
        const from = incoming.find(({ event }) => event.id === culprit.id)!.offset;
        const waits = incoming.filter(({ event, offset }) => event.subject === culprit.subject && offset >= from);
        expect(folded.parked.map(({ incoming: one }) => one.offset)).toEqual(waits.map(({ offset }) => offset));
        expect(folded.parked.map(({ reason }) => reason)).toEqual(
          waits.map((_, at) => (at === 0 ? `broken by ${culprit.id}` : null)),
        );
        expect(folded.folded).toHaveLength(incoming.length - waits.length);
      }),
    );
  });

  it('leaves of its subject what the events before it make, and of the others everything', () => {
    fc.assert(
      fc.property(claimsOnly, fc.nat(), (history, seed) => {
        fc.pre(history.length > 0);
        const culprit = history[seed % history.length]!;
        const at = history.indexOf(culprit);
        const { folded } = foldWith(history, ({ event }) => event.id === culprit.event.id);
        const good = logOf(history).filter(({ key }, index) => key !== culprit.event.subject || index < at);
        const opened = [...folded.changes.values()].flatMap(({ open, joined }) => [...open, ...joined]).length;
        expect(opened).toBe(versionsFromZero(good).length);
      }),
    );
  });

  it('is found by halving: thousands of events behind it are not folded once for each', () => {
    const [claim] = EXAMPLES.CountClaimed;
    const history: Told[] = Array.from({ length: 2000 }, (_, at) => ({
      event: exampleOf('CountClaimed', { ...claim.data, confidence: at / 2000, population: `group ${at}` }),
      stamp: 1_765_584_000_000_000n + BigInt(at),
    }));
    const third = history[2]!.event.id;
    const { folded, tries } = foldWith(history, ({ event }) => event.id === third);
    expect(folded.folded).toHaveLength(2);
    expect(folded.parked).toHaveLength(1998);
    // Each claim counted is a unit of its own here: the tries take 2000, 1000, 500 and so on of them, and then two.
    expect(tries).toBeLessThan(3 + 1000 + 500 + 250 + 125 + 63 + 32 + 16 + 8 + 4 + 3);
  });
});
