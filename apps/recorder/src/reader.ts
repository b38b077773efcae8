import type { Origin } from '#domain';
import type { Understanding } from './reading.js';

/**
 * Reads the prose of reports, several side by side. It never throws because of what is in a report: one that can't be
 * read, or not in time, comes back with no events and the reason. It throws when it is closed, and then the report is
 * read by whoever gets its batch next.
 */
export abstract class Reader {
  abstract read(origin: Origin): Promise<Understanding>;
}

/**
 * How long readings under way may go on when the process is asked to end, in milliseconds: longer than requests under way
 * may take, for batches are taken until those are answered, and a batch that fails is tried again.
 */
export const READING_GRACE_MS = 6000;

/** The process ends while reports are still being read; nothing of them is recorded yet. */
export class ReaderClosed extends Error {
  override readonly name = 'ReaderClosed';
}
