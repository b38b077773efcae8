import { readEvent, readSubmission, RecordRefused } from '#domain';
import type { Log, LogRecord } from '#log';
import type { EventEntry, Place, Register, SubmissionEntry } from './register.js';

/**
 * Makes the register true again when it knows less than the log: a database that was lost or restored from an older
 * copy. Reads both topics from the beginning; what it already knows stays.
 * @param group the recorder's group, whose committed offsets say how much it must know
 * @returns how many records were read; 0 when nothing was missing
 */
export async function catchUp(register: Register, log: Log, group: string): Promise<number> {
  const [committed, known] = [await log.committed(group, 'reports'), await register.progress()];
  if (committed.every((offset, partition) => (known.get(partition) ?? 0n) >= offset)) return 0;
  let read = 0;
  const owners = new Map<string, Place>();
  for (const [partition, end] of committed.entries()) {
    for await (const batch of log.read('reports', partition, 0n, end)) {
      const entries = batch.records.flatMap((record) => readable(record, partition));
      const mine = await register.claimSubmissions(firsts(entries));
      for (const entry of entries) if (mine.has(entry.id) && !owners.has(entry.id)) owners.set(entry.id, entry);
      read += batch.records.length;
    }
  }
  for (const [partition, end] of (await log.ends('events')).entries()) {
    for await (const batch of log.read('events', partition, 0n, end)) {
      await register.claimEvents(firsts(batch.records.map((record) => eventEntry(record, owners))));
      read += batch.records.length;
    }
  }
  for (const [partition, offset] of committed.entries()) {
    await register.advance(partition, offset);
    await register.confirm(partition, offset);
  }
  return read;
}

/** A record that nobody can read was put among the rejected when it was met; it owns nothing. */
function readable(record: LogRecord, partition: number): SubmissionEntry[] {
  try {
    return [submissionEntry(record, partition)];
  } catch (error) {
    if (error instanceof RecordRefused) return [];
    throw error;
  }
}

/** @throws RecordRefused */
export function submissionEntry(record: LogRecord, partition: number): SubmissionEntry {
  const submission = readSubmission(record.value);
  const report = submission.type === 'ReportReceived' ? submission.data : undefined;
  return {
    id: submission.id,
    type: submission.type,
    partition,
    offset: record.offset,
    source: report?.source.id,
    revises: report?.revises,
  };
}

function eventEntry(record: LogRecord, owners: ReadonlyMap<string, Place>): EventEntry {
  const event = readEvent(record.value);
  // What is not read again was written before it was forgotten, and no place gives it to anybody.
  const place = owners.get(event.correlationid) ?? { partition: -1, offset: -1n };
  const { partition, offset } = place;
  return { id: event.id, type: event.type, subject: event.subject, submission: event.correlationid, partition, offset };
}

/** The first entry of each id: an insert may name an id only once. */
export function firsts<Entry extends { readonly id: string }>(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, Entry>();
  for (const entry of entries) if (!seen.has(entry.id)) seen.set(entry.id, entry);
  return [...seen.values()];
}
