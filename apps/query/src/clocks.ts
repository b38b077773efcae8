import { z } from 'zod';
import {
  isClaimType,
  parseInstant,
  printInstant,
  readPosition,
  readToken,
  systemClock,
  wellFormedText,
  writeToken,
  type Instant,
} from '#domain';
import { BEGINNING, ENDLESS, inSnapshot, isProjected, type Clocks, type Snapshot } from '#read-models';
import { invalid, Problem } from '#service';
import type { DataSource } from 'typeorm';

/** Token of the connection that may only SELECT. */
export const ANSWERS = Symbol('answers database');

const instant = z.string().transform((text, context): Instant => {
  const parsed = parseInstant(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'is no RFC 3339 instant, such as 2025-12-14T00:00:00Z' });
  return z.NEVER;
});
const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, 'is no whole number')
    .transform(Number)
    .pipe(z.number().min(least, `is less than ${least}`).max(most, `is more than ${most}`));

/** A day between the two that stand for "always before" and "from then on". */
export const dayParameter = z.iso
  .date({ error: 'is no day, such as 2025-12-14', abort: true })
  .refine((text) => text > BEGINNING && text < ENDLESS, `is not between ${BEGINNING} and ${ENDLESS}`);

export const instantParameter = instant.optional();
/** Text to compare a column with. An empty one would ask for nothing, and its answer be taken for "there is none". */
const text = wellFormedText.max(300, 'is longer than 300 characters').trim().min(1, 'is empty');
export const textParameter = text.optional();
/** A country or an authority, by a code that events have in capitals; here it may be written in either case. */
export const codeParameter = z
  .string()
  .regex(/^[a-z]{2}$/i, 'is no two-letter code of a country or an authority, such as BY or EU')
  .toUpperCase()
  .optional();
/** Two countries by their codes, in whichever order, as exchanges are filed under them. */
export const pairParameter = z
  .string()
  .regex(/^[a-z]{2}-[a-z]{2}$/i, 'is no pair of two-letter codes of countries, such as BY-US')
  .transform((pair) => pair.toUpperCase().split('-').sort().join('-'))
  .optional();
/** A kind of claim. A type that no claim has would find nothing, and is refused by name. */
export const claimTypeParameter = z
  .string()
  .refine((type) => isClaimType(type), 'is no type of claim')
  .optional();
/** @throws Problem 400 for a stretch of time that ends before it begins */
export function refuseBackwards<Time extends string | bigint>(
  [from, start]: readonly [name: string, Time | undefined],
  [to, end]: readonly [name: string, Time | undefined],
): void {
  if (start !== undefined && end !== undefined && end < start)
    throw invalid([{ field: to, message: `is before ${from}` }], 400);
}

/** Waiting for one's own writes: any read takes it. */
export const waiting = { after: z.string().max(8000).optional(), wait: whole(0, 60_000).optional() };
/** Whether an answer says of each field why it is what it is. */
export const explaining = {
  explain: z
    .enum(['true', 'false'], { error: 'is neither true nor false' })
    .transform((text) => text === 'true')
    .optional(),
};
/** A page of explanations is many times as long as one of rows. */
const EXPLAINED_MAX = 100;
/** @throws Problem 400 for a page that is too long to be explained */
export function refuseTooMany(explain: boolean, limit: number): void {
  if (explain && limit > EXPLAINED_MAX)
    throw invalid([{ field: 'limit', message: `is more than ${EXPLAINED_MAX}, with explain=true` }], 400);
}
/** The two clocks of a question. */
export const clocks = {
  asOf: dayParameter.optional(),
  knownAt: instantParameter,
};
/** Rows on a page that does not say how many: each is put together from all its claims, and is read by somebody. */
const ROWS = 50;
/** @param rows on a page where the question does not say how many */
export const limitOf = (rows: number) => whole(1, 500).default(rows);
export const paging = { limit: limitOf(ROWS), cursor: z.string().max(8000).optional() };

/** An id in a path, in small letters. What is no UUID names nothing that we could have. @throws Problem 404 */
export function idParameter(id: string): string {
  if (z.uuid().safeParse(id).success) return id.toLowerCase();
  throw new Problem(404, `${id.slice(0, 80)} is no id: ids here are UUIDs.`);
}

const WAIT_MS = 5000;

/** Databases whose process has been asked to end: whoever still waits is told so, before they are closed under him. */
const ending = new WeakSet<DataSource>();
export const endWaiting = (source: DataSource): void => void ending.add(source);
export const isEnding = (source: DataSource): boolean => ending.has(source);

/**
 * Runs a read in a snapshot that has what the position names.
 * @throws Problem 400 for a position that is none of ours, 504 when it is not projected in time, 503 when the process ends first
 */
export async function read<Result>(
  source: DataSource,
  { after, wait = WAIT_MS }: { after?: string | undefined; wait?: number | undefined },
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  if (after === undefined) return inSnapshot(source, work);
  const ids = readPosition(after);
  if (!ids) throw invalid([{ field: 'after', message: 'is no position that this house has given out' }], 400);
  const until = Date.now() + wait;
  for (let pause = 10; ; pause = Math.min(100, pause * 2)) {
    const here = await inSnapshot(source, async (snapshot) =>
      (await isProjected(snapshot, ids)) ? { result: await work(snapshot) } : undefined,
    );
    if (here) return here.result;
    if (ending.has(source)) throw new Problem(503, 'The house is being stopped; ask again.', { retryAfterS: 2 });
    if (Date.now() >= until) {
      throw new Problem(504, `What this position names was not projected within ${wait} ms; ask again.`, {
        retryAfterS: 1,
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** The clocks of an answer: as asked, else today as known now. Nothing that is projected is newer than "now". */
export function clocksOf(
  snapshot: Snapshot,
  asked: { asOf?: string | undefined; knownAt?: Instant | undefined },
): Clocks {
  const now = systemClock();
  const knownAt = asked.knownAt ?? (now > snapshot.newest ? now : snapshot.newest);
  return { asOf: asked.asOf ?? printInstant(now).slice(0, 10), knownAt };
}

/** What every answer says of itself. */
export const metaOf = (snapshot: Snapshot, { asOf, knownAt }: Clocks) => ({
  asOf,
  knownAt: printInstant(knownAt),
  knownUpTo: printInstant(snapshot.knownUpTo),
  generation: snapshot.generation,
});

/** Where a list goes on; it pins the clocks, so that the pages are of one state. */
export interface Cursor<Sort = string> {
  readonly of: string;
  readonly asOf: string;
  readonly knownAt: Instant;
  readonly sort: Sort;
  readonly id: string;
}

/** By what a list is sorted: what its cursors hold. A token can be forged, so they are checked like any input. */
export const SORTS = { text: wellFormedText, day: z.iso.date().refine((text) => text >= BEGINNING), instant };

export const writeCursor = <Sort>({ knownAt, ...cursor }: Cursor<Sort>): string =>
  writeToken('cursor', { ...cursor, knownAt: printInstant(knownAt) });

/** @param of what is listed, with its filters: a cursor of another list is refused. @throws Problem 400 */
export function readCursor<Sort>(
  token: string | undefined,
  of: string,
  sort: z.ZodType<Sort>,
): Cursor<Sort> | undefined {
  if (token === undefined) return undefined;
  const schema = z.strictObject({ of: z.literal(of), asOf: dayParameter, knownAt: instant, sort, id: z.uuid() });
  const cursor = schema.safeParse(readToken('cursor', token));
  if (cursor.success) return cursor.data;
  throw invalid([{ field: 'cursor', message: 'is no cursor of this list' }], 400);
}
