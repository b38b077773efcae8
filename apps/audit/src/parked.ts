import { glimpse, printInstant } from '#domain';
import type { ParkedItem, RedriveOutcome, WaitingRecord } from '#read-models';

/** A parked subject as an answer shows it. */
export interface Parked extends Omit<ParkedItem, 'since'> {
  readonly since: string;
}

/** A record that waits. `text` where the bytes are UTF-8, else `base64`. */
export interface Waiting {
  readonly topic: 'events' | 'reports';
  readonly partition: number;
  readonly offset: string;
  readonly known: string;
  /** What the record says of itself, as far as it can be read. */
  readonly id: string | null;
  readonly type: string | null;
  readonly submission: string | null;
  readonly recorded: string | null;
  readonly bytes: number;
  readonly text?: string;
  readonly base64?: string;
}

/** What became of an order. */
export interface RedriveState {
  readonly id: string;
  /** Every subject was tried. */
  readonly done: boolean;
  readonly subjects: readonly RedriveOutcome[];
}

export const presentItem = (item: ParkedItem): Parked => ({ ...item, since: printInstant(item.since) });

export function presentRecord({ topic, partition, offset, known, value }: WaitingRecord): Waiting {
  const seen = glimpse(value);
  const text = value.toString('utf8');
  return {
    topic,
    partition,
    offset: String(offset),
    known: printInstant(known),
    id: seen.id ?? null,
    type: seen.type ?? null,
    submission: seen.submission ?? null,
    recorded: seen.recorded === undefined ? null : printInstant(seen.recorded),
    bytes: value.length,
    ...(Buffer.from(text).equals(value) ? { text } : { base64: value.toString('base64') }),
  };
}
