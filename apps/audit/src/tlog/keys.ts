import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  parseSignerKey,
  parseVerifierKey,
  printSignerKey,
  printVerifierKey,
  signerOf,
  type Signer,
  type Verifier,
} from '#transparency';
import { TlogRefused } from './refused.js';
import { isAbsent, syncFolder, TlogFolder } from './tlog-folder.js';

/**
 * The keys of a ledger, in `keys`: for each generation a file of secrets (`0001.key`, for its owner alone) and one of
 * verifier keys (`0001.pub`), a line a partition. Each partition's log has a key of its own, which is called like the
 * log's origin, as C2SP tlog-checkpoint recommends. The secrets of a former generation are gone, its verifier keys stay.
 */
export class KeyRing {
  private readonly path: string;
  /** What was read last, by file: a signer looks every second whether its keys are still these, and keys are dear to parse. */
  private parsed = new Map<string, { readonly text: string; readonly signers: Signer[] }>();

  /** @param folder of the tlog */
  constructor(folder: string) {
    this.path = join(folder, 'keys');
  }

  /** The verifier keys of all generations, newest first, and by partition within one. */
  async verifiers(): Promise<Verifier[]> {
    const names = (await this.names('.pub')).reverse();
    const texts = await Promise.all(names.map((name) => readFile(join(this.path, name), 'utf8')));
    return texts.flatMap((text) => text.trimEnd().split('\n').map(parseVerifierKey));
  }

  /**
   * The signers of each generation whose secrets are here, newest first. More than one is there while keys are changed.
   * @throws TlogRefused when somebody else could read them
   */
  async signers(): Promise<{ generation: string; signers: Signer[] }[]> {
    const names = (await this.names('.key')).reverse();
    const read = await Promise.all(
      names.map(async (name) => {
        await refuseLoose(join(this.path, name));
        const text = await readFile(join(this.path, name), 'utf8');
        const before = this.parsed.get(name);
        const signers = before?.text === text ? before.signers : text.trimEnd().split('\n').map(parseSignerKey);
        return [name, { text, signers }] as const;
      }),
    );
    // Secrets of a file that is gone are not kept.
    this.parsed = new Map(read);
    return read.map(([name, { signers }]) => ({ generation: name.slice(0, -'.key'.length), signers }));
  }

  /**
   * Makes the next generation of keys, one for each of these logs. Verifier keys first: what was signed can be verified.
   * @returns its number
   */
  async make(origins: readonly string[]): Promise<string> {
    await mkdir(this.path, { recursive: true, mode: 0o700 });
    const last = Number((await this.names('.pub')).at(-1)?.slice(0, 4) ?? '0');
    const generation = String(last + 1).padStart(4, '0');
    const signers = origins.map((origin) => signerOf(origin, randomBytes(32)));
    await this.write(`${generation}.pub`, signers.map(printVerifierKey), 0o644);
    await this.write(`${generation}.key`, signers.map(printSignerKey), 0o600);
    return generation;
  }

  /** Destroys the secrets of a generation; what it has signed stays valid. */
  async retire(generation: string): Promise<void> {
    await new TlogFolder(this.path).remove(`${generation}.key`);
    await syncFolder(this.path);
  }

  private async names(ending: string): Promise<string[]> {
    try {
      const pattern = new RegExp(`^\\d{4}\\${ending}$`);
      return (await readdir(this.path)).filter((name) => pattern.test(name)).sort();
    } catch (error) {
      if (isAbsent(error)) return [];
      throw error;
    }
  }

  private async write(name: string, lines: readonly string[], mode: number): Promise<void> {
    const path = join(this.path, name);
    const handle = await open(`${path}.tmp`, 'w', mode);
    try {
      // The mode is only taken for a file that is new.
      await chmod(`${path}.tmp`, mode);
      await handle.writeFile(lines.map((line) => `${line}\n`).join(''));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${path}.tmp`, path);
    await syncFolder(this.path);
  }
}

async function refuseLoose(path: string): Promise<void> {
  const mode = (await stat(path)).mode & 0o777;
  if ((mode & 0o077) === 0 || process.platform === 'win32') return;
  throw new TlogRefused(
    `The key file ${path} has mode ${mode.toString(8).padStart(4, '0')}, so others could sign in this ledger's name: ` +
      '`chmod 600` it, and begin another ledger if somebody may have read it.',
  );
}

/** @param path of the folder */
export const keysLost = (path: string): TlogRefused =>
  new TlogRefused(
    `Checkpoints of this ledger were signed before, and ${path}/keys has no key: give the audit service the folder ` +
      'that it had (TLOG_DIR), or restore it from a backup.',
  );

/** @throws TlogRefused when the file of keys lacks this one */
export function keyOf(signers: readonly Signer[], origin: string): Signer {
  const key = signers.find(({ name }) => name === origin);
  if (key) return key;
  throw new TlogRefused(`The key file has no key of ${origin}: restore it from a backup.`);
}
