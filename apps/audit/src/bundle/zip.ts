import { buffer } from 'node:stream/consumers';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import yazl from 'yazl';
import { Refusal } from '#service';
import { isBundleName, MANIFEST, type Members } from './format.js';

/** What a bundle may hold; who makes one keeps to it, and what is more is not read. */
export const MEMBERS_MAX = 65_000;
export const MEMBER_BYTES_MAX = 8 * 1024 * 1024;
export const BUNDLE_BYTES_MAX = 256 * 1024 * 1024;

/** The first day that a zip can name: a bundle says nothing of when it was made. */
const NO_TIME = new Date(1980, 0, 1);
const PLAIN = { mtime: NO_TIME, mode: 0o100644, compress: false, forceDosTimestamp: true };

/**
 * A zip of these members, the manifest first and the others in order of their paths. Stored, not compressed, and without
 * times: the same members are the same bytes, whatever machine or release makes them.
 */
export async function writeZip(members: Members): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  const rank = (path: string): string => (path === MANIFEST ? '' : path);
  for (const [path, bytes] of [...members].sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)))
    zip.addBuffer(Buffer.from(bytes), path, PLAIN);
  zip.end();
  return buffer(zip.outputStream);
}

/**
 * The members of a zip from a stranger. It may be compressed, as other people's tools do; whatever could do harm refuses it whole:
 * a name that no bundle has (`..`, an absolute path, a drive), two members of one name, encryption, more members or bytes
 * than a bundle has.
 * @throws Refusal with one sentence
 */
export async function readZip(bytes: Buffer): Promise<Members> {
  const members = new Map<string, Uint8Array>();
  let left = BUNDLE_BYTES_MAX;
  try {
    const zip = await yauzl.fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true });
    for await (const entry of zip.eachEntry()) {
      const { fileName: name } = entry;
      // A folder, as `zip -r` writes them, holds nothing.
      if (/^(?:events|reports|checkpoints)\/$/.test(name) && entry.uncompressedSize === 0) continue;
      refuse(entry, { left, members });
      const member = await bytesOf(zip, entry);
      left -= member.length;
      members.set(name, member);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`This is no zip that can be read: ${(error as Error).message.replace(/\.+$/, '')}.`, {
      cause: error,
    });
  }
  return members;
}

function refuse(entry: Entry, { left, members }: { left: number; members: Members }): void {
  const { fileName, uncompressedSize } = entry;
  const name = JSON.stringify(fileName.slice(0, 200));
  const says = (text: string): never => {
    throw new Refusal(`This zip ${text}.`);
  };
  if (!isBundleName(fileName)) says(`holds ${name}, which is no name of a bundle's member`);
  if (members.has(fileName)) says(`holds ${name} twice`);
  if (members.size === MEMBERS_MAX) says(`has more than ${MEMBERS_MAX} members`);
  if (uncompressedSize > MEMBER_BYTES_MAX)
    says(`holds ${name} of ${uncompressedSize} bytes; a bundle's members have at most ${MEMBER_BYTES_MAX}`);
  if (uncompressedSize > left) says(`unpacks to more than ${BUNDLE_BYTES_MAX} bytes`);
  if (entry.isEncrypted()) says(`has encrypted ${name}`);
}

/** yauzl ends the stream with an error where there are more or fewer bytes than the entry says. */
async function bytesOf(zip: ZipFile, entry: Entry): Promise<Buffer> {
  try {
    return await buffer(await zip.openReadStreamPromise(entry));
  } catch (error) {
    throw new Refusal(`${entry.fileName} can't be unpacked: ${(error as Error).message}.`, { cause: error });
  }
}
