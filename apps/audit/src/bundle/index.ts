export * from './check.js';
export * from './zip.js';
