import { readEvent, writeRecord, type ClaimType, type Unstamped } from '#domain';
import type { KnownClaim } from '../model.js';
import { RECORDED } from './stories.js';

/** Events as claims that stand, recorded a second apart, for what is a plain function of them. */
export const claimsOf = <Type extends ClaimType>(...events: readonly Unstamped<Type>[]): KnownClaim<Type>[] =>
  events.map((event, at) => {
    const known = RECORDED + BigInt(at) * 1_000_000n;
    return { event: readEvent(writeRecord(event)(known)), known, confirmed: false } as unknown as KnownClaim<Type>;
  });
