import type { Extractor } from '#domain';

/**
 * Who reads prose here, as its claims and receipts name it. It stands apart (`#extractor`) so that who only needs the
 * name does not load the model of the language, half a second and 40 MiB.
 */
export const EXTRACTOR: Extractor = { name: 'clemency-en', version: '2' };
