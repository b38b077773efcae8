import { printInstant } from '#domain';
import type { Log } from '#log';
import {
  parkedItems,
  reportsWithoutEvents,
  reportsWithoutReceipt,
  type SilentReport,
  type Snapshot,
} from '#read-models';
import { newestRejected, type Bounds, type Rejected } from './rejected.js';

/** Where something is missing from the answers, and why. */
export const GAP_KINDS = ['parked', 'rejected', 'nothing_found', 'unread'] as const;
export type GapKind = (typeof GAP_KINDS)[number];

export interface Gap {
  readonly kind: GapKind;
  /** The subject that waits, the report that gave nothing, or where the refused record lies. */
  readonly what: string;
  readonly since: string;
  readonly reason: string;
  readonly source: string | null;
  readonly uri: string | null;
  /** How many records wait; 1 where a kind has none that wait. */
  readonly records: number;
  /** The address that shows it whole. */
  readonly see: string;
}

/** Where a list of gaps goes on: the kind, and that kind's own place; undefined for the kind's beginning. */
export interface GapPlace {
  readonly kind: GapKind;
  readonly at?: readonly string[] | undefined;
}

interface Asked {
  readonly source: string | undefined;
  readonly limit: number;
  readonly at: readonly string[] | undefined;
}
interface Page {
  readonly items: readonly Gap[];
  /** The kind's place after these; undefined when it has no more. */
  readonly at: readonly string[] | undefined;
}

const UNREAD = 'It has no receipt yet: the recorder has not read it, or its receipt is not projected.';
const NOTHING = 'Nothing in it is claimed in a way that is known here.';

/** The gaps of one kind after another, from `place` on. @returns `next` undefined when these were the last */
export async function gapsFrom(
  sources: { log: Log; snapshot: Snapshot },
  place: GapPlace,
  { kinds, source, limit }: { kinds: readonly GapKind[]; source: string | undefined; limit: number },
): Promise<{ items: Gap[]; next: GapPlace | undefined }> {
  const items: Gap[] = [];
  let at = place.at;
  for (const kind of kinds.slice(kinds.indexOf(place.kind))) {
    if (items.length === limit) return { items, next: { kind } };
    const page = await PAGES[kind](sources, { source, limit: limit - items.length, at });
    items.push(...page.items);
    if (page.at) return { items, next: { kind, at: page.at } };
    at = undefined;
  }
  return { items, next: undefined };
}

const PAGES: Record<GapKind, (sources: { log: Log; snapshot: Snapshot }, asked: Asked) => Promise<Page>> = {
  parked: async ({ snapshot: { runner, generation } }, { limit, at }) => {
    const after = at ? { topic: at[0]!, subject: at[1]! } : undefined;
    const found = await parkedItems(runner.manager.connection, generation, { limit, after });
    const last = found.length > limit ? found[limit - 1] : undefined;
    const items = found.slice(0, limit).map(({ subject, since, reason, waiting }) => ({
      ...{ kind: 'parked' as const, what: subject, since: printInstant(since), reason, source: null, uri: null },
      records: waiting,
      see: `/v1/audit/parked/${encodeURIComponent(subject)}`,
    }));
    return { items, at: last && [last.topic, last.subject] };
  },
  rejected: async ({ log }, { limit, at }) => {
    const before: Bounds = at ? at.map(BigInt) : await log.ends('rejected');
    const { items, next } = await newestRejected(log, before, limit);
    return { items: items.map(refused), at: next?.map(String) };
  },
  nothing_found: async ({ snapshot }, asked) =>
    silentPage('nothing_found', await reportsWithoutEvents(snapshot, pageOf(asked)), asked),
  unread: async ({ snapshot }, asked) =>
    silentPage('unread', await reportsWithoutReceipt(snapshot, pageOf(asked)), asked),
};

const pageOf = ({ source, limit, at }: Asked) => ({
  source,
  limit,
  before: at ? { known: BigInt(at[0]!), id: at[1]! } : undefined,
});

const refused = ({ id, rejectedAt, reason }: Rejected): Gap => ({
  ...{ kind: 'rejected', what: id, since: rejectedAt, reason, source: null, uri: null, records: 1 },
  see: `/v1/audit/rejected/${id}`,
});

function silentPage(kind: 'nothing_found' | 'unread', found: readonly SilentReport[], { limit }: Asked): Page {
  const last = found.length > limit ? found[limit - 1] : undefined;
  const items = found.slice(0, limit).map(({ reportId, sourceId, uri, known, reason }) => ({
    ...{ kind, what: reportId, since: printInstant(known), source: sourceId, uri, records: 1 },
    reason: reason ?? (kind === 'unread' ? UNREAD : NOTHING),
    see: `/v1/reports/${reportId}`,
  }));
  return { items, at: last && [String(last.known), last.reportId] };
}
