/** A quote that waits for its report: what it says as a digest, because the quote itself is as long as it likes. */
export interface Waiting {
  readonly reportId: string;
  /** In UTF-16 units of the report's body. */
  readonly start: number;
  readonly end: number;
  /** SHA-256 in hex of the quote in UTF-16LE. */
  readonly digest: string;
  /** Where its event lies. */
  readonly partition: number;
  readonly ordinal: number;
  /** Which entry of the event's `evidence`. */
  readonly evidence: number;
  readonly eventId: string;
}

const [ID_BYTES, DIGEST_BYTES] = [16, 32];
/** Where each field begins: ids and the digest as bytes, numbers as doubles, which hold every safe integer. */
const AT = { reportId: 0, eventId: 16, digest: 32, start: 64, end: 72, partition: 80, ordinal: 88, evidence: 96 };
const NUMBERS = ['start', 'end', 'partition', 'ordinal', 'evidence'] as const;
/** What a quote takes, on the disk and in memory: objects would take five times as much. */
export const QUOTE_BYTES = 104;

export function quoteRow(quote: Waiting): Buffer {
  const row = Buffer.alloc(QUOTE_BYTES);
  row.write(hexOf(quote.reportId), AT.reportId, 'hex');
  row.write(hexOf(quote.eventId), AT.eventId, 'hex');
  row.write(quote.digest, AT.digest, 'hex');
  for (const field of NUMBERS) row.writeDoubleBE(quote[field], AT[field]);
  return row;
}

/** Quotes in rows, found by their report. */
export class QuoteTable {
  /** Numbers of rows, in the order of their reports. */
  private readonly order: Uint32Array;
  private readonly isTaken: Uint8Array;

  /** @param rows as `quoteRow` makes them, one behind the other */
  constructor(private readonly rows: Buffer) {
    this.order = Uint32Array.from({ length: rows.length / QUOTE_BYTES }, (_, row) => row);
    this.order.sort((one, other) => this.compare(rows, other * QUOTE_BYTES, one) || one - other);
    this.isTaken = new Uint8Array(this.order.length);
  }

  /** The quotes of a report, in the order in which they were added; none when it is asked again. */
  take(reportId: string): Waiting[] {
    const wanted = Buffer.from(hexOf(reportId), 'hex');
    const taken: Waiting[] = [];
    for (let at = this.firstOf(wanted); at < this.order.length; at++) {
      const row = this.order[at]!;
      if (this.isTaken[row] || this.compare(wanted, 0, row) !== 0) break;
      this.isTaken[row] = 1;
      taken.push(this.waiting(row));
    }
    return taken;
  }

  /** Those that were not taken. */
  *left(): Generator<Waiting> {
    for (const row of this.order) if (!this.isTaken[row]) yield this.waiting(row);
  }

  /** The place in the order of the first whose report is not before this one. */
  private firstOf(wanted: Buffer): number {
    let [low, high] = [0, this.order.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.compare(wanted, 0, this.order[middle]!) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Below 0 where the row's report is before the one whose id stands there. */
  private compare(bytes: Buffer, from: number, row: number): number {
    return this.rows.compare(bytes, from, from + ID_BYTES, row * QUOTE_BYTES, row * QUOTE_BYTES + ID_BYTES);
  }

  private waiting(row: number): Waiting {
    const { rows } = this;
    const base = row * QUOTE_BYTES;
    const number = (field: (typeof NUMBERS)[number]): number => rows.readDoubleBE(base + AT[field]);
    return {
      ...{ reportId: this.id(base + AT.reportId), eventId: this.id(base + AT.eventId) },
      digest: rows.toString('hex', base + AT.digest, base + AT.digest + DIGEST_BYTES),
      ...{ start: number('start'), end: number('end') },
      ...{ partition: number('partition'), ordinal: number('ordinal'), evidence: number('evidence') },
    };
  }

  private id(at: number): string {
    const hex = this.rows.toString('hex', at, at + ID_BYTES);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  }
}

const hexOf = (id: string): string => id.replaceAll('-', '');
