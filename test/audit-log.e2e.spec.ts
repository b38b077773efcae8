import { EXAMPLES } from '../apps/audit/src/examples.js';
import { appendHouseAct, openLedger, type Ledger } from '#register';
import type { Row, StoredEvent } from './client.js';
import { describeHomes } from './house.js';
import { countOf, openWhole, problemOf, reportOf, type Whole } from './whole.js';

interface List {
  readonly items: readonly Record<string, unknown>[];
  readonly next: string | null;
}
const by = { id: 'analyst-7', name: 'An analyst' };

describeHomes('What was done to the record, and what is missing from it', (home) => {
  let house: Whole;
  let ledger: Ledger;
  beforeAll(async () => {
    house = await openWhole({}, home);
    ledger = await openLedger({ databaseUrl: house.databaseUrl, name: 'clemency', kafka: house.kafka });
  }, 90_000);
  afterAll(async () => {
    await ledger?.close();
    await house?.close();
  }, 60_000);

  const pages = async (path: string): Promise<Record<string, unknown>[]> => {
    const items: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: List = await house.client.read(`${path}&limit=1${cursor && `&cursor=${cursor}`}`);
      items.push(...page.items);
      cursor = page.next;
    }
    return items;
  };

  it('given a review and a verification of our own, then both are in the log, newest first, by type and by actor', async () => {
    const report = await house.client.report(reportOf({ events: [countOf()] }));
    const [row] = (await house.client.read<{ items: Row[] }>('/v1/counts', report.position)).items;
    const review = { type: 'ClaimRejected', of: row!.events[0], by, reason: 'extraction_error' };
    const reviewed = await house.client.post<{ eventId: string; position: string }>('/v1/reviews', review);
    await house.client.read('/v1/counts', reviewed.body.position);
    const operator = { id: 'operator', name: 'An operator' };
    const act = { type: 'VerificationRun', by: operator, because: 'As every night.', records: 1, findings: 0 } as const;
    const { id, position } = await appendHouseAct(ledger, act);
    const event = await house.client.read<StoredEvent>(`/v1/events/${id}`, position);
    expect(event).toMatchObject({ type: 'VerificationRun', subject: 'ledger/verification' });
    const all = await pages('/v1/audit/log?from=2020-01-01T00:00:00Z');
    expect(all.map(({ type }) => type)).toEqual(['VerificationRun', 'ClaimRejected']);
    expect(all).toMatchObject([
      { id, by: operator, because: 'As every night.', of: null, data: { records: 1, findings: 0 } },
      { id: reviewed.body.eventId, by, because: 'extraction_error', of: review.of },
    ]);
    expect(Object.keys(all[0]!)).toEqual(Object.keys(EXAMPLES.log.items[0]!));
    expect(await pages('/v1/audit/log?type=ClaimRejected')).toEqual([all[1]]);
    expect(await pages('/v1/audit/log?by=operator')).toEqual([all[0]]);
    expect(await pages('/v1/audit/log?to=2020-01-01T00:00:00Z')).toEqual([]);
  });

  it('given a report of which nothing came, and a review of what waits, then the gaps name both with the reason', async () => {
    const source = { id: 'quiet-desk', name: 'A quiet desk', kind: 'newsroom' };
    const { reportId, position } = await house.client.report(reportOf({ source }));
    await house.client.read(`/v1/reports/${reportId}`, position);
    const found = await pages('/v1/audit/gaps?source=quiet-desk');
    expect(found).toMatchObject([
      { kind: 'nothing_found', what: reportId, source: 'quiet-desk', records: 1, see: `/v1/reports/${reportId}` },
    ]);
    expect(found[0]!.reason).toMatch(/\S/);
    expect(Object.keys(found[0]!).sort()).toEqual(Object.keys(EXAMPLES.gaps.items[0]!).sort());
    await ledger.log.append('events', [{ key: 'person/by/nobody', print: () => Buffer.from('no event') }]);
    await ledger.log.append('rejected', [{ key: 'x', print: () => Buffer.from(REJECTED) }]);
    await waitFor(async () => (await pages('/v1/audit/gaps?kind=parked')).length > 0);
    const all = await pages('/v1/audit/gaps?');
    expect(all.map(({ kind }) => kind)).toEqual(['parked', 'rejected', 'nothing_found']);
    expect(all[0]).toMatchObject({ what: 'person/by/nobody', records: 1 });
    expect(all[0]!.see).toBe('/v1/audit/parked/person%2Fby%2Fnobody');
    expect((await house.client.get(String(all[0]!.see))).status).toBe(200);
    expect((await house.client.get(String(all[1]!.see))).status).toBe(200);
  });

  it('given what it does not know, then it is refused by name', async () => {
    for (const [query, field] of [
      ['log?type=PersonDetained', 'type'],
      ['log?from=yesterday', 'from'],
      ['log?cursor=abc', 'cursor'],
      ['log?colour=red', 'colour'],
      ['gaps?kind=holes', 'kind'],
      ['gaps?kind=parked&source=a', 'source'],
      ['gaps?cursor=abc', 'cursor'],
      ['gaps?limit=0', 'limit'],
    ]) {
      const answer = await house.client.get(`/v1/audit/${query}`);
      expect(problemOf(answer).errors?.map((error) => error.field)).toEqual([field]);
      expect(answer.status).toBe(400);
    }
  });
});

const REJECTED = JSON.stringify({
  topic: 'inbox',
  partition: 0,
  offset: '0',
  key: 'x',
  reason: 'is no JSON',
  rejectedtime: '2025-12-13T15:00:00.000000Z',
  valueBytes: 1,
  valueSha256: 'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
  valueBase64: 'YQ==',
});

async function waitFor(done: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 20_000; !(await done());) {
    if (Date.now() > until) throw new Error('It did not come in 20 s.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
