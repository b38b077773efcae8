import type { Submission } from '#domain';
import type { Log } from '#log';
import type { Findings } from './findings.js';
import { Spill } from './spill.js';

/**
 * What the recorder appends for a submission, whatever it says. An order to read again may change nothing, and a list of
 * ids is only kept.
 */
const LEAVES: Readonly<Record<Submission['type'], 'receipt' | 'event' | 'nothing'>> = {
  ReportReceived: 'receipt',
  ReviewReceived: 'event',
  WithdrawalReceived: 'event',
  JudgementReceived: 'event',
  HouseActReceived: 'event',
  ReextractionReceived: 'nothing',
  BatchReceived: 'nothing',
};

/** A submission by its place in `reports`. */
export interface Read {
  readonly id: string;
  readonly type: Submission['type'];
  readonly partition: number;
  readonly ordinal: number;
  /** SHA-256 in hex of its record's value. */
  readonly recordSha256: string;
}

/**
 * Finds submissions that were read and have left neither a receipt, or the event that an act becomes, nor a record of why
 * they were refused. The recorder reads a partition of `reports` in its order, and commits what it appends together with
 * its position: where a submission has left an event, those before it were read. What only lies behind the last of these
 * may be on its way.
 */
export class Unrecorded {
  /** By partition of `reports`, the ordinal of the last submission that has left an event. */
  private readonly read: number[];

  private constructor(
    private readonly spill: Spill,
    private readonly refused: ReadonlySet<string>,
    private readonly findings: Findings,
  ) {
    this.read = [];
  }

  static async open(log: Log, findings: Findings): Promise<Unrecorded> {
    return new Unrecorded(await Spill.open(log.partitions), await refusedIn(log), findings);
  }

  /** @param events that the submission has caused; those that are settled were appended with all that it left */
  look(submission: Read, events: readonly { readonly isReceipt: boolean; readonly settled: boolean }[]): void {
    const { id, type, partition, ordinal, recordSha256 } = submission;
    if (events.some(({ settled }) => settled)) this.read[partition] = Math.max(this.read[partition] ?? -1, ordinal);
    const leaves = LEAVES[type];
    const isThere = leaves === 'receipt' ? events.some(({ isReceipt }) => isReceipt) : events.length > 0;
    if (leaves === 'nothing' || isThere || this.refused.has(recordSha256)) return;
    this.spill.addLine(partition, `${id} ${ordinal} ${leaves}`);
  }

  settle(): Promise<void> {
    return this.spill.settle();
  }

  /** To be called when every submission was looked at. */
  async judge(): Promise<void> {
    for (const [partition, last] of this.read.entries()) {
      if (last === undefined) continue;
      for await (const line of this.spill.lines(partition)) {
        const [eventId = '', place, leaves] = line.split(' ');
        const ordinal = Number(place);
        if (ordinal > last) continue;
        const says = `it was read, and there is no ${leaves} of it in events, nor a record of its refusal`;
        this.findings.add({ kind: 'unrecorded', topic: 'reports', partition, ordinal, eventId, says });
      }
    }
  }

  close(): Promise<void> {
    return this.spill.close();
  }
}

/** Digests of the records of `reports` that the recorder refused: few, since only our own rooms write there. */
async function refusedIn(log: Log): Promise<Set<string>> {
  const digests = new Set<string>();
  for (const [partition, end] of (await log.ends('rejected')).entries()) {
    for await (const { records } of log.readFound('rejected', partition, 0n, end)) {
      for (const { value } of records) {
        const digest = refusedBy(value);
        if (digest !== undefined) digests.add(digest);
      }
    }
  }
  return digests;
}

/** What is no record of ours refuses nothing. */
function refusedBy(value: Buffer): string | undefined {
  try {
    const record = JSON.parse(value.toString()) as { topic?: unknown; valueSha256?: unknown } | null;
    const isOurs = record?.topic === 'reports' && typeof record.valueSha256 === 'string';
    return isOurs ? (record.valueSha256 as string) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
