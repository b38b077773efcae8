export { countriesNamed } from './entities/countries.js';
export { extract, type Reading } from './extract.js';
export type { ReadableReport } from './scene.js';
