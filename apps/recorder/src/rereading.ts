import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ClaimType,
  type Envelope,
  type Extractor,
  type Instant,
  isClaimType,
  parseInstant,
  readSubmission,
  receiptIdOf,
  type Recorded,
  RecordRefused,
  reextractionIdOf,
  type Unstamped,
  writeRecord,
} from '#domain';
import { Log, type LogRecord } from '#log';
import { appendHouseAct, Register } from '#register';
import { Reader } from './reader.js';
import { isProduced, originOf, type Understanding } from './reading.js';
import { turnsOf, turnsTaken } from './reread.js';

/** The ledger's `source`, which every record carries. */
export const RECORDED_LEDGER = Symbol('the ledger that is recorded');

/** Reports that are read again in one call, and how long it may look for them. */
const PAGE_REPORTS = 20;
const PAGE_MS = 5000;

/** How far a run is: everything that a call needs to know of those before it. */
export interface Run {
  readonly id: string;
  readonly dryRun: boolean;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly partition: number;
  readonly offset: bigint;
  readonly reports: number;
  readonly appended: number;
  readonly retracted: number;
  readonly extractor: Extractor | null;
}

export const beginRun = (from: Instant | null, to: Instant | null, dryRun: boolean): Run => ({
  ...{ id: randomUUID(), dryRun, from, to, partition: 0, offset: 0n },
  ...{ reports: 0, appended: 0, retracted: 0, extractor: null },
});

export interface ClaimSeen {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
}

/** What another reading of a report changes. `quote` of a claim that is made anew is where the report says so. */
export interface Difference {
  readonly reportId: string;
  readonly source: string;
  readonly title: string | null;
  readonly received: string;
  readonly extractor: Extractor;
  readonly appended: readonly (ClaimSeen & { readonly quote: string })[];
  readonly restored: readonly ClaimSeen[];
  readonly retracted: readonly ClaimSeen[];
  readonly unchanged: number;
  /** Why nothing of it is changed, where it was not read. */
  readonly skipped: string | null;
}

interface Candidate {
  readonly submission: Envelope<'ReportReceived'>;
  readonly record: LogRecord;
  readonly partition: number;
}

/**
 * Reads old reports again. What that changes is appended to `reports`, under the report's key, and the recorder makes
 * it events: so it stays the one writer of `events`, and a run that is cut off or done twice changes nothing twice.
 */
@Injectable()
export class Rereading {
  constructor(
    @Inject(Log) private readonly log: Log,
    @Inject(Register) private readonly register: Register,
    @Inject(Reader) private readonly reader: Reader,
    @Inject(RECORDED_LEDGER) private readonly source: string,
  ) {}

  /** @returns what the next reports come to, and the run after them; `done` when there are no more */
  async page(run: Run): Promise<{ differences: Difference[]; run: Run; done: boolean }> {
    const { candidates, partition, offset, done } = await this.next(run);
    const read = await this.differences(candidates);
    const changed = read.filter(({ order }) => order.claims.length + order.dropped.length > 0);
    if (!run.dryRun && changed.length > 0) await this.append(run, changed);
    const differences = read.map(({ difference }) => difference);
    const sum = (count: (one: Difference) => number): number =>
      differences.reduce((total, one) => total + count(one), 0);
    const after: Run = {
      ...run,
      partition,
      offset,
      reports: run.reports + sum(({ skipped }) => (skipped === null ? 1 : 0)),
      appended: run.appended + sum(({ appended, restored }) => appended.length + restored.length),
      retracted: run.retracted + sum(({ retracted }) => retracted.length),
      extractor: differences.find(({ skipped }) => skipped === null)?.extractor ?? run.extractor,
    };
    return { differences, run: after, done };
  }

  /** Keeps in the ledger that the run was. @returns the token by which a read waits for that */
  async close({ id, extractor, reports, appended, retracted }: Run, by: Actor, because: string): Promise<string> {
    const counts = { extractor: extractor ?? { name: 'none', version: '0' }, reports, appended, retracted };
    const act = { type: 'ReextractionRun' as const, by, because, ...counts };
    return (await appendHouseAct({ log: this.log, source: this.source }, act, id)).position;
  }

  /** The next reports in prose that were received in the run's time, in the order of the log. */
  private async next(run: Run): Promise<Omit<Place, 'at'> & { candidates: Candidate[]; done: boolean }> {
    const until = performance.now() + PAGE_MS;
    const ends = await this.log.ends('reports');
    const candidates: Candidate[] = [];
    let { partition, offset } = run;
    for (; partition < ends.length; partition += 1, offset = 0n) {
      if (offset >= ends[partition]!) continue;
      for await (const batch of this.log.read('reports', partition, offset, ends[partition]!)) {
        for (const record of batch.records) {
          if (candidates.length === PAGE_REPORTS || performance.now() > until)
            return { candidates, partition, offset: record.offset, done: false };
          const submission = reportOf(record, run);
          if (submission) candidates.push({ submission, record, partition });
        }
      }
    }
    return { candidates, partition, offset: 0n, done: true };
  }

  private async differences(candidates: readonly Candidate[]): Promise<Compared[]> {
    const ids = candidates.map(({ submission }) => submission.id);
    const receipts = await this.register.events(ids.map(receiptIdOf));
    const withdrawn = await this.register.withdrawn(ids);
    const { sources, revisions } = await this.register.revisionsOf(ids);
    const replaced = new Set(
      revisions.flatMap(({ of, by, source }) => (of !== by && source === sources.get(of) ? [of] : [])),
    );
    const mine = await this.register.claimSubmissions(
      candidates
        .filter(({ submission }) => receipts.has(receiptIdOf(submission.id)))
        .map(({ submission, record, partition }) => ({
          ...{ id: submission.id, type: submission.type, partition, offset: record.offset },
          ...{ source: submission.data.source.id, revises: submission.data.revises },
        })),
    );
    const first = candidates.filter(({ submission }) => mine.has(submission.id));
    const claims = await this.register.eventsOf(ids);
    return Promise.all(
      first.map(async ({ submission }) => {
        const { id } = submission;
        if (withdrawn.has(id)) return skip(submission, 'Its publisher has taken it back.');
        if (replaced.has(id)) return skip(submission, 'Its publisher has sent a newer version.');
        const understood = await this.reader.read(originOf(submission));
        if (understood.unread)
          return skip(submission, understood.reason ?? 'It could not be read.', understood.extractor);
        const earlier = (claims.get(id) ?? []).filter(({ type }) => isClaimType(type));
        const around = [...earlier, ...understood.events].flatMap((claim) => turnsOf(claim.id));
        return compare(submission, understood, earlier, await this.register.events(around));
      }),
    );
  }

  private async append({ id: run }: Run, changed: readonly Compared[]): Promise<void> {
    const drafts = changed.map(({ difference: { reportId, extractor }, order: { claims, dropped } }) => {
      const id = reextractionIdOf({ run, of: reportId });
      const record: Unstamped<'ReextractionReceived'> = {
        ...{ id, source: this.source, type: 'ReextractionReceived', subject: `report/${reportId}` },
        ...{ correlationid: id, causationid: id },
        data: { of: reportId, run, extractor, claims: claims.map(claimOf), dropped: dropped.map((one) => one.id) },
      };
      return { key: reportId, print: writeRecord(record) };
    });
    await this.log.append('reports', drafts);
  }
}

interface Place {
  readonly partition: number;
  readonly offset: bigint;
  readonly at?: never;
}
interface Actor {
  readonly id: string;
  readonly name: string;
}
interface Compared {
  readonly difference: Difference;
  readonly order: { readonly claims: readonly Unstamped<ClaimType>[]; readonly dropped: readonly Recorded[] };
}

function reportOf(record: LogRecord, { from, to }: Run): Envelope<'ReportReceived'> | undefined {
  try {
    const submission = readSubmission(record.value);
    if (submission.type !== 'ReportReceived' || isProduced(originOf(submission))) return undefined;
    const received = parseInstant(submission.recordedtime)!;
    return (from === null || received >= from) && (to === null || received < to) ? submission : undefined;
  } catch (error) {
    // The recorder met it and put it among the rejected.
    if (error instanceof RecordRefused) return undefined;
    throw error;
  }
}

const about = ({ id, data, recordedtime }: Envelope<'ReportReceived'>) => ({
  reportId: id,
  source: data.source.id,
  title: data.title ?? null,
  received: recordedtime,
});

const skip = (submission: Envelope<'ReportReceived'>, why: string, extractor?: Extractor): Compared => ({
  difference: {
    ...about(submission),
    extractor: extractor ?? { name: 'none', version: '0' },
    ...{ appended: [], restored: [], retracted: [], unchanged: 0, skipped: why },
  },
  order: { claims: [], dropped: [] },
});

const seen = ({ id, type, subject }: ClaimSeen): ClaimSeen => ({ id, type, subject });

/** A report's claims as they are in the log, beside those of another reading. */
function compare(
  submission: Envelope<'ReportReceived'>,
  { events, extractor }: Understanding,
  earlier: readonly Recorded[],
  turns: ReadonlyMap<string, Recorded>,
): Compared {
  const stands = ({ id }: ClaimSeen): boolean => turnsTaken(id, turns) % 2 === 0;
  const [before, now] = [new Set(earlier.map(({ id }) => id)), new Set(events.map(({ id }) => id))];
  const appended = events.filter(({ id }) => !before.has(id));
  const restored = events.filter((event) => before.has(event.id) && !stands(event));
  const dropped = earlier.filter((claim) => !now.has(claim.id) && stands(claim));
  return {
    difference: {
      ...about(submission),
      extractor,
      appended: appended.map((event) => ({ ...seen(event), quote: event.data.evidence[0]?.quote ?? '' })),
      restored: restored.map(seen),
      retracted: dropped.map(seen),
      unchanged: events.length - appended.length - restored.length,
      skipped: null,
    },
    order: { claims: [...appended, ...restored], dropped },
  };
}

const claimOf = ({ id, type, subject, time, data }: Unstamped<ClaimType>) => ({
  ...{ id, type, subject },
  ...(time === undefined ? {} : { time }),
  data: { ...data },
});
