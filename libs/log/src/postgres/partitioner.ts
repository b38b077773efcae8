import { createRequire } from 'node:module';
import type { Partitioners } from 'kafkajs';
import { LRUCache } from 'lru-cache';

// Its file alone: the whole client takes long to load, for a home that has no Kafka.
const PARTITIONERS = 'kafkajs/src/producer/partitioners/index.js';
const { DefaultPartitioner } = createRequire(import.meta.url)(PARTITIONERS) as typeof Partitioners;

/**
 * The partitioner of the Kafka clients (murmur2 of the key's UTF-8, without its sign bit, modulo the partitions), from
 * the very client that the other home uses, so that a ledger's keys fall alike in both. Subjects come again and again
 * and the hash is slow in JavaScript, hence the memory.
 */
export function partitionerOf(partitions: number): (key: string) => number {
  const choose = DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    leader: 0,
    partitionErrorCode: 0,
    replicas: [],
    isr: [],
  }));
  const known = new LRUCache<string, number>({ max: 10_000 });
  return (key) => {
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const partition = choose({ topic: '', partitionMetadata, message: { key, value: null } });
    known.set(key, partition);
    return partition;
  };
}
