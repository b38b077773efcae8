import type { Origin } from '#domain';
import { extract } from '#extraction';
import { EXTRACTOR } from '#extractor';
import { englishOf } from './language.js';
import { readClaims, type Understanding } from './reading.js';

/**
 * What a report's prose claims. A pure function, and work for the processor: it runs in a thread of its own, and only
 * there is loaded by what languages are told apart.
 */
export function readProse(origin: Origin): Understanding {
  const { text, reason: language } = englishOf(origin.report.body ?? '', origin.report.lang);
  if (text === undefined) return { events: [], extractor: EXTRACTOR, reason: language, unread: true };
  const { drafts, extractor, reason } = extract({ ...origin.report, body: text, lang: 'en' });
  const said = [language, reason].filter((words) => words !== undefined).join(' ');
  return readClaims(origin, drafts, { extractor, draftOf: (draft) => draft, reason: said === '' ? undefined : said });
}
