import { canonicalJson, printInstant, sha256Hex } from '#domain';
import type { Batch, LogRecord, PipedDraft } from './contract.js';

const KEPT_BYTES_MAX = 512 * 1024;

/** A refused record as `rejected` keeps it: where it lay, what was wrong, and its bytes (the first 512 KiB). */
export function rejection(batch: Batch, record: LogRecord, reason: string): PipedDraft {
  const refused = {
    topic: batch.topic,
    partition: batch.partition,
    offset: String(record.offset),
    key: record.key.toWellFormed(),
    reason: reason.toWellFormed(),
    valueSha256: sha256Hex(record.value),
    valueBytes: record.value.length,
    valueBase64: record.value.subarray(0, KEPT_BYTES_MAX).toString('base64'),
  };
  return {
    topic: 'rejected',
    key: `${batch.topic}/${batch.partition}/${record.offset}`,
    print: (at) => Buffer.from(canonicalJson({ ...refused, rejectedtime: printInstant(at) })),
  };
}
