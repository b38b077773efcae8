import { parseStamp, type Instant } from './instant.js';

/** What the bytes of a record say plainly although the record can't be read; what they don't say is absent. */
export interface Glimpse {
  readonly id?: string;
  readonly type?: string;
  /** The submission that caused it. */
  readonly submission?: string;
  readonly recorded?: Instant;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** In canonical JSON this stands before `data`, so the first one is the record's own, also where the rest is cut off. */
const CORRELATION = /"correlationid":"([0-9a-f-]{36})"/;

/**
 * Looks at a record that `readEvent` or `readSubmission` refuses: written by a newer release, or spoilt. Nothing follows
 * from it but where the record belongs: whose position counts it, and which known time it has when it can be read. Never throws.
 */
export function glimpse(bytes: Uint8Array): Glimpse {
  const text = Buffer.from(bytes).toString('utf8');
  const fields = fieldsOf(text);
  if (!fields) return present({ submission: uuidIn(CORRELATION.exec(text)?.[1]), recorded: endingStamp(bytes) });
  return present({
    id: uuidIn(fields.id),
    type: typeof fields.type === 'string' ? fields.type : undefined,
    submission: uuidIn(fields.correlationid),
    recorded: instantIn(fields.recordedtime),
  });
}

/**
 * When a record was recorded, as `glimpse` tells it. Of what the house wrote its end tells, in a fraction of the time
 * that reading it takes.
 */
export const stampOf = (bytes: Uint8Array): Instant | undefined => endingStamp(bytes) ?? glimpse(bytes).recorded;

/**
 * In canonical JSON these attributes come after `data`, and end the record. Without quotes and escapes in them they can
 * be part of no text, so that this is the record's own stamp whatever stands before it.
 */
const ENDING = /^"recordedtime":"([^"\\]+)"(?:,"(?:source|specversion|subject|time|type)":"[^"\\]*")+\}$/;
const ENDING_BYTES = 1024;

function endingStamp(bytes: Uint8Array): Instant | undefined {
  const from = Math.max(0, bytes.length - ENDING_BYTES);
  const end = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1', from);
  const match = ENDING.exec(end.slice(Math.max(0, end.lastIndexOf('"recordedtime":"'))));
  return match ? instantIn(match[1]) : undefined;
}

function fieldsOf(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as Error).name === 'SyntaxError') return undefined;
    throw error;
  }
}

const uuidIn = (value: unknown): string | undefined =>
  typeof value === 'string' && UUID.test(value) ? value : undefined;

const instantIn = (value: unknown): Instant | undefined => (typeof value === 'string' ? parseStamp(value) : undefined);

const present = (found: { [Key in keyof Glimpse]: Glimpse[Key] | undefined }): Glimpse =>
  Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
