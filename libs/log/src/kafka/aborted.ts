/** Part of a record as kafkajs decodes it from a fetch response. */
interface FetchedRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  isControlRecord: boolean;
  readonly batchContext?: { readonly producerId: string; readonly inTransaction: boolean };
}

/** Part of a partition as kafkajs decodes it from a fetch response. */
export interface FetchedPartition {
  messages: FetchedRecord[];
  abortedTransactions?: { readonly producerId: string; readonly firstOffset: string }[] | null;
}

/** Key of the control record that ends a transaction by aborting it: version 0, type 0 (Kafka protocol, EndTxnMarker). */
const ABORT_MARKER = Buffer.from([0, 0, 0, 0]);

/**
 * Hides the records of aborted transactions from a read-committed consumer. The filter of kafkajs 2.2.4 hands some of
 * them out when aborted transactions overlap: it takes the broker's list to be sorted by first offset (it is sorted by
 * the end), and begins at most one transaction per record, so that a fetch that starts inside two of them misses one.
 * Here each aborted record is marked as what kafkajs skips while it counts its offset, and the list is emptied.
 */
export function hideAborted(partition: FetchedPartition): void {
  const aborted = (partition.abortedTransactions ?? [])
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
    .sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0));
  if (aborted.length === 0) return;
  const open = new Set<string>();
  let begun = 0;
  for (const record of partition.messages) {
    const offset = BigInt(record.offset);
    for (let next = aborted[begun]; next !== undefined && next.firstOffset <= offset; next = aborted[++begun]) {
      open.add(next.producerId);
    }
    const { producerId, inTransaction } = record.batchContext ?? { producerId: '', inTransaction: false };
    if (record.isControlRecord) {
      if (record.key?.equals(ABORT_MARKER)) open.delete(producerId);
    } else if (inTransaction && open.has(producerId)) {
      record.isControlRecord = true;
    }
  }
  partition.abortedTransactions = [];
}
