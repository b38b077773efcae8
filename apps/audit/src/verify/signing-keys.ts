import type { LedgerEvent, Submission } from '#domain';
import { Malformed, parseVerifierKey, type Checkpoint, type OpenedNote, type Verifier } from '#transparency';
import type { Findings } from './findings.js';

/** A key by name and key ID, as notes name it. */
const nameOf = ({ name, keyId }: Pick<Verifier, 'name' | 'keyId'>): string =>
  `${name}+${keyId.toString(16).padStart(8, '0')}`;

/**
 * The keys by which checkpoints are signed, held to those of which the log tells. The first keys of a ledger are told
 * by whoever hands them on; all later ones by the act with which they were changed, before they sign anything.
 */
export class SigningKeys {
  private readonly seen = new Map<string, { readonly origin: string; readonly size: number; count: number }>();
  private readonly told: Set<string>;

  /** @param own those in the house's keeping, newest first: the last of a name is the first that it had */
  constructor(own: readonly Verifier[]) {
    const first = new Map(own.map((key) => [key.name, nameOf(key)]));
    this.told = new Set(first.values());
  }

  /** A checkpoint goes by that was verified. */
  signed({ origin, size, note }: Checkpoint & { note: OpenedNote }): void {
    for (const signature of note.verified) {
      const key = nameOf(signature);
      const earlier = this.seen.get(key);
      if (earlier) earlier.count++;
      else this.seen.set(key, { origin, size, count: 1 });
    }
  }

  /** A record of either topic goes by: an act that changed the keys, or one that is on its way to be an event. */
  tells(record: LedgerEvent | Submission): void {
    if (record.type === 'KeysRotated') this.take(record.data.keys);
    if (record.type === 'HouseActReceived' && record.data.act.type === 'KeysRotated') this.take(record.data.act.keys);
  }

  /** To be called when all has gone by. */
  judge(origins: readonly string[], findings: Findings): void {
    for (const [key, { origin, size, count }] of this.seen) {
      if (this.told.has(key)) continue;
      const times = count === 1 ? 'a checkpoint is' : `${count} checkpoints are`;
      const says = `${times} signed by the key ${key}, the first for ${size} records; it is not the first key, and no KeysRotated tells of it`;
      const partition = origins.indexOf(origin);
      findings.add({ kind: 'key', topic: 'events', partition, ordinal: null, eventId: null, says });
    }
  }

  private take(keys: readonly string[]): void {
    for (const text of keys) {
      try {
        this.told.add(nameOf(parseVerifierKey(text)));
      } catch (error) {
        // What is no key tells of none.
        if (!(error instanceof Malformed)) throw error;
      }
    }
  }
}
