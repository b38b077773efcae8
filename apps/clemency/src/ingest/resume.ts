import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fingerprintOf, type Source } from './sources.js';

const countsSchema = z.strictObject({ added: z.int(), duplicate: z.int(), refused: z.int() });
/** What became of reports: taken in, known already, refused. */
export type Counts = z.infer<typeof countsSchema>;

const markSchema = z.strictObject({
  /** How many of the sources are done. */
  sources: z.int().min(0),
  /** In the one after them: what was found last, and the offset of the byte after it. */
  number: z.int().min(0),
  end: z.int().min(0),
  counts: countsSchema,
});
/** How far everything before is known to be in the house's log. */
export type Mark = z.infer<typeof markSchema>;

const stateSchema = z.strictObject({
  url: z.string(),
  ledger: z.string(),
  path: z.string(),
  /** Digest over the sources up to the one that the mark is in. */
  digest: z.string(),
  mark: markSchema,
});

export const BEGINNING: Mark = { sources: 0, number: 0, end: 0, counts: { added: 0, duplicate: 0, refused: 0 } };

/** What is sent, and to whom: another house has not what this one has. */
export interface Errand {
  readonly url: string;
  readonly ledger: string;
  /** Absolute. */
  readonly path: string;
}

/**
 * Remembers, while an errand is under way, how far it has come: a small file, replaced after each batch that the house
 * has acknowledged and removed at the end. It is believed only while everything up to its mark is as it was; when in
 * doubt one begins anew, since sending twice is harmless and leaving something out is not.
 */
export class Resume {
  private digests: string[] = [];

  private constructor(
    private readonly file: string,
    private readonly errand: Errand,
    private readonly sources: readonly Source[],
  ) {}

  /** @param folder made when it is missing */
  static async open(folder: string, errand: Errand, sources: readonly Source[]): Promise<Resume> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = createHash('sha256').update(`${errand.url}\n${errand.path}`).digest('hex').slice(0, 32);
    return new Resume(join(folder, `${name}.json`), errand, sources);
  }

  /** Where to go on. `BEGINNING` when nothing is remembered, or anything is no longer as it was. */
  async read(): Promise<Mark> {
    const state = await this.stored();
    if (!state || state.ledger !== this.errand.ledger || state.mark.sources >= this.sources.length) return BEGINNING;
    return (await this.digestTo(state.mark.sources)) === state.digest ? state.mark : BEGINNING;
  }

  /** Whole or not at all: a process killed in between leaves the former mark. */
  async write(mark: Mark): Promise<void> {
    const state = { ...this.errand, digest: await this.digestTo(mark.sources), mark };
    await writeFile(`${this.file}.new`, `${JSON.stringify(state)}\n`, { mode: 0o600 });
    await rename(`${this.file}.new`, this.file);
  }

  /** To be called when all was sent. */
  async remove(): Promise<void> {
    await rm(this.file, { force: true });
  }

  private async stored(): Promise<z.infer<typeof stateSchema> | undefined> {
    try {
      return stateSchema.safeParse(JSON.parse(await readFile(this.file, 'utf8'))).data;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  /** A chain, so that a folder of a hundred thousand files is remembered by one digest. Past the last it stands still. */
  private async digestTo(last: number): Promise<string> {
    for (let at = this.digests.length; at <= last && at < this.sources.length; at += 1) {
      const own = (await fingerprintOf(this.sources[at]!)) ?? '';
      const before = this.digests[at - 1] ?? '';
      this.digests.push(createHash('sha256').update(`${before}\n${own}`).digest('hex'));
    }
    return this.digests[Math.min(last, this.digests.length - 1)] ?? '';
  }
}
