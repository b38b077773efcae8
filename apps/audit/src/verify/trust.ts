import { openCheckpoint, type Checkpoint, type OpenedNote, type Verifier } from '#transparency';

/** By whose keys checkpoints are believed. */
export interface Trust {
  /** Origins whose keys came from outside; those of the others are the house's own, which proves less. */
  readonly given: ReadonlySet<string>;
  keysOf(origin: string): readonly Verifier[];
}

/**
 * Keys from outside replace those that the house keeps, for each log of which there is one.
 * @param own in the house's keeping
 */
export function trustIn(given: readonly Verifier[], own: readonly Verifier[]): Trust {
  const names = new Set(given.map(({ name }) => name));
  const once = (keys: readonly Verifier[]): Verifier[] => [...new Map(keys.map((key) => [key.keyId, key])).values()];
  return {
    given: names,
    keysOf: (origin) => once((names.has(origin) ? given : own).filter(({ name }) => name === origin)),
  };
}

/** @returns the checkpoint, or in a sentence why it is none of this log */
export function opened(note: string, origin: string, trust: Trust): (Checkpoint & { note: OpenedNote }) | string {
  try {
    return openCheckpoint(note, { origin, keys: trust.keysOf(origin) });
  } catch (error) {
    if (error instanceof Error && (error.name === 'Malformed' || error.name === 'NotProven')) return error.message;
    throw error;
  }
}
