import fc from 'fast-check';
import { Problem } from '#service';
import { jsonOf } from './json.js';

const statusOf = (text: string | Uint8Array): number => {
  try {
    jsonOf(typeof text === 'string' ? Buffer.from(text) : text);
    return 200;
  } catch (error) {
    if (error instanceof Problem) return error.status;
    throw error;
  }
};

describe('the JSON of a request', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\\u0000|__proto__|\\ud[89a-f]/i.test(text));
        expect(jsonOf(Buffer.from(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each([
    ['nothing', '', 400],
    ['half of an object', '{"a":', 400],
    ['two values', '{} {}', 400],
    ['a member named twice', '{"a":1,"a":2}', 400],
    ['a member named twice by an escape', '{"a":1,"\\u0061":2}', 400],
    ['a member named twice deep inside', '[{"b":{"a":1,"c":"}","a":2}}]', 400],
    ['33 levels', '['.repeat(33) + ']'.repeat(33), 400],
    ['a hundred thousand levels', '['.repeat(100_000), 400],
    ['a lone surrogate by an escape', '{"a":"\\ud83d"}', 422],
    ['a lone surrogate in a name', '{"\\ud83d":1}', 422],
    ['a NUL by an escape', '{"a":["\\u0000"]}', 422],
    ['a number beyond a double', '{"a":1e999}', 422],
    ['a prototype for a name', '{"__proto__":{}}', 422],
  ])('is refused when it is %s', (_, text, status) => {
    expect(statusOf(text)).toBe(status);
  });

  it.each([
    ['one name in two objects', '[{"a":1},{"a":{"a":1}}]'],
    ['a name that is also a text', '{"a":"a","b":"a"}'],
    ['braces and quotes in a text', '{"a":"{\\"a\\":1,","b":"\\\\"}'],
    ['32 levels', '['.repeat(32) + ']'.repeat(32)],
    ['a pair by escapes', '"\\ud83d\\udd4a"'],
  ])('is read with %s', (_, text) => {
    expect(jsonOf(Buffer.from(text))).toEqual(JSON.parse(text));
  });

  it('is refused when its bytes are no UTF-8', () => {
    expect(statusOf(Buffer.from([0x22, 0xc3, 0x28, 0x22]))).toBe(400);
    expect(statusOf(Buffer.from([0x22, 0xed, 0xa0, 0xbd, 0x22]))).toBe(400);
  });
});
