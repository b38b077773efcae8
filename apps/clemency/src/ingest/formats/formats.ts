import type { Format } from './format.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import { text } from './text.js';

/** Every format that can be sent. */
export const FORMATS: readonly Format[] = [ndjson, json, text];

/** By the ending of a file's name. */
export const formatOf = (path: string): Format | undefined =>
  FORMATS.find(({ endings }) => endings.some((ending) => path.toLowerCase().endsWith(ending)));
