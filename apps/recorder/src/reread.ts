import { type ClaimType, type Envelope, readingAgainIdOf, type Recorded, type Unstamped } from '#domain';

/** How often a claim can be dropped and made again by turns; after that it stays as it is. */
const TURNS_MAX = 16;

/**
 * Ids of the acts that turn a claim off and on. The first retracts it; a retraction voids what it is about, a
 * retraction included, so the second, which retracts the first, makes the claim stand again, and so on. They follow
 * from the claim's id alone: whoever reads again, in whatever version, goes on where the last one stopped.
 */
export function turnsOf(claim: string): string[] {
  const ids: string[] = [];
  for (let of = claim; ids.length < TURNS_MAX; of = ids.at(-1)!) ids.push(readingAgainIdOf(of));
  return ids;
}

/** How many of a claim's turns are in the log; the claim stands, as far as readings go, when they are even. */
export function turnsTaken(claim: string, known: { has(id: string): boolean }): number {
  const taken = turnsOf(claim).findIndex((id) => !known.has(id));
  return taken === -1 ? TURNS_MAX : taken;
}

/** All events on which it depends what a report that was read again comes to. */
export const idsAround = ({ data: { claims, dropped } }: Envelope<'ReextractionReceived'>): string[] =>
  [...claims.map(({ id }) => id), ...dropped].flatMap((id) => [id, ...turnsOf(id)]);

/**
 * The events of a report that was read again: a claim that the log does not have is appended as one of the report's
 * own, one that a reading had dropped stands again, one that is no longer made is retracted by the extractor.
 * @param known what the log has, of `idsAround`
 * @throws RecordRefused for a claim of no known shape
 */
export function rereadEvents(
  submission: Envelope<'ReextractionReceived'>,
  known: ReadonlyMap<string, Recorded>,
): Unstamped[] {
  const { id: cause, source, data } = submission;
  const actor = { id: `extractor/${data.extractor.name}`, name: `${data.extractor.name} ${data.extractor.version}` };
  const turn = ({ id, subject }: Recorded, toBe: 'out' | 'in'): Unstamped[] => {
    const taken = turnsTaken(id, known);
    const stands = taken % 2 === 0;
    const next = turnsOf(id)[taken];
    if (next === undefined || stands === (toBe === 'in')) return [];
    const of = taken === 0 ? id : turnsOf(id)[taken - 1]!;
    return [
      {
        id: next,
        source,
        type: 'ClaimRetracted',
        subject,
        correlationid: cause,
        causationid: cause,
        data: { of, ofSubject: subject, by: actor, reason: 'extraction_error' },
      },
    ];
  };
  const made = data.claims.flatMap((claim): Unstamped[] => {
    const earlier = known.get(claim.id);
    if (earlier) return turn(earlier, 'in');
    // Believed by nobody: the record is checked against its type's schema when it is written.
    return [{ ...claim, source, correlationid: data.of, causationid: cause } as unknown as Unstamped<ClaimType>];
  });
  return [...made, ...data.dropped.flatMap((id) => (known.has(id) ? turn(known.get(id)!, 'out') : []))];
}
