import { canonicalJson } from './canonical.js';
import { readEvent, writeRecord, type Unstamped } from './envelope.js';
import { EXAMPLE_SOURCE, EXAMPLES } from './testing/examples.js';
import { idOf } from './ids.js';
import { parseInstant } from './instant.js';
import { checkEvent, checkQuotes, checkReceipt, checkSubmission, quoteFault, receivedOf } from './integrity.js';
import { claimEvents, digestOfIds, producedDraft, takeBack } from './recording.js';
import { idOfReport, type Report } from './report.js';

const AT = parseInstant('2025-12-13T15:00:00.123456Z')!;
const body = 'Свабода 🕊. Belarus pardoned 123 prisoners on Saturday, among them Ales Bialiatski.';
const report: Report = { source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' }, body };
const reportId = idOfReport(report);
const span = { start: body.indexOf('Belarus'), end: body.length };
const drafts = [
  {
    type: 'CountClaimed',
    data: {
      ...{ country: 'BY', metric: 'pardoned', count: { value: 123, qualifier: 'exact' }, window: {} },
      ...{ population: 'prisoners', occurred: '2025-12-13', evidence: [span, { start: 8, end: 10 }] },
    },
  },
].map(producedDraft);
const [claim] = claimEvents({ reportId, report, ledger: EXAMPLE_SOURCE }, drafts, {
  name: 'prose',
  version: '7',
}).events;
const printed = (record: Unstamped): Uint8Array => writeRecord(record)(AT);
const value = printed(claim!);
interface Printed {
  readonly data: { readonly count: object };
}
const json = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as Printed;
const changed = (change: (record: Printed) => void, of = value): Buffer => {
  const record = json(of);
  change(record);
  return Buffer.from(canonicalJson(record));
};
const faults = (bytes: Uint8Array, held = {}): string[] =>
  checkEvent(bytes, held).breaches.map(({ kind, field, says }) => `${kind} ${field} ${says}`);

const received: Unstamped<'ReportReceived'> = {
  ...{ id: reportId, source: EXAMPLE_SOURCE, type: 'ReportReceived', subject: `report/${reportId}` },
  ...{ correlationid: reportId, causationid: reportId, data: report },
};

describe('a record of events, looked at by itself', () => {
  it('has nothing wrong with it as it was written', () => {
    const held = { key: claim!.subject, ledger: EXAMPLE_SOURCE };
    expect(checkEvent(value, held)).toMatchObject({ record: { id: claim!.id }, breaches: [] });
  });

  it('is found when it says something else under the same id', () => {
    const figure = changed(({ data }) => Object.assign(data.count, { value: 124 }));
    expect(faults(figure)).toEqual([expect.stringMatching(`^id id is ${claim!.id} and should be `)]);
    const other = changed((record) => Object.assign(record, { id: idOf('claim', {}) }));
    expect(faults(other)).toEqual([`id id is ${idOf('claim', {})} and should be ${claim!.id}`]);
  });

  it('keeps its id when an extractor is surer of it, or a newer one', () => {
    const surer = changed(({ data }) =>
      Object.assign(data, { confidence: 0.3, extractor: { name: 'prose', version: '8' } }),
    );
    expect(faults(surer)).toEqual([]);
  });

  it('is found when its schema refuses it, and the field is named', () => {
    expect(faults(changed(({ data }) => Object.assign(data, { metric: 'unheard of' })))).toEqual([
      expect.stringMatching(/^schema data.metric /),
    ]);
    expect(faults(Buffer.from('{'))).toEqual([expect.stringMatching(/^schema {2}is no JSON/)]);
    expect(faults(Buffer.from(JSON.stringify(json(value), undefined, 1)))).toEqual([
      'schema  is not in canonical form (RFC 8785)',
    ]);
    const { data, ...attributes } = json(value);
    expect(faults(Buffer.from(JSON.stringify({ data, ...attributes })))).toHaveLength(1);
    const lone = Buffer.from(Buffer.from(value).toString().replace('prisoners","', 'prisoners\\ud800","'));
    expect(faults(lone)).toEqual([expect.stringMatching(/^schema data.population holds a lone surrogate/)]);
    const odd = Buffer.from(Buffer.from(value).toString().replace('"subject":"count', '"subject":"\\ud800count'));
    expect(faults(odd)).toContain('schema  is not in canonical form (RFC 8785)');
  });

  it('is found under another subject, another key, or in another ledger', () => {
    expect(faults(changed((record) => Object.assign(record, { subject: 'count/by/held' })))).toEqual([
      'schema subject is count/by/held and should be count/by/pardoned',
      expect.stringMatching(/^id id/),
    ]);
    expect(faults(value, { key: 'count/by/held' })).toEqual([expect.stringMatching(/^schema subject belongs under/)]);
    expect(faults(value, { ledger: 'urn:clemency:other:1' })).toEqual([expect.stringMatching(/^schema source is/)]);
  });

  it('has the id of whichever door an act on a claim came by', () => {
    const by = { id: 'analyst-7', name: 'An analyst' };
    const cause = idOf('test', {});
    const [back] = takeBack([claim!], { actor: by, reason: 'source_retraction', cause, ledger: EXAMPLE_SOURCE });
    const reviewed = {
      type: 'ClaimRetracted',
      of: claim!.id,
      by: by.id,
      reason: 'source_retraction',
      replacedBy: null,
    };
    const ids = [
      back!.id,
      idOf('review', reviewed),
      idOf('copy of a review', { review: cause, of: claim!.id }),
      idOf('reading again', { of: claim!.id }),
    ];
    for (const id of ids) expect(faults(printed({ ...back!, id }))).toEqual([]);
    expect(faults(printed({ ...back!, id: cause }))).toHaveLength(1);
  });

  it('is asked for the id that its type gives, whatever the type', () => {
    const types = Object.values(EXAMPLES).flat();
    // Examples have ids of their own making: all but acts of the house, whose id is that of what caused them, show it.
    for (const event of types) {
      const isHouse = event.subject.startsWith('ledger/');
      const found = faults(printed({ ...event, correlationid: event.id }));
      expect(found).toHaveLength(isHouse ? 0 : 1);
    }
  });
});

describe('a quote', () => {
  const event = readEvent(value);
  it('stands in the report to the unit', () => {
    expect(checkQuotes(event, { id: reportId, body })).toEqual([]);
    expect(checkQuotes(event, { id: idOf('another', {}), body: 'Something else.' })).toEqual([]);
  });

  it('is found where it does not, and the passage is named', () => {
    const moved = checkQuotes(event, { id: reportId, body: ` ${body}` });
    expect(moved.map(({ field }) => field)).toEqual(['data.evidence.0.quote', 'data.evidence.1.quote']);
    expect(checkQuotes(event, { id: reportId })[0]!.says).toMatch(/the body has 0 units/);
  });

  it('may split no pair, even where the units are those of the body', () => {
    expect(quoteFault({ start: 8, end: 9, quote: body.slice(8, 9) }, body)).toMatch(/^splits a pair/);
    expect(quoteFault({ start: 9, end: 8, quote: '' }, body)).toMatch(/^is of 9 to 8/);
  });
});

describe('a report', () => {
  const record = printed(received);
  it('has the id that its source, address and content give', () => {
    expect(checkSubmission(record, { key: reportId, ledger: EXAMPLE_SOURCE }).breaches).toEqual([]);
    const other = changed(({ data }) => Object.assign(data, { body: `${body} More.` }), record);
    expect(checkSubmission(other).breaches).toMatchObject([{ kind: 'id' }]);
    expect(checkSubmission(record, { key: 'elsewhere' }).breaches).toMatchObject([
      { kind: 'schema', field: 'subject' },
    ]);
  });

  it('is what its receipt says, or the receipt names what differs', () => {
    const is = { ...receivedOf(record, body), eventIds: [claim!.id] };
    const receipt = {
      ...{ reportId, recordSha256: is.recordSha256, bodySha256: is.bodySha256, events: 1 },
      ...{ eventsDigest: digestOfIds(is.eventIds), extractor: { name: 'prose', version: '7' } },
    };
    expect(checkReceipt(receipt, is)).toEqual([]);
    const fieldsOf = (received: Parameters<typeof checkReceipt>[1]) =>
      checkReceipt(receipt, received).map(({ field }) => field);
    expect(fieldsOf({ ...is, eventIds: [] })).toEqual(['data.events']);
    expect(fieldsOf({ ...is, eventIds: [reportId] })).toEqual(['data.eventsDigest']);
    const title = changed(({ data }) => Object.assign(data, { title: 'Another title' }), record);
    expect(fieldsOf(receivedOf(title, body))).toEqual(['data.recordSha256']);
    expect(fieldsOf(receivedOf(record, undefined))).toEqual(['data.bodySha256']);
  });
});
