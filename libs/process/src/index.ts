export * from './config.js';
export * from './life.js';
export * from './refusal.js';
