import { z } from 'zod';
import { parseInstant, printInstant, readToken, writeToken, type Instant } from '#domain';
import { BEFORE_ALL, isBeyondEnd, type FeedPlace, type FeedPlaces, type Progress } from '#read-models';
import { invalid } from '#service';

/**
 * How far somebody has read the changes: the vector of places in the partitions of `events`. It names the ledger, whose
 * offsets these are, and the generation, whose redrives these are. In another generation the offsets mean the same; what
 * of it waited there may have been taken in here, so for each partition it also says from which offset on that can be.
 */
export interface FeedCursor {
  readonly ledger: string | null;
  readonly generation: string;
  readonly built: Instant;
  readonly places: FeedPlaces;
  readonly least: readonly bigint[];
}

const offset = z
  .string()
  .regex(/^\d{1,18}$/)
  .transform(BigInt);
const shape = z.strictObject({
  l: z.string().nullable(),
  g: z.string(),
  b: z.string(),
  p: z.array(z.tuple([offset, z.int().min(0).max(2_147_483_646), offset, offset])).max(10_000),
});

/** The places are `[next, redrive, offset, least]`, partition by partition. */
export const writeFeedCursor = ({ ledger, generation, built, places, least }: FeedCursor): string =>
  writeToken('changes', {
    l: ledger,
    g: generation,
    b: printInstant(built),
    p: places.map(({ next, redrive, offset: at }, partition) => [
      String(next),
      redrive,
      String(at),
      String(least[partition]!),
    ]),
  });

/** @throws Problem 400 where the text is no cursor of a change feed */
export function readFeedCursor(token: string): FeedCursor {
  const read = shape.safeParse(readToken('changes', token));
  const built = read.success ? parseInstant(read.data.b) : undefined;
  if (!read.success || built === undefined) throw refused('is no cursor that GET /v1/changes has given out');
  const { l: ledger, g: generation, p } = read.data;
  return {
    ledger,
    generation,
    built,
    places: p.map(([next, redrive, at]) => ({ next, redrive, offset: at })),
    least: p.map(([, , , least]) => least),
  };
}

/** Where to begin: null where this generation has not come as far yet as the cursor, which another one gave out. */
export interface Beginning {
  readonly places: FeedPlaces | null;
  /** The generation that gave the cursor out, where it is another one than answers now. */
  readonly switchedFrom: string | null;
}

/** @throws Problem 400 for a cursor of another ledger, or beyond the end of this one */
export function beginningOf(
  cursor: FeedCursor | undefined,
  standing: Progress & { readonly generation: string },
): Beginning {
  const { ends, ledger, generation, built } = standing;
  if (!cursor) return { places: ends.map(() => BEFORE_ALL), switchedFrom: null };
  const unlike = cursor.ledger !== null && ledger !== null && cursor.ledger !== ledger;
  if (unlike || cursor.places.length !== ends.length) {
    throw refused(`is a cursor of another ledger${unlike ? ` (${cursor.ledger.slice(0, 80)})` : ''}`);
  }
  if (cursor.generation === generation && cursor.built === built) {
    const beyond = cursor.places.findIndex((place, partition) => isBeyondEnd(place, ends[partition]!));
    if (beyond < 0) return { places: cursor.places, switchedFrom: null };
    throw refused(
      `is beyond the end: it has read partition ${beyond} of events to offset ${cursor.places[beyond]!.next}, ` +
        `and the read models stand at ${ends[beyond]!.next}`,
    );
  }
  const places = cursor.least.map((next): FeedPlace => ({ next, redrive: 0, offset: 0n }));
  const isThere = places.every(({ next }, partition) => next <= ends[partition]!.next);
  return { places: isThere ? places : null, switchedFrom: cursor.generation };
}

const refused = (message: string) => invalid([{ field: 'since', message }], 400);
