import { chown, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rotationIdOf } from '#domain';
import { appendHouseAct, type Ledger } from '#register';
import { Refusal } from '#service';
import { printVerifierKey, type Signer } from '#transparency';
import { KeyRing } from './keys.js';
import { TlogFolder } from './tlog-folder.js';

/** Keys that were made to follow others. */
export interface Rotated {
  readonly generation: string;
  /** Verifier keys, one a partition: to be handed to whoever verifies. */
  readonly verifierKeys: readonly string[];
  /** Does the house sign by them already? If not it will, at its next start. */
  readonly isInUse: boolean;
}

/** A signer takes new keys in within a second, and signs all partitions by both once. */
const TAKEN_MS_MAX = 10_000;

/**
 * Makes the next generation of keys in a signer's folder. The signer that is at work, or the next one, tells of them in
 * the log, signs the newest checkpoint of each partition by both, destroys the former secrets, and signs by the new keys
 * alone from then on. The former verifier keys stay, and what was signed by them stays valid.
 * @param path TLOG_DIR
 * @throws Refusal where nothing was signed yet, a change of keys is under way, or TlogRefused for keys that others can read
 */
export async function rotateKeys(path: string): Promise<Rotated> {
  const bound = await new TlogFolder(path).read('ledger.json');
  const ring = new KeyRing(path);
  const before = bound ? await ring.signers() : [];
  if (!bound || before.length === 0) {
    throw new Refusal(
      `${path} has no keys: name the folder of the audit service with --tlog, or start the house once.`,
    );
  }
  if (before.length > 1) {
    throw new Refusal(
      `The keys of ${path} are being changed already: start the house, which signs by both and goes on.`,
    );
  }
  const { origins } = JSON.parse(bound.toString()) as { origins: readonly string[] };
  const generation = await ring.make(origins);
  await giveAsBefore(join(path, 'keys'), [`${before[0]!.generation}.key`, `${generation}.key`, `${generation}.pub`]);
  const verifierKeys = (await ring.verifiers()).slice(0, origins.length).map(printVerifierKey);
  return { generation, verifierKeys, isInUse: await isTaken(ring) };
}

const ACTOR = { id: 'clemency audit key rotate', name: 'clemency audit key rotate' };

/**
 * Appends to the log that keys follow others, with the verifier keys. It is one act however often it is told, so a signer
 * that was killed before the former secrets were destroyed tells it again. Resolves when it is durable.
 * @param generations whose secrets are there, newest first
 */
export async function tellRotation(
  ledger: Pick<Ledger, 'log' | 'source'>,
  generations: readonly { readonly generation: string; readonly signers: readonly Signer[] }[],
): Promise<void> {
  for (const [at, former] of generations.slice(1).entries()) {
    const { generation, signers } = generations[at]!;
    const keys = signers.map(printVerifierKey);
    const because = `Keys ${generation} follow keys ${former.generation}, whose secrets are destroyed.`;
    const act = { type: 'KeysRotated', by: ACTOR, because, generation, keys } as const;
    await appendHouseAct(ledger, act, rotationIdOf({ ledger: ledger.source, keys }));
  }
}

/** The one who signs may be another user than the one who changes the keys: new files belong to whom the old one does. */
async function giveAsBefore(folder: string, [former, ...files]: readonly string[]): Promise<void> {
  const { uid, gid } = await stat(join(folder, former!));
  if (process.getuid?.() !== 0) return;
  for (const file of files) await chown(join(folder, file), uid, gid);
}

async function isTaken(ring: KeyRing): Promise<boolean> {
  for (const until = Date.now() + TAKEN_MS_MAX; Date.now() < until; await sleep(200)) {
    if ((await ring.signers()).length === 1) return true;
  }
  return false;
}
