import type { z } from 'zod';
import { fieldErrors, invalid, Problem } from './problem.js';

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

/**
 * The JSON of a small request, whose body comes as bytes (`Intake`). What becomes part of the log is read more strictly,
 * by whoever takes it in.
 * @returns undefined where there is no body
 * @throws Problem 400
 */
export function requestJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch (error) {
    throw new Problem(400, `The body is no JSON: ${(error as Error).message}.`, { cause: error });
  }
}
