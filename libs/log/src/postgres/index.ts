export { migratePostgresLog, openPostgresLog, type PostgresLogOptions } from './postgres-log.js';
