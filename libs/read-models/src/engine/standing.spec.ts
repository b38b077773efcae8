import fc from 'fast-check';
import { readEvent, writeRecord, type Unstamped } from '#domain';
import { exampleOf, EXAMPLES } from '#examples';
import { isReview, Reviews, type KnownEvent, type Standing } from './standing.js';
import { standing } from './testing/from-zero.js';

const CLAIM = EXAMPLES.DiedInCustody[0];
const about = { ofSubject: CLAIM.subject };
const by = (name: string) => ({ id: name, name });
const confirmed = (of: string, name = 'a'): Unstamped =>
  exampleOf('ClaimConfirmed', { ...about, of, by: by(name), reason: 'Seen by us.' });
const rejected = (of: string, name = 'a'): Unstamped =>
  exampleOf('ClaimRejected', { ...about, of, by: by(name), reason: 'extraction_error' });
const corrected = (of: string, name = 'a'): Unstamped =>
  exampleOf('ClaimCorrected', { ...about, of, by: by(name), reason: 'source_correction', replacedBy: of });
const retracted = (of: string, name = 'a'): Unstamped =>
  exampleOf('ClaimRetracted', { ...about, of, by: by(name), reason: 'source_retraction' });

const known = (events: readonly Unstamped[]): KnownEvent[] =>
  events.map((event, at) => ({ event: readEvent(writeRecord(event)(BigInt(at))), known: BigInt(at) }));
const verdict = (...events: Unstamped[]): Standing => {
  const reviews = new Reviews();
  for (const { event } of known([CLAIM, ...events])) if (isReview(event)) reviews.add(event);
  return reviews.of(CLAIM.id);
};

describe('whether a claim stands', () => {
  const confirmation = confirmed(CLAIM.id);
  const rejection = rejected(CLAIM.id);
  const retraction = retracted(CLAIM.id);
  const second = retracted(retraction.id);
  it.each([
    ['without a review: it does', 'stands', []],
    ['confirmed: it does', 'confirmed', [confirmation]],
    ['rejected: no', 'out', [rejection]],
    ['corrected: no, another event says it now', 'out', [corrected(CLAIM.id)]],
    ['retracted: no', 'out', [retraction]],
    ['rejected, then confirmed: the last one counts', 'confirmed', [rejection, confirmation]],
    ['confirmed, then rejected: the last one counts', 'out', [confirmation, rejection]],
    ['retracted, then confirmed: a retraction is no judgement to be outvoted', 'out', [retraction, confirmation]],
    ['its rejection retracted: it does', 'stands', [rejection, retracted(rejection.id)]],
    ['its confirmation retracted: unconfirmed', 'stands', [confirmation, retracted(confirmation.id)]],
    ['its retraction retracted: it does', 'stands', [retraction, second]],
    ['the retraction of its retraction retracted: no', 'out', [retraction, second, retracted(second.id)]],
    ['the last review void: the one before counts', 'out', [rejection, confirmation, retracted(confirmation.id)]],
    ['its retraction rejected: a rejection voids no review', 'out', [retraction, rejected(retraction.id)]],
    ['retracted twice, one of them void: no', 'out', [retraction, retracted(CLAIM.id, 'b'), second]],
    ['a review of something else: it does', 'stands', [rejected(EXAMPLES.CountClaimed[0].id)]],
  ] as const)('%s', (_, expected, reviews) => {
    expect(verdict(...reviews)).toBe(expected);
  });

  it('does not depend on whether retractions come before or after what they are about', () => {
    const all = [CLAIM, retraction, second, retracted(second.id), retracted(retraction.id, 'b')];
    const answer = verdict(...all.slice(1));
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
        expect(verdict(...order)).toBe(answer);
        expect(standing(known(order))).toHaveLength(answer === 'out' ? 0 : 1);
      }),
    );
  });
});
