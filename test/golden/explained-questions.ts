import type { ReportAnswer } from '../client.js';
import { THAT_DAY, TODAY, type Asking } from './asking.js';

interface Said {
  readonly agree?: { readonly events: number };
  readonly events?: readonly {
    readonly event: string;
    readonly quotes?: readonly { reportId: string; start: number; end: number; text: string }[];
  }[];
  readonly rows?: { readonly count: number; readonly shown: readonly { id: string; href: string }[]; more: number };
}
interface Field extends Said {
  readonly rule?: string;
  readonly see?: string;
  readonly value?: unknown;
  readonly each?: readonly (Said & { readonly value: unknown })[];
}
type Fields = Readonly<Record<string, Field>>;
interface Part extends Record<string, unknown> {
  readonly explain?: { readonly fields: Fields };
}

const QUESTIONS = [
  '/v1/census?country=BY&asOf=2025-12-31',
  '/v1/counts/series?country=BY&from=2024-07-01&asOf=2026-03-31',
  '/v1/names?name=Maria%20Kalesnikava&country=BY&asOf=2025-12-31',
  '/v1/prisoners/returns?country=BY&asOf=2026-03-31',
  '/v1/releases/members?country=BY&day=2025-12-13&asOf=2025-12-31',
  '/v1/releases/monthly?country=BY&from=2025-06-01&to=2025-12-31&asOf=2026-03-31',
  '/v1/sanctions/effects?target=Belaruskali&asOf=2025-12-20',
  '/v1/sanctions/statements?authority=US&asOf=2025-12-31',
  '/v1/search?q=Bialiatski&asOf=2025-12-31',
  '/v1/sources?limit=3',
  '/v1/sources/example-paper?asOf=2025-12-31',
];
/** Names that are evidence themselves or are explained in their own parts, and what says of the answer what it is. */
const NO_FIELDS = [
  'id',
  'link',
  'subject',
  'event',
  'month',
  'next',
  'asOf',
  'knownAt',
  'knownUpTo',
  'generation',
  'meta',
];
const PARTS = ['items', 'series', 'months', 'authorities', 'programmes', 'statements', 'groups', 'reports', 'periods'];
const ROW_PARTS = ['knownFrom', 'acts', 'events', 'corroboration', 'kind', 'href'];

/** Every part of an answer that has reasons beside it. */
function partsOf(value: unknown): Part[] {
  if (Array.isArray(value)) return value.flatMap(partsOf);
  if (value === null || typeof value !== 'object') return [];
  const { explain: _, ...rest } = value as Part;
  return [...('explain' in value ? [value as Part] : []), ...Object.values(rest).flatMap(partsOf)];
}

/** The answer as it is without reasons. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([name]) => name !== 'explain');
  return Object.fromEntries(entries.map(([name, one]) => [name, bare(one)]));
}

/** From the answers to questions that cross rows to the events and rows that they are made of. */
export function askOfExplainedQuestions(asking: Asking): void {
  const bodies = new Map<string, string>();
  const bodyOf = async (reportId: string): Promise<string> => {
    if (!bodies.has(reportId)) {
      const { report } = await asking.ask<ReportAnswer>(`/v1/reports/${reportId}?wait=0`, '');
      bodies.set(reportId, String(report.body));
    }
    return bodies.get(reportId)!;
  };
  const reasonsIn = (answer: unknown): [string, Field][] =>
    partsOf(answer).flatMap(({ explain }) => Object.entries(explain!.fields));

  it.each(QUESTIONS)('says of %s why, with quotes that are the reports’ own and rows that are there', async (path) => {
    const answer = await asking.ask<Part>(`${path}&explain=true`, TODAY);
    // What was projected meanwhile moves the one field that is about the house.
    const { knownUpTo: _now, meta: _, ...reasoned } = bare(answer) as Part;
    const { knownUpTo: _then, meta: __, ...plain } = await asking.ask<Part>(path, TODAY);
    expect(reasoned).toEqual(plain);
    const reasons = reasonsIn(answer);
    expect(reasons.length).toBeGreaterThan(1);
    const hrefs = new Set<string>();
    for (const [name, field] of reasons) {
      expect(`${name} ${typeof (field.rule ?? field.see)}`).toBe(`${name} string`);
      for (const { events = [], rows, agree } of [field, ...(field.each ?? [])]) {
        expect(agree?.events ?? 0).toBeGreaterThanOrEqual(events.length);
        for (const { quotes = [] } of events)
          for (const { reportId, start, end, text } of quotes)
            expect((await bodyOf(reportId)).slice(start, end)).toBe(text);
        if (rows) expect(rows.shown.length + rows.more).toBe(rows.count);
        for (const { href } of rows?.shown ?? []) hrefs.add(href);
      }
    }
    for (const href of [...hrefs].slice(0, 12)) expect(`${href} ${await asking.statusOf(href)}`).toBe(`${href} 200`);
  });

  it.each(QUESTIONS)('explains every field of each part of %s', async (path) => {
    const answer = await asking.ask<Part>(`${path}&explain=true`, TODAY);
    const asked = [...new URL(path, 'http://house').searchParams.keys()];
    for (const { explain, ...part } of partsOf(answer)) {
      const named = Object.keys(part).filter(
        (name) => ![...asked, ...NO_FIELDS, ...PARTS, ...ROW_PARTS].includes(name),
      );
      expect(Object.keys(explain!.fields)).toEqual(expect.arrayContaining(named));
    }
  });

  it('counts in a census whom it names: as many rows as people, with and without doubt, as known then', async () => {
    for (const knownAt of [THAT_DAY, TODAY]) {
      const { statuses, explain } = await asking.ask<{
        statuses: { status: string; certain: number; uncertain: number }[];
        explain: { fields: Fields };
      }>('/v1/census?country=BY&asOf=2025-12-14&explain=true', knownAt);
      const { rule, each } = explain.fields['statuses']!;
      expect(rule).toBe('people_by_status');
      const counted = (status: string, certain: boolean) =>
        each!.find(({ value }) => JSON.stringify(value) === JSON.stringify({ status, certain }))?.rows?.count ?? 0;
      for (const { status, certain, uncertain } of statuses)
        expect([counted(status, true), counted(status, false)]).toEqual([certain, uncertain]);
      const { rows } = each![0]!;
      const row = await asking.ask<Record<string, unknown>>(rows!.shown[0]!.href, '');
      expect(row).toMatchObject({ id: rows!.shown[0]!.id, explain: { fields: { status: {} } } });
    }
  });

  it('refuses pages that are too long to be explained', async () => {
    for (const path of ['/v1/search?q=a&', '/v1/sources?'])
      expect(await asking.refusalOf(`${path}explain=true&limit=101`)).toBe(
        'limit: is more than 100, with explain=true',
      );
    expect(await asking.refusalOf('/v1/census?country=BY&explain=perhaps')).toBe('explain: is neither true nor false');
  });
}
