import type { Log } from '#log';

/** A record of the topic `rejected`, without the bytes that were refused. */
export interface Rejected {
  /** Where it lies in `rejected`: `<partition>-<offset>`. */
  readonly id: string;
  readonly rejectedAt: string;
  readonly reason: string;
  /** Where the refused record lay. Offsets are decimal strings. */
  readonly from: {
    readonly topic: string;
    readonly partition: number;
    readonly offset: string;
    readonly key: string;
  };
  /** Of the refused value; at most 512 KiB of it are kept. */
  readonly bytes: number;
  readonly sha256: string;
  /** The first of its bytes as text; what is no UTF-8 is written as U+FFFD. */
  readonly start: string;
}

export interface RejectedWhole extends Rejected {
  /** All bytes that were kept, in base64. */
  readonly valueBase64: string;
}

const START_BYTES = 160;

/** What `rejection` of libs/log writes. */
interface Stored {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  readonly reason: string;
  readonly rejectedtime: string;
  readonly valueBytes: number;
  readonly valueSha256: string;
  readonly valueBase64: string;
}

/** @param id as `Rejected` has it; undefined when there is no such record, in a form that could name none too */
export async function rejectedById(log: Log, id: string): Promise<RejectedWhole | undefined> {
  const match = /^(\d{1,3})-(\d{1,18})$/.exec(id);
  if (!match) return undefined;
  const [partition, offset] = [Number(match[1]), BigInt(match[2]!)];
  const end = (await log.ends('rejected'))[partition];
  if (end === undefined || offset >= end) return undefined;
  for await (const { records } of log.read('rejected', partition, offset, offset + 1n)) {
    const [record] = records;
    if (record) return { ...summaryOf(partition, record), valueBase64: storedOf(record.value).valueBase64 };
  }
  return undefined;
}

/** Where a list of rejected records goes on: for each partition the offset before which it does. */
export type Bounds = readonly bigint[];

/**
 * The newest records, from all partitions together. Each partition is read backwards in stretches, and only as far as
 * the page asks; of a stretch no bytes stay but the start of each record.
 * @param before where the page before ended; the ends of the topic for the first
 * @returns `next` where the following page begins; undefined when this was the last
 */
export async function newestRejected(
  log: Log,
  before: Bounds,
  limit: number,
): Promise<{ items: Rejected[]; next: Bounds | undefined }> {
  const stretch = BigInt(Math.max(16, Math.ceil((2 * limit) / before.length)));
  const readers = before.map((to, partition) => backwards(log, { partition, to, stretch }));
  const heads = await Promise.all(readers.map(async (reader) => (await reader.next()).value));
  const bounds = [...before];
  const items: Rejected[] = [];
  while (items.length < limit) {
    const newest = newestOf(heads);
    if (newest === undefined) break;
    const { offset, summary } = heads[newest]!;
    items.push(summary);
    bounds[newest] = offset;
    heads[newest] = (await readers[newest]!.next()).value;
  }
  return { items, next: newestOf(heads) === undefined ? undefined : bounds };
}

interface Head {
  readonly offset: bigint;
  readonly summary: Rejected;
}

function newestOf(heads: readonly (Head | undefined)[]): number | undefined {
  let newest: number | undefined;
  for (const [at, head] of heads.entries()) {
    if (!head) continue;
    if (newest === undefined || head.summary.rejectedAt > heads[newest]!.summary.rejectedAt) newest = at;
  }
  return newest;
}

interface Stretch {
  readonly partition: number;
  readonly to: bigint;
  readonly stretch: bigint;
}

async function* backwards(log: Log, { partition, to, stretch }: Stretch): AsyncGenerator<Head, undefined> {
  for (let end = to; end > 0n;) {
    const from = end > stretch ? end - stretch : 0n;
    const heads: Head[] = [];
    for await (const { records } of log.read('rejected', partition, from, end)) {
      for (const record of records) heads.push({ offset: record.offset, summary: summaryOf(partition, record) });
    }
    yield* heads.reverse();
    end = from;
  }
  return undefined;
}

const storedOf = (value: Buffer): Stored => JSON.parse(value.toString('utf8')) as Stored;

function summaryOf(lies: number, record: { offset: bigint; value: Buffer }): Rejected {
  const { topic, partition, offset, key, ...stored } = storedOf(record.value);
  return {
    id: `${lies}-${record.offset}`,
    rejectedAt: stored.rejectedtime,
    reason: stored.reason,
    from: { topic, partition, offset, key },
    bytes: stored.valueBytes,
    sha256: stored.valueSha256,
    start: startOf(Buffer.from(stored.valueBase64.slice(0, START_BYTES * 2), 'base64')),
  };
}

/** Cut where a character ends: the bytes that are missing are not wrong. */
function startOf(bytes: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, START_BYTES), { stream: true });
}
