import { FORMAT_NAMES, type Format } from './format.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import { ofacSdn } from './ofac-sdn.js';
import { rss } from './rss.js';
import { text } from './text.js';

const BY_NAME = { ndjson, json, text, rss, 'ofac-sdn': ofacSdn } satisfies Record<Format['name'], Format>;

/** Every format that can be sent. */
export const FORMATS: readonly Format[] = FORMAT_NAMES.map((name) => BY_NAME[name]);

/** By the ending of a file's name. */
export const formatOf = (path: string): Format | undefined =>
  FORMATS.find(({ endings }) => endings.some((ending) => path.toLowerCase().endsWith(ending)));

/** By what a web server says that it sends. */
export const formatOfMediaType = (mediaType: string): Format | undefined =>
  FORMATS.find(({ mediaTypes = [] }) => mediaTypes.includes(mediaType));
