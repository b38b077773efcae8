export { fillPostgresLog, readPostgresLog } from './archive.js';
export type { ArchivedPage, ArchivedRecord, LogContents, LogCopy, PipePosition } from './archive.js';
export { migratePostgresLog, openPostgresLog, type PostgresLogOptions } from './postgres-log.js';
