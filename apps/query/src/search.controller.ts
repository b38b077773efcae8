import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { printInstant, readToken, writeToken } from '#domain';
import {
  explainFound,
  explainHit,
  FACETS,
  foundReports,
  rowsOn,
  search,
  SEARCH_KINDS,
  type Clocks,
  type Hit,
  type PersonFound,
  type SanctionSlice,
  type SearchPage,
  type Snapshot,
} from '#read-models';
import { invalid, parametersOf } from '#service';
import { documentQuestion } from './api.js';
import {
  ANSWERS,
  claimTypeParameter,
  clocks,
  clocksOf,
  codeParameter,
  dayParameter,
  explaining,
  instantParameter,
  metaOf,
  limitOf,
  paging,
  read,
  refuseTooMany,
  textParameter,
  waiting,
} from './clocks.js';
import { EXAMPLES } from './examples.js';
import { withReason, withReasons } from './reasons.js';

/** Hits come with snippets, of several kinds: more than a screen of them is asked for by a narrower question. */
const HITS = 20;
const filters = {
  kind: z.enum(SEARCH_KINDS).optional(),
  country: codeParameter,
  type: claimTypeParameter,
  source: textParameter,
  year: z
    .string()
    .regex(/^\d{4}$/, 'is no year, such as 2025')
    .optional(),
};
const asked = {
  q: textParameter.unwrap(),
  ...filters,
  ...clocks,
  ...paging,
  limit: limitOf(HITS),
  ...waiting,
  ...explaining,
};

/** People in any spelling, targets, and the text of reports. */
@ApiTags('search')
@Controller('v1/search')
export class SearchController {
  constructor(@Inject(ANSWERS) private readonly answers: DataSource) {}

  @Get()
  search(@Query() query: unknown): Promise<unknown> {
    const {
      q,
      after,
      wait,
      limit,
      cursor: token,
      asOf,
      knownAt,
      explain = false,
      ...given
    } = parametersOf(z.strictObject(asked), query);
    refuseTooMany(explain, limit);
    const of = JSON.stringify([q, ...FACETS.map((facet) => given[facet] ?? null)]);
    const cursor = readSearchCursor(token, of);
    return read(this.answers, { after, wait }, async (snapshot) => {
      const at = cursor ?? { ...clocksOf(snapshot, { asOf, knownAt }), offset: 0 };
      const { offset } = at;
      const page = await search(snapshot, { q, filters: given, limit, ...at });
      const { total, counted, facets } = page;
      const isLast = offset + page.hits.length >= total;
      const answer = {
        items: await shown(snapshot, page, at),
        total: { value: total, relation: counted ? 'exact' : 'at_least' },
        facets,
        next: isLast ? null : writeSearchCursor({ of, ...at, offset: offset + page.hits.length }),
      };
      return { ...(explain ? await reasoned(snapshot, answer, at) : answer), ...metaOf(snapshot, at) };
    });
  }
}

interface Place extends Clocks {
  readonly offset: number;
}
const writeSearchCursor = ({ of, asOf, knownAt, offset }: Place & { of: string }): string =>
  writeToken('search', { of, asOf, knownAt: printInstant(knownAt), offset });

/** It pins the clocks, so that the pages are of one state. @throws Problem 400 */
function readSearchCursor(token: string | undefined, of: string): Place | undefined {
  if (token === undefined) return undefined;
  const schema = z.strictObject({
    of: z.literal(of),
    asOf: dayParameter,
    knownAt: instantParameter.unwrap(),
    offset: z.int().min(0).max(1_000_000),
  });
  const place = schema.safeParse(readToken('search', token));
  if (place.success) return place.data;
  throw invalid([{ field: 'cursor', message: 'is no cursor of this search' }], 400);
}

async function shown(snapshot: Snapshot, { hits, people: found, words }: SearchPage, at: Clocks) {
  const idsOf = (kind: Hit['kind']) => hits.filter((hit) => hit.kind === kind).map(({ id }) => id);
  const byId = <Row extends { id: string }>(rows: readonly unknown[]) =>
    new Map((rows as Row[]).map((row) => [row.id, row]));
  const people = byId<PersonFound>(found);
  const targets = byId<SanctionSlice>(await rowsOn(snapshot, 'sanction', idsOf('target'), at));
  const reports = await foundReports(snapshot, idsOf('report'), words);
  return hits.map(({ kind, id, score }) => {
    if (kind === 'person') {
      const { name, names, country, status } = people.get(id)!;
      return { kind, id, score, name, names, country, status, href: `/v1/prisoners/${id}` };
    }
    if (kind === 'target') {
      const { target, authority, country, status } = targets.get(id)!;
      return { kind, id, score, target, authority, country, status, href: `/v1/sanctions/${id}` };
    }
    const { report, inTitle, snippets } = reports.get(id)!;
    const { source, title, uri, lang, publishedAt } = report.data;
    return { kind, id, score, source, title, uri, lang, publishedAt, inTitle, snippets, href: `/v1/reports/${id}` };
  });
}

/** What a hit of each kind is a row of; what is shown of it beside its score is that row's. */
const HIT_OF = { person: 'prisoner', target: 'sanction', report: 'report' } as const;

async function reasoned<Found extends Hit>(
  snapshot: Snapshot,
  answer: { readonly items: readonly Found[]; readonly total: { readonly value: number } },
  at: Clocks,
) {
  const items = await withReasons(
    snapshot,
    answer.items,
    ({ kind, id, score, ...hit }) =>
      explainHit(
        HIT_OF[kind],
        id,
        score,
        Object.keys(hit).filter((name) => name !== 'href'),
      ),
    at,
  );
  const found = answer.items.map(({ kind, id }) => ({ of: HIT_OF[kind], id }));
  return withReason(snapshot, { ...answer, items }, explainFound(found, answer.total.value), at);
}

documentQuestion(SearchController, 'search', {
  summary: 'People by any spelling in any script, targets of sanctions, and reports by their words',
  operationId: 'search',
  parameters: asked,
  example: EXAMPLES.search.answer,
});
