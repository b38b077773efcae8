import type { AssertedBy, Evidence as Passage, LedgerEvent } from '#domain';
import { originOfText, textKey } from '../engine/origins.js';
import type { Counted, FieldBasis, Fields, Said, SameAs } from './basis.js';
import type { Reason, Rule } from './rules.js';

/** Who said how much of something. */
export interface Agreement {
  readonly events: number;
  readonly reports: number;
  readonly sources: number;
  /** Independent of each other: copies of one wire story are one. */
  readonly origins: number;
}

/** A passage of a report, in UTF-16 units of its body, `end` excluded. */
export interface Quote {
  readonly reportId: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly lang?: string | undefined;
  readonly credit?: string | undefined;
}

/** An event as evidence for a field: an act on the record has `by` and `because` and quotes nothing. */
export interface EvidenceShown {
  readonly event: string;
  readonly type: string;
  readonly recorded: string;
  readonly modality?: string;
  readonly occurred?: string;
  readonly assertedBy?: AssertedBy;
  readonly confidence?: number;
  readonly confirmed?: boolean;
  readonly extractor?: { readonly name: string; readonly version: string };
  readonly source?: SourceOf | null;
  /** Events of one number have one origin; null where so many texts are told that not all were compared. */
  readonly origin?: number | null;
  readonly quotes?: readonly Quote[];
  readonly by?: unknown;
  readonly because?: unknown;
}

/** Rows that were counted: how many, the first of them with their addresses, and how many more there are. */
export interface RowsShown {
  readonly count: number;
  readonly shown: readonly { readonly id: string; readonly href: string }[];
  readonly more: number;
}
/** What rests on rows alone has no events of its own. */
interface Evidence {
  readonly agree?: Agreement;
  readonly events?: readonly EvidenceShown[];
  readonly rows?: RowsShown;
}
export interface SaidShown extends Evidence {
  readonly value: unknown;
}
export interface FieldShown extends Evidence {
  readonly rule: Rule;
  readonly value?: unknown;
  readonly decidedBy: readonly string[];
  readonly others: readonly (SaidShown & { readonly because: Reason })[];
  readonly each?: readonly SaidShown[];
  /** How many values of `others` and of `each` are not shown; absent where all are. */
  readonly more?: { readonly others: number; readonly each: number };
}
export interface Explanation {
  readonly fields: Readonly<Record<string, FieldShown | SameAs>>;
}

/** Who sent a report, and where it was published. */
export interface SourceOf {
  readonly id: string;
  readonly uri: string | null;
}

/** Everything that the fields of some rows name. */
export interface Evidenced {
  readonly events: ReadonlyMap<string, LedgerEvent>;
  readonly confirmed: ReadonlySet<string>;
  /** By report id. */
  readonly sources: ReadonlyMap<string, SourceOf>;
  /** The most events that are shown of one value, the newest; `agree` counts all. */
  readonly eventsMax: number;
  /** The most values that a list, or what else is claimed, names for itself; `more` counts the rest. */
  readonly valuesMax: number;
  /** Where a row, a report or an event is explained; needed where fields count some. */
  readonly hrefOf?: ((of: Counted['of'], id: string) => string) | undefined;
}

const passagesIn = (event: LedgerEvent | undefined): readonly Passage[] =>
  event && 'evidence' in event.data ? event.data.evidence : [];

/** Every event that the fields name, each once. */
export const eventsIn = (fields: Fields): string[] => [
  ...new Set(
    Object.values(fields).flatMap((field) =>
      'see' in field
        ? []
        : [field, ...field.others, ...(field.each ?? [])].flatMap(({ events }) => events).concat(field.decidedBy),
    ),
  ),
];

/** The fields of one row with their events, quotes and sources. */
export function presentFields(fields: Fields, evidenced: Evidenced): Explanation {
  const all = eventsIn(fields).flatMap((id) => passagesIn(evidenced.events.get(id)));
  const originOf = originOfText(all);
  const rests = ({ events, rows }: Omit<Said, 'value'>): Evidence => ({
    ...((events.length > 0 || !rows) && {
      agree: agreementOf(events, evidenced, originOf),
      events: events.slice(-evidenced.eventsMax).flatMap((id) => shown(id, evidenced, originOf)),
    }),
    ...(rows && { rows: rowsShown(rows, evidenced) }),
  });
  const said = ({ value, ...on }: Said): SaidShown => ({ value, ...rests(on) });
  const { valuesMax } = evidenced;
  const present = (field: FieldBasis): FieldShown => {
    const more = {
      others: Math.max(0, field.others.length - valuesMax),
      each: Math.max(0, (field.each?.length ?? 0) - valuesMax),
    };
    const { agree, ...on } = rests(field);
    return {
      rule: field.rule,
      ...(field.value === undefined ? {} : { value: field.value }),
      ...(agree && { agree }),
      decidedBy: field.decidedBy.slice(0, evidenced.eventsMax),
      ...on,
      others: field.others.slice(0, valuesMax).map((other) => ({ because: other.because, ...said(other) })),
      ...(field.each && { each: field.each.slice(0, valuesMax).map(said) }),
      ...(more.others + more.each > 0 && { more }),
    };
  };
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, 'see' in field ? field : present(field)]),
    ),
  };
}

function rowsShown({ of, ids, count }: Counted, { eventsMax, hrefOf }: Evidenced): RowsShown {
  const shown = ids.slice(0, eventsMax).map((id) => ({ id, href: hrefOf!(of, id) }));
  return { count, shown, more: count - shown.length };
}

function agreementOf(ids: readonly string[], { events, sources }: Evidenced, originOf: Map<string, number>): Agreement {
  const passages = ids.flatMap((id) => passagesIn(events.get(id)));
  const reports = new Set(passages.map(({ reportId }) => reportId));
  const origins = new Set(passages.flatMap((passage) => originOf.get(textKey(passage)) ?? []));
  const of = new Set([...reports].flatMap((id) => sources.get(id)?.id ?? []));
  return { events: ids.length, reports: reports.size, sources: of.size, origins: origins.size };
}

function shown(id: string, { events, confirmed, sources }: Evidenced, originOf: Map<string, number>): EvidenceShown[] {
  const event = events.get(id);
  if (!event) return [];
  const head = { event: id, type: event.type, recorded: event.recordedtime };
  if (!('evidence' in event.data)) {
    const { by, because, reason } = event.data as { by?: unknown; because?: unknown; reason?: unknown };
    return [{ ...head, by, because: because ?? reason }];
  }
  const { modality, occurred, assertedBy, confidence, extractor, evidence } = event.data;
  const [first] = evidence as [Passage];
  return [
    {
      ...head,
      modality,
      occurred: occurred.edtf,
      assertedBy,
      confidence,
      confirmed: confirmed.has(id),
      extractor,
      source: sources.get(first.reportId) ?? null,
      origin: originOf.get(textKey(first)) ?? null,
      quotes: evidence.map(({ quote, fingerprint: _, ...passage }) => ({ ...passage, text: quote })),
    },
  ];
}
