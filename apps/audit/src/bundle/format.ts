import { z } from 'zod';
import { canonicalJson, parseJson, RecordRefused, sha256Hex } from '#domain';
import { PROOF_FILE_EXTENSION } from '#transparency';

/** `docs/bundle.md` describes the format for whoever writes a verifier of his own. */
export const BUNDLE_FORMAT = 'clemency-bundle';
export const BUNDLE_VERSION = 1;

export const MANIFEST = 'manifest.json';
export const KEYS = 'keys.txt';
export const eventPath = (id: string): string => `events/${id}.json`;
export const proofPath = (id: string): string => `events/${id}${PROOF_FILE_EXTENSION}`;
export const reportPath = (id: string): string => `reports/${id}.json`;
/** @param origin of the log: its last part is the partition */
export const checkpointPath = (origin: string, size: number): string =>
  `checkpoints/${origin.split('/').at(-1)}-${size}.txt`;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** The only names that a bundle has: nothing that could lead out of a folder. */
const NAME = new RegExp(
  `^(?:manifest\\.json|keys\\.txt|events/${UUID}\\.(?:json|tlog-proof)|reports/${UUID}\\.json|checkpoints/\\d{1,3}-\\d{1,16}\\.txt)$`,
);
export const isBundleName = (name: string): boolean => NAME.test(name);
export const idIn = (path: string): string => path.slice(path.indexOf('/') + 1, path.lastIndexOf('.'));

/** The members of a bundle, by path, each to the byte. */
export type Members = ReadonlyMap<string, Uint8Array>;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  version: z.literal(BUNDLE_VERSION),
  /** `source` of every record. */
  ledger: z.string().startsWith('urn:clemency:'),
  about: z.union([
    z.strictObject({ report: z.uuid() }),
    z.strictObject({ subjects: z.array(z.string().min(1)).min(1) }),
  ]),
  /** In order of paths; all members but the manifest itself. */
  members: z.array(z.strictObject({ path: z.string(), bytes: z.int().nonnegative(), sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type About = Manifest['about'];

export function printManifest(ledger: string, about: About, members: Members): Uint8Array {
  const listed = [...members]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, bytes]) => ({ path, bytes: bytes.length, sha256: sha256Hex(bytes) }));
  return Buffer.from(canonicalJson({ format: BUNDLE_FORMAT, version: BUNDLE_VERSION, ledger, about, members: listed }));
}

/** @returns the manifest, or in a few words what is wrong with it */
export function parseManifest(bytes: Uint8Array): Manifest | string {
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    if (error instanceof RecordRefused) return error.message;
    throw error;
  }
  const { success, data, error } = manifestSchema.safeParse(value);
  if (!success) return `${error.issues[0]!.path.join('.')} ${error.issues[0]!.message}`.trim();
  // One manifest, one spelling: nobody can hide anything in white space or in the order of keys.
  return Buffer.from(canonicalJson(data)).equals(bytes) ? data : 'is not in canonical form (RFC 8785)';
}
