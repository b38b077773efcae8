import fc from 'fast-check';
import {
  EVENT_BYTES_MAX,
  readEvent,
  readSubmission,
  RecordRefused,
  rereadEvent,
  schemaUri,
  writeRecord,
} from './envelope.js';
import { EXAMPLES, exampleOf, personNamed, saidOn } from './testing/examples.js';
import { EVENTS, type EventType } from './events/index.js';
import { parseInstant, printInstant } from './instant.js';
import { SUBMISSION_EXAMPLES } from './testing/submissions.js';

const AT = parseInstant('2025-12-13T15:00:00.123456Z')!;
const types = Object.keys(EVENTS) as EventType[];
const written = types.flatMap((type) => EXAMPLES[type].map((event) => [type, event] as const));
const submissions = Object.entries(SUBMISSION_EXAMPLES);
const json = (bytes: Uint8Array): Record<string, unknown> => JSON.parse(Buffer.from(bytes).toString()) as never;
const bytesOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const pardon = EXAMPLES.PrisonerPardoned[0];

/** RFC 8785 by other means: parsed, every object's names sorted by UTF-16 units, printed without white space. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]));
}

function refusalOf(work: () => unknown): RecordRefused {
  try {
    work();
  } catch (error) {
    if (error instanceof RecordRefused) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('a record that is written', () => {
  it.each(written)('as %s is read again from where the house keeps it, to the order of its properties', (_, event) => {
    const bytes = writeRecord(event)(AT);
    expect(JSON.stringify(rereadEvent(bytes))).toBe(JSON.stringify(readEvent(bytes)));
  });

  it.each(written)('as %s comes back as it was, with its place taken', (type, event) => {
    const record = readEvent(writeRecord(event)(AT));
    expect(record).toEqual({
      ...event,
      specversion: '1.0',
      datacontenttype: 'application/json',
      dataschema: `urn:clemency:schema:${type}:${EVENTS[type].version}`,
      recordedtime: '2025-12-13T15:00:00.123456Z',
    });
  });

  it.each(submissions)('as %s comes back as it was, and is no event', (type, submission) => {
    const bytes = writeRecord(submission)(AT);
    expect(readSubmission(bytes)).toMatchObject({ type, data: submission.data });
    expect(() => readEvent(bytes)).toThrow(RecordRefused);
  });

  it.each([...written, ...submissions])('as %s is canonical JSON to the byte', (_type, record) => {
    const bytes = Buffer.from(writeRecord(record)(AT));
    expect(bytes.toString()).toBe(JSON.stringify(sorted(json(bytes))));
  });

  it('bears the stamp of the moment, as often as it is printed', () => {
    const print = writeRecord(pardon);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 253_402_300_799_999_999n }), (at) => {
        expect(readEvent(print(at)).recordedtime).toBe(printInstant(at));
      }),
    );
  });

  it('bears the stamp in its own place, whatever its texts hold', () => {
    const stamp = '"recordedtime":"0000-00-00T00:00:00.000000Z"';
    const text = fc
      .array(
        fc.oneof(fc.constantFrom(stamp, JSON.stringify(stamp), '0000-00-00T00:00:00.000000Z', '\\', '"'), fc.string()),
      )
      .map((parts) => `x${parts.join('')}`.replaceAll('\0', '').slice(0, 200));
    fc.assert(
      fc.property(text, text, text, (name, place, role) => {
        const event = exampleOf('DiedInCustody', {
          ...saidOn('2024', { assertedBy: { how: 'quotes', name, role } }),
          person: personNamed('Vitold Ashurak'),
          place,
        });
        const record = readEvent(writeRecord(event)(AT));
        expect(record.recordedtime).toBe('2025-12-13T15:00:00.123456Z');
        expect(record.data).toEqual(event.data);
      }),
    );
  });

  it('bears the stamp in its own place in a report whose own data have a field of that name', () => {
    const fields = { recordedtime: '0000-00-00T00:00:00.000000Z', a: { recordedtime: '0000-00-00T00:00:00.000000Z' } };
    const { data } = SUBMISSION_EXAMPLES.ReportReceived;
    const report = { ...data, events: [{ type: 'CountClaimed', data: fields }] };
    const record = readSubmission(writeRecord({ ...SUBMISSION_EXAMPLES.ReportReceived, data: report })(AT));
    expect(record.recordedtime).toBe('2025-12-13T15:00:00.123456Z');
    expect(record.data).toEqual(report);
  });
});

describe('an event of an older version', () => {
  const [newest] = EXAMPLES.SanctionImposed;
  const older = (version: string): Buffer =>
    bytesOf({ ...json(writeRecord(newest)(AT)), dataschema: `urn:clemency:schema:SanctionImposed:${version}` });

  it('is read as one of the newest', () => {
    expect(readEvent(older('1'))).toMatchObject({ dataschema: schemaUri('SanctionImposed'), data: newest.data });
  });

  it.each(['0', '01', '3', '99', '1.0', ''])('is refused as version "%s"', (version) => {
    expect(() => readEvent(older(version))).toThrow(
      /is not known here; the newest is urn:clemency:schema:SanctionImposed:2/,
    );
  });
});

describe('an event as long as an entry bundle allows', () => {
  const crowd = Array.from({ length: 190 }, (_, at) => personNamed(`${at} `.padEnd(199, 'x')));
  const [{ data }] = EXAMPLES.PrisonersPardoned;
  const withQuote = (quote: string) =>
    exampleOf('PrisonersPardoned', {
      ...data,
      named: crowd,
      evidence: Array.from({ length: 20 }, (_, at) => ({
        ...data.evidence[0]!,
        end: 1000,
        quote: at < 19 ? 'y'.repeat(650) : quote,
      })),
    });
  const lengthOf = (quote: string): number => writeRecord(withQuote(quote))(AT).length;
  const room = EVENT_BYTES_MAX - lengthOf('');

  it('is written when it has 65,535 bytes, and refused with one more', () => {
    expect(room).toBeGreaterThan(10);
    expect(room).toBeLessThan(1000);
    expect(lengthOf('z'.repeat(room))).toBe(65_535);
    expect(() => lengthOf('z'.repeat(room + 1))).toThrow(/65536 bytes.*65535/);
  });

  it('is measured in bytes, not in characters', () => {
    expect(() => lengthOf('ё'.repeat(Math.floor(room / 2) + 1))).toThrow(RecordRefused);
  });
});

describe('a record that is not as the house would write it', () => {
  const good = json(writeRecord(pardon)(AT));
  const change = (over: object): Buffer => bytesOf({ ...good, ...over });

  it.each([
    ['an attribute that nobody knows', { partitionkey: 'x' }, []],
    ['a field that nobody knows', { data: { ...(good['data'] as object), mood: 'glad' } }, ['data']],
    ['a type that nobody knows', { type: 'PrisonerFreed' }, ['type']],
    ['the name of a method for a type', { type: 'toString' }, ['type']],
    ['a version that is not written yet', { dataschema: 'urn:clemency:schema:PrisonerPardoned:2' }, ['dataschema']],
    ["another type's schema", { dataschema: schemaUri('PrisonerReleased') }, ['dataschema']],
    ['another version of CloudEvents', { specversion: '0.3' }, ['specversion']],
    ['an id that is none', { id: 'event-1' }, ['id']],
    ['a source of another kind', { source: 'https://ledger.example' }, ['source']],
    ['no subject', { subject: '' }, ['subject']],
    ['a stamp in another zone', { recordedtime: '2025-12-13T15:00:00.123456+01:00' }, ['recordedtime']],
    ['a stamp of three digits', { recordedtime: '2025-12-13T15:00:00.123Z' }, ['recordedtime']],
    ['a stamp that is no day', { recordedtime: '2025-02-29T15:00:00.123456Z' }, ['recordedtime']],
    ['no data', { data: null }, ['data']],
    ['no correlation', { correlationid: undefined }, ['correlationid']],
  ])('is refused when it has %s', (_, over, path) => {
    expect(refusalOf(() => readEvent(change(over))).path).toEqual(path);
  });

  it.each([
    ['no JSON', Buffer.from('{"id":')],
    ['no UTF-8', Buffer.concat([Buffer.from('"'), Buffer.from([0xc3, 0x28]), Buffer.from('"')])],
    ['half of a pair in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0x22])],
    ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(good)])],
    ['nothing', Buffer.alloc(0)],
    ['a list', bytesOf([good])],
  ])('is refused when it is %s', (_, bytes) => {
    expect(() => readEvent(bytes)).toThrow(RecordRefused);
  });

  it('is refused before it is written, too', () => {
    const { person: _person, ...without } = pardon.data;
    for (const data of [without, { ...pardon.data, mood: 'glad' }, { ...pardon.data, confidence: 2 }]) {
      expect(refusalOf(() => writeRecord({ ...pardon, data } as never)).path[0]).toBe('data');
    }
    expect(refusalOf(() => writeRecord({ ...pardon, id: 'x' })).path).toEqual(['id']);
    expect(refusalOf(() => writeRecord({ ...pardon, subject: 'person/by/somebody' })).path).toEqual(['subject']);
  });

  it('is refused as an event when it is a submission, and the other way round', () => {
    expect(() => readSubmission(writeRecord(pardon)(AT))).toThrow(/no type of the reports topic/);
    expect(() => readEvent(writeRecord(SUBMISSION_EXAMPLES.ReviewReceived)(AT))).toThrow(/no type of the events topic/);
  });
});
