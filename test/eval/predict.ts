import { claimEvents, type ClaimDraft, type Count, type Modality } from '#domain';
import { extract } from '#extraction';
import type { Document } from './corpus.js';
import { measuredAs } from './kinds.js';

/** A claim as the house would record it, with what the measure looks at on one level. */
export interface Prediction {
  /** As the measure calls it. */
  readonly type: string;
  readonly modality: Modality;
  /** Of the first passage quoted, in UTF-16 units of the document, end excluded. */
  readonly start: number;
  readonly end: number;
  readonly quote: string;
  readonly person?: string;
  readonly count?: Count;
  /** EDTF. */
  readonly occurred: string;
  /** All that the event says. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface Predicted {
  readonly document: Document;
  readonly events: readonly Prediction[];
  /** Drafts that the house would refuse to record, with the reason. */
  readonly refused: readonly string[];
}

/** Ids play no part in the measure; any report and ledger will do. */
const REPORT_ID = '0b0f4a52-5d0b-5f0e-9f57-3e8f3c1d7a10';
const LEDGER = 'urn:clemency:eval:1';

export type Extract = typeof extract;

export const reportOf = ({ text, title, publisher, published, lang }: Document) => ({
  source: { id: 'eval', name: publisher, kind: 'newsroom' },
  body: text,
  lang: lang ?? 'en',
  ...(title ? { title } : {}),
  ...(published ? { publishedAt: published } : {}),
});

/** The claims of a document: what is extracted, made events by the rules of the log, so that doubles are one. */
export function predict(document: Document): Predicted {
  return predictBy(extract, document);
}

/** The same by another reader. */
export function predictBy(read: Extract, document: Document): Predicted {
  const report = reportOf(document);
  const { drafts, extractor } = read(report);
  const { events, refused } = claimEvents({ reportId: REPORT_ID, report, ledger: LEDGER }, drafts, extractor);
  return {
    document,
    events: events.map(({ type, data }) => predictionOf(type, data)),
    refused: refused.map(({ at, reason }) => `${drafts[at]!.type}: ${reason.path.join('.')} ${reason.message}`),
  };
}

function predictionOf(
  type: ClaimDraft['type'],
  data: ReturnType<typeof claimEvents>['events'][number]['data'],
): Prediction {
  const [{ start, end, quote }] = data.evidence as [(typeof data.evidence)[number]];
  const { person, count } = data as { person?: { name: string }; count?: Count };
  return {
    type: measuredAs(type),
    modality: data.modality,
    start,
    end,
    quote,
    ...(person ? { person: person.name } : {}),
    ...(count ? { count } : {}),
    occurred: data.occurred.edtf,
    data,
  };
}

/** The lines of a file of predictions, as other scorers of this format read them. */
export const printed = (predicted: readonly Predicted[]): string =>
  predicted
    .map(
      ({ document: { doc }, events }) =>
        `${JSON.stringify({ doc, events: events.map(({ data: _, ...event }) => event) })}\n`,
    )
    .join('');

/** Reports a second on one core, extraction alone: the corpus again and again for about this long, after a warm-up. */
export function speedOf(
  documents: readonly Document[],
  secondsMin = 1,
): { reportsPerSecond: number; charactersPerReport: number } {
  const reports = documents.map(reportOf);
  for (const report of reports) extract(report);
  const characters = documents.reduce((sum, { text }) => sum + text.length, 0);
  const began = performance.now();
  let rounds = 0;
  do {
    for (const report of reports) extract(report);
    rounds += 1;
  } while (performance.now() - began < secondsMin * 1000);
  const seconds = (performance.now() - began) / 1000;
  return {
    reportsPerSecond: Math.round((rounds * reports.length) / seconds),
    charactersPerReport: Math.round(characters / reports.length),
  };
}
