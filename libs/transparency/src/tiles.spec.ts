import fc from 'fast-check';
import {
  EMPTY_LOG,
  growLog,
  Malformed,
  parseTilePath,
  partialsFolder,
  partialTilesOf,
  readBundle,
  tileIn,
  tilePath,
  writeBundle,
} from './index.js';

describe('the path of a tile', () => {
  it.each([
    ['tile/0/x001/x234/067', { level: 0, index: 1_234_067, width: 256 }],
    ['tile/0/000', { level: 0, index: 0, width: 256 }],
    ['tile/0/273.p/112', { level: 0, index: 273, width: 112 }],
    ['tile/5/x123/x456/078.p/2', { level: 5, index: 123_456_078, width: 2 }],
    ['tile/63/999', { level: 63, index: 999, width: 256 }],
    ['tile/1/x001/000', { level: 1, index: 1000, width: 256 }],
    ['tile/entries/x003/x057/500', { level: 'entries' as const, index: 3_057_500, width: 256 }],
    ['tile/entries/x003/x057/500.p/255', { level: 'entries' as const, index: 3_057_500, width: 255 }],
  ])('%s is written and read as the specification says', (path, tile) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it('given any tile, then it is read back from its path', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.nat({ max: 63 }));
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, index, width) => {
        expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width });
      }),
    );
  });

  it.each([
    '',
    'tile/0',
    'tile/0/',
    'tile/0/1',
    'tile/0/01',
    'tile/0/0001',
    'tile/0/1234/067',
    'tile/0/x001',
    'tile/0/001/067',
    'tile/0/x000/001',
    'tile/00/001',
    'tile/64/001',
    'tile/-1/001',
    'tile/8/0/001',
    'tile/data/001',
    'tile/0/001.p/0',
    'tile/0/001.p/00',
    'tile/0/001.p/05',
    'tile/0/001.p/256',
    'tile/0/001.p/257',
    'tile/0/001.p/',
    'tile/0/001.p',
    'tile/0/001/',
    '/tile/0/001',
    'tile/0/001\n',
    'tile/0/../001',
    'tile/0/x999/x999/x999/x999/x999/999',
    `tile/0/${'x999/'.repeat(1000)}999`,
  ])('given %j, then it is refused', (path) => {
    expect(() => parseTilePath(path)).toThrow(Malformed);
  });

  it('names the folder of the partial versions', () => {
    expect(partialsFolder({ level: 0, index: 1273, width: 256 })).toBe('tile/0/x001/273.p');
  });
});

describe('the tiles of a tree', () => {
  it('given the examples of the specification, then the partial ones are those', () => {
    expect(partialTilesOf(0)).toEqual([]);
    expect(partialTilesOf(256).map(tilePath)).toEqual(['tile/1/000.p/1']);
    expect(partialTilesOf(70_000).map(tilePath)).toEqual(['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']);
  });

  it('given a size, then the width of each follows from it', () => {
    expect(tileIn(70_000, 0, 272).width).toBe(256);
    expect(tileIn(70_000, 0, 273).width).toBe(112);
    expect(tileIn(70_000, 1, 1).width).toBe(17);
    expect(tileIn(70_000, 'entries', 273).width).toBe(112);
  });
});

describe('a bundle of entries', () => {
  it('is each entry behind its length in two bytes, big end first', () => {
    const bundle = writeBundle([Buffer.from('ab'), Buffer.alloc(0), Buffer.alloc(258, 'x')]);
    expect(Buffer.from(bundle.subarray(0, 8))).toEqual(Buffer.from([0, 2, 0x61, 0x62, 0, 0, 1, 2]));
    expect(bundle).toHaveLength(2 + 2 + 2 + 2 + 258);
  });

  it('given any entries, then they are read back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 700 }), { maxLength: 256 }), (entries) => {
        expect(readBundle(writeBundle(entries)).map((entry) => [...entry])).toEqual(entries.map((entry) => [...entry]));
      }),
      { numRuns: 30 },
    );
    const [longest] = readBundle(writeBundle([Buffer.alloc(65_535, 7)]));
    expect(longest).toHaveLength(65_535);
  });

  it.each([
    [
      'an entry is too long',
      () => writeBundle([new Uint8Array(65_536)]),
      /65536 bytes; a bundle holds entries of at most 65535/,
    ],
    ['a log takes one that is too long', () => growLog(EMPTY_LOG, [new Uint8Array(65_536)]), /has 65536 bytes/],
    ['it ends within a length', () => readBundle(Uint8Array.of(0)), /ends within entry 0/],
    ['it ends within an entry', () => readBundle(Uint8Array.of(0, 0, 0, 2, 1)), /ends within entry 1/],
    ['it has too many', () => readBundle(new Uint8Array(2 * 257)), /more than 256/],
  ])('given that %s, then it is refused', (_, act, message) => {
    expect(act).toThrow(Malformed);
    expect(act).toThrow(message);
  });
});
