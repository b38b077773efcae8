export { type KafkaLogOptions, openKafkaLog } from './kafka-log.js';
export type { KafkaLogSink } from './client.js';
export type { Replication } from './topics.js';
