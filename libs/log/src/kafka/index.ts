export { type KafkaLogOptions, openKafkaLog } from './kafka-log.js';
export type { Replication } from './topics.js';
