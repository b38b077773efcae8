import { EXAMPLES as AUDIT_EXAMPLES } from '../../apps/audit/src/examples.js';
import type { ReportAnswer } from '../client.js';
import { THAT_DAY, THEN, TODAY, type Asking } from './asking.js';

interface Said {
  readonly value: unknown;
  readonly because?: string;
  readonly agree: { readonly events: number; readonly sources: number; readonly origins: number };
  readonly events: readonly Shown[];
}
interface Shown {
  readonly event: string;
  readonly source: { readonly id: string };
  readonly quotes?: readonly {
    readonly reportId: string;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  }[];
}
interface Field extends Said {
  readonly rule: string;
  readonly see?: string;
  readonly decidedBy: readonly string[];
  readonly others: readonly Said[];
  readonly each?: readonly Said[];
}
interface Item extends Record<string, unknown> {
  readonly id: string;
  readonly explain: { readonly fields: Readonly<Record<string, Field>> };
}

interface Rests {
  readonly model: string;
  readonly id: string;
  readonly events: readonly string[];
  readonly alone: boolean;
}
interface Around {
  readonly rows: readonly {
    readonly model: string;
    readonly id: string;
    readonly ways: readonly string[];
    readonly see: string;
  }[];
  readonly sources: readonly { readonly id: string; readonly see: string }[];
}
interface EventExplained {
  readonly standing: string;
  readonly passages: readonly {
    readonly reportId: string;
    readonly before: string;
    readonly quote: string;
    readonly after: string;
    readonly start: number;
    readonly end: number;
    readonly matches: boolean;
  }[];
  readonly reports: readonly object[];
  readonly reviews: readonly object[];
  readonly rows: readonly object[];
  readonly reading: { readonly how: string };
  readonly log: { readonly proof: string };
}

const LISTS = ['prisoners', 'sanctions', 'releases', 'counts', 'exchanges'];
/** What claims nothing, and what is evidence itself. */
const NO_FIELDS = ['id', 'subject', 'knownFrom', 'events', 'acts', 'corroboration', 'periods', 'parked'];
const fieldsShown = (item: Item): string[] =>
  Object.keys(item).filter((name) => !NO_FIELDS.includes(name) && name !== 'explain' && name !== 'meta');

/** From any field of any answer to the passages on which it rests. */
export function askOfExplanations(asking: Asking): void {
  const bodies = new Map<string, string>();
  const bodyOf = async (reportId: string): Promise<string> => {
    const known = bodies.get(reportId);
    if (known !== undefined) return known;
    const { report } = await asking.ask<ReportAnswer>(`/v1/reports/${reportId}?wait=0`, '');
    bodies.set(reportId, String(report.body));
    return String(report.body);
  };
  const checkQuotes = async (said: Said): Promise<void> => {
    expect(said.agree.events).toBeGreaterThanOrEqual(said.events.length);
    for (const { quotes = [] } of said.events)
      for (const { reportId, start, end, text } of quotes)
        expect((await bodyOf(reportId)).slice(start, end)).toBe(text);
  };
  const checkItem = async (item: Item): Promise<void> => {
    const { fields } = item.explain;
    expect(Object.keys(fields).sort()).toEqual(fieldsShown(item).sort());
    for (const field of Object.values(fields)) {
      if (field.see !== undefined) {
        expect(fields[field.see]).toHaveProperty('rule');
        continue;
      }
      for (const said of [field, ...field.others, ...(field.each ?? [])]) await checkQuotes(said);
    }
  };

  it.each(LISTS)(
    'explains every field of every one of %s by quotes that are the reports’ own, to the unit',
    async (list) => {
      const { items } = await asking.ask<{ items: Item[] }>(`/v1/${list}?explain=true&asOf=2026-03-31`, TODAY);
      expect(items.length).toBeGreaterThan(1);
      for (const item of items) await checkItem(item);
      for (const { id } of items.slice(0, 10))
        await checkItem(await asking.ask<Item>(`/v1/${list}/${id}?explain=true&asOf=2026-03-31`, TODAY));
    },
  );

  it('explains as of the instant of the question: what came later is no reason of what was known', async () => {
    const of = async (knownAt: string) =>
      (await asking.ask<{ items: Item[] }>('/v1/releases?country=BY&explain=true&asOf=2025-12-14', knownAt)).items[0]!;
    const { named } = (await of(THAT_DAY)).explain.fields;
    expect(named!.each!.map(({ value }) => value)).toContain('Ales Bialiatski');
    const later = (await of(TODAY)).explain.fields.count!;
    const then = (await of(THAT_DAY)).explain.fields.count!;
    expect(then.rule).toBe('most_exact_claim');
    expect(later.agree.events).toBeGreaterThanOrEqual(then.agree.events);
  });

  it('given figures that contradict each other, names the one beside the other with its source', async () => {
    const { items } = await asking.ask<{ items: Item[] }>('/v1/counts?explain=true&asOf=2026-03-31', TODAY);
    const conflicts = items.filter(({ explain }) => explain.fields.count!.others.length > 0);
    expect(conflicts.length).toBeGreaterThan(1);
    for (const { explain } of conflicts)
      expect(explain.fields.count!.others[0]).toMatchObject({ because: 'conflicting', agree: { sources: 1 } });
  });

  it('explains an event: its passage in the report, the report’s hashes and door, and each act about it', async () => {
    const corrected = await asking.ask<{ items: { id: string; data: { of: string; replacedBy: string } }[] }>(
      '/v1/events?type=ClaimCorrected',
      TODAY,
    );
    const [{ id, data }] = corrected.items as [(typeof corrected.items)[number]];
    const of = (event: string, knownAt: string) =>
      asking.ask<EventExplained>(`/v1/audit/events/${event}/explain?context=20`, knownAt);
    const { standing, passages, reports, reviews, rows, reading, log } = await of(data.of, TODAY);
    expect(reviews).toMatchObject([{ event: id, type: 'ClaimCorrected', replacedBy: data.replacedBy, void: false }]);
    expect([standing, rows, reading.how]).toEqual(['out', [], 'extraction']);
    for (const { reportId, before, quote, after, start, end, matches } of passages) {
      const body = await bodyOf(reportId);
      expect(body.slice(start - before.length, end + after.length)).toBe(before + quote + after);
      expect(matches).toBe(true);
    }
    expect(reports).toMatchObject([{ channel: 'http', receipt: { matches: true } }]);
    expect(await of(data.of, THAT_DAY)).toMatchObject({
      standing: 'stands',
      reviews: [],
      rows: [{ model: 'prisoner' }],
    });
    expect(await asking.statusOf(log.proof)).toBe(200);
    expect(await of(data.of, TODAY)).toMatchObject({ log: { index: expect.any(Number) as number } });
    expect(await asking.refusalOf(`/v1/audit/events/${data.of}/explain?knownAt=2020-01-01T00:00:00Z`)).toMatch(
      /^No event/,
    );
    expect(await asking.refusalOf(`/v1/audit/events/${data.of}/explain?context=many`)).toMatch(/^context: /);
    expect(Object.keys(await of(data.of, TODAY)).sort()).toEqual(Object.keys(AUDIT_EXAMPLES.explain).sort());
    expect(Object.keys(reports[0]!).sort()).toEqual(Object.keys(AUDIT_EXAMPLES.explain.reports[0]!).sort());
  });

  it('tells what rests on a source, a report or an event, page by page, and what on nothing else', async () => {
    const all = async (of: string, knownAt: string) => {
      const items: Rests[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const path: string = `/v1/audit/impact?${of}&limit=2${cursor && `&cursor=${cursor}`}`;
        const page: { items: Rests[]; next: string | null; total: number } = await asking.ask(path, knownAt);
        items.push(...page.items);
        if (page.next === null && items.length > 0 && !cursor) expect(page.total).toBe(items.length);
        cursor = page.next;
      }
      return items;
    };
    const monitor = await all('source=example-monitor', TODAY);
    expect(new Set(monitor.map(({ id }) => id)).size).toBe(monitor.length);
    const { restsAlone } = await asking.ask<{ restsAlone: { id: string }[] }>(
      '/v1/sources/example-monitor?asOf=2026-03-31',
      TODAY,
    );
    const alone = monitor.filter((one) => one.alone).map(({ id }) => id);
    expect(alone.sort()).toEqual(restsAlone.map(({ id }) => id).sort());
    expect(alone.length).toBeLessThan(monitor.length);
    const shared = monitor.find((one) => !one.alone && one.model === 'prisoner')!;
    const [event] = shared.events as [string];
    expect(await all(`event=${event}`, TODAY)).toMatchObject([
      { id: shared.id, count: 1, events: [event], alone: false },
    ]);
    const { correlationid } = await asking.ask<{ correlationid: string }>(`/v1/events/${event}?wait=0`, '');
    const ofReport = await all(`report=${correlationid}`, TODAY);
    expect(ofReport.map(({ id }) => id)).toContain(shared.id);
    expect(Object.keys(ofReport[0]!).sort()).toEqual(Object.keys(AUDIT_EXAMPLES.impact.items[0]!).sort());
    expect((await all('source=example-monitor', THEN)).length).toBeLessThan(monitor.length);
    const refusal = (of: string) => asking.refusalOf(`/v1/audit/impact${of}`);
    expect(await refusal('')).toMatch(/^event: or report or source is needed/);
    expect(await refusal('?source=nobody')).toBe('No source nobody had told anything by then.');
    expect(await refusal(`?event=${event}&report=${event}`)).toMatch(/^event: /);
    expect(await refusal(`?event=${event}&cursor=abc`)).toBe('cursor: is no cursor of this list');
  });

  it('tells which answers are composed of an event although their rows have no claim of it', async () => {
    const around = async (event: string) =>
      (await asking.ask<{ around: Around }>(`/v1/audit/impact?event=${event}`, TODAY)).around;
    const told = async <Data>(type: string) =>
      (await asking.ask<{ items: { id: string; data: Data }[] }>(`/v1/events?type=${type}&limit=100`, TODAY)).items;
    const exchanges = await asking.ask<{ items: { id: string }[] }>('/v1/exchanges?asOf=2026-03-31', TODAY);
    const traded = await told<{ legs: { gives: { eventIds?: string[] } }[] }>('ExchangeReported');
    const leg = traded.flatMap(({ data }) => data.legs).flatMap(({ gives }) => gives.eventIds ?? [])[0]!;
    const { rows, sources } = await around(leg);
    const exchange = rows.find(({ ways }) => ways.includes('leg'))!;
    expect(exchanges.items.map(({ id }) => id)).toContain(exchange.id);
    expect(sources).toMatchObject([{ see: expect.stringMatching(/^\/v1\/sources\//) }]);
    expect(await asking.statusOf(sources[0]!.see)).toBe(200);
    const waysOf = async (type: string) =>
      (await Promise.all((await told(type)).map(({ id }) => around(id)))).flatMap(({ rows: all }) =>
        all.flatMap(({ model, ways }) => ways.map((way) => `${model} ${way}`)),
      );
    expect(await waysOf('SanctionEased')).toContain('exchange leg_state');
    expect(await waysOf('OwnershipStated')).toContain('sanction ownership');
    const pardons = (await told<{ person: { name: string } }>('PrisonerPardoned')).filter(
      ({ data }) => data.person.name === 'Ales Bialiatski',
    );
    const [release] = (await around(pardons[0]!.id)).rows.filter(({ ways }) => ways.includes('member'));
    expect(await asking.statusOf(release!.see)).toBe(200);
    const [corrected] = await told<{ of: string }>('ClaimCorrected');
    expect((await around(corrected!.id)).rows).toMatchObject([{ model: 'prisoner', ways: ['review'] }]);
    const [judgement] = await told('IdentityJudged');
    expect((await around(judgement!.id)).rows).toContainEqual(expect.objectContaining({ ways: ['judgement'] }));
  });

  it('refuses what it can not explain in a sentence', async () => {
    const refusal = (path: string) => asking.refusalOf(path);
    expect(await refusal('/v1/prisoners?explain=perhaps')).toBe('explain: is neither true nor false');
    expect(await refusal('/v1/prisoners?explain=true&limit=101')).toBe('limit: is more than 100, with explain=true');
    expect(await refusal('/v1/prisoners?explain=true&format=csv')).toMatch(/^explain: has no place in a table/);
  });
}
