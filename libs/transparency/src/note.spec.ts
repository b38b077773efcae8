import fc from 'fast-check';
import {
  isKeyName,
  Malformed,
  NotProven,
  openNote,
  parseNote,
  parseSignerKey,
  parseVerifierKey,
  printNote,
  printSignerKey,
  printVerifierKey,
  signerOf,
  signNote,
} from './index.js';

/** The example of golang.org/x/mod/sumdb/note, with the keys that its documentation publishes. */
const PETER_SECRET = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const PETER_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const ENOCH_KEY = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

const peter = parseVerifierKey(PETER_KEY);
const enoch = parseVerifierKey(ENOCH_KEY);
const names = (signatures: readonly { name: string }[]): string[] => signatures.map(({ name }) => name);
/** The line with one character of its base64 replaced. */
const mangled = (line: string, at: number, by: string): string => line.slice(0, at) + by + line.slice(at + 1);

describe('the published example of a signed note', () => {
  it('given the secret, then the same bytes come out', () => {
    expect(signNote(TEXT, [parseSignerKey(PETER_SECRET)])).toBe(`${TEXT}\n${PETER}`);
  });

  it('given the keys, then it opens, from text and from bytes', () => {
    for (const message of [`${TEXT}\n${PETER}${ENOCH}`, Buffer.from(`${TEXT}\n${PETER}${ENOCH}`)]) {
      const { text, verified, unknown } = openNote(message, [enoch, peter]);
      expect([text, names(verified), names(unknown)]).toEqual([TEXT, ['PeterNeumann', 'EnochRoot'], []]);
    }
  });

  it('given one of two keys, then the other signature is tolerated and kept apart', () => {
    const { verified, unknown } = openNote(`${TEXT}\n${PETER}${ENOCH}`, [peter]);
    expect([names(verified), names(unknown)]).toEqual([['PeterNeumann'], ['EnochRoot']]);
  });

  it('given the example of the specification, then it is read', () => {
    const message =
      'Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n' +
      '— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n';
    const { text, signatures } = parseNote(message);
    expect(text).toMatch(/sole:\n\ned è subito sera\.\n$/);
    expect(signatures.map(({ name, keyId, bytes }) => [name, keyId, bytes.length])).toEqual([
      ['quasimodo.example/salvatore', 0x367ba04b, 64],
    ]);
    expect(printNote({ text, signatures })).toBe(message);
  });
});

describe('opening a note', () => {
  const [signature] = parseNote(`${TEXT}\n${PETER}`).signatures;
  const forged = (change: Partial<typeof peter & { bytes: Uint8Array }>): string =>
    printNote({ text: TEXT, signatures: [{ ...signature!, ...change }] });
  const signed = (lines: string): string => `${TEXT}\n${lines}`;

  it.each([
    ['no known key', [peter], signed(ENOCH), /No known key has signed this note: it is signed by "EnochRoot"/],
    ['another text', [peter], signed(PETER).replace('problem is', 'answer is'), /"PeterNeumann" is not of this text/],
    ['another bit in the signature', [peter], signed(mangled(PETER, 60, 'A')), /"PeterNeumann" is not of this text/],
    ['a signature of 63 bytes', [peter], forged({ bytes: signature!.bytes.subarray(1) }), /"PeterNeumann" is not of/],
    ['another name', [peter], forged({ name: 'CarmenSandiego' }), /No known key/],
    ['another key ID', [peter], forged({ keyId: 0 }), /No known key/],
    ['the name and ID of another', [enoch], forged({ name: enoch.name, keyId: enoch.keyId }), /"EnochRoot" is not of/],
    ['a right and then a wrong one', [peter], signed(PETER + mangled(PETER, 60, 'A')), /"PeterNeumann" is not of/],
    [
      'two known keys of one name and ID',
      [enoch, peter, enoch],
      signed(ENOCH),
      /Two known keys are called "EnochRoot"/,
    ],
  ])('given %s, then there is no note', (_, keys, message, reason) => {
    expect(() => openNote(message, keys)).toThrow(NotProven);
    expect(() => openNote(message, keys)).toThrow(reason);
  });

  it('given signatures twice, then each counts once', () => {
    const { verified, unknown } = openNote(`${TEXT}\n${PETER}${ENOCH}${PETER}${ENOCH}${mangled(ENOCH, 60, 'A')}`, [
      peter,
    ]);
    expect([names(verified), names(unknown)]).toEqual([['PeterNeumann'], ['EnochRoot', 'EnochRoot']]);
  });

  it('given 100 signatures, then it opens, and with one more it is not read', () => {
    expect(openNote(`${TEXT}\n${PETER}${ENOCH.repeat(99)}`, [peter]).verified).toHaveLength(1);
    expect(() => openNote(`${TEXT}\n${PETER.repeat(101)}`, [peter])).toThrow(/at most 100/);
  });
});

describe('a note that is none', () => {
  const line = `${TEXT}\n${PETER}`;
  it.each([
    ['no signatures', TEXT],
    ['no signature after the empty line', `${TEXT}\n`],
    ['no empty line', TEXT + PETER],
    ['no newline at its end', line.slice(0, -1)],
    ['a control character', `\u0001${line}`],
    ['a tab', `\t${line}`],
    ['a carriage return', line.replaceAll('\n', '\r\n')],
    ['bytes that are not UTF-8', Buffer.concat([Buffer.of(0xff), Buffer.from(line)])],
    ['a surrogate in UTF-8', Buffer.concat([Buffer.of(0xed, 0xa0, 0x80), Buffer.from(line)])],
    ['half a surrogate pair', `\ud800${line}`],
    ['a line that is no signature', `${line}Unexpected line.\n`],
    ['an empty line behind', `${line}\n`],
    ['a hyphen for the dash', `${TEXT}\n${PETER.replace('—', '-')}`],
    ['two spaces', `${TEXT}\n${PETER.replace(' x08', '  x08')}`],
    ['a space behind', `${TEXT}\n${PETER.replace('\n', ' \n')}`],
    ['a name with a space', `${TEXT}\n${PETER.replace('PeterNeumann', 'Peter Neumann')}`],
    ['a name with a Unicode space', `${TEXT}\n${PETER.replace('PeterNeumann', 'Peter\u3000Neumann')}`],
    ['a name with a plus', `${TEXT}\n${PETER.replace('PeterNeumann', 'Peter+Neumann')}`],
    ['no name', `${TEXT}\n${PETER.replace('PeterNeumann ', '')}`],
    ['base64 without its padding', `${TEXT}\n${PETER.replace('=', '')}`],
    ['base64 with bits in its padding', `${TEXT}\n${PETER.replace('AM=', 'AN=')}`],
    ['base64 for URLs', `${TEXT}\n${PETER.replaceAll('/', '_')}`],
    ['a key ID and nothing else', `${TEXT}\n— PeterNeumann x08gow==\n`],
    ['less than a key ID', `${TEXT}\n— PeterNeumann x08g\n`],
    ['a mebibyte', `${'a\n'.repeat(524_288)}\n${PETER}`],
  ])('given %s, then it is refused', (_, message) => {
    expect(() => parseNote(message)).toThrow(Malformed);
  });

  it('given a byte order mark, then it is part of the text and not taken off', () => {
    expect(parseNote(Buffer.from(`\ufeff${line}`)).text).toBe(`\ufeff${TEXT}`);
    expect(() => openNote(Buffer.from(`\ufeff${line}`), [peter])).toThrow(NotProven);
  });
});

describe('signing a note', () => {
  it('given a signature by the same key, then the new one takes its place, behind those of others', () => {
    const { signatures } = parseNote(`${TEXT}\n${mangled(PETER, 60, 'A')}${ENOCH}`);
    expect(signNote(TEXT, [parseSignerKey(PETER_SECRET)], signatures)).toBe(`${TEXT}\n${ENOCH}${PETER}`);
  });

  it.each([['', 'abc', 'a\tb\n', '\ud800\n', 'a\r\n']].flat())('given the text %j, then it is refused', (text) => {
    expect(() => signNote(text, [parseSignerKey(PETER_SECRET)])).toThrow(Malformed);
  });

  it('given any text and any key, then it opens with that key and with no other', () => {
    const text = fc.string({ unit: 'grapheme' }).map((any) => `${any.replace(/[\u0000-\u001f]/g, '\n')}\n`);
    fc.assert(
      fc.property(text, fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, seed) => {
        const signer = signerOf('log.example/prisoners', seed);
        const message = signNote(text, [signer]);
        expect(openNote(message, [parseVerifierKey(printVerifierKey(signer))]).text).toBe(text);
        expect(() => openNote(message, [peter, enoch])).toThrow(NotProven);
        expect(parseSignerKey(printSignerKey(signer)).keyId).toBe(signer.keyId);
      }),
    );
  });
});

describe('a key of notes', () => {
  it('given the published ones, then they are printed as they were', () => {
    expect(printVerifierKey(peter)).toBe(PETER_KEY);
    expect(printVerifierKey(parseSignerKey(PETER_SECRET))).toBe(PETER_KEY);
    expect(printSignerKey(parseSignerKey(PETER_SECRET))).toBe(PETER_SECRET);
    expect(peter.keyId).toBe(0xc74f20a3);
  });

  it('given any part of one, or one with a character changed, then it is refused', () => {
    for (const [text, parse] of [
      [PETER_KEY, parseVerifierKey],
      [PETER_SECRET, parseSignerKey],
    ] as const) {
      for (let begin = 0; begin < text.length; begin++) {
        for (let end = begin; end <= text.length; end++) {
          if (end - begin < text.length) expect(() => parse(text.slice(begin, end))).toThrow(Malformed);
        }
        const next = String.fromCharCode(text.charCodeAt(begin) + 1);
        expect(() => parse(mangled(text, begin, next))).toThrow(Malformed);
      }
    }
  });

  it.each([
    ['a key of another length', 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY=='],
    ['another algorithm', 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['a key ID in capitals', PETER_KEY.replace('c74f20a3', 'C74F20A3')],
    ['a newline behind', `${PETER_KEY}\n`],
  ])('given %s, then it is refused', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(Malformed);
  });

  it('given a secret where a verifier key should be, or a broken one, then the message does not repeat it', () => {
    for (const [parse, text] of [
      [parseVerifierKey, PETER_SECRET],
      [parseSignerKey, PETER_SECRET.slice(0, -1)],
    ] as const) {
      expect(() => parse(text)).toThrow(Malformed);
      expect(() => parse(text)).not.toThrow(/AYEKFALV/);
    }
  });

  it('given a name that no note can hold or a short seed, then there is no signer', () => {
    for (const name of ['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\nb', 'a\u0000', '\ud800']) {
      expect([name, isKeyName(name)]).toEqual([name, false]);
      expect(() => signerOf(name, new Uint8Array(32))).toThrow(Malformed);
    }
    expect(isKeyName('журнал.example/події')).toBe(true);
    expect(() => signerOf('log.example', new Uint8Array(31))).toThrow(Malformed);
  });
});
