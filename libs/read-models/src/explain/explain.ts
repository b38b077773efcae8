import { rereadEvent, type Instant, type LedgerEvent } from '#domain';
import { explainCount } from '../count/explain.js';
import type { CountSlice } from '../count/model.js';
import type { KnownClaim, Slice } from '../engine/model.js';
import { explainExchange } from '../exchange/explain.js';
import type { ExchangeSlice } from '../exchange/model.js';
import type { ModelName } from '../models.js';
import { explainPrisoner } from '../prisoner/explain.js';
import type { PrisonerSlice } from '../prisoner/row.js';
import { explainProgramme } from '../programme/explain.js';
import type { ProgrammeSlice } from '../programme/model.js';
import { asGroup } from '../release/compose.js';
import { explainRelease } from '../release/explain.js';
import type { OtherGroup } from '../release/figures.js';
import type { ReleaseSlice } from '../release/row.js';
import { explainSanction } from '../sanction/explain.js';
import type { SanctionSlice } from '../sanction/row.js';
import { claimsOf } from '../store/basis.js';
import { eventsByIds } from '../store/events.js';
import { figuresOfEach, groupsNearEach, sourcesOf } from '../store/evidence.js';
import type { Clocks } from '../store/list.js';
import type { Snapshot } from '../store/reader.js';
import type { Answered, Fields } from './basis.js';
import { eventsIn, presentFields, type Evidenced, type Explanation } from './present.js';

/** How much is shown of one row, and of each row of a list. */
const OF_ONE = { eventsMax: 50, valuesMax: 50 };
const IN_LIST = { eventsMax: 5, valuesMax: 5 };

/**
 * Why the fields of an answer are what they are: the rule, the events with their quotes and sources, and what else is
 * claimed. A page costs two questions to the database, and two more where figures are compared, however many rows and
 * fields it has.
 * @param answered the rows of one page, as they are shown
 * @param at the clocks of the answer; `whole`: one row alone
 * @returns in the rows' order
 */
export async function explained(
  snapshot: Snapshot,
  model: ModelName,
  answered: readonly Answered[],
  at: Clocks & { readonly whole: boolean },
): Promise<Explanation[]> {
  const fields = await fieldsOf(snapshot, model, answered, at);
  return evidenceFor(snapshot, fields, { ...at, claims: answered.flatMap((one) => one.claims) });
}

/** What is at hand for fields that are to be shown. */
export interface AtHand extends Pick<Evidenced, 'hrefOf'> {
  readonly knownAt: Instant;
  /** Claims that need not be asked for. */
  readonly claims: readonly KnownClaim[];
  /** Of one row or answer, of which more is shown. */
  readonly whole: boolean;
}

/** Fields with the events that they name, these with their quotes and sources: two questions to the database for all. */
export async function evidenceFor(
  snapshot: Snapshot,
  fields: readonly Fields[],
  { claims, knownAt, whole, hrefOf }: AtHand,
): Promise<Explanation[]> {
  const events = new Map<string, LedgerEvent>(claims.map(({ event }) => [event.id, event]));
  const others = fields.flatMap(eventsIn).filter((id) => !events.has(id));
  for (const { id, value } of await eventsByIds(snapshot, others, knownAt)) events.set(id, rereadEvent(value));
  const reports = [...events.values()].flatMap(({ data }) =>
    'evidence' in data ? data.evidence.map(({ reportId }) => reportId) : [],
  );
  const evidenced = {
    events,
    confirmed: new Set(claims.filter(({ confirmed }) => confirmed).map(({ event }) => event.id)),
    sources: await sourcesOf(snapshot, reports),
    ...(whole ? OF_ONE : IN_LIST),
    hrefOf,
  };
  return fields.map((one) => presentFields(one, evidenced));
}

async function fieldsOf(
  snapshot: Snapshot,
  model: ModelName,
  answered: readonly Answered[],
  at: Clocks,
): Promise<Fields[]> {
  const as = <Row extends Slice>(): readonly Answered<Row>[] => answered as readonly Answered<Row>[];
  switch (model) {
    case 'prisoner':
      return as<PrisonerSlice>().map(explainPrisoner);
    case 'sanction':
      return as<SanctionSlice>().map(explainSanction);
    case 'exchange':
      return as<ExchangeSlice>().map(explainExchange);
    case 'programme':
      return as<ProgrammeSlice>().map(explainProgramme);
    case 'release': {
      const near = await groupsBeside(snapshot, as<ReleaseSlice>(), at.knownAt);
      return as<ReleaseSlice>().map((one, row) => explainRelease(one, near[row]!));
    }
    case 'count': {
      const figures = await figuresBeside(snapshot, as<CountSlice>(), at);
      return as<CountSlice>().map((one) => explainCount(one, figures.get(keyOf(one.row)) ?? []));
    }
  }
}

/** Of each group, those that are dated near it. */
async function groupsBeside(
  snapshot: Snapshot,
  answered: readonly Answered<ReleaseSlice>[],
  knownAt: Instant,
): Promise<OtherGroup[][]> {
  const near = await groupsNearEach(
    snapshot,
    answered.map(({ row: { subject, validFrom: day } }) => ({ subject, day })),
    knownAt,
  );
  const claims = await claimsOf(
    snapshot,
    near.flat().map(({ id }) => id),
    knownAt,
  );
  return near.map((groups) => groups.map((group) => asGroup(group, claims.get(group.id) ?? [])));
}

const keyOf = ({ country, metric }: Pick<CountSlice, 'country' | 'metric'>): string => `${country} ${metric}`;

/** By country and metric, the figures that are claimed by the day of the answer. */
async function figuresBeside(
  snapshot: Snapshot,
  answered: readonly Answered<CountSlice>[],
  at: Clocks,
): Promise<Map<string, KnownClaim<'CountClaimed'>[]>> {
  const kinds = new Map(answered.map(({ row }) => [keyOf(row), { country: row.country, metric: row.metric }]));
  const figures = await figuresOfEach(snapshot, [...kinds.values()], at);
  const claims = await claimsOf(
    snapshot,
    figures.map(({ id }) => id),
    at.knownAt,
  );
  const beside = new Map<string, KnownClaim<'CountClaimed'>[]>();
  for (const { id, country, metric } of figures) {
    const key = keyOf({ country, metric });
    beside.set(key, [...(beside.get(key) ?? []), ...(claims.get(id) as KnownClaim<'CountClaimed'>[])]);
  }
  return beside;
}
