import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, glimpse, sha256Hex } from '#domain';
import { printVerifierKey, signerOf } from '#transparency';
import { KeyRing } from '../apps/audit/src/tlog/keys.js';
import { rotateKeys } from '../apps/audit/src/tlog/index.js';
import type { Verification } from '../apps/audit/src/verify/index.js';
import { describeHomes } from './house.js';
import { forgedNote, openSignedLedger, signedByIntruder, type Contents, type SignedLedger } from './tampering.js';
import { plantInStorage } from './verify-storage.js';
import { countOf, reportOf } from './whole.js';

interface Printed {
  readonly data: { readonly evidence: readonly object[] };
}
type Records = Contents['events'][number];
const REPORTS = 12;
/** A count and a receipt each; what prose came to, its receipt and a review; and that keys were changed. */
const EVENTS = 2 * REPORTS + 4;
const BODY = 'On Saturday the court said that 430 prisoners had been released since July.';

/** A report whose one claim quotes it. */
const quoted = (value: number) =>
  reportOf({
    body: `${value}: ${BODY}`,
    events: [countOf({ count: { value, qualifier: 'exact' }, evidence: [{ start: 0, end: 20 }] })],
  });

describeHomes('An auditor verifies a log', (home) => {
  let ledger: SignedLedger;
  /** The partition with the figures, and where in it they lie. */
  let partition: number;
  let figures: number[];
  /** Size and root that were signed when half was told, and what the house says later of that moment. */
  let then: string[][];
  let state: { then: { events: number; root: string }[] };
  beforeAll(async () => {
    ledger = await openSignedLedger(home, async (client, signed, tlog) => {
      for (let value = 1; value <= REPORTS; value++) {
        await client.read('/v1/counts', (await client.report(quoted(value))).position);
      }
      await signed(2 * REPORTS);
      const checkpoints = [0, 1].map((of) => client.get<string>(`/v1/audit/tlog/${of}/checkpoint`));
      const notes = (await Promise.all(checkpoints)).map(({ body }) => body);
      const instant = new Date().toISOString();
      then = notes.map((note) => note.split('\n').slice(1, 3));
      const { position } = await client.report(reportOf({ body: 'Belarus pardoned 123 prisoners on Saturday.' }));
      const { items } = await client.read<{ items: { id: string }[] }>('/v1/events?type=CountClaimed', position);
      const review = { type: 'ClaimConfirmed', of: items[0]!.id, reason: 'Two agencies say so.' };
      await client.post('/v1/reviews', { ...review, by: { id: 'desk', name: 'A desk' } });
      await signed(2 * REPORTS + 3);
      expect(await rotateKeys(tlog)).toMatchObject({ generation: '0002', isInUse: true });
      await signed(EVENTS);
      state = await client.read(`/v1/audit/state?knownAt=${instant}`);
    });
    const isFigure = ({ value }: Records[number]): boolean => glimpse(value).type === 'CountClaimed';
    partition = ledger.contents.events.findIndex((records) => records.some(isFigure));
    const records = ledger.contents.events[partition]!;
    figures = [...records.keys()].filter((at) => isFigure(records[at]!));
  }, 120_000);
  afterAll(() => ledger?.close(), 60_000);

  /** The topic with one partition of it changed. */
  const withChanged = (
    change: (records: Records) => Records,
    topic: 'events' | 'reports' = 'events',
    which = partition,
  ) => ({
    [topic]: ledger.contents[topic].map((records, at) => (at === which ? change(records) : records)),
  });
  const idAt = (ordinal: number): string => glimpse(ledger.contents.events[partition]![ordinal]!.value).id!;
  const without = (ordinal: number) => (records: Records) => records.filter((_, at) => at !== ordinal);
  const replaced = (ordinal: number, value: Buffer) => (records: Records) =>
    records.map((record, at) => (at === ordinal ? { ...record, value } : record));
  const edited = (ordinal: number, change: (event: Printed) => void) => (records: Records) => {
    const event = JSON.parse(records[ordinal]!.value.toString()) as Printed;
    change(event);
    return replaced(ordinal, Buffer.from(canonicalJson(event)))(records);
  };
  const found = ({ findings }: Verification) =>
    findings.map(
      ({ kind, topic, partition: of, ordinal }) => `${kind} ${topic}/${of}${ordinal === null ? '' : ` ${ordinal}`}`,
    );
  /** A topic that was made anew by whoever changed it has its records at other offsets, on Kafka: this comes with the rest. */
  const anew = home === 'kafka' ? expect.stringMatching(/^recreated events/) : undefined;
  const notAnew = (one: string): boolean => !one.startsWith('recreated');
  const named = (verification: Verification, ...faults: unknown[]): void => {
    expect(verification.ok).toBe(false);
    const others = found(verification).filter(notAnew);
    expect(others).toEqual(expect.arrayContaining(faults));
    expect(others).toHaveLength(faults.length);
    if (anew) expect(found(verification)).toContainEqual(anew);
  };

  it('given a log as it was written, then it is verified, with how much that is, by keys of the house or from elsewhere', async () => {
    const clean = await ledger.verify();
    expect(clean.findings).toEqual([]);
    expect(clean).toMatchObject({
      ok: true,
      events: EVENTS,
      submissions: REPORTS + 3,
      unsigned: 0,
      keysGiven: 0,
    });
    expect(clean).toMatchObject({ partitions: 2, quotes: REPORTS + 1 });
    expect(clean.checkpoints).toBeGreaterThan(2);
    const keys = await new KeyRing(await ledger.freshFolder()).verifiers();
    expect(await ledger.verify(undefined, { given: keys })).toMatchObject({ ok: true, keysGiven: 2 });
    const given = keys.map(({ name }) => signerOf(name, Buffer.alloc(32, 1)));
    expect(found(await ledger.verify(undefined, { given }))).toContain('signature events/0');
  });

  it('given an instant, then the house tells size and root of each tree as they were signed then', () => {
    expect(state.then.map(({ events, root }) => [String(events), root])).toEqual(then);
  });

  it('given a changed byte, then the event is named', async () => {
    const at = figures[3]!;
    const value = Buffer.from(ledger.contents.events[partition]![at]!.value);
    value[value.indexOf('prisoners')]! ^= 1;
    const verification = await ledger.verify(withChanged(replaced(at, value)));
    named(verification, `changed events/${partition} ${at}`, `id events/${partition} ${at}`);
    expect(verification.findings.find(({ kind }) => kind === 'changed')).toMatchObject({
      eventId: idAt(at),
      says: expect.stringContaining(`from byte ${value.indexOf('qrisoners')} on`),
    });
  });

  it('given a removed event, then it is named, and the receipt that counts it', async () => {
    const at = figures[3]!;
    const verification = await ledger.verify(withChanged(without(at)));
    named(verification, `removed events/${partition} ${at}`, expect.stringMatching(/^report events/));
    expect(verification.findings.find(({ kind }) => kind === 'removed')).toMatchObject({ eventId: idAt(at) });
  });

  it.each([
    ['neighbours', 1],
    ['far apart', 5],
  ])('given two swapped events, %s, then both are named', async (_, apart) => {
    const [one, other] = [figures[2]!, figures[2 + apart]!];
    const swapped = (records: Records) =>
      records.map((record, at) => (at === one ? records[other]! : at === other ? records[one]! : record));
    named(await ledger.verify(withChanged(swapped)), `swapped events/${partition} ${one}`);
  });

  it('given an inserted event, then it is named', async () => {
    const at = figures[4]!;
    const event = JSON.parse(ledger.contents.events[partition]![at]!.value.toString()) as Record<string, unknown>;
    const value = Buffer.from(canonicalJson({ ...event, id: '0b0e7b36-8e0f-4f0e-9d0a-3d1c1f9b1a11' }));
    const inserted = (records: Records) => [...records.slice(0, at), { ...records[at]!, value }, ...records.slice(at)];
    const verification = await ledger.verify(withChanged(inserted));
    named(
      verification,
      ...[`inserted events/${partition} ${at}`, `id events/${partition} ${at}`],
      expect.stringMatching(/^report events/),
    );
  });

  it('given a tail that was cut off below the last checkpoint, then where is named', async () => {
    const { length } = ledger.contents.events[partition]!;
    const verification = await ledger.verify(withChanged((records) => records.slice(0, -2)));
    expect(found(verification)).toContain(`cut events/${partition} ${length - 2}`);
    expect(verification.findings.find(({ kind }) => kind === 'cut')).toMatchObject({
      count: 2,
      eventId: idAt(length - 2),
    });
  });

  it('given a topic that was made anew with other events, then that is said', async () => {
    const foreign = (records: Records) =>
      records.map(
        (_, at) =>
          edited(at, (event) => Object.assign(event, { recordedtime: '2020-01-01T00:00:00.000000Z' }))(records)[at]!,
      );
    const verification = await ledger.verify(withChanged(foreign));
    expect(found(verification)).toContain(`recreated events/${partition} 0`);
    expect(found(verification)).not.toContainEqual(expect.stringMatching(/^changed/));
    expect(found(await ledger.verify(withChanged(() => [])))).toContain(`recreated events/${partition} 0`);
  });

  it('given a checkpoint by the right key that does not extend an older one, then its size is named', async () => {
    const folder = await ledger.freshFolder();
    const note = await forgedNote(folder, partition, figures[5]!);
    await appendFile(join(folder, 'events', String(partition), 'checkpoints.ndjson'), `${JSON.stringify(note)}\n`);
    const kept = await ledger.verify(undefined, { folder });
    expect(found(kept)).toEqual([`checkpoint events/${partition} ${figures[5]}`]);
    const forged = {
      checkpoints: ledger.contents.checkpoints.map((records) => [
        ...records,
        { key: String(partition), value: Buffer.from(note) },
      ]),
    };
    expect(found(await ledger.verify(forged))).toContain(`checkpoint events/${partition} ${figures[5]}`);
    const stranger = {
      checkpoints: ledger.contents.checkpoints.map((records) => [
        ...records,
        { key: '0', value: Buffer.from(note.replace(/.{8}=*\n$/, 'AAAAAAAA\n')) },
      ]),
    };
    expect(found(await ledger.verify(stranger))).toContainEqual(expect.stringMatching(/^signature checkpoints/));
  });

  it('given a checkpoint as it should be by a key that is kept with the others, and of which the log does not tell, then it is named', async () => {
    const folder = await ledger.freshFolder();
    const told = ledger.contents.events.flat().filter(({ value }) => glimpse(value).type === 'KeysRotated');
    const keys = (await new KeyRing(folder).verifiers()).map(printVerifierKey);
    expect(told.map(({ value }) => JSON.parse(value.toString()) as object)).toEqual([
      expect.objectContaining({ data: expect.objectContaining({ generation: '0002', keys: keys.slice(0, 2) }) }),
    ]);
    const note = await signedByIntruder(folder, partition);
    await appendFile(join(folder, 'events', String(partition), 'checkpoints.ndjson'), `${JSON.stringify(note)}\n`);
    expect(found(await ledger.verify(undefined, { folder }))).toEqual([`key events/${partition}`]);
  });

  it('given several faults in several places, then none hides another', async () => {
    const [one, two, three] = [figures[1]!, figures[4]!, figures[7]!];
    const value = Buffer.from(ledger.contents.events[partition]![one]!.value);
    value[value.indexOf('prisoners')]! ^= 1;
    const many = (records: Records) => {
      const left = without(two)(replaced(one, value)(records));
      return [...left.slice(0, three), left[three + 1]!, left[three]!, ...left.slice(three + 2)];
    };
    const verification = await ledger.verify(withChanged(many));
    const kinds = new Map(verification.findings.map(({ kind, ordinal }) => [kind, ordinal]));
    expect([kinds.get('changed'), kinds.get('removed'), kinds.get('swapped')]).toEqual([one, two, three + 1]);
  });

  it('given events that nobody could have written, then each is named: a wrong offset, a field that the schema refuses', async () => {
    const at = figures[6]!;
    const moved = edited(at, ({ data }) => Object.assign(data.evidence[0]!, { start: 1, end: 21 }));
    named(
      await ledger.verify(withChanged(moved)),
      `changed events/${partition} ${at}`,
      `quote events/${partition} ${at}`,
    );
    const refused = edited(at, ({ data }) => Object.assign(data, { metric: 'unheard of' }));
    named(
      await ledger.verify(withChanged(refused)),
      `changed events/${partition} ${at}`,
      `schema events/${partition} ${at}`,
    );
  });

  it('given a report of which title or body was changed, or that is gone, then its receipt and its quotes tell', async () => {
    const reports = ledger.contents.reports;
    const which = reports.findIndex((records) => records.some(({ value }) => value.includes('"5: On Saturday')));
    const at = reports[which]!.findIndex(({ value }) => value.includes('"5: On Saturday'));
    const quoting = ledger.contents.events[partition]!.findIndex(({ value }) => value.includes('"5: On Saturday'));
    const title = edited(at, ({ data }) => Object.assign(data, { title: 'Another title' }));
    expect(found(await ledger.verify(withChanged(title, 'reports', which)))).toContainEqual(
      expect.stringMatching(/^report events/),
    );
    const body = edited(at, ({ data }) => Object.assign(data, { body: `6: ${BODY}` }));
    const verification = await ledger.verify(withChanged(body, 'reports', which));
    expect(found(verification)).toEqual(
      expect.arrayContaining([
        `quote events/${partition} ${quoting}`,
        expect.stringMatching(/^report events/),
        `id reports/${which} ${at}`,
      ]),
    );
    const gone = await ledger.verify(withChanged(without(at), 'reports', which));
    expect(found(gone)).toEqual(
      expect.arrayContaining([`quote events/${partition} ${quoting}`, expect.stringMatching(/^unexplained/)]),
    );
  });

  it('given a receipt that is gone, or a report put among those that were read, then the report is named; one that just came in is not', async () => {
    const isReceipt = ({ value }: Records[number]): boolean => glimpse(value).type === 'ReportRecorded';
    const where = ledger.contents.events.findIndex((records) => records.some(isReceipt));
    const at = ledger.contents.events[where]!.findIndex(isReceipt);
    const { submission } = glimpse(ledger.contents.events[where]![at]!.value);
    const which = ledger.contents.reports.findIndex((records) => records.some(({ key }) => key === submission));
    const place = ledger.contents.reports[which]!.findIndex(({ key }) => key === submission);
    named(
      await ledger.verify(withChanged(without(at), 'events', where)),
      ...[`removed events/${where} ${at}`, `unrecorded reports/${which} ${place}`],
    );
    const report = await ledger.unreadReport(which);
    const last = await ledger.verify(withChanged((records) => [...records, report], 'reports', which));
    const first = withChanged((records) => [report, ...records], 'reports', which);
    const refusal = canonicalJson({ topic: 'reports', valueSha256: sha256Hex(report.value) });
    const refused = { rejected: [[{ key: `reports/${which}/0`, value: Buffer.from(refusal) }], []] };
    expect(found(last).filter(notAnew)).toEqual([]);
    expect(found(await ledger.verify(first)).filter(notAnew)).toEqual([`unrecorded reports/${which} 0`]);
    expect(found(await ledger.verify({ ...first, ...refused })).filter(notAnew)).toEqual([]);
  });

  plantInStorage(home, () => ({ ledger, partition, figures }));
});
