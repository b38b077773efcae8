import fc from 'fast-check';
import {
  EMPTY_ROOT,
  Malformed,
  NotProven,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  printCheckpoint,
  signCheckpoint,
  signerOf,
  signNote,
} from './index.js';
import { hex } from './testing/shelf.js';

/** The example of C2SP tlog-checkpoint. */
const ORIGIN = 'example.com/behind-the-sofa';
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
const TEXT = `${ORIGIN}\n20852163\n${ROOT}\n`;
const SIGNED = `${TEXT}\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n`;

const signer = signerOf('log.example/events/0', new Uint8Array(32).fill(7));
const witness = signerOf('witness.example', new Uint8Array(32).fill(8));
const log = { origin: signer.name, keys: [signer] };
const head = { origin: signer.name, size: 300, root: new Uint8Array(32).fill(9) };

describe('a checkpoint', () => {
  it('given the example of the specification, then it is read and printed as it was', () => {
    const checkpoint = parseCheckpoint(parseNote(SIGNED).text);
    expect({ ...checkpoint, root: hex(checkpoint.root) }).toEqual({
      origin: ORIGIN,
      size: 20_852_163,
      root: '0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62',
      extension: [],
    });
    expect(printCheckpoint(checkpoint)).toBe(TEXT);
  });

  it('given any origin, size and root, then it is read back', () => {
    const line = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('\n'));
    const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(line, fc.maxSafeNat(), root, fc.array(line, { maxLength: 3 }), (origin, size, root, extension) => {
        const read = parseCheckpoint(printCheckpoint({ origin, size, root, extension }));
        expect([read.origin, read.size, hex(read.root), read.extension]).toEqual([origin, size, hex(root), extension]);
      }),
    );
  });

  it.each([
    ['two lines', `${ORIGIN}\n5\n`],
    ['nothing', ''],
    ['a newline', '\n'],
    ['no origin', `\n5\n${ROOT}\n`],
    ['no newline at its end', TEXT.slice(0, -1)],
    ['an empty line behind', `${TEXT}\n`],
    ['an empty line before an extension', `${TEXT}\nmore\n`],
    ['carriage returns', TEXT.replaceAll('\n', '\r\n')],
    ['a size with a leading zero', TEXT.replace('20852163', '020852163')],
    ['a size of two zeros', TEXT.replace('20852163', '00')],
    ['a size below zero', TEXT.replace('20852163', '-1')],
    ['a size with a sign', TEXT.replace('20852163', '+1')],
    ['a size with a fraction', TEXT.replace('20852163', '1.0')],
    ['a size with an exponent', TEXT.replace('20852163', '1e3')],
    ['a size in hex', TEXT.replace('20852163', '0x10')],
    ['a size with a space', TEXT.replace('20852163', '20852163 ')],
    ['no size', TEXT.replace('20852163', '')],
    ['a size that would be rounded', TEXT.replace('20852163', '9007199254740993')],
    ['a root of 31 bytes', TEXT.replace(ROOT, Buffer.alloc(31).toString('base64'))],
    ['a root of 33 bytes', TEXT.replace(ROOT, Buffer.alloc(33).toString('base64'))],
    ['a root with bits in its padding', TEXT.replace('q2I=', 'q2J=')],
    ['a root without padding', TEXT.replace('q2I=', 'q2I')],
    ['a root in hex', TEXT.replace(ROOT, '00'.repeat(32))],
  ])('given %s, then it is refused', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(Malformed);
  });

  it('given parts that would read as something else, then it is not printed', () => {
    const checkpoint = { origin: 'log.example', size: 1, root: EMPTY_ROOT, extension: [] as string[] };
    for (const wrong of [
      { origin: '' },
      { origin: 'a\nb' },
      { size: -1 },
      { size: 1.5 },
      { size: 2 ** 53 },
      { root: new Uint8Array(31) },
      { extension: [''] },
      { extension: ['a\nb'] },
    ]) {
      expect(() => printCheckpoint({ ...checkpoint, ...wrong })).toThrow(Malformed);
    }
  });
});

describe('a signed checkpoint', () => {
  it('given the log it should be of, then it opens, whoever else has signed it', () => {
    const { text } = parseNote(signCheckpoint(head, [signer]));
    const opened = openCheckpoint(signNote(text, [witness], parseNote(signCheckpoint(head, [signer])).signatures), log);
    expect([opened.origin, opened.size, hex(opened.root)]).toEqual([head.origin, 300, hex(head.root)]);
    expect(opened.note.unknown.map(({ name }) => name)).toEqual(['witness.example']);
  });

  it.each([
    ['signed by a stranger', signCheckpoint(head, [witness]), /No known key/],
    [
      'of another log by the same key',
      signCheckpoint({ ...head, origin: 'log.example/events/1' }, [signer]),
      /of the log "log.example\/events\/1"/,
    ],
    ['with another size put in', signCheckpoint(head, [signer]).replace('\n300\n', '\n301\n'), /is not of this text/],
    [
      'with an extension',
      signNote(`${printCheckpoint({ ...head, extension: ['more'] })}`, [signer]),
      /extension lines/,
    ],
  ])('given one %s, then it is refused', (_, note, message) => {
    expect(() => openCheckpoint(note, log)).toThrow(NotProven);
    expect(() => openCheckpoint(note, log)).toThrow(message);
  });

  it('given a log that has extension lines, then they are kept', () => {
    const note = signNote(printCheckpoint({ ...head, extension: ['one', 'two'] }), [signer]);
    expect(openCheckpoint(note, { ...log, extension: 'kept' }).extension).toEqual(['one', 'two']);
  });

  it('given a signed text that is no checkpoint, then it is refused', () => {
    expect(() => openCheckpoint(signNote('hello\n', [signer]), log)).toThrow(Malformed);
  });
});
