import { z } from 'zod';
import { canonicalJson } from './canonical.js';
import type { EventDefinition } from './events/family.js';
import { EVENTS, isEventType, type DataOf, type EventType } from './events/index.js';
import { parseStamp, printInstant, type Instant } from './instant.js';
import { shapingOf, type Shaping } from './shape.js';
import { SUBMISSIONS, type SubmissionType } from './submissions.js';

/** An event's bytes fit an entry bundle of tlog-tiles, whose length prefix has 16 bits (C2SP tlog-tiles). */
export const EVENT_BYTES_MAX = 65_535;

const DEFINITIONS = { ...EVENTS, ...SUBMISSIONS };
export type RecordType = EventType | SubmissionType;
type DataOfRecord<Type extends RecordType> = z.infer<(typeof DEFINITIONS)[Type]['data']>;

/** HTTP, or the topic on which strangers write. */
export const CHANNELS = ['http', 'inbox'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * A record before its place in the log is taken: CloudEvents 1.0 attributes (structured JSON mode) with the names of
 * the CloudEvents extensions `recordedtime` and `correlation`. `correlationid` is the submission that caused it.
 */
export interface Unstamped<Type extends RecordType = RecordType> {
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly subject: string;
  /** When it happened, where the claim dates it to the day (then the day's start, UTC). */
  readonly time?: string | undefined;
  readonly correlationid: string;
  readonly causationid: string;
  /** By which door a report came in. What was recorded before the doors wrote it down has none. */
  readonly channel?: Channel | undefined;
  readonly data: DataOfRecord<Type>;
}

export interface Envelope<Type extends RecordType = RecordType> extends Unstamped<Type> {
  readonly specversion: '1.0';
  readonly datacontenttype: 'application/json';
  readonly dataschema: string;
  readonly recordedtime: string;
}

/** Any event of the `events` topic, told apart by `type`. */
export type LedgerEvent = { [Type in EventType]: Envelope<Type> }[EventType];
/** Any record of the `reports` topic. */
export type Submission = { [Type in SubmissionType]: Envelope<Type> }[SubmissionType];

/** The bytes are no record of ours, or not one that the house would write. `path` names the field, if it is one. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
  constructor(
    message: string,
    readonly path: readonly PropertyKey[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const schemaUri = (type: RecordType): string => `urn:clemency:schema:${type}:${DEFINITIONS[type].version}`;

const attributes = {
  specversion: z.literal('1.0'),
  id: z.uuid(),
  source: z.string().startsWith('urn:clemency:'),
  type: z.string(),
  subject: z.string().min(1).max(200),
  time: z.string().optional(),
  recordedtime: z.string().refine((text) => parseStamp(text) !== undefined, 'is no instant in UTC with six digits'),
  datacontenttype: z.literal('application/json'),
  dataschema: z.string(),
  correlationid: z.uuid(),
  causationid: z.uuid(),
  channel: z.enum(CHANNELS).optional(),
};
const envelopeSchema = z.strictObject({ ...attributes, data: z.unknown() });
const unstampedSchema = envelopeSchema.omit({ recordedtime: true });

const STAMP = '0000-00-00T00:00:00.000000Z';

/**
 * The one way out: validates a record and returns its printer, which puts the stamp into the canonical JSON (RFC 8785).
 * Printing is a copy of two pieces of text, so that it costs nothing while a partition is locked.
 * @throws RecordRefused when the record is not of its type's shape, its subject is not the one its type gives, or it
 *   is longer than EVENT_BYTES_MAX (events only)
 */
export function writeRecord(record: Unstamped): (recordedAt: Instant) => Uint8Array {
  const envelope = {
    ...record,
    specversion: '1.0',
    datacontenttype: 'application/json',
    dataschema: schemaUri(record.type),
  };
  parseAs(unstampedSchema, envelope, []);
  const data = parseAs(DEFINITIONS[record.type].data as z.ZodType, record.data, ['data']);
  if (isEventType(record.type)) {
    const subject = (EVENTS[record.type].subject as (data: unknown) => string)(data);
    if (subject !== record.subject)
      throw new RecordRefused(`is ${record.subject}, but the data give ${subject}`, ['subject']);
  }
  const text = canonicalJson({ ...envelope, data, recordedtime: STAMP });
  const at = text.lastIndexOf(`"recordedtime":"${STAMP}"`) + '"recordedtime":"'.length;
  const [before, after] = [text.slice(0, at), text.slice(at + STAMP.length)];
  const length = Buffer.byteLength(text);
  if (isEventType(record.type) && length > EVENT_BYTES_MAX) {
    throw new RecordRefused(`is ${length} bytes long as an event; the most is ${EVENT_BYTES_MAX}`);
  }
  return (recordedAt) => Buffer.from(before + printInstant(recordedAt) + after);
}

/**
 * The one way in for the `events` topic: parses, brings older versions up to the newest, validates.
 * @throws RecordRefused
 */
export function readEvent(bytes: Uint8Array): LedgerEvent {
  const record = readRecord(bytes);
  if (!isEventType(record.type)) throw new RecordRefused(`${record.type} is no type of the events topic`, ['type']);
  return record as LedgerEvent;
}

/**
 * An event that `readEvent` took before, from bytes that only the house could have written since (the read models'
 * tables): the same value, in a fifth of the time, because the rules that it keeps are not checked once more. One of an
 * older version is read as if it were new.
 * @param kept the bytes, or the text that they are in UTF-8
 * @throws RecordRefused for bytes that are no JSON or of no known type
 */
export function rereadEvent(kept: Uint8Array | string): LedgerEvent {
  const record = (typeof kept === 'string' ? parseText(() => kept) : parseJson(kept)) as Partial<Envelope> | null;
  const type = record?.type;
  if (!type || !isEventType(type) || record.dataschema !== schemaUri(type)) return readEvent(Buffer.from(kept));
  return shapingOfType(type)(record) as LedgerEvent;
}

const shapings = new Map<EventType, Shaping>();

/** Made when a type is first met: most processes meet few. */
function shapingOfType(type: EventType): Shaping {
  const known = shapings.get(type);
  if (known) return known;
  const shaping = shapingOf(z.strictObject({ ...attributes, data: EVENTS[type].data }))!;
  shapings.set(type, shaping);
  return shaping;
}

/** The one way in for the `reports` topic. @throws RecordRefused */
export function readSubmission(bytes: Uint8Array): Submission {
  const record = readRecord(bytes);
  if (isEventType(record.type)) throw new RecordRefused(`${record.type} is no type of the reports topic`, ['type']);
  return record as Submission;
}

function readRecord(bytes: Uint8Array): Envelope {
  const envelope = parseAs(envelopeSchema, parseJson(bytes), []);
  if (!Object.hasOwn(DEFINITIONS, envelope.type))
    throw new RecordRefused(`${envelope.type} is no known type`, ['type']);
  const type = envelope.type as RecordType;
  const data = parseAs(DEFINITIONS[type].data as z.ZodType, upcast(type, envelope), ['data']);
  return { ...envelope, type, data, dataschema: schemaUri(type) } as Envelope;
}

/** The data of whatever version, step by step those of the newest. @throws RecordRefused for a version not known here */
function upcast(type: RecordType, { dataschema, data }: z.infer<typeof envelopeSchema>): unknown {
  const { version, upcasts = [] }: EventDefinition<z.ZodType> = DEFINITIONS[type] as never;
  const prefix = `urn:clemency:schema:${type}:`;
  const written = dataschema.startsWith(prefix) ? dataschema.slice(prefix.length) : '';
  if (!/^[1-9]\d{0,3}$/.test(written) || Number(written) > version) {
    throw new RecordRefused(`${dataschema} is not known here; the newest is ${schemaUri(type)}`, ['dataschema']);
  }
  return upcasts.slice(Number(written) - 1).reduce((older, step) => step(older), data);
}

/** Strict UTF-8, strict JSON. @throws RecordRefused */
export const parseJson = (bytes: Uint8Array): unknown =>
  parseText(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));

function parseText(text: () => string): unknown {
  try {
    return JSON.parse(text());
  } catch (error) {
    const what = error instanceof SyntaxError ? 'is no JSON' : 'is no UTF-8 text';
    throw new RecordRefused(`${what}: ${(error as Error).message}`, [], { cause: error });
  }
}

function parseAs<Schema extends z.ZodType>(schema: Schema, value: unknown, under: PropertyKey[]): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new RecordRefused(issue?.message ?? 'is invalid', [...under, ...(issue?.path ?? [])], { cause: result.error });
}

export type { DataOf };
