import {
  checkReceipt,
  glimpse,
  isClaimType,
  receivedOf,
  type DataOf,
  type LedgerEvent,
  type Submission,
} from '#domain';
import type { Log } from '#log';
import type { Findings } from './findings.js';
import { Groups } from './groups.js';
import type { FoundRecord } from './leaves.js';
import { Unrecorded } from './unrecorded.js';

/** An event, by what caused it. */
interface Caused {
  readonly kind: 'event';
  readonly id: string;
  readonly partition: number;
  readonly ordinal: number;
  /** Does the receipt of its report count it? What a later reading of the report has added is in no receipt. */
  readonly counted: boolean;
  readonly isReceipt: boolean;
  /** What was appended together with it is there too. */
  readonly settled: boolean;
  readonly receipt?: DataOf<'ReportRecorded'>;
}

/** A submission, with what its receipt has to say of it where it is a report. */
interface Cause {
  readonly kind: 'submission';
  readonly type: Submission['type'];
  /** Where it lies in `reports`. */
  readonly partition: number;
  readonly ordinal: number;
  readonly recordSha256: string;
  readonly bodySha256: string | null;
}

/**
 * Holds events and submissions to each other: every event was caused by a submission that is in the log, every receipt
 * is that of its report, and counts the events that are there; and every submission that was read left what it has to.
 * They lie in different partitions of two topics, so they wait on the disk until all of both are there.
 */
export class Causes {
  private constructor(
    private readonly groups: Groups<Caused | Cause>,
    private readonly unrecorded: Unrecorded,
    private readonly findings: Findings,
  ) {}

  /** @param log of which the submissions are */
  static async open(log: Log, findings: Findings): Promise<Causes> {
    return new Causes(await Groups.open(), await Unrecorded.open(log, findings), findings);
  }

  /** @param settled whether all events that were appended together with this one are looked at as well */
  async addEvent(record: FoundRecord, event: LedgerEvent | undefined, settled: boolean): Promise<void> {
    const { partition, ordinal, value } = record;
    const seen = event ?? glimpse(value);
    const cause = event?.correlationid ?? glimpse(value).submission;
    if (cause === undefined || seen.id === undefined) return;
    const isLater = event !== undefined && isClaimType(event.type) && event.causationid !== event.correlationid;
    const isReceipt = seen.type === 'ReportRecorded';
    const receipt = event?.type === 'ReportRecorded' && settled ? { receipt: event.data } : {};
    const caused: Caused = {
      kind: 'event',
      id: seen.id,
      partition,
      ordinal,
      ...{ counted: !isLater && !isReceipt, isReceipt, settled },
      ...receipt,
    };
    await this.groups.add(cause, caused);
  }

  async addSubmission({ partition, ordinal, value }: Omit<FoundRecord, 'offset' | 'key'>, submission: Submission) {
    const { id, type } = submission;
    const body = type === 'ReportReceived' ? submission.data.body : undefined;
    await this.groups.add(id, { kind: 'submission', type, partition, ordinal, ...receivedOf(value, body) });
  }

  /** To be called when everything was added. */
  async compare(): Promise<void> {
    for await (const [id, group] of this.groups.all()) {
      this.compareGroup(id, group);
      await this.unrecorded.settle();
    }
    await this.unrecorded.judge();
  }

  async close(): Promise<void> {
    await Promise.all([this.groups.close(), this.unrecorded.close()]);
  }

  private compareGroup(id: string, group: readonly (Caused | Cause)[]): void {
    const events = group.filter((one): one is Caused => one.kind === 'event');
    // Of a report that was sent again the first is the one that was read.
    const cause = group.find((one): one is Cause => one.kind === 'submission');
    const fault = (
      kind: 'unexplained' | 'duplicate' | 'report',
      { id: eventId, partition, ordinal }: Caused,
      says: string,
    ) => {
      this.findings.add({ kind, topic: 'events', partition, ordinal, eventId, says });
    };
    const met = new Map<string, Caused>();
    for (const event of events) {
      if (!cause) fault('unexplained', event, `the submission ${id} that caused it is not in the log`);
      const first = met.get(event.id);
      if (first) fault('duplicate', event, `it is at ${first.ordinal} of partition ${first.partition} already`);
      else met.set(event.id, event);
    }
    if (cause) this.unrecorded.look({ id, ...cause }, events);
    const eventIds = [...met.values()].filter(({ counted }) => counted).map((event) => event.id);
    for (const event of events) {
      if (!event.receipt || !cause) continue;
      for (const { field, says } of checkReceipt(event.receipt, { ...cause, eventIds })) {
        fault('report', event, `of report ${id}: ${field} ${says}`);
      }
    }
  }
}
