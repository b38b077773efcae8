import { z } from 'zod';
import { rereadEvent, RecordRefused } from './envelope.js';
import { shapingOf } from './shape.js';

describe('the shape of a value that a schema gave', () => {
  const schema = z.strictObject({
    b: z.string(),
    a: z
      .array(
        z.strictObject({
          d: z.int().default(1),
          c: z.union([z.strictObject({ y: z.null() }), z.strictObject({ x: z.string() })]),
        }),
      )
      .optional(),
    e: z.record(z.string(), z.int()).nullable(),
  });

  it('is that of the schema, whatever the order in which it was kept', () => {
    const kept = {
      e: { z: 1, a: 2 },
      a: [
        { c: { x: 'one' }, d: 3 },
        { c: { y: null }, d: 4 },
      ],
      b: 'two',
    };
    expect(JSON.stringify(shapingOf(schema)!(kept))).toBe(JSON.stringify(schema.parse(kept)));
    const short = { e: null, b: 'two' };
    expect(JSON.stringify(shapingOf(schema)!(short))).toBe(JSON.stringify(schema.parse(short)));
  });

  it('is not known of a schema that makes something else of what it is given', () => {
    expect(() => shapingOf(z.strictObject({ a: z.string().transform(Number) }))).toThrow(/kind pipe/);
  });
});

describe('an event that is read again', () => {
  it('is refused where the bytes are none', () => {
    expect(() => rereadEvent(Buffer.from('{'))).toThrow(RecordRefused);
    expect(() => rereadEvent(Buffer.from('null'))).toThrow(RecordRefused);
    expect(() => rereadEvent(Buffer.from('{"type":"Nothing"}'))).toThrow(RecordRefused);
  });
});
