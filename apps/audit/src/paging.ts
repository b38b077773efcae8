import { z } from 'zod';
import { parseInstant, readToken } from '#domain';
import { invalid } from '#service';

/** Parameters of a list, 1 to 500 items a page. */
export const paging = (limit: number) => ({
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'is no whole number from 1 to 500')
    .transform(Number)
    .pipe(z.number().min(1, 'is less than 1').max(500, 'is more than 500'))
    .default(limit),
  cursor: z.string().max(8000).optional(),
});

/** An RFC 3339 instant, to the microsecond. */
export const instantParameter = z.string().transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  context.addIssue({ code: 'custom', message: 'is no RFC 3339 instant' });
  return z.NEVER;
});

export const digits = z.string().regex(/^\d{1,18}$/);

/** What a cursor holds. A token can be forged, so it is checked like any input. @throws Problem 400 */
export function cursorOf<Schema extends z.ZodType>(schema: Schema, kind: string, cursor: string): z.infer<Schema> {
  const result = schema.safeParse(readToken(kind, cursor));
  if (result.success) return result.data;
  throw invalid([{ field: 'cursor', message: 'is no cursor of this list' }], 400);
}
