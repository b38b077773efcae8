import { slug, type DataOf, type Target } from '#domain';
import type { KnownClaim } from '../engine/model.js';

export type ActType = 'SanctionImposed' | 'SanctionEased' | 'SanctionLifted' | 'SanctionReimposed';
/** A claim of an act of authority upon a target. */
export type SanctionAct = KnownClaim<ActType>;
/** Whatever a target's row rests on. */
export type SanctionClaim = KnownClaim<ActType | 'OwnershipStated'>;

export const isAct = (claim: KnownClaim): claim is SanctionAct => claim.event.type !== 'OwnershipStated';

/** Whom a claim is about: of ownership, the one that is owned, since that is who may be covered by what restricts an owner. */
export const targetOf = (event: SanctionClaim['event']): Target =>
  event.type === 'OwnershipStated' ? event.data.owned : event.data.target;

/** What an act says of itself; the five dates are those that the text gives, each for what it is. */
export interface Terms {
  readonly event: string;
  readonly agency: string | null;
  readonly instrument: string | null;
  readonly announced: string | null;
  readonly adopted: string | null;
  readonly published: string | null;
  readonly effective: string | null;
  /** As written, with its zone where it is an instant. */
  readonly ends: string | null;
  readonly means: DataOf<'SanctionEased'>['means'] | null;
  readonly licence: string | null;
  readonly supersedes: string | null;
  /** Why a listing ended. */
  readonly cause: DataOf<'SanctionLifted'>['cause'] | null;
  readonly windDownUntil: string | null;
}

/** The terms of an act; what it does not give is null. */
export function termsOf({ event }: SanctionAct): Terms {
  const { data } = event;
  const { announced = null, adopted = null, published = null, effective = null, ends = null } = data.dates;
  const licence = event.type === 'SanctionEased' ? event.data.licence : undefined;
  return {
    event: event.id,
    agency: data.agency ?? null,
    instrument: data.instrument ?? null,
    ...{ announced, adopted, published, effective, ends },
    means: event.type === 'SanctionEased' ? event.data.means : null,
    licence: licence?.number ?? null,
    supersedes: licence?.supersedes ?? null,
    cause: event.type === 'SanctionLifted' ? event.data.cause : null,
    windDownUntil: event.type === 'SanctionReimposed' ? (event.data.windDownUntil ?? null) : null,
  };
}

/** What makes an easing the one that it is, whatever the number of reports of it: its licence, else its instrument. */
export function keyOf({ means, licence, instrument }: DataOf<'SanctionEased'>): string {
  if (licence) return licenceKey(licence.number);
  return instrument === undefined ? `words ${means}` : `instrument ${slug(instrument, 300)}`;
}

/** "General License No. 12", "GL 12" and "12" are one number of one authority. */
export const licenceKey = (number: string): string =>
  `licence ${slug(number, 300).replace(/^((general|specific|licen[cs]e|gl|no|number)-)+|^gl(?=\d)/, '')}`;
