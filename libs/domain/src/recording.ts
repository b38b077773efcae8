import type { z } from 'zod';
import { canonicalJson, sha256Hex } from './canonical.js';
import type { ClaimFields, Evidence, Extractor } from './claim.js';
import { RecordRefused, writeRecord, type Unstamped } from './envelope.js';
import { CLAIMS, isClaimType, type Actor, type ClaimType, type DataOf } from './events/index.js';
import { fingerprint } from './fingerprint.js';
import { claimIdOf, takingBackIdOf } from './ids.js';
import { parseOccurred, UNKNOWN_DATE } from './occurred.js';
import { EVENTS_MAX, type ProducedEvent, type Report } from './report.js';

/** A passage of the body in UTF-16 units, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A claim as an extractor finds it: without ids, quotes and attributes, which follow from the report. Where the type
 * asks for the id of an event of the same report, `#key` names the draft that has this `key`.
 */
export type ClaimDraft = { [Type in ClaimType]: DraftOf<Type> }[ClaimType];
export interface DraftOf<Type extends ClaimType> extends Pick<
  ClaimFields,
  'modality' | 'occurred' | 'assertedBy' | 'confidence'
> {
  readonly type: Type;
  readonly key?: string | undefined;
  readonly evidence: readonly Span[];
  readonly fields: Omit<z.input<(typeof CLAIMS)[Type]['data']>, keyof ClaimFields>;
}

/** The report as the log has it, and what its records are marked with. */
export interface Origin {
  readonly reportId: string;
  readonly report: Report;
  /** The ledger, as CloudEvents' `source`. */
  readonly ledger: string;
}

/**
 * The events that a report's drafts make, without doubles, each after those that it names: two drafts that say the same
 * are one event with both passages as evidence. A draft that breaks its type's schema or makes an event too long to be
 * written is given back with the reason.
 */
export function claimEvents(
  origin: Origin,
  drafts: readonly ClaimDraft[],
  extractor: Extractor,
): { events: Unstamped<ClaimType>[]; refused: { at: number; reason: RecordRefused }[] } {
  const events = new Map<string, Made>();
  const refused: { at: number; reason: RecordRefused }[] = [];
  const ids = new Map<string, string>();
  const print = fingerprint(origin.report.body ?? canonicalJson(origin.report.events ?? []));
  const trying = (at: number, make: () => void): void => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof RecordRefused)) throw error;
      refused.push({ at, reason: error });
    }
  };
  for (const at of inOrder(drafts)) {
    trying(at, () => {
      const draft = drafts[at]!;
      const event = claimEvent(origin, resolve(draft, ids), { extractor, print });
      const same = events.get(event.id);
      if (!same && events.size === EVENTS_MAX)
        throw new RecordRefused(`is one more than the ${EVENTS_MAX} events that a report may yield`);
      if (draft.key && (ids.get(draft.key) ?? event.id) !== event.id)
        throw new RecordRefused(`${draft.key} is the key of another event of this report`, ['key']);
      if (draft.key) ids.set(draft.key, event.id);
      events.set(event.id, same ? { ...same, event: joined(same.event, event) } : { at, event });
    });
  }
  const written: Unstamped<ClaimType>[] = [];
  for (const { at, event } of events.values()) {
    trying(at, () => {
      writeRecord(event);
      written.push(event);
    });
  }
  return { events: written, refused };
}

/** An event and the draft that it was made of first. */
interface Made {
  readonly at: number;
  readonly event: Unstamped<ClaimType>;
}

/** Drafts in their order, but each after those that it names; in a ring of names one key stays open, and is refused. */
function inOrder(drafts: readonly ClaimDraft[]): number[] {
  const named = new Map(drafts.map(({ key }, at) => [key, at]));
  const order = new Set<number>();
  const met = new Set<number>();
  const visit = (at: number): void => {
    if (met.has(at)) return;
    met.add(at);
    for (const key of keysNamed(drafts[at]!)) {
      const other = named.get(key);
      if (other !== undefined) visit(other);
    }
    order.add(at);
  };
  for (const at of drafts.keys()) visit(at);
  return [...order];
}

/**
 * A structured producer's event as a draft: `occurred` may be an EDTF text, evidence and confidence may be left out.
 * @throws RecordRefused naming the field
 */
export function producedDraft(event: ProducedEvent): ClaimDraft {
  if (!isClaimType(event.type)) throw new RecordRefused(`${event.type} is no type of claim`, ['type']);
  if ('extractor' in event.data) throw new RecordRefused('is for the house to say', ['data', 'extractor']);
  const { modality, occurred, assertedBy, confidence, evidence, ...fields } = event.data;
  const parsed = typeof occurred === 'string' ? parseOccurred(occurred) : (occurred ?? UNKNOWN_DATE);
  if (parsed === undefined) throw new RecordRefused(`${String(occurred)} is no EDTF date`, ['data', 'occurred']);
  return {
    type: event.type,
    key: event.key,
    modality: modality ?? 'performed',
    occurred: parsed,
    assertedBy: assertedBy ?? { how: 'own_account' },
    confidence: confidence ?? 1,
    evidence: spansOf(evidence),
    fields,
    // Nothing is believed by this: claimEvent parses the whole draft against its type's schema.
  } as unknown as ClaimDraft;
}

function spansOf(evidence: unknown): Span[] {
  if (evidence === undefined) return [];
  const spans = Array.isArray(evidence) ? (evidence as Partial<Span>[]) : [];
  const valid = spans.length > 0 && spans.every((span) => Number.isInteger(span?.start) && Number.isInteger(span?.end));
  if (!valid) throw new RecordRefused('is no list of passages {start, end}', ['data', 'evidence']);
  return spans as Span[];
}

const keysNamed = (draft: ClaimDraft): string[] =>
  (JSON.stringify(draft.fields).match(/"#[a-z0-9-]+"/g) ?? []).map((quoted) => quoted.slice(1, -1));

function resolve(draft: ClaimDraft, ids: ReadonlyMap<string, string>): ClaimDraft {
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return value.startsWith('#') ? (ids.get(value) ?? value) : value;
    if (Array.isArray(value)) return value.map(named);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner)]));
  };
  return keysNamed(draft).length === 0 ? draft : ({ ...draft, fields: named(draft.fields) } as ClaimDraft);
}

function claimEvent(
  origin: Origin,
  draft: ClaimDraft,
  by: { extractor: Extractor; print: string },
): Unstamped<ClaimType> {
  const evidence = (draft.evidence.length > 0 ? draft.evidence : [{ start: 0, end: 0 }]).map((span) =>
    evidenceOf(origin, span, by.print),
  );
  const { modality, occurred, assertedBy, confidence } = draft;
  const definition = CLAIMS[draft.type];
  const whole = { ...draft.fields, modality, occurred, assertedBy, confidence, evidence, extractor: by.extractor };
  const parsed = (definition.data as z.ZodType<ClaimFields>).safeParse(whole);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RecordRefused(issue?.message ?? 'is invalid', ['data', ...(issue?.path ?? [])], { cause: parsed.error });
  }
  const data = parsed.data;
  const subject = (definition.subject as (data: ClaimFields) => string)(data);
  const { confidence: _c, evidence: _e, extractor: _x, ...claimed } = data;
  const id = claimIdOf({
    reportId: origin.reportId,
    extractor: by.extractor.name,
    type: draft.type,
    subject,
    claim: claimed,
  });
  const time = data.occurred.precision === 'day' ? `${data.occurred.earliest}T00:00:00Z` : undefined;
  return {
    id,
    source: origin.ledger,
    type: draft.type,
    subject,
    ...(time ? { time } : {}),
    correlationid: origin.reportId,
    causationid: origin.reportId,
    data: data as DataOf<ClaimType>,
  };
}

function evidenceOf({ reportId, report }: Origin, span: Span, print: string): Evidence {
  const body = report.body ?? '';
  const splits = (at: number): boolean => /^[\udc00-\udfff]/.test(body.slice(at, at + 1)) && at > 0 && at < body.length;
  if (span.start < 0 || span.end < span.start || span.end > body.length || splits(span.start) || splits(span.end)) {
    throw new RecordRefused(`${span.start} to ${span.end} is no passage of the body`, ['data', 'evidence']);
  }
  return {
    reportId,
    start: span.start,
    end: span.end,
    quote: body.slice(span.start, span.end),
    ...(report.lang ? { lang: report.lang } : {}),
    ...(report.credit ? { credit: report.credit } : {}),
    fingerprint: print,
  };
}

function joined(first: Unstamped<ClaimType>, second: Unstamped<ClaimType>): Unstamped<ClaimType> {
  const evidence = [...first.data.evidence];
  for (const more of second.data.evidence) {
    const known = evidence.some((one) => one.start === more.start && one.end === more.end);
    if (!known && evidence.length < 20) evidence.push(more);
  }
  const confidence = Math.max(first.data.confidence, second.data.confidence);
  return { ...first, data: { ...first.data, evidence, confidence } };
}

/** An event that a retraction, a revision or a withdrawal is about to take back. */
export interface Recorded {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
}

/**
 * The publisher takes a report back, or replaces it: one act for each of its claims, under that claim's subject.
 * Where the new version has a claim of the same type and subject, the old one is corrected by it, else retracted. The
 * act has one id either way: a report and its revision are read side by side, each may find the other half registered,
 * and only one of them takes a claim back.
 */
export function takeBack(
  claims: readonly Recorded[],
  by: { actor: Actor; reason: 'source_correction' | 'source_retraction'; cause: string; ledger: string },
  replacements: readonly Recorded[] = [],
): Unstamped<'ClaimRetracted' | 'ClaimCorrected'>[] {
  return claims.map((old) => {
    const replacement = replacements.find((event) => event.type === old.type && event.subject === old.subject);
    const act = { of: old.id, ofSubject: old.subject, by: by.actor, reason: by.reason };
    const type = replacement ? ('ClaimCorrected' as const) : ('ClaimRetracted' as const);
    return {
      id: takingBackIdOf({ of: old.id, by: by.actor.id, reason: by.reason }),
      source: by.ledger,
      type,
      subject: old.subject,
      correlationid: by.cause,
      causationid: by.cause,
      data: replacement ? { ...act, replacedBy: replacement.id } : act,
    };
  });
}

/** SHA-256 of event ids, sorted, one a line: the receipt's digest. */
export const digestOfIds = (ids: readonly string[]): string =>
  sha256Hex(
    [...ids]
      .sort()
      .map((id) => `${id}\n`)
      .join(''),
  );
