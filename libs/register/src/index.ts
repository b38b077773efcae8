export * from './house-act.js';
export * from './ledger.js';
export * from './rebuild.js';
export * from './register.js';
