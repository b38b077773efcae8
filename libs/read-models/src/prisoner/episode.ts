import type { DataOf } from '#domain';
import type { Days } from '../engine/span.js';

export type EndMode = DataOf<'PrisonerReleased'>['mode'] | 'expelled' | 'died';

/** How custody ended: `earliest` is null where no claim dates it. */
export interface Ending {
  readonly earliest: string | null;
  readonly latest: string;
  /** The one mode that is claimed; `unknown` where none is or several are, and then `modes` has them. */
  readonly mode: EndMode;
  readonly modes: readonly EndMode[];
  /** Where the person was taken, as ISO codes. */
  readonly destinations: readonly string[];
}

/** Days on which somebody was out and led back, such as one who refused to cross the border. */
export interface Gap {
  readonly from: Ending;
  readonly to: Days;
}

/** One time in custody, from an arrest to whatever ended it. House arrest counts; a transfer ends nothing. */
export interface Episode {
  /** The days between which it began; null: the arrest was never seen, or is not dated. */
  readonly detained: Days | null;
  /** The days between which the first claim lies that has the person in custody; null: only its end was seen. */
  readonly heldBy: Days | null;
  readonly ended: Ending | null;
  readonly gaps: readonly Gap[];
  /** Since when it is disputed that it goes on. */
  readonly disputed: Days | null;
  /** The events that tell of it, by id. */
  readonly acts: readonly string[];
}

/** A duration that somebody claimed, and the days on which it was said to be so; null where it is not dated. */
export interface Duration {
  readonly event: string;
  readonly count: DataOf<'DurationClaimed'>['count'];
  readonly unit: DataOf<'DurationClaimed'>['unit'];
  readonly on: Days | null;
}
