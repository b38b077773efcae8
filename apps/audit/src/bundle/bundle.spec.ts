import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { canonicalJson } from '#domain';
import { parseVerifierKey, printVerifierKey } from '#transparency';
import { checkBundle } from './check.js';
import { eventPath, KEYS, MANIFEST, proofPath, reportPath, type Members } from './format.js';
import { LEDGER, REPORT_ID, reportRecord, sampleBundle, sampleEvents, sealed, type Sample } from './testing/sample.js';
import { MEMBER_BYTES_MAX, readZip, writeZip } from './zip.js';

const [first] = sampleEvents() as [{ id: string; bytes: Uint8Array; subject: string }];

describe('a bundle, looked at with nothing but itself', () => {
  let sample: Sample;
  let members: Members;
  beforeAll(async () => {
    sample = await sampleBundle();
    ({ members } = sample);
  });
  /** The bundle with one member changed, its manifest made to agree unless told otherwise. */
  const changed = (path: string, bytes: Uint8Array | undefined, agreeing = true): Members => {
    const all = new Map(members);
    if (bytes) all.set(path, bytes);
    else all.delete(path);
    return agreeing ? sealed(all) : all;
  };
  const faultsOf = (all: Members, given = [] as Parameters<typeof checkBundle>[1]) =>
    checkBundle(all, given).faults.map(({ member, says }) => `${member}: ${says}`);
  const text = (path: string): string => Buffer.from(members.get(path)!).toString();

  it('is whole as it was made, and tells by whose keys it is so', async () => {
    expect(checkBundle(members, [])).toEqual({
      ok: true,
      ledger: LEDGER,
      about: { report: REPORT_ID },
      showsOmission: true,
      ...{ events: 3, reports: 1, checkpoints: 1 },
      keys: { given: 0, own: 1 },
      faults: [],
    });
    expect(checkBundle(members, [sample.key])).toMatchObject({ ok: true, keys: { given: 1, own: 0 } });
    const { key } = await sampleBundle({ seed: 8 });
    expect(faultsOf(members, [key])).toContainEqual(expect.stringContaining('No known key has signed this note'));
    expect(checkBundle((await sampleBundle({ about: { subjects: [first.subject] } })).members, []).ok).toBe(true);
  });

  it('names the member in which any byte is another, wherever it is, and changes nothing by being packed', async () => {
    const bytes = await writeZip(members);
    expect(checkBundle(await readZip(bytes), []).ok).toBe(true);
    for (const [path, member] of members) {
      for (const at of [0, 1, Math.floor(member.length / 2), member.length - 2, member.length - 1]) {
        const spoilt = Buffer.from(member);
        spoilt[at] = spoilt[at]! ^ 1;
        const { ok, faults } = checkBundle(changed(path, spoilt, false), []);
        expect(`${path} ${at} ${ok}`).toBe(`${path} ${at} false`);
        // What a byte of the manifest can spoil is the manifest, or the name or digest of a member.
        if (path !== MANIFEST) expect(faults.map((fault) => fault.member)).toContain(path);
      }
    }
  });

  it('is the same bytes whenever it is made, and ends in nothing that a zip of the same members has not', async () => {
    const shuffled = new Map([...members].reverse());
    expect((await writeZip(shuffled)).equals(await writeZip(members))).toBe(true);
  });

  it('is found out though its manifest agrees: by proof, id, receipt, quote, keys and checkpoint', async () => {
    const other = Buffer.from(text(eventPath(first.id)).replace('"value":123', '"value":124'));
    expect(faultsOf(changed(eventPath(first.id), other))).toEqual([
      expect.stringMatching(`^${eventPath(first.id)}: id is `),
      expect.stringMatching(`^${proofPath(first.id)}: does not hold: Leaf 1 and its proof lead to another root`),
    ]);
    expect(faultsOf(changed(reportPath(REPORT_ID), reportRecord({ title: 'A title of later' })))).toEqual([
      expect.stringMatching(/^events\/.*: data\.recordSha256 is /),
    ]);
    expect(faultsOf(changed(eventPath(first.id), undefined))).toEqual([
      expect.stringMatching(/\.tlog-proof: proves no event of the bundle$/),
      expect.stringMatching(/^events\/.*: data\.events is 2 and should be 1$/),
    ]);
    expect(faultsOf(changed(reportPath(REPORT_ID), undefined))).toContainEqual(
      expect.stringContaining(`quotes the report ${REPORT_ID}, which is not in the bundle`),
    );
    const { members: foreign, key } = await sampleBundle({ seed: 8 });
    expect(faultsOf(changed(KEYS, foreign.get(KEYS)))).toHaveLength(4);
    expect(faultsOf(sealed(foreign))).toEqual([]);
    expect(faultsOf(sealed(foreign), [sample.key])).toHaveLength(4);
    expect(parseVerifierKey(printVerifierKey(key)).name).toBe(key.name);
  });

  it('given a signed event that its schema, its id or its quote refutes, says so: a signature is no proof of that', async () => {
    const spoil = async (from: string, to: string) => {
      const [one, ...rest] = sampleEvents() as [typeof first, ...(typeof first)[]];
      const bytes = Buffer.from(Buffer.from(one.bytes).toString().replace(from, to));
      return faultsOf((await sampleBundle({ events: [{ ...one, bytes }, ...rest] })).members);
    };
    expect(await spoil('"quote":"Belarus', '"quote":"Bellrus')).toEqual([
      expect.stringContaining('is not what the report has'),
    ]);
    expect(await spoil('"modality":"performed"', '"modality":"imagined"')).toContainEqual(
      expect.stringContaining('data.modality'),
    );
    expect(await spoil('"population":"prisoners"', '"population":"people"')).toEqual([
      expect.stringMatching(/: id is .* and should be /),
    ]);
  });

  it('refuses a manifest that says more, less or something else', () => {
    const manifest = JSON.parse(text(MANIFEST)) as Record<string, unknown>;
    const say = (more: object) =>
      faultsOf(changed(MANIFEST, Buffer.from(canonicalJson({ ...manifest, ...more })), false));
    expect(say({ version: 2 })).toEqual([expect.stringMatching(/^manifest\.json: version/)]);
    expect(say({ note: 'trust me' })).toEqual([expect.stringMatching(/^manifest\.json: /)]);
    expect(say({ about: { report: first.id } })).toEqual([expect.stringContaining('which it has not')]);
    expect(say({ about: { subjects: ['person/by/nobody'] } })).toEqual([
      expect.stringContaining('of which it has no event'),
    ]);
    expect(say({ ledger: LEDGER.replace('sample', 'another') })).toContainEqual(expect.stringContaining('source is '));
    expect(faultsOf(changed(MANIFEST, Buffer.from(JSON.stringify(manifest, null, 1)), false))).toEqual([
      'manifest.json: is not in canonical form (RFC 8785)',
    ]);
    expect(faultsOf(changed(MANIFEST, undefined, false))).toEqual(['manifest.json: is missing']);
  });
});

describe('a zip from a stranger', () => {
  const zipOf = async (entries: readonly [string, Buffer][], compress = false): Promise<Buffer> => {
    const zip = new yazl.ZipFile();
    for (const [path, bytes] of entries) zip.addBuffer(bytes, path, { compress });
    zip.end();
    return buffer(zip.outputStream);
  };
  /** A zip whose names are others than a zip's maker lets through, of the same length. */
  const renamed = async (from: string, to: string): Promise<Buffer> => {
    const bytes = await zipOf([[from, Buffer.from('{}')]]);
    return Buffer.from(bytes.toString('latin1').replaceAll(from, to), 'latin1');
  };
  const refusal = async (zip: Promise<Buffer> | Buffer): Promise<string> => {
    try {
      await readZip(await zip);
      return 'taken';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('may be compressed, and may have folders, as other people’s tools make it', async () => {
    const zip = new yazl.ZipFile();
    zip.addEmptyDirectory('events/');
    zip.addBuffer(Buffer.from('{}'), MANIFEST, { compress: true });
    zip.end();
    expect([...(await readZip(await buffer(zip.outputStream))).keys()]).toEqual([MANIFEST]);
  });

  it('is refused in a sentence for a name that leads elsewhere or that no bundle has', async () => {
    expect(await refusal(renamed('aa/aa/manifest.json', '../../manifest.json'))).toMatch(/relative path/);
    expect(await refusal(renamed('aetc/passwd', '/etc/passwd'))).toMatch(/absolute path/);
    expect(await refusal(renamed('c__windows', 'c:/windows'))).toMatch(/absolute path/);
    expect(await refusal(renamed('events_x', 'events\\x'))).toMatch(/invalid characters/);
    expect(await refusal(zipOf([['readme.txt', Buffer.from('x')]]))).toBe(
      'This zip holds "readme.txt", which is no name of a bundle\'s member.',
    );
  });

  it('is refused for two members of one name, for a bomb, for what is cut off and for what is no zip', async () => {
    const twice: [string, Buffer][] = [
      [MANIFEST, Buffer.from('{}')],
      [MANIFEST, Buffer.from('[]')],
    ];
    expect(await refusal(zipOf(twice))).toBe('This zip holds "manifest.json" twice.');
    const bomb = await zipOf([[MANIFEST, Buffer.alloc(MEMBER_BYTES_MAX + 1)]], true);
    expect(bomb.length).toBeLessThan(100_000);
    expect(await refusal(bomb)).toMatch(/^This zip holds "manifest.json" of \d+ bytes/);
    // One that says that it is small: it is cut off where it grows beyond that.
    const size = bomb.lastIndexOf(Buffer.from('504b0102', 'hex')) + 24;
    bomb.writeUInt32LE(10, size);
    expect(await refusal(bomb)).toMatch(/^manifest.json can't be unpacked: too many bytes/);
    const whole = await zipOf([[MANIFEST, Buffer.from('{}')]]);
    expect(await refusal(whole.subarray(0, whole.length - 10))).toMatch(/^This is no zip that can be read: /);
    expect(await refusal(Buffer.from('no zip'))).toMatch(/^This is no zip that can be read: /);
    expect(await refusal(Buffer.alloc(0))).toMatch(/^This is no zip that can be read: /);
  });
});
