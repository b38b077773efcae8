import type { KafkaMessage } from 'kafkajs';
import { BATCH_BYTES_MAX, BATCH_RECORDS_MAX, slices } from './slices.js';

const message = (offset: number, bytes = 1): KafkaMessage => ({
  offset: String(offset),
  key: Buffer.from('k'),
  value: Buffer.alloc(bytes),
  timestamp: '0',
  attributes: 0,
  headers: {},
});

const cut = (from: bigint, next: bigint, messages: KafkaMessage[]) => [
  ...slices({ topic: 'events', partition: 3, from, next, messages }),
];

describe('cutting what was fetched into batches', () => {
  it('given few records, then they are one batch that ends behind the markers', () => {
    const [batch, ...more] = cut(5n, 12n, [message(7), message(9)]);
    expect(more).toEqual([]);
    expect(batch).toMatchObject({ topic: 'events', partition: 3, from: 5n, next: 12n });
    expect(batch?.records.map(({ offset }) => offset)).toEqual([7n, 9n]);
  });

  it('given more records than a batch holds, then the batches join without a gap', () => {
    const messages = Array.from({ length: 2 * BATCH_RECORDS_MAX + 1 }, (_, index) => message(2 * index));
    const batches = cut(0n, 99_999n, messages);
    expect(batches.map(({ records }) => records.length)).toEqual([BATCH_RECORDS_MAX, BATCH_RECORDS_MAX, 1]);
    batches.slice(1).forEach(({ from }, index) => expect(from).toBe(batches[index]?.next));
    expect(batches.at(-1)?.next).toBe(99_999n);
  });

  it('given large records, then a batch stays within its bytes, and a larger one comes alone', () => {
    const batches = cut(0n, 4n, [message(0, 10), message(1, BATCH_BYTES_MAX + 1), message(2, 10), message(3, 10)]);
    expect(batches.map(({ records }) => records.length)).toEqual([1, 1, 2]);
  });

  it('given a stranger’s record without key or value, then both are empty', () => {
    const [batch] = cut(0n, 1n, [{ ...message(0), key: null, value: null }]);
    expect(batch?.records[0]).toEqual({ offset: 0n, key: '', value: Buffer.alloc(0) });
  });
});
