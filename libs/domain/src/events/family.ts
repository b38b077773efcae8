import type { z } from 'zod';

/**
 * What the house knows of an event type: the newest version of its shape, and the subject under which an event of it
 * is written. Subjects are lower case; they decide order and partition, so a type's rule never changes.
 */
export interface EventDefinition<Data extends z.ZodType> {
  readonly version: number;
  readonly data: Data;
  readonly subject: (data: z.infer<Data>) => string;
}

/** Ties the subject's argument to the schema beside it. */
export const define = <Data extends z.ZodType>(definition: EventDefinition<Data>): EventDefinition<Data> => definition;
