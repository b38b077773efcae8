import { z } from 'zod';
import { Problem } from '#service';

/** Token of the ledger's name for CloudEvents' `source`. */
export const LEDGER_SOURCE = Symbol('ledger source');

/** An id in a path. What is no UUID names nothing that we could have. @throws Problem 404 */
export function idParameter(id: string): string {
  const parsed = z.uuid().safeParse(id);
  if (parsed.success) return parsed.data.toLowerCase();
  throw new Problem(404, `${id.slice(0, 80)} is no id: ids here are UUIDs.`);
}
