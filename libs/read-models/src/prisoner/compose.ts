import type { KnownClaim } from '../engine/model.js';
import { originsOf } from '../engine/origins.js';
import { careerOf } from './episodes.js';
import type { PersonType } from './status.js';

/** A life in episodes as of the end of a day, and on how many origins what is told of it rests. */
export const composePrisoner = (claims: readonly KnownClaim<PersonType>[], asOf: string) => ({
  episodes: careerOf(claims, asOf),
  corroboration: originsOf(claims),
});
