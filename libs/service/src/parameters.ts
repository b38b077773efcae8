import type { z } from 'zod';
import { fieldErrors, invalid } from './problem.js';

/** Query parameters against a strict schema. @throws Problem 400 naming each bad or unknown one */
export function parametersOf<Schema extends z.ZodType>(schema: Schema, query: unknown): z.infer<Schema> {
  const repeated = Object.entries(query as object).filter(([, value]) => Array.isArray(value));
  if (repeated.length > 0) {
    throw invalid(
      repeated.map(([field]) => ({ field, message: 'may be given only once' })),
      400,
    );
  }
  const result = schema.safeParse(query);
  if (result.success) return result.data;
  throw invalid(fieldErrors(result.error.issues), 400);
}
