import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  readEvent,
  readSubmission,
  rereadEvent,
  schemaUri,
  writeRecord,
  type Envelope,
  type RecordType,
} from '../envelope.js';
import { parseInstant, printInstant } from '../instant.js';
import { SUBMISSIONS } from '../submissions.js';
import { SUBMISSION_EXAMPLES } from '../testing/submissions.js';
import { EXAMPLES } from '../testing/examples.js';
import { EVENTS, isEventType } from './index.js';

/**
 * Golden files: the bytes of one record of every version of every type that was ever written to a log, one a file, named
 * `<type>.<version>.jsonl`. They are evidence of what ledgers hold, so no file is changed once it is committed, and
 * their ending is one that no formatter touches. Run with `WRITE_GOLDEN=1` to add the files that are missing.
 */
const FOLDER = join(import.meta.dirname, 'golden');
const AT = parseInstant('2025-12-13T15:00:00.123456Z')!;

const VERSIONS = new Map<RecordType, number>(
  Object.entries({ ...EVENTS, ...SUBMISSIONS }).map(([type, { version }]) => [type as RecordType, version]),
);
const wanted = [...VERSIONS].flatMap(([type, newest]) =>
  Array.from({ length: newest }, (_, index) => ({ type, version: index + 1, newest })),
);
const pathOf = (type: string, version: number): string => join(FOLDER, `${type}.${version}.jsonl`);

const exampleOfType = (type: RecordType) => (isEventType(type) ? EXAMPLES[type][0] : SUBMISSION_EXAMPLES[type]);
const read = (type: RecordType, bytes: Uint8Array): Envelope =>
  isEventType(type) ? readEvent(bytes) : readSubmission(bytes);

if (process.env['WRITE_GOLDEN']) {
  for (const { type, version, newest } of wanted) {
    if (version < newest || existsSync(pathOf(type, version))) continue;
    writeFileSync(pathOf(type, version), writeRecord(exampleOfType(type))(AT));
  }
}

describe('the golden files', () => {
  it.each(wanted)('hold version $version of $type, and it is still read', ({ type, version }) => {
    const bytes = readFileSync(pathOf(type, version));
    expect(JSON.parse(bytes.toString())).toMatchObject({ type, dataschema: `urn:clemency:schema:${type}:${version}` });
    const record = read(type, bytes);
    expect(record.dataschema).toBe(schemaUri(type));
    expect(printInstant(parseInstant(record.recordedtime)!)).toBe(record.recordedtime);
    if (isEventType(type)) expect(JSON.stringify(rereadEvent(bytes))).toBe(JSON.stringify(record));
  });

  it.each([...VERSIONS])(
    'of %s, version %i, are what is written today: another shape is another version',
    (type, newest) => {
      const bytes = readFileSync(pathOf(type, newest));
      const { specversion: _s, datacontenttype: _c, dataschema: _d, recordedtime, ...record } = read(type, bytes);
      const again = writeRecord(record)(parseInstant(recordedtime)!);
      expect(Buffer.from(again).toString()).toBe(bytes.toString());
    },
  );

  it('are of types and versions that the house knows, and of no others', () => {
    const known = new Set(wanted.map(({ type, version }) => `${type}.${version}.jsonl`));
    expect(readdirSync(FOLDER).filter((name) => !known.has(name))).toEqual([]);
  });
});
