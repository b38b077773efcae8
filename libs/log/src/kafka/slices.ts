import type { KafkaMessage } from 'kafkajs';
import type { Batch, LogRecord, Topic } from '../contract.js';

/** The most records and bytes of values that one batch holds; a single record may be larger. */
export const BATCH_RECORDS_MAX = 4000;
export const BATCH_BYTES_MAX = 8 * 1024 * 1024;

/** What kafkajs delivered of one partition, and the offset after all that was fetched with it, markers included. */
export interface Fetched {
  readonly topic: Topic;
  readonly partition: number;
  readonly from: bigint;
  readonly next: bigint;
  readonly messages: readonly KafkaMessage[];
}

/** Cuts what was fetched into batches of bearable size. Together they go from `from` to `next` without a gap. */
export function* slices({ topic, partition, from, next, messages }: Fetched): Generator<Batch> {
  let position = from;
  let records: LogRecord[] = [];
  let bytes = 0;
  for (const message of messages) {
    const record = recordOf(message);
    const isFull = records.length === BATCH_RECORDS_MAX || bytes + record.value.length > BATCH_BYTES_MAX;
    if (isFull && records.length > 0) {
      yield { topic, partition, from: position, next: record.offset, records };
      position = record.offset;
      records = [];
      bytes = 0;
    }
    records.push(record);
    bytes += record.value.length;
  }
  yield { topic, partition, from: position, next, records };
}

const NOTHING = Buffer.alloc(0);

const recordOf = (message: KafkaMessage): LogRecord => ({
  offset: BigInt(message.offset),
  key: message.key?.toString('utf8') ?? '',
  value: message.value ?? NOTHING,
});
