import { blockOf, type Target } from '#domain';
import { composeCounts, figureOf } from './count/compose.js';
import type { KnownClaim, Slice, Versioned } from './engine/model.js';
import { originsOf } from './engine/origins.js';
import { composeLegs } from './exchange/legs.js';
import type { ModelName } from './models.js';
import { composePrisoner } from './prisoner/compose.js';
import type { PrisonerSlice } from './prisoner/row.js';
import type { PersonType } from './prisoner/status.js';
import { asGroup, composeRelease, membersIn } from './release/compose.js';
import type { Known } from './release/members.js';
import type { ReleaseSlice } from './release/row.js';
import { isAct, type ActType } from './sanction/act.js';
import { composeSanction, type Around } from './sanction/compose.js';
import { effectOn, effectsOf, type EffectOnDay } from './sanction/effects.js';
import { isNamed, linksOf, type OwnershipClaim } from './sanction/ownership.js';
import type { SanctionSlice } from './sanction/row.js';
import { claimsOf } from './store/basis.js';
import { groupsNearEach } from './store/evidence.js';
import { FIGURES_MAX, figuresOn, listedAs, rowsOn, type Clocks, type FiguresAsked } from './store/list.js';
import { peopleBehind } from './store/people.js';
import type { Snapshot } from './store/reader.js';
import { judgementsOn } from './store/judgements-on.js';
import { standingClaims } from './store/standing-claims.js';

type Row = Versioned<Slice>;
export type ClaimsByRow = ReadonlyMap<string, readonly KnownClaim[]>;

/** A question about rows: at which clocks, on which claims they rest, and whether all that there is to say is asked for. */
export interface Question extends Clocks {
  readonly claims: ClaimsByRow;
  /** One row alone; a list shows what its own claims say and asks for nothing around it. */
  readonly whole: boolean;
}

/**
 * What an answer shows of rows beside their columns: put together when they are read, of the claims on which they rest,
 * of other rows and of the day of the question. In the rows' order.
 */
export async function composed(
  snapshot: Snapshot,
  model: ModelName,
  rows: readonly Row[],
  question: Question,
): Promise<object[]> {
  if (model === 'exchange') return composeExchanges(snapshot, rows, question);
  const answers: object[] = [];
  for (const row of rows) answers.push(await composeRow(snapshot, model, row, question));
  return answers;
}

async function composeRow(
  snapshot: Snapshot,
  model: Exclude<ModelName, 'exchange'>,
  row: Row,
  question: Question,
): Promise<object> {
  const claims = question.claims.get(row.id) ?? [];
  switch (model) {
    case 'prisoner':
      return {
        ...composePrisoner(claims as readonly KnownClaim<PersonType>[], question.asOf),
        ...(question.whole ? { judgements: await judgementsOn(snapshot, row, claims, question.knownAt) } : {}),
      };
    case 'sanction': {
      const listed = row as unknown as SanctionSlice;
      const around = question.whole ? await aroundTarget(snapshot, listed, question) : null;
      return composeSanction(listed, claims.filter(isAct), question.asOf, around);
    }
    case 'release': {
      const group = row as Versioned<ReleaseSlice>;
      if (!question.whole) return {};
      return composeRelease(group, claims, question.asOf, await aroundGroup(snapshot, group, claims, question));
    }
    case 'count':
      return question.whole ? comparedWith(snapshot, claims, question) : {};
    case 'programme':
      return {};
  }
}

/** Which targets the same authority's claims tie to this one, and what its restrictions come to for each. */
async function aroundTarget(snapshot: Snapshot, row: SanctionSlice, { asOf, knownAt }: Clocks): Promise<Around> {
  const stated = await standingClaims(snapshot, { authorities: [row.authority], types: ['OwnershipStated'] }, knownAt);
  const links = linksOf(stated as OwnershipClaim[]).filter(
    ({ owner, owned }) => isNamed(owner, row.target) || isNamed(owned, row.target),
  );
  const names = [...new Set(links.map(({ owner }) => owner.name))];
  const listed = await listedAs(snapshot, { authority: row.authority, names }, knownAt);
  const claims = await claimsOf(snapshot, [...listed.values()].flat(), knownAt);
  const effectOf = ({ name }: Target): EffectOnDay | null => {
    const effects = (listed.get(name) ?? []).map((id) => effectOn(effectsOf(claims.get(id)!.filter(isAct)), asOf));
    // Each programme is a list of its own; what restricts most is what counts for those whom the target owns.
    return SEVEREST.flatMap((net) => effects.find((effect) => effect.net === net) ?? [])[0] ?? null;
  };
  return { links, effectOf };
}

const SEVEREST = ['blocked', 'wind_down', 'blocked_but_authorised', 'unknown', 'suspended', 'unlisted'] as const;

async function aroundGroup(
  snapshot: Snapshot,
  row: Versioned<ReleaseSlice>,
  claims: readonly KnownClaim[],
  at: Clocks,
) {
  const members = membersIn(claims).map(({ personId }) => personId);
  const known = await peopleBy(snapshot, members, at);
  const [near = []] = await groupsNearEach(snapshot, [{ subject: row.subject, day: row.validFrom }], at.knownAt);
  const theirs = await claimsOf(
    snapshot,
    near.map(({ id }) => id),
    at.knownAt,
  );
  return { known, others: near.map((one) => asGroup(one, theirs.get(one.id) ?? [])) };
}

async function peopleBy(snapshot: Snapshot, names: readonly string[], at: Clocks): Promise<Map<string, Known>> {
  const behind = await peopleBehind(snapshot, names, at.knownAt);
  const ids = [...new Set(behind.values())];
  const rows = (await rowsOn(snapshot, 'prisoner', ids, at)) as Versioned<PrisonerSlice>[];
  const claims = await claimsOf(snapshot, ids, at.knownAt);
  const known = new Map(
    rows.map(({ id, status, sinceEarliest, sinceLatest }) => {
      const since = sinceEarliest && sinceLatest ? { earliest: sinceEarliest, latest: sinceLatest } : null;
      return [id, { status, since, claims: claims.get(id) as readonly KnownClaim<PersonType>[] }];
    }),
  );
  return new Map([...behind].flatMap(([name, id]) => (known.has(id) ? [[name, known.get(id)!] as const] : [])));
}

/** The figures of one country, of one metric or of all, as claimed by a day. */
export async function figuresBy(
  snapshot: Snapshot,
  asked: FiguresAsked,
  at: Clocks,
): Promise<KnownClaim<'CountClaimed'>[]> {
  const ids = await figuresOn(snapshot, asked, at, FIGURES_MAX);
  const claims = await claimsOf(snapshot, ids, at.knownAt);
  return ids.flatMap((id) => claims.get(id) as KnownClaim<'CountClaimed'>[]);
}

async function comparedWith(snapshot: Snapshot, claims: readonly KnownClaim[], at: Clocks): Promise<object> {
  const [claim] = claims as readonly KnownClaim<'CountClaimed'>[];
  if (!claim) return {};
  const others = (
    await figuresBy(snapshot, { country: claim.event.data.country, metric: claim.event.data.metric }, at)
  ).filter(({ event }) => event.id !== claim.event.id);
  return composeCounts([claim, ...others].map(figureOf)).get(claim.event.id) ?? {};
}

/** Acts that perform a leg or take it back, whoever tells of them. */
const FOLLOWING = [
  'SanctionEased',
  'SanctionLifted',
  'SanctionReimposed',
  'ReleaseReversed',
] as const satisfies readonly (ActType | PersonType)[];

async function composeExchanges(snapshot: Snapshot, rows: readonly Row[], { claims, knownAt }: Question) {
  const told = rows.map(({ id }) => (claims.get(id) ?? []) as readonly KnownClaim<'ExchangeReported'>[]);
  const ids = told
    .flat()
    .flatMap(({ event }) => event.data.legs.flatMap(({ gives }) => ('eventIds' in gives ? gives.eventIds : [])));
  const named = await standingClaims(snapshot, { ids }, knownAt);
  const members = named.flatMap(({ event }) => ('named' in event.data ? event.data.named.map(blockOf) : []));
  const subjects = [...new Set([...named.map(({ event }) => event.subject), ...members])];
  const following = await standingClaims(snapshot, { subjects, types: FOLLOWING }, knownAt);
  const standing = [...new Map([...named, ...following].map((claim) => [claim.event.id, claim])).values()];
  return told.map((mine) => ({ legs: composeLegs(mine, standing), corroboration: originsOf(mine) }));
}
