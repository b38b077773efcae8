import {
  actsOn,
  claimsOf,
  explainAuthority,
  explainCensus,
  explainMonth,
  explainReturns,
  explainStatement,
  figuresBy,
  groupsOn,
  peopleByStatus,
  peopleReturned,
  prisonersByStatus,
  releasesByMonth,
  returnsOf,
  standingClaims,
  statementsOf,
  targetsAlike,
  targetsNamed,
  type Clocks,
  type KnownClaim,
  type PersonType,
  type Slice,
  type Snapshot,
  type Versioned,
} from '#read-models';
import { presentAll } from './presentation.js';
import { ROWS_MAX, withReason, withReasons } from './reasons.js';

/** The clocks of a question, and whether the answer is to say why it is what it is. */
type At = Clocks & { readonly explain: boolean };

/** A row of the sanctions as it is presented whole: the parts that are gathered by authority. */
interface Listed {
  readonly id: string;
  readonly authority: string;
  readonly measures: readonly string[];
  readonly effect: { readonly net: string; readonly certain: boolean };
}

/** What restricts says more than what does not: of several programmes of one authority the first of these counts. */
const SEVEREST = ['blocked', 'wind_down', 'blocked_but_authorised', 'unknown', 'suspended', 'unlisted'];
const FREEZES = ['blocked', 'wind_down', 'blocked_but_authorised'];

/**
 * Net effect, licences and owners of a target, authority by authority: another authority's list is another question.
 * Where nothing is listed under the name, what is listed under names like it.
 */
export async function effectsByAuthority(
  snapshot: Snapshot,
  asked: { target: string; authority: string | undefined },
  at: At,
) {
  const rows = await targetsNamed(snapshot, asked, at);
  const shown = await whole(snapshot, 'sanction', rows, at);
  const programmes = shown as unknown as Listed[];
  const authorities = [...new Set(programmes.map(({ authority }) => authority))].map((authority) => {
    const mine = programmes.filter((one) => one.authority === authority);
    const net = SEVEREST.find((effect) => mine.some((one) => one.effect.net === effect)) ?? 'unknown';
    return { authority, net, assetFreeze: freezeOf(mine), programmes: mine };
  });
  const alike = rows.length > 0 ? [] : await targetsAlike(snapshot, asked.target, at);
  const answer = { target: asked.target, alike };
  if (!at.explain) return { ...answer, authorities };
  return { ...answer, authorities: await withReasons(snapshot, authorities, explainAuthority, at) };
}

/** A licence leaves property blocked unless it says otherwise; null where what is told leaves it open. */
function freezeOf(programmes: readonly Listed[]): boolean | null {
  const freezing = programmes.filter(({ measures }) => measures.includes('asset_freeze'));
  if (freezing.some(({ effect }) => effect.certain && FREEZES.includes(effect.net))) return true;
  const open = programmes.some(
    ({ effect, measures }) =>
      effect.net === 'unknown' || !effect.certain || (measures.includes('unspecified') && effect.net !== 'unlisted'),
  );
  return open ? null : false;
}

/** Everything that there is to say of each row. */
const whole = (snapshot: Snapshot, model: 'sanction' | 'release', rows: readonly Versioned<Slice>[], at: At) =>
  presentAll(snapshot, rows, at.knownAt, { model, asOf: at.asOf, whole: true, explain: at.explain });

/** The groups of one day with their members, divisions, and names that were taken back. */
export async function membersOfGroups(snapshot: Snapshot, asked: { country: string; day: string }, at: At) {
  const rows = await groupsOn(snapshot, asked, at.knownAt);
  return { ...asked, groups: await whole(snapshot, 'release', rows, at) };
}

/** What was said to be eased in words, and the instruments that followed. */
export async function wordsAndInstruments(
  snapshot: Snapshot,
  asked: { authority: string; country: string | undefined },
  at: At,
) {
  const types = ['SanctionEased', 'SanctionLifted'] as const;
  const claims = await standingClaims(snapshot, { authorities: [asked.authority], types }, at.knownAt);
  const statements = statementsOf(actsOn(claims, asked.country), at.asOf);
  if (!at.explain) return { authority: asked.authority, statements };
  return { authority: asked.authority, statements: await withReasons(snapshot, statements, explainStatement, at) };
}

/** Who was freed and later detained again, led back or expelled. */
export async function returnedPeople(snapshot: Snapshot, country: string, at: At) {
  const people = await peopleReturned(snapshot, country, at);
  const claims = await claimsOf(
    snapshot,
    people.map(({ id }) => id),
    at.knownAt,
  );
  const items = people.flatMap((person) => {
    const returns = returnsOf((claims.get(person.id) ?? []) as readonly KnownClaim<PersonType>[], at.asOf);
    return returns.length > 0 ? [{ ...person, returns }] : [];
  });
  return { country, items: at.explain ? await withReasons(snapshot, items, explainReturns, at) : items };
}

/** What is known of each month's releases. */
export async function monthsOfReleases(
  snapshot: Snapshot,
  { country, ...window }: { country: string; from: string; to: string },
  at: At,
) {
  const { months, left } = await releasesByMonth(snapshot, country, window, at);
  if (!at.explain) return { country, ...window, months };
  const leftIn = (month: string) => left.filter((one) => one.month === month);
  const reasoned = await withReasons(snapshot, months, (one) => explainMonth(one, leftIn(one.month)), at);
  return { country, ...window, months: reasoned };
}

/** How many are held, by name and as claimed. */
export async function censusOn(snapshot: Snapshot, country: string, at: At) {
  const claimed = await figuresBy(snapshot, { country, metric: 'held' }, at);
  const answer = {
    country,
    statuses: await prisonersByStatus(snapshot, country, at),
    claimedHeld: claimed.map(({ event: { id, data } }) => {
      const { count, population, occurred, assertedBy } = data;
      return { event: id, count, population, occurred, assertedBy };
    }),
  };
  if (!at.explain) return answer;
  const people = await peopleByStatus(snapshot, country, at, ROWS_MAX);
  const events = claimed.map(({ event }) => event.id);
  return withReason(snapshot, answer, explainCensus(people, events), at);
}
