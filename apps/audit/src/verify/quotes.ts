import { isClaimType, quoteFault, sha256Hex, type ClaimFields, type LedgerEvent } from '#domain';
import type { Findings } from './findings.js';
import type { FoundRecord } from './leaves.js';
import { QUOTE_BYTES, quoteRow, QuoteTable, type Waiting } from './quote-table.js';
import { Spill } from './spill.js';

/** So many quotes are in memory while the reports of a partition are read: 16 MiB. */
const AT_ONCE = 160_000;

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
    private readonly atOnce: number,
  ) {}

  /** @param atOnce how many quotes may be in memory */
  static async open(
    log: { partitions: number; partitionOf(key: string): number },
    findings: Findings,
    atOnce = AT_ONCE,
  ): Promise<Quotes> {
    return new Quotes(await Spill.open(log.partitions), (key) => log.partitionOf(key), findings, atOnce);
  }

  async add({ partition, ordinal }: Pick<FoundRecord, 'partition' | 'ordinal'>, event: LedgerEvent): Promise<void> {
    if (!isClaimType(event.type)) return;
    for (const [evidence, { reportId, start, end, quote }] of (event.data as ClaimFields).evidence.entries()) {
      const row = { reportId, start, end, digest: digestOf(quote), partition, ordinal, evidence, eventId: event.id };
      this.spill.add(this.partitionOf(reportId), quoteRow(row));
    }
    await this.spill.settle();
  }

  /** How often the reports of a partition have to be read, each time with some of its quotes; once at least. */
  async *turns(partition: number): AsyncGenerator<QuotesOfReports> {
    let turns = 0;
    for await (const rows of this.spill.pieces(partition, this.atOnce * QUOTE_BYTES)) {
      turns++;
      this.checked += rows.length / QUOTE_BYTES;
      yield new QuotesOfReports(new QuoteTable(rows), this.findings);
    }
    if (turns === 0) yield new QuotesOfReports(new QuoteTable(Buffer.alloc(0)), this.findings);
  }

  close(): Promise<void> {
    return this.spill.close();
  }
}

/** Quotes at hand while reports go by. */
export class QuotesOfReports {
  constructor(
    private readonly table: QuoteTable,
    private readonly findings: Findings,
  ) {}

  /** A report goes by: the first with its id is the one that was read. */
  check(reportId: string, body = ''): void {
    for (const quote of this.table.take(reportId)) {
      const { start, end, digest } = quote;
      const found = body.slice(start, end);
      // Where the digest is that of what stands there, it is the quote.
      const says =
        start <= end && end <= body.length && digestOf(found) === digest
          ? quoteFault({ start, end, quote: found }, body)
          : `is not what its report has from ${start} to ${end}: “${found.slice(0, 80).toWellFormed()}”`;
      if (says !== undefined) this.report(quote, says);
    }
  }

  /** All reports have gone by. */
  end(): void {
    for (const quote of this.table.left())
      this.report(quote, `is of the report ${quote.reportId}, which is not in the log`);
  }

  private report({ partition, ordinal, evidence, eventId }: Waiting, says: string): void {
    const sentence = `data.evidence.${evidence}.quote ${says}`;
    this.findings.add({ kind: 'quote', topic: 'events', partition, ordinal, eventId, says: sentence });
  }
}

const digestOf = (quote: string): string => sha256Hex(Buffer.from(quote, 'utf16le'));
