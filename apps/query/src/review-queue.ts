import { z } from 'zod';
import { readSubmission } from '#domain';
import {
  QUEUE_REASONS,
  reasonsOf,
  reportsByIds,
  retractedParts,
  reviewsUndone,
  scoreOf,
  waitingClaims,
  weighed,
  type Parts,
  type QueueAsked,
  type QueuePlace,
  type QueueReason,
  type ReviewUndone,
  type Snapshot,
  type Weighed,
} from '#read-models';
import { claimTypeParameter, codeParameter } from './clocks.js';

/**
 * Claims are taken from the index in windows, those with the most points of their own first; within a window they are
 * sorted by all their points. What other claims add is at most 50 points, and looking it up for all would read all.
 */
export const WINDOW = 200;
/** So many windows are looked through for one page; whoever filters by a rare reason asks on with `next`. */
const WINDOWS_MAX = 4;

/** Where a page ended: the window, and the item within it. */
export const queuePlaceSchema = z.strictObject({
  /** Where the window begins; null for the first one, which also has what was taken back. */
  window: z.strictObject({ priority: z.int().min(0).max(200), event: z.uuid() }).nullable(),
  /** Of the last item; null where the window has none left. */
  score: z.int().min(0).max(1000).nullable(),
});
export type PlaceInQueue = z.infer<typeof queuePlaceSchema>;

export interface QueuePage {
  readonly items: readonly QueueItem[];
  readonly next?: { readonly place: PlaceInQueue; readonly id: string };
}

interface Candidate extends Pick<Weighed, 'event' | 'parts' | 'conflicting'> {
  readonly row: string | null;
  readonly score: number;
  readonly undone?: ReviewUndone;
}

export interface QueueFilter extends QueueAsked {
  readonly reason?: QueueReason | undefined;
}

/** A page of the queue, from a place on. */
export async function queuePage(
  snapshot: Snapshot,
  filter: QueueFilter,
  { limit, after }: { limit: number; after: { readonly place: PlaceInQueue; readonly id: string } | undefined },
): Promise<QueuePage> {
  const items: Candidate[] = [];
  let window: QueuePlace | null = after?.place.window ?? null;
  let beyond = after && after.place.score !== null ? { score: after.place.score, id: after.id } : undefined;
  for (let windows = 0; windows < WINDOWS_MAX; windows += 1) {
    const { candidates, end } = await windowFrom(snapshot, filter, window);
    const left = beyond ? candidates.filter((each) => isBehind(each, beyond!)) : candidates;
    const taken = left.slice(0, limit - items.length);
    items.push(...taken);
    const last = taken.at(-1);
    if (taken.length < left.length && last)
      return pageOf(snapshot, items, { place: { window, score: last.score }, id: last.event.id });
    if (!end) return pageOf(snapshot, items);
    [window, beyond] = [end, undefined];
  }
  return pageOf(snapshot, items, { place: { window, score: null }, id: window!.event });
}

const isBehind = (each: Candidate, { score, id }: { score: number; id: string }): boolean =>
  each.score < score || (each.score === score && each.event.id > id);

/** The claims of one window that the filter lets pass, those with the most points first. `end` is where the next begins. */
async function windowFrom(
  snapshot: Snapshot,
  { reason, ...asked }: QueueFilter,
  after: QueuePlace | null,
): Promise<{ candidates: Candidate[]; end: QueuePlace | undefined }> {
  const waiting = await waitingClaims(snapshot, asked, { limit: WINDOW, after: after ?? undefined });
  const undone = after === null ? await reviewsUndone(snapshot, asked) : [];
  const candidates = [
    ...undone.map((each) =>
      candidateOf({ event: each.event, parts: retractedParts(each.event), conflicting: [] }, each),
    ),
    ...(await weighed(snapshot, waiting, asked.knownAt)).map((each) => candidateOf(each)),
  ];
  const wanted = reason ? candidates.filter(({ parts }) => reasonsOf(parts).includes(reason)) : candidates;
  wanted.sort((a, b) => b.score - a.score || (a.event.id < b.event.id ? -1 : 1));
  return { candidates: wanted, end: waiting.length === WINDOW ? waiting.at(-1)!.at : undefined };
}

const candidateOf = (
  each: Pick<Weighed, 'event' | 'parts' | 'conflicting'> & { row?: string },
  undone?: ReviewUndone,
): Candidate => ({
  ...each,
  row: each.row ?? null,
  score: scoreOf(each.parts),
  ...(undone && { undone }),
});

/** What an analyst sees of a claim before anything else. */
export interface QueueItem {
  readonly id: string;
  readonly score: number;
  readonly reasons: readonly QueueReason[];
  readonly parts: Parts;
  readonly [more: string]: unknown;
}

async function pageOf(
  snapshot: Snapshot,
  candidates: readonly Candidate[],
  next?: QueuePage['next'],
): Promise<QueuePage> {
  const reports = await reportsByIds(
    snapshot,
    candidates.map(({ event }) => event.data.evidence[0]!.reportId),
  );
  const items = candidates.map(({ event, score, parts, row, conflicting, undone }): QueueItem => {
    const { evidence, confidence, modality, occurred, assertedBy, extractor } = event.data;
    const [{ reportId, quote, start, end }] = evidence as [(typeof evidence)[number]];
    return {
      id: event.id,
      type: event.type,
      subject: event.subject,
      score,
      reasons: reasonsOf(parts),
      parts,
      claim: claimedIn(event.data),
      modality,
      occurred,
      assertedBy,
      confidence,
      extractor,
      quote: { text: quote, start, end },
      report: reportIn(reportId, reports.get(reportId)),
      row,
      conflicting: conflicting.slice(0, 20),
      ...(undone && { review: undone.review, retraction: undone.retraction }),
    };
  });
  return { items, ...(next && { next }) };
}

/** What the type adds to what all claims say. */
function claimedIn(data: object): Record<string, unknown> {
  const { evidence, confidence, modality, occurred, assertedBy, extractor, ...own } = data as Record<string, unknown>;
  return own;
}

function reportIn(id: string, value: Buffer | undefined): Record<string, unknown> {
  if (!value) return { id };
  const submission = readSubmission(value);
  if (submission.type !== 'ReportReceived') return { id };
  const { source, title, uri, publishedAt } = submission.data;
  return { id, source, title: title ?? null, uri: uri ?? null, publishedAt: publishedAt ?? null };
}

/** The filters of the queue. */
export const queueFilters = {
  reason: z.enum(QUEUE_REASONS).optional(),
  type: claimTypeParameter,
  country: codeParameter,
};
