import { isClaimType, quoteFault, sha256Hex, type ClaimFields, type LedgerEvent } from '#domain';
import type { Findings } from './findings.js';
import type { FoundRecord } from './leaves.js';
import { Spill } from './spill.js';

/** Parts of a partition's quotes, by the id of their report: as many of them as memory bears are looked up at a time. */
const PARTS = 16;
/** Quotes of so many UTF-16 units of lines are in memory while the reports of a partition are read. */
const AT_ONCE_UNITS_MAX = 32 * 1024 * 1024;

/** A quote that waits for its report: what it says as a digest, because the quote itself is as long as it likes. */
interface Waiting {
  readonly start: number;
  readonly end: number;
  readonly digest: string;
  readonly partition: number;
  readonly ordinal: number;
  readonly evidence: number;
  readonly eventId: string;
}

/**
 * Holds every quote to the body of its report. Quotes are met with the events, bodies with the reports, and neither fit
 * into memory: quotes wait on the disk, by the partition of `reports` in which their report's key lies, and each
 * partition of bodies is then read once, or as often as its quotes are more than memory bears.
 */
export class Quotes {
  checked = 0;

  private constructor(
    private readonly spill: Spill,
    private readonly partitionOf: (key: string) => number,
    private readonly findings: Findings,
  ) {}

  static async open(log: { partitions: number; partitionOf(key: string): number }, findings: Findings) {
    return new Quotes(await Spill.open(log.partitions * PARTS), (key) => log.partitionOf(key), findings);
  }

  async add({ partition, ordinal }: FoundRecord, event: LedgerEvent): Promise<void> {
    if (!isClaimType(event.type)) return;
    for (const [at, { reportId, start, end, quote }] of (event.data as ClaimFields).evidence.entries()) {
      const bucket = this.partitionOf(reportId) * PARTS + (parseInt(reportId.slice(0, 2), 16) % PARTS);
      this.spill.add(bucket, [reportId, start, end, digestOf(quote), partition, ordinal, at, event.id].join(' '));
    }
    await this.spill.settle();
  }

  /** How often the reports of a partition have to be read, each time with some of its quotes; once at least. */
  async *turns(partition: number): AsyncGenerator<QuotesOfReports> {
    let [lines, units]: [string[], number] = [[], 0];
    for (let part = 0; part < PARTS; part++) {
      const bucket = partition * PARTS + part;
      if (units > 0 && units + this.spill.sizeOf(bucket) > AT_ONCE_UNITS_MAX) {
        yield new QuotesOfReports(lines, this.findings);
        [lines, units] = [[], 0];
      }
      lines = lines.concat(await this.spill.lines(bucket));
      units += this.spill.sizeOf(bucket);
    }
    this.checked += lines.length;
    yield new QuotesOfReports(lines, this.findings);
  }

  close(): Promise<void> {
    return this.spill.close();
  }
}

/** Quotes at hand while reports go by. */
export class QuotesOfReports {
  private readonly byReport = new Map<string, string[]>();

  constructor(
    lines: readonly string[],
    private readonly findings: Findings,
  ) {
    for (const line of lines) {
      const [reportId = '', rest = ''] = [line.slice(0, 36), line.slice(37)];
      const waiting = this.byReport.get(reportId);
      if (waiting) waiting.push(rest);
      else this.byReport.set(reportId, [rest]);
    }
  }

  /** A report goes by: the first with its id is the one that was read. */
  check(reportId: string, body = ''): void {
    for (const quote of (this.byReport.get(reportId) ?? []).map(parsed)) {
      const { start, end, digest } = quote;
      const found = body.slice(start, end);
      // Where the digest is that of what stands there, it is the quote.
      const says =
        start <= end && end <= body.length && digestOf(found) === digest
          ? quoteFault({ start, end, quote: found }, body)
          : `is not what its report has from ${start} to ${end}: “${found.slice(0, 80).toWellFormed()}”`;
      if (says !== undefined) this.report(quote, says);
    }
    this.byReport.delete(reportId);
  }

  /** All reports have gone by. */
  end(): void {
    for (const [reportId, quotes] of this.byReport) {
      for (const quote of quotes.map(parsed))
        this.report(quote, `is of the report ${reportId}, which is not in the log`);
    }
  }

  private report({ partition, ordinal, evidence, eventId }: Waiting, says: string): void {
    const sentence = `data.evidence.${evidence}.quote ${says}`;
    this.findings.add({ kind: 'quote', topic: 'events', partition, ordinal, eventId, says: sentence });
  }
}

const digestOf = (quote: string): string => sha256Hex(Buffer.from(quote, 'utf16le'));

function parsed(line: string): Waiting {
  const [start, end, digest = '', partition, ordinal, evidence, eventId = ''] = line.split(' ');
  return {
    ...{ start: Number(start), end: Number(end), digest, partition: Number(partition) },
    ...{ ordinal: Number(ordinal), evidence: Number(evidence), eventId },
  };
}
