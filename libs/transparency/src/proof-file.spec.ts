import {
  leafHash,
  Malformed,
  NotProven,
  parseNote,
  parseProofFile,
  printProofFile,
  proveInclusion,
  signCheckpoint,
  signerOf,
  signNote,
  verifyProofFile,
} from './index.js';
import { NaiveTree } from './testing/naive.js';
import { entriesUpTo, hex, ofHex, Shelf } from './testing/shelf.js';

const entries = entriesUpTo(300);
const naive = new NaiveTree(entries);
const signer = signerOf('log.example/events/0', new Uint8Array(32).fill(7));
const log = { origin: signer.name, keys: [signer] };
const head = { origin: signer.name, size: 300, root: ofHex(naive.root(300)) };
const checkpoint = signCheckpoint(head, [signer]);

async function proofOf(index: number, extra?: Uint8Array): Promise<string> {
  const shelf = new Shelf();
  await shelf.grow(entries, 300);
  const { hashes } = await proveInclusion(shelf, index, head);
  return printProofFile({ index, hashes, checkpoint, ...(extra ? { extra } : {}) });
}

describe('a proof file', () => {
  it('is the lines that the specification names, and proves its entry', async () => {
    const file = await proofOf(259);
    const path = naive.path(259, 300).map((hash) => Buffer.from(hash, 'hex').toString('base64'));
    expect(file).toBe(`c2sp.org/tlog-proof@v1\nindex 259\n${path.join('\n')}\n\n${checkpoint}`);
    const { index, checkpoint: proven } = verifyProofFile(file, log, leafHash(entries[259]!));
    expect([index, proven.size, hex(proven.root)]).toEqual([259, 300, naive.root(300)]);
    expect(verifyProofFile(Buffer.from(file), log, leafHash(entries[259]!)).index).toBe(259);
  });

  it('given extra data, then it is a line of its own, and nothing depends on it', async () => {
    const file = await proofOf(0, Buffer.from('beside'));
    expect(file.split('\n').slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra YmVzaWRl', 'index 0']);
    expect(Buffer.from(parseProofFile(file).extra!).toString()).toBe('beside');
    expect(verifyProofFile(file, log, leafHash(entries[0]!)).index).toBe(0);
  });

  it('given a log of one entry, then there are no hashes between index and checkpoint', () => {
    const one = signCheckpoint({ ...head, size: 1, root: leafHash(entries[0]!) }, [signer]);
    const file = printProofFile({ index: 0, hashes: [], checkpoint: one });
    expect(file).toBe(`c2sp.org/tlog-proof@v1\nindex 0\n\n${one}`);
    expect(verifyProofFile(file, log, leafHash(entries[0]!)).checkpoint.size).toBe(1);
  });

  it('given a witness beside the log, then it still proves', async () => {
    const { text, signatures } = parseNote(checkpoint);
    const witness = signerOf('witness.example', new Uint8Array(32).fill(8));
    const file = (await proofOf(5)).replace(checkpoint, signNote(text, [witness], signatures));
    expect(verifyProofFile(file, log, leafHash(entries[5]!)).index).toBe(5);
  });

  it('given another entry, index, hash, checkpoint or key, then it proves nothing', async () => {
    const file = await proofOf(259);
    const leaf = leafHash(entries[259]!);
    const first = file.split('\n')[2]!;
    const stranger = signerOf(signer.name, new Uint8Array(32).fill(1));
    const forged: [string, () => unknown][] = [
      ['another entry', () => verifyProofFile(file, log, leafHash(entries[258]!))],
      ['another index', () => verifyProofFile(file.replace('index 259', 'index 258'), log, leaf)],
      ['an index beyond the tree', () => verifyProofFile(file.replace('index 259', 'index 300'), log, leaf)],
      ['another hash', () => verifyProofFile(file.replace(first, Buffer.alloc(32).toString('base64')), log, leaf)],
      ['a hash less', () => verifyProofFile(file.replace(`${first}\n`, ''), log, leaf)],
      ['another size', () => verifyProofFile(file.replace('\n300\n', '\n299\n'), log, leaf)],
      ['another key', () => verifyProofFile(file, { ...log, keys: [stranger] }, leaf)],
      ['another log', () => verifyProofFile(file, { ...log, origin: 'log.example/events/1' }, leaf)],
    ];
    for (const [what, verify] of forged) {
      expect([what, nameOfError(verify)]).toEqual([what, 'NotProven']);
    }
    expect(() => verifyProofFile(file, { ...log, keys: [] }, leaf)).toThrow(NotProven);
  });

  it('given another spelling of it, then it is refused', async () => {
    const file = await proofOf(259, Buffer.from('beside'));
    const first = file.split('\n')[3]!;
    const spellings: [string, string][] = [
      ['another version', file.replace('@v1', '@v2')],
      ['a line before', `\n${file}`],
      ['carriage returns', file.replaceAll('\n', '\r\n')],
      ['no index', file.replace('index 259\n', '')],
      ['a leading zero', file.replace('index 259', 'index 0259')],
      ['a space too many', file.replace('index 259', 'index  259')],
      ['extra behind the index', file.replace('extra YmVzaWRl\nindex 259', 'index 259\nextra YmVzaWRl')],
      ['extra twice', file.replace('extra YmVzaWRl', 'extra YmVzaWRl\nextra YmVzaWRl')],
      ['extra of nothing', file.replace('extra YmVzaWRl', 'extra ')],
      ['extra with bits in its padding', file.replace('extra YmVzaWRl', 'extra YmVzaWR=')],
      ['a hash of 31 bytes', file.replace(first, Buffer.alloc(31).toString('base64'))],
      ['a hash without its padding', file.replace(first, first.slice(0, -1))],
      ['54 hashes', file.replace(first, Array(54).fill(first).join('\n'))],
      ['no empty line', file.replace('\n\n', '\n')],
      ['an empty line too many', file.replace('\n\n', '\n\n\n')],
      ['no newline at its end', file.slice(0, -1)],
      ['a newline too many', `${file}\n`],
      ['no checkpoint', file.slice(0, file.indexOf('\n\n') + 2)],
    ];
    for (const [what, text] of spellings) {
      expect([what, nameOfError(() => verifyProofFile(text, log, leafHash(entries[259]!)))]).toEqual([
        what,
        'Malformed',
      ]);
    }
  });

  it('given parts that would read as something else, then it is not printed', () => {
    expect(() => printProofFile({ index: 1.5, hashes: [], checkpoint })).toThrow(Malformed);
    expect(() => printProofFile({ index: 0, hashes: [new Uint8Array(31)], checkpoint })).toThrow(Malformed);
    expect(() => printProofFile({ index: 0, hashes: [], checkpoint: 'log.example\n' })).toThrow(Malformed);
  });
});

function nameOfError(act: () => unknown): string {
  try {
    act();
    return 'nothing';
  } catch (error) {
    return (error as Error).name;
  }
}
