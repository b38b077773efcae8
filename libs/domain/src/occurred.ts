import parseEdtf from 'edtf';
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

const SHAPE = /^\d{4}(-\d{2}(-\d{2})?)?[?~%]?(\/\d{4}(-\d{2}(-\d{2})?)?[?~%]?)?$/;

/**
 * Reads an EDTF date: a day, month or year, each perhaps uncertain or approximate, or an interval of two of these.
 * @returns undefined when the text is no such date, or a day that no calendar has
 */
export function parseOccurred(text: string): Occurred | undefined {
  if (text === UNKNOWN_DATE.edtf) return UNKNOWN_DATE;
  if (!SHAPE.test(text)) return undefined;
  const bounds = boundsOf(text);
  if (!bounds || bounds.earliest > bounds.latest) return undefined;
  return { edtf: text, ...bounds, precision: precisionOf(text) };
}

/** The rule of the envelope's schema: bounds and precision must be those that the EDTF text has. */
export function isConsistent(occurred: Occurred): boolean {
  const parsed = parseOccurred(occurred.edtf);
  return (
    parsed?.earliest === occurred.earliest &&
    parsed.latest === occurred.latest &&
    parsed.precision === occurred.precision
  );
}

function boundsOf(text: string): { earliest: string; latest: string } | undefined {
  try {
    const parsed = parseEdtf(text);
    return { earliest: dayOf(parsed.min), latest: dayOf(parsed.max) };
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
