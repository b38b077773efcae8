import { databaseAvailable } from '../../../test/setup/database.js';
import type { LedgerEvent } from '#domain';
import type { PipedDraft } from '#log';
import type { Reader } from './reader.js';
import { readProse } from './prose.js';
import { beginRun, Rereading, type Difference } from './rereading.js';
import { batchOf, bytesOf, eventsOf, openRecording, told, type Placed, type Recording } from './testing/recording.js';
import { report, reportIdFor, withdrawal } from './testing/submissions.js';

const describeWithDatabase = databaseAvailable() ? describe : describe.skip;

describeWithDatabase('reading old reports again (skipped without Postgres)', () => {
  let recording: Recording;
  let source: string;
  beforeAll(async () => {
    recording = await openRecording();
    source = recording.ledger.source;
  });
  afterAll(() => recording.close());

  const record = (...placed: readonly Placed[]): Promise<PipedDraft[]> =>
    recording.recorder().transform(batchOf(...placed));
  const send: Recording['send'] = (...submissions) => recording.send(...submissions);
  let names = 0;
  /** A name whose report falls into this partition. */
  function nameIn(partition: number): string {
    for (;;) {
      const name = `report ${(names += 1)}`;
      if (recording.ledger.log.partitionOf(reportIdFor(name)) === partition) return name;
    }
  }

  describe('given a report that is read again', () => {
    const body = 'Belarus pardoned 123 prisoners on 13 December 2025. Ales Bialiatski was released.';
    const acts = (events: readonly LedgerEvent[]): string[] =>
      events.map(({ type, data }) => (type === 'ClaimRetracted' ? `${type} ${data.of}` : type));

    /** Reads all of this ledger again by a reader that makes only these of today's claims; records what that orders. */
    async function again(version: string, keep: (type: string) => boolean, id: string, dryRun = false) {
      const { log, register } = recording.ledger;
      const reader: Reader = {
        read: (origin) => {
          const { events } = readProse(origin);
          const extractor = { name: 'clemency-en', version };
          return Promise.resolve({ events: events.filter(({ type }) => keep(type)), extractor });
        },
      };
      const rereading = new Rereading(log, register, reader, source);
      const ends = await log.ends('reports');
      const differences: Difference[] = [];
      for (let run = beginRun(null, null, dryRun), done = false; !done;) {
        const page = await rereading.page(run);
        differences.push(...page.differences.filter(({ reportId }) => reportId === id));
        ({ run, done } = page);
      }
      const placed: Placed[] = [];
      for (const [partition, end] of (await log.ends('reports')).entries()) {
        for await (const { records } of log.read('reports', partition, ends[partition]!, end))
          placed.push(...records.map((one) => ({ partition, record: one })));
      }
      return { difference: differences[0]!, placed: placed.filter(({ record: { key } }) => key === id) };
    }

    it('retracts what is no longer claimed, lets it stand again when it is, and leaves the rest alone', async () => {
      const name = nameIn(0);
      const id = reportIdFor(name);
      const [placed] = await send(report(source, name, { lang: 'en', body }));
      const first = eventsOf(await record(placed!));
      const gone = first.find(({ type }) => type === 'PrisonerReleased')!;
      const without = (type: string): boolean => type !== 'PrisonerReleased';

      const dry = await again('2', without, id, true);
      expect(dry.difference).toMatchObject({ appended: [], retracted: [{ id: gone.id, subject: gone.subject }] });
      expect(dry.placed).toEqual([]);

      const second = await again('2', without, id);
      const dropped = await record(...second.placed);
      expect(acts(eventsOf(dropped))).toEqual([`ClaimRetracted ${gone.id}`]);
      expect(eventsOf(dropped)[0]!.data).toMatchObject({ by: { name: 'clemency-en 2' }, reason: 'extraction_error' });
      expect(bytesOf(await record(...second.placed))).toEqual(bytesOf(dropped));
      expect((await again('2', without, id)).placed).toEqual([]);

      const third = await again('3', () => true, id);
      expect(third.difference).toMatchObject({ restored: [{ id: gone.id }], appended: [], retracted: [] });
      expect(acts(eventsOf(await record(...third.placed)))).toEqual([`ClaimRetracted ${eventsOf(dropped)[0]!.id}`]);
      expect((await again('3', () => true, id)).placed).toEqual([]);
    });

    it("appends what nobody had claimed, as one of the report's own events, once", async () => {
      const name = nameIn(1);
      const id = reportIdFor(name);
      const [placed] = await send(report(source, name, { lang: 'en', body }));
      const poor = recording.recorder({
        read: () => Promise.resolve({ events: [], extractor: { name: 'clemency-en', version: '0' } }),
      });
      expect(told(await poor.transform(batchOf(placed!)))).toEqual(['ReportRecorded 0']);
      const { difference, placed: orders } = await again('1', () => true, id);
      expect(difference.appended.length).toBeGreaterThan(1);
      const events = eventsOf(await record(...orders));
      expect(events.map((event) => event.id).sort()).toEqual(difference.appended.map((claim) => claim.id).sort());
      expect(events.every(({ correlationid, causationid }) => correlationid === id && causationid !== id)).toBe(true);
      expect(bytesOf(await record(...orders)).length).toBe(events.length);
      expect((await again('1', () => true, id)).difference).toMatchObject({ appended: [], unchanged: events.length });
    });

    it('changes nothing in one that was withdrawn', async () => {
      const name = nameIn(1);
      const [one, two] = await send(report(source, name, { lang: 'en', body }), withdrawal(source, name, 'Wrong.'));
      await record(one!, two!);
      const { difference, placed } = await again('2', () => false, reportIdFor(name));
      expect(difference.skipped).toBe('Its publisher has taken it back.');
      expect(placed).toEqual([]);
    });
  });
});
