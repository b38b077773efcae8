import type { Claim } from './claims.js';

/** An event that a report caused: by the source and day of that report, and its type. */
export interface Earlier {
  readonly source: SourceName;
  readonly on: string;
  readonly type: string;
}

/** An analyst's word that two names mean one person, and on what evidence. */
export interface Judgement {
  readonly left: Named;
  readonly right: Named;
  readonly because: string;
}
type Named = Readonly<{ name: string; country: string }>;

/** What was published on one day; `correction` is the source's own, of an event that it had caused. */
export interface Told {
  readonly on: string;
  readonly reports: readonly Report[];
  /** The event for which `#before` stands in the reports. */
  readonly before?: Earlier;
  readonly correction?: Readonly<{ of: Earlier; by: Earlier }>;
  readonly judgement?: Judgement;
}

export type Report = Readonly<{
  source: { readonly id: string };
  uri: string;
  body: string;
  events?: readonly Claim[];
}>;

/** Who judges in the story. */
export const ANALYST = { id: 'example-monitor', name: 'Example Monitor' };

const SOURCES = {
  wire: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
  paper: { id: 'example-paper', name: 'Example Paper', kind: 'newspaper' },
  monitor: { id: 'example-monitor', name: 'Example Monitor', kind: 'human_rights_group' },
  desk: { id: 'example-desk', name: 'Example Sanctions Desk', kind: 'law_firm' },
  office: { id: 'example-office', name: 'Example Government Office', kind: 'government' },
};
export type SourceName = keyof typeof SOURCES;

/** A report: prose that the extractor reads, unless the source states its claims itself. */
type Telling = readonly [source: SourceName, body: string, ...events: Claim[]];

/** Where a report of a source and a day is; each source publishes once a day. */
export const uriOf = (source: SourceName, on: string): string => `https://${source}.example/${on}`;

const from = (on: string, [source, body, ...events]: Telling): Report =>
  ({
    source: SOURCES[source],
    uri: uriOf(source, on),
    lang: 'en',
    publishedAt: `${on}T10:00:00Z`,
    body,
    ...(events.length > 0 ? { events } : {}),
  }) as Report;

export const day = (on: string, ...told: Telling[]): Told => ({ on, reports: told.map((one) => from(on, one)) });
