import type { DataSource } from 'typeorm';
import { printInstant } from '#domain';
import {
  changesFrom,
  leastUnread,
  MODELS,
  progressWord,
  feedProgress,
  type Changed,
  type ModelName,
  type FeedPlaces,
  type Snapshot,
  type Progress,
} from '#read-models';
import { clocksOf, metaOf, read } from './clocks.js';
import { beginningOf, readFeedCursor, writeFeedCursor, type FeedCursor } from './feed-cursor.js';
import { columnsShown } from './presentation.js';
import type { Pulse } from './pulse.js';

/** What is asked of the feed: from where on, what, and how long to wait for it where it is not there yet. */
export interface Asked {
  /** `now`: from the end on. Undefined: from the beginning. */
  readonly since?: string | undefined;
  readonly model?: ModelName | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
  readonly wait?: number | undefined;
}

/** For how long one request looks for changes of a model among those of others, before it says how far it has come. */
const LOOKING_MS = 2000;

/**
 * A page of changes. Where there is none, it waits for one as long as it is told to, and then answers with an empty page.
 * @throws Problem 400 for a cursor that is none of this ledger's, and whatever `read` throws
 */
export async function changesPage(
  source: DataSource,
  asked: Asked,
  { pulse, gone }: { pulse: Pulse; gone: AbortSignal },
): Promise<object> {
  const began = Date.now();
  const until = began + (asked.wait ?? 0);
  let since = asked.since;
  for (let { after } = asked; ; after = undefined) {
    const { page, seen } = await read(source, { after, wait: asked.wait }, async (snapshot) => ({
      page: await pageIn(snapshot, { ...asked, since }),
      seen: await progressWord(snapshot),
    }));
    // That another generation answers is told at once: the next cursor is of that one, and would keep it back.
    if (page.items.length > 0 || (page.switchedFrom !== null && page.next !== since)) return page;
    since = page.next;
    if (page.atEnd) {
      if (Date.now() >= until || gone.aborted) return page;
      await pulse.moved(seen, { until, gone });
    } else if (Date.now() >= began + LOOKING_MS) return page;
  }
}

async function pageIn(snapshot: Snapshot, { since, model, limit }: Asked) {
  const standing = { ...(await feedProgress(snapshot)), generation: snapshot.generation };
  const meta = metaOf(snapshot, clocksOf(snapshot, {}));
  const { knownUpTo, generation } = meta;
  if (since === 'now') {
    const next = await cursorAt(snapshot, standing, standing.ends);
    return { items: [], next, atEnd: true, switchedFrom: null, knownUpTo, generation };
  }
  const cursor = since === undefined ? undefined : readFeedCursor(since);
  const { places, switchedFrom } = beginningOf(cursor, standing);
  // Another generation answers, and it is being filled: it has nothing yet that the reader has not seen.
  if (!places) return { items: [], next: since!, atEnd: true, switchedFrom, knownUpTo, generation };
  const page = await changesFrom(snapshot, places, standing.ends, { model, limit });
  const next = await cursorAt(snapshot, standing, page.places);
  return { items: page.items.map(shown), next, atEnd: page.atEnd, switchedFrom, knownUpTo, generation };
}

/** The cursor of what a snapshot has not shown from these places on. */
async function cursorAt(snapshot: Snapshot, { ledger, built }: Progress, places: FeedPlaces): Promise<string> {
  const cursor: FeedCursor = {
    ledger,
    generation: snapshot.generation,
    built,
    places,
    least: await leastUnread(snapshot, places),
  };
  return writeFeedCursor(cursor);
}

/** The cursor from which on the feed tells what a snapshot does not show yet. */
export const cursorOf = async (snapshot: Snapshot): Promise<string> => {
  const standing = await feedProgress(snapshot);
  return cursorAt(snapshot, standing, standing.ends);
};

function shown({ cause, rows, bases }: Changed) {
  const { event, type, subject, submission, of, partition, offset, redriven, retold } = cause;
  return {
    cause: { event, type, subject, submission, of, partition, offset: String(offset), redriven, retold },
    known: printInstant(cause.known),
    changes: [
      ...rows.map(({ model, id, before, after }) => ({
        model: MODELS[model].name,
        id,
        what: before === null ? 'began' : after === null ? 'ended' : 'changed',
        before: before && rowShown(before),
        after: after && rowShown(after),
      })),
      ...bases.map(({ model, id, added, removed }) => ({
        model: MODELS[model].name,
        id,
        what: 'basis',
        added,
        removed,
      })),
    ],
  };
}

/** The columns of a list's line, and none of what is composed beside them. */
function rowShown(row: Parameters<typeof columnsShown>[0]): Record<string, unknown> {
  const { keys: _keys, names, ...columns } = columnsShown(row);
  return typeof names === 'string' ? { ...columns, names: names.split('\n') } : columns;
}
