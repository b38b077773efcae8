import type { z } from 'zod';

/** Gives a value the order of properties that its schema has, and looks at nothing else of it. */
export type Shaping = (value: unknown) => unknown;

/** As much of a schema as zod says of every kind (`_zod.def`). */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly element?: z.core.$ZodType;
  readonly innerType?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
}

/** Kinds of values that have no properties of ours: they are passed on as they are. */
const PLAIN = new Set(['string', 'number', 'int', 'boolean', 'null', 'enum', 'literal', 'unknown', 'record']);

/**
 * What a schema gives for a value that it gave once before: parsing checks every rule again, which takes ten times as
 * long, and here only the order of properties is left to be done.
 * @param schema of objects, lists, unions of objects and plain values; refinements are no part of a value
 * @returns undefined where every value is passed on as it is
 * @throws TypeError for a schema that could change a value otherwise, such as a transformation
 */
export function shapingOf(schema: z.core.$ZodType): Shaping | undefined {
  const { type, shape, element, innerType, options } = schema._zod.def as unknown as Definition;
  if (shape) return objectShaping(shape);
  if (element) return listShaping(shapingOf(element));
  if (innerType) return shapingOf(innerType);
  if (options) return unionShaping(options);
  if (PLAIN.has(type)) return undefined;
  throw new TypeError(`What a schema of kind ${type} gives can not be given again without parsing.`);
}

function objectShaping(shape: Readonly<Record<string, z.core.$ZodType>>): Shaping {
  const properties = Object.entries(shape).map(([name, schema]) => ({ name, shaping: shapingOf(schema) }));
  return (value) => {
    if (value === null || typeof value !== 'object') return value;
    const given = value as Record<string, unknown>;
    const shaped: Record<string, unknown> = {};
    for (const { name, shaping } of properties) {
      const property = given[name];
      if (property !== undefined) shaped[name] = shaping ? shaping(property) : property;
    }
    return shaped;
  };
}

const listShaping = (shaping: Shaping | undefined): Shaping | undefined =>
  shaping && ((value) => (Array.isArray(value) ? value.map(shaping) : value));

/** Of objects, the first one that knows all properties of the value; they are strict, so that no other one took it. */
function unionShaping(options: readonly z.core.$ZodType[]): Shaping | undefined {
  const shapings = options.map((option) => ({
    names: new Set(Object.keys((option._zod.def as unknown as Definition).shape ?? {})),
    shaping: shapingOf(option),
  }));
  if (shapings.every(({ shaping }) => shaping === undefined)) return undefined;
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
    const mine = shapings.find(({ names }) => Object.keys(value).every((name) => names.has(name)));
    return mine?.shaping ? mine.shaping(value) : value;
  };
}
