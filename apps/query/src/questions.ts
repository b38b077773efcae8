import {
  actsOn,
  claimsOf,
  groupsOn,
  peopleReturned,
  returnsOf,
  standingClaims,
  statementsOf,
  targetsNamed,
  type Clocks,
  type KnownClaim,
  type PersonType,
  type Slice,
  type Snapshot,
  type Versioned,
} from '#read-models';
import { presentAll } from './presentation.js';

/** A row of the sanctions as it is presented whole: the parts that are gathered by authority. */
interface Listed {
  readonly authority: string;
  readonly measures: readonly string[];
  readonly effect: { readonly net: string; readonly certain: boolean };
}

/** What restricts says more than what does not: of several programmes of one authority the first of these counts. */
const SEVEREST = ['blocked', 'wind_down', 'blocked_but_authorised', 'unknown', 'suspended', 'unlisted'];
const FREEZES = ['blocked', 'wind_down', 'blocked_but_authorised'];

/** Net effect, licences and owners of a target, authority by authority: another authority's list is another question. */
export async function effectsByAuthority(
  snapshot: Snapshot,
  asked: { target: string; authority: string | undefined },
  at: Clocks,
) {
  const rows = await targetsNamed(snapshot, asked, at);
  const shown = await whole(snapshot, 'sanction', rows, at);
  const programmes = shown as unknown as Listed[];
  const authorities = [...new Set(programmes.map(({ authority }) => authority))].map((authority) => {
    const mine = programmes.filter((one) => one.authority === authority);
    const net = SEVEREST.find((effect) => mine.some((one) => one.effect.net === effect)) ?? 'unknown';
    return { authority, net, assetFreeze: freezeOf(mine), programmes: mine };
  });
  return { target: asked.target, authorities };
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
const whole = (snapshot: Snapshot, model: 'sanction' | 'release', rows: readonly Versioned<Slice>[], at: Clocks) =>
  presentAll(snapshot, rows, at.knownAt, { model, asOf: at.asOf, whole: true });

/** The groups of one day with their members, divisions, and names that were taken back. */
export async function membersOfGroups(snapshot: Snapshot, asked: { country: string; day: string }, at: Clocks) {
  const rows = await groupsOn(snapshot, asked, at.knownAt);
  return { ...asked, groups: await whole(snapshot, 'release', rows, at) };
}

/** What was said to be eased in words, and the instruments that followed. */
export async function wordsAndInstruments(
  snapshot: Snapshot,
  asked: { authority: string; country: string | undefined },
  { asOf, knownAt }: Clocks,
) {
  const types = ['SanctionEased', 'SanctionLifted'] as const;
  const claims = await standingClaims(snapshot, { authorities: [asked.authority], types }, knownAt);
  return { authority: asked.authority, statements: statementsOf(actsOn(claims, asked.country), asOf) };
}

/** Who was freed and later detained again, led back or expelled. */
export async function returnedPeople(snapshot: Snapshot, country: string, at: Clocks) {
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
  return { country, items };
}
