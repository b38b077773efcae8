import fc from 'fast-check';
import { sha256Hex } from './canonical.js';
import { POSITION_IDS_MAX, readPosition, readToken, writePosition, writeToken } from './token.js';

const ids = fc.array(fc.uuid(), { minLength: 1, maxLength: POSITION_IDS_MAX });

describe('a token', () => {
  it('gives back what it was made of, to whoever names its kind', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const token = writeToken('cursor', value);
        expect(token).toMatch(/^[A-Za-z0-9_-]+$/);
        expect(readToken('cursor', token)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(readToken('position', token)).toBeUndefined();
      }),
    );
  });

  it('is refused when one character of it is another', () => {
    const alphabet = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_'];
    const token = writeToken('cursor', { sort: 'Ales', id: 1 });
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...alphabet), (at, character) => {
        const forged = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(Buffer.from(forged, 'base64url').toString('hex') !== Buffer.from(token, 'base64url').toString('hex'));
        expect(readToken('cursor', forged)).toBeUndefined();
      }),
    );
  });

  it('is refused when it is no text of ours at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readToken('cursor', text)).toBeUndefined();
      }),
    );
    const made = (text: string): string => Buffer.from(text).toString('base64url');
    const signedNonsense = made(`${sha256Hex('cursor\nnot json').slice(0, 8)}not json`);
    for (const text of ['', '=', 'a b', made('00000000{}'), made('{}'), made(''), signedNonsense]) {
      expect(readToken('cursor', text)).toBeUndefined();
    }
  });
});

describe('a position', () => {
  it('names its ids in their order, in a text that fits a URL', () => {
    fc.assert(
      fc.property(ids, (list) => {
        const position = writePosition(list);
        expect(readPosition(position)).toEqual(list);
        expect(position.length).toBeLessThan(4000);
      }),
    );
  });

  it('is read from no other token, and from none with half an id', () => {
    expect(readPosition(writeToken('cursor', 'AAAA'))).toBeUndefined();
    expect(readPosition(writeToken('position', { ids: [] }))).toBeUndefined();
    expect(readPosition(writeToken('position', Buffer.alloc(17).toString('base64url')))).toBeUndefined();
    expect(readPosition(writeToken('position', ''))).toBeUndefined();
    expect(readPosition('not-a-position')).toBeUndefined();
  });
});
