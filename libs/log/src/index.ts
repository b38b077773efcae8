export * from './contract.js';
export * from './kafka/index.js';
export * from './postgres/index.js';
export * from './rejection.js';
export type { LogSink } from './sink.js';
export * from './transport.js';
