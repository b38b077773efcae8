import type { ModelName } from '../models.js';
import type { Return } from '../prisoner/returns.js';
import type { Statement } from '../sanction/statements.js';
import type { PeopleCounted } from '../store/prisoners-by-status.js';
import type { LeavingMode, ReleasedInMonth } from '../store/releases-by-month.js';
import { countedFrom, derivedFrom, eachOf, type Counted, type FieldBasis, type Fields, type Said } from './basis.js';

/*
 * On what the answers to questions rest that cross rows: on events where they are put together of these, else on rows,
 * each of which has its own reasons.
 */

const rowsOf = (of: Counted['of'], ids: readonly string[], count = ids.length): Counted => ({ of, ids, count });
const countedAs = (value: unknown, rows: Counted): Said => ({ value, events: [], rows });
/** The word of one event, as it was said. */
const wordOf = (event: string, value: unknown): FieldBasis => ({
  ...derivedFrom('as_claimed', [event], value),
  decidedBy: [event],
});

/** A row of a model, named or cited in an answer. */
export const explainRow = (of: ModelName, id: string, names: readonly string[]): Fields =>
  Object.fromEntries(names.map((name) => [name, countedFrom('row_as_it_is', rowsOf(of, [id]))]));

/** @param claimed the events of the figures that are claimed of those held */
export const explainCensus = (people: readonly PeopleCounted[], claimed: readonly string[]): Fields => ({
  statuses: eachOf(
    'people_by_status',
    people.map(({ status, certain, ids, count }) => countedAs({ status, certain }, rowsOf('prisoner', ids, count))),
  ),
  claimedHeld: derivedFrom('every_claim', claimed),
});

/** One month of releases. @param left who left custody in it, and how */
export function explainMonth(
  { groups, claimed }: ReleasedInMonth,
  left: readonly { readonly id: string; readonly mode: LeavingMode }[],
): Fields {
  const modes = [...new Set(left.map(({ mode }) => mode))].sort();
  const by = (mode: LeavingMode): string[] => left.filter((one) => one.mode === mode).map(({ id }) => id);
  const idsOf = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id);
  return {
    people: countedFrom('people_by_month', rowsOf('prisoner', idsOf(left)), left.length),
    byMode: eachOf(
      'people_by_month',
      modes.map((mode) => countedAs(mode, rowsOf('prisoner', by(mode)))),
    ),
    groups: countedFrom('dated_in_month', rowsOf('release', idsOf(groups))),
    claimed: countedFrom('dated_in_month', rowsOf('count', idsOf(claimed))),
  };
}

/** Somebody who was freed and held again. */
export const explainReturns = (person: { readonly id: string; readonly returns: readonly Return[] }): Fields => ({
  ...explainRow('prisoner', person.id, ['name', 'status']),
  returns: eachOf(
    'freed_and_held',
    person.returns.map(({ what, when, events }) => ({ value: { what, when }, events })),
  ),
});

/** Words of an easing, and what followed. */
export function explainStatement(statement: Statement): Fields {
  const { event, followedBy, ...said } = statement;
  return {
    ...Object.fromEntries(Object.entries(said).map(([name, value]) => [name, wordOf(event, value)])),
    followedBy: eachOf(
      'followed_by_instrument',
      followedBy.map(({ type, target, days, terms }) => ({ value: { type, target, days }, events: [terms.event] })),
    ),
  };
}

/** What one authority's programmes come to. */
export function explainAuthority(authority: {
  readonly net: string;
  readonly assetFreeze: boolean | null;
  readonly programmes: readonly { readonly id: string }[];
}): Fields {
  const rows = rowsOf(
    'sanction',
    authority.programmes.map(({ id }) => id),
  );
  return {
    authority: countedFrom('row_as_it_is', rows),
    net: countedFrom('severest_programme', rows, authority.net),
    assetFreeze: countedFrom('freeze_in_force', rows, authority.assetFreeze),
  };
}

/** Figures of the same people and days. @param identified who is known by name; undefined where no status tells */
export function explainSeries(
  series: {
    readonly range: unknown;
    readonly identified: number | null;
    readonly figures: readonly { readonly id: string; readonly count: unknown }[];
  } & Readonly<Record<'metric' | 'population' | 'window', unknown>>,
  identified: readonly string[],
): Fields {
  const ids = series.figures.map(({ id }) => id);
  const same = (value: unknown): FieldBasis => derivedFrom('as_claimed', ids, value);
  return {
    metric: same(series.metric),
    population: same(series.population),
    window: same(series.window),
    range: derivedFrom('figures_that_meet', ids, series.range),
    identified:
      series.identified === null
        ? countedFrom('people_identified', undefined, null)
        : countedFrom('people_identified', rowsOf('prisoner', identified, series.identified), series.identified),
    figures: eachOf(
      'as_claimed',
      series.figures.map(({ id, count }) => ({ value: count, events: [id], rows: rowsOf('count', [id]) })),
    ),
  };
}

interface Spelt {
  readonly name: string;
  readonly reports: readonly { readonly event: string }[];
}
const spelt = (spellings: readonly Spelt[]): FieldBasis =>
  eachOf(
    'every_claim',
    spellings.map(({ name, reports }) => ({ value: name, events: reports.map(({ event }) => event) })),
  );
const alike = (people: readonly { readonly id: string }[]): FieldBasis =>
  countedFrom(
    'names_alike',
    rowsOf(
      'prisoner',
      people.map(({ id }) => id),
    ),
  );

/** One person's names. */
export const explainNames = (person: {
  readonly id: string;
  readonly spellings: readonly Spelt[];
  readonly identifiers: readonly {
    readonly scheme: string;
    readonly value: string;
    readonly events: readonly string[];
  }[];
  readonly judgements: readonly { readonly judgement: string; readonly events: readonly string[] }[];
  readonly candidates: readonly { readonly id: string }[];
}): Fields => ({
  ...explainRow('prisoner', person.id, ['name', 'country', 'status', 'certain']),
  names: { see: 'spellings' },
  spellings: spelt(person.spellings),
  identifiers: eachOf(
    'every_claim',
    person.identifiers.map(({ scheme, value, events }) => ({ value: { scheme, value }, events })),
  ),
  judgements: eachOf(
    'every_claim',
    person.judgements.map(({ judgement, events }) => ({ value: judgement, events })),
  ),
  candidates: alike(person.candidates),
});

/** Those whom a name could mean besides. */
export const explainMeant = (answer: {
  readonly people: readonly { readonly id: string }[];
  readonly alike: readonly { readonly id: string }[];
  readonly namedInGroups: readonly Spelt[];
}): Fields => ({
  people: countedFrom(
    'row_as_it_is',
    rowsOf(
      'prisoner',
      answer.people.map(({ id }) => id),
    ),
  ),
  alike: alike(answer.alike),
  namedInGroups: spelt(answer.namedInGroups),
});

/** A source in a list. @param reports the newest of its reports */
export const explainSource = (
  source: { readonly name: string; readonly kind: string; readonly reports: number },
  reports: readonly string[],
): Fields => ({
  // A source is called what its newest report calls it.
  name: countedFrom('told_by_source', rowsOf('report', reports.slice(0, 1)), source.name),
  kind: countedFrom('told_by_source', rowsOf('report', reports.slice(0, 1)), source.kind),
  reports: countedFrom('told_by_source', rowsOf('report', reports, source.reports), source.reports),
});

/** All that a source told. @param told the newest claims of each type */
export const explainSourceWhole = (
  account: {
    readonly claims: Readonly<Record<string, number>>;
    readonly corrected: readonly {
      readonly event: string;
      readonly about: string | null;
      readonly by: { event: string };
    }[];
    readonly restsAlone: readonly { readonly model: string; readonly id: string }[];
  },
  told: ReadonlyMap<string, readonly string[]>,
): Fields => ({
  claims: eachOf(
    'told_by_source',
    Object.entries(account.claims).map(([type, count]) =>
      countedAs(type, rowsOf('event', told.get(type) ?? [], count)),
    ),
  ),
  corrected: eachOf(
    'taken_back',
    account.corrected.map(({ event, about, by }) => ({ value: about, events: [event, by.event] })),
  ),
  restsAlone: eachOf(
    'rests_on_one_source',
    [...new Set(account.restsAlone.map(({ model }) => model))].map((model) => {
      const ids = account.restsAlone.filter((row) => row.model === model).map(({ id }) => id);
      return countedAs(model, rowsOf(model as ModelName, ids));
    }),
  ),
  more: { see: 'restsAlone' },
});

/** Something that a search found. */
export const explainHit = (of: Counted['of'], id: string, score: number, names: readonly string[]): Fields => ({
  ...Object.fromEntries(names.map((name) => [name, countedFrom('row_as_it_is', rowsOf(of, [id]))])),
  score: countedFrom('matches_query', rowsOf(of, [id]), score),
});

/** How much a search found: what it counted is what its pages list. */
export const explainFound = (
  found: readonly { readonly of: Counted['of']; readonly id: string }[],
  total: number,
): Fields => {
  const kinds = [...new Set(found.map(({ of }) => of))];
  const each = kinds.map((kind) => {
    const ids = found.filter(({ of }) => of === kind).map(({ id }) => id);
    return countedAs(kind, rowsOf(kind, ids));
  });
  return { total: { ...eachOf('matches_query', each), value: total }, facets: { see: 'total' } };
};
