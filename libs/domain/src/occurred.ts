import parseEdtf from 'edtf';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';

/** How exactly the text dates what happened. */
export const PRECISIONS = ['day', 'month', 'year', 'approximate', 'unknown'] as const;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * Valid time: when it was so in the world. `edtf` is the date as the Extended Date/Time Format writes it (ISO 8601-2),
 * `earliest` and `latest` are the days between which it lies, both included; null where the text sets no bound.
 */
export const occurredSchema = z.strictObject({
  edtf: z.string().max(60),
  earliest: day.nullable(),
  latest: day.nullable(),
  precision: z.enum(PRECISIONS),
});
export type Occurred = z.infer<typeof occurredSchema>;

/** EDTF for "no digit is known". */
export const UNKNOWN_DATE: Occurred = { edtf: 'XXXX', earliest: null, latest: null, precision: 'unknown' };

// Months end with 12: EDTF goes on with seasons, 21 to 41, which are no month and have no bounds of their own.
const SHAPE = /^\d{4}(-(0\d|1[0-2])(-\d{2})?)?[?~%]?(\/\d{4}(-(0\d|1[0-2])(-\d{2})?)?[?~%]?)?$/;

/** Between these, both excluded: read models take the one for "always before" and the other for "from then on". */
const [BEFORE_ALL, AFTER_ALL] = ['0001-01-01', '9999-12-31'];

/**
 * Reads an EDTF date: a day, month or year, each perhaps uncertain or approximate, or an interval of two of these.
 * @returns undefined when the text is no such date, or a day that no calendar has, or at one of the calendar's ends
 */
export function parseOccurred(text: string): Occurred | undefined {
  const known = parsed.get(text);
  if (known) return known;
  const occurred = parse(text);
  if (occurred) parsed.set(text, occurred);
  return occurred;
}

/** The grammar takes half a millisecond, each event is checked several times, and news is about few days. */
const parsed = new LRUCache<string, Occurred>({ max: 5000 });

function parse(text: string): Occurred | undefined {
  if (text === UNKNOWN_DATE.edtf) return UNKNOWN_DATE;
  if (!SHAPE.test(text)) return undefined;
  const bounds = boundsOf(text);
  if (!bounds || bounds.earliest > bounds.latest) return undefined;
  if (bounds.earliest <= BEFORE_ALL || bounds.latest >= AFTER_ALL) return undefined;
  return { edtf: text, ...bounds, precision: precisionOf(text) };
}

/** The rule of the envelope's schema: bounds and precision must be those that the EDTF text has. */
export function isConsistent(occurred: Occurred): boolean {
  const own = parseOccurred(occurred.edtf);
  return own?.earliest === occurred.earliest && own.latest === occurred.latest && own.precision === occurred.precision;
}

function boundsOf(text: string): { earliest: string; latest: string } | undefined {
  try {
    const parsed = parseEdtf(text);
    const bounds = { earliest: dayOf(parsed.min), latest: dayOf(parsed.max) };
    // The library takes 29 February of any year, and in most of them it is 1 March then.
    const [from = '', to = from] = text.replace(/[?~%]/g, '').split('/');
    return bounds.earliest.startsWith(from) && bounds.latest.startsWith(to) ? bounds : undefined;
  } catch {
    // The library's way of saying that 2021-02-30 is no date; the caller says it of the field.
    return undefined;
  }
}

const dayOf = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

function precisionOf(text: string): Occurred['precision'] {
  if (/[?~%/]/.test(text)) return 'approximate';
  return ({ 4: 'year', 7: 'month', 10: 'day' } as const)[text.length as 4 | 7 | 10];
}
