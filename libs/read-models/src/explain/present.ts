import type { AssertedBy, Evidence, LedgerEvent } from '#domain';
import { originOfText, textKey } from '../engine/origins.js';
import type { FieldBasis, Fields, Said, SameAs } from './basis.js';
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

export interface SaidShown {
  readonly value: unknown;
  readonly agree: Agreement;
  readonly events: readonly EvidenceShown[];
}
export interface FieldShown {
  readonly rule: Rule;
  readonly value?: unknown;
  readonly agree: Agreement;
  readonly decidedBy: readonly string[];
  readonly events: readonly EvidenceShown[];
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
}

const passagesIn = (event: LedgerEvent | undefined): readonly Evidence[] =>
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
  const said = ({ value, events }: Said): SaidShown => ({
    value,
    agree: agreementOf(events, evidenced, originOf),
    events: events.slice(-evidenced.eventsMax).flatMap((id) => shown(id, evidenced, originOf)),
  });
  const { valuesMax } = evidenced;
  const present = (field: FieldBasis): FieldShown => {
    const more = {
      others: Math.max(0, field.others.length - valuesMax),
      each: Math.max(0, (field.each?.length ?? 0) - valuesMax),
    };
    const { agree, events } = said({ value: field.value, events: field.events });
    return {
      rule: field.rule,
      ...(field.value === undefined ? {} : { value: field.value }),
      agree,
      decidedBy: field.decidedBy.slice(0, evidenced.eventsMax),
      events,
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
  const [first] = evidence as [Evidence];
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
