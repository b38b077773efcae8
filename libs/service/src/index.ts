// Whoever is a service is a process too, and finds all of it behind this one door.
export * from '#process';
export * from './consumers.js';
export * from './health.js';
export * from './http.js';
export * from './intake.js';
export * from './logger.js';
export * from './metrics.js';
export * from './module.js';
export * from './parameters.js';
export * from './problem.js';
export * from './run.js';
