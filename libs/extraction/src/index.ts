export { EXTRACTOR, extract, type Reading } from './extract.js';
export type { ReadableReport } from './scene.js';
