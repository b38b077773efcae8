import type { z } from 'zod';

/**
 * What the house knows of an event type: the newest version of its shape, and the subject under which an event of it
 * is written. Subjects are lower case; they decide order and partition, so a type's rule never changes.
 */
export interface EventDefinition<Data extends z.ZodType> {
  readonly version: number;
  readonly data: Data;
  readonly subject: (data: z.infer<Data>) => string;
  /**
   * One step for each older version, the first from version 1: the data as that version had them, made data of the next.
   * A step may not throw and may not change what the type's subject looks at.
   */
  readonly upcasts?: readonly Upcast[];
}

export type Upcast = (data: unknown) => unknown;

/** The step to a version that only adds fields which may be absent: nothing of what was written means anything else. */
export const addsOptionalFields: Upcast = (data) => data;

/** Ties the subject's argument to the schema beside it. */
export const define = <Data extends z.ZodType>(definition: EventDefinition<Data>): EventDefinition<Data> => {
  const steps = definition.upcasts?.length ?? 0;
  if (steps !== definition.version - 1) {
    throw new Error(
      `Version ${definition.version} of an event type needs ${definition.version - 1} upcasts and has ${steps}.`,
    );
  }
  return definition;
};
