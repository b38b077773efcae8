import type { Log } from '../contract.js';
import type { KafkaLogOptions } from './kafka-log.js';

export type { KafkaLogOptions } from './kafka-log.js';
export type { Replication } from './topics.js';

/**
 * Opens the log in Apache Kafka 4. The client is loaded only now, so that a home without Kafka starts without it.
 * @throws LogRefused and Error as `openKafkaLog` of `kafka-log.ts` does
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<Log> {
  const kafka = await import('./kafka-log.js');
  return kafka.openKafkaLog(options);
}
