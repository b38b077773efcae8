import {
  leafHash,
  Malformed,
  NotProven,
  parseCheckpoint,
  parseNote,
  parseProofFile,
  parseVerifierKey,
  verifyProofFile,
  type Verifier,
} from '#transparency';
import { checkpointPath, eventPath, KEYS, proofPath, type Members } from './format.js';

interface Means {
  readonly given: readonly Verifier[];
  readonly ledger: string;
  readonly fault: (member: string, says: string) => void;
}

/** The proofs of a bundle against its checkpoints, and these against keys. */
export class Proofs {
  private readonly own: readonly Verifier[];
  private readonly used = { given: new Set<string>(), own: new Set<string>(), checkpoints: new Set<string>() };
  private readonly places = new Map<string, string>();

  constructor(
    private readonly members: Members,
    private readonly means: Means,
  ) {
    this.own = this.ownKeys();
  }

  /** How many keys verified a checkpoint, by where they came from. */
  get keys(): { given: number; own: number } {
    return { given: this.used.given.size, own: this.used.own.size };
  }

  /** That the log has signed a tree that has these bytes as a leaf. */
  check(event: string, bytes: Uint8Array): void {
    const path = proofPath(event);
    const file = this.members.get(path);
    if (!file) return this.means.fault(eventPath(event), `has no proof: ${path} is missing or not what it should be`);
    this.telling(path, () => {
      const { checkpoint: note, extra } = parseProofFile(file);
      if (extra) throw new Malformed('A proof of a bundle has no extra data.');
      const { origin, size } = parseCheckpoint(parseNote(note).text);
      const { keys, from } = this.keysOf(origin);
      const { index } = verifyProofFile(file, { origin, keys }, leafHash(bytes));
      for (const { name, keyId } of keys) this.used[from].add(`${name} ${keyId}`);
      this.checkPlace(event, { origin, index });
      this.checkCheckpoint(checkpointPath(origin, size), note);
    });
  }

  /** What no proof needs could be anything. */
  checkUnused(): void {
    for (const path of this.members.keys()) {
      if (path.startsWith('checkpoints/') && !this.used.checkpoints.has(path))
        this.means.fault(path, 'is of no proof of the bundle that holds');
    }
  }

  private ownKeys(): Verifier[] {
    const keys: Verifier[] = [];
    const text = Buffer.from(this.members.get(KEYS) ?? []).toString();
    this.telling(KEYS, () => {
      for (const line of text.split('\n').filter(Boolean)) keys.push(parseVerifierKey(line));
    });
    return keys;
  }

  /** A log's key is called like its origin; the origin has the ledger's id. */
  private keysOf(origin: string): { keys: readonly Verifier[]; from: 'given' | 'own' } {
    const ledger = this.means.ledger.split(':').at(-1)!;
    if (origin.split('/').at(-3) !== ledger || origin.split('/').at(-2) !== 'events') {
      throw new NotProven(`The checkpoint is of the log ${origin.slice(0, 200)}, not of the ledger ${ledger}.`);
    }
    const named = (keys: readonly Verifier[]) => keys.filter(({ name }) => name === origin);
    const from = this.means.given.length > 0 ? 'given' : 'own';
    const keys = named(from === 'given' ? this.means.given : this.own);
    const where = from === 'given' ? 'Among the given keys' : `In ${KEYS}`;
    if (keys.length === 0) throw new NotProven(`${where} is none of the log ${origin}.`);
    return { keys, from };
  }

  private checkPlace(event: string, { origin, index }: { origin: string; index: number }): void {
    const place = `${origin} ${index}`;
    const other = this.places.get(place);
    if (other !== undefined) throw new NotProven(`The event ${other} has the same place in the log.`);
    this.places.set(place, event);
  }

  private checkCheckpoint(path: string, note: string): void {
    const kept = this.members.get(path);
    if (!kept) throw new NotProven(`Its checkpoint ${path} is missing or not what it should be.`);
    if (Buffer.from(kept).toString() !== note) throw new NotProven(`Its checkpoint is not that of ${path}.`);
    this.used.checkpoints.add(path);
  }

  private telling(member: string, check: () => void): void {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Malformed || error instanceof NotProven)) throw error;
      this.means.fault(member, `does not hold: ${error.message}`);
    }
  }
}
