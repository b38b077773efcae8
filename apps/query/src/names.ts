import { blockOf, mentionIds, personId, printInstant, soundKeys, type Person } from '#domain';
import {
  bears,
  claimsOf,
  compareIdentifiers,
  groupsNaming,
  identifiersOf,
  judgementsOn,
  likestPair,
  namedInGroups,
  peopleSounding,
  reportHeads,
  spellingsOf,
  standingClaims,
  usesIn,
  type Clocks,
  type Identified,
  type Judged,
  type KnownClaim,
  type Pair,
  type PersonFound,
  type ReportHead,
  type Snapshot,
  type Spelling,
  type Use,
} from '#read-models';

/** How many people of like sound are compared, those who share most sounds first; candidates and uses of one answer. */
const COMPARED_MAX = 1000;
const CANDIDATES_MAX = 50;
const USES_MAX = 100;

/** Whom a name could mean: everybody who bears it as written, and those of other spellings that could be it. */
export async function namesAnswer(
  snapshot: Snapshot,
  { name, country }: { name: string; country?: string | undefined },
  at: Clocks,
) {
  const own = country === undefined ? [] : [personId(country, name)];
  const sounds = soundKeys(name);
  const found = await peopleSounding(snapshot, { keys: [...own, ...sounds], country, limit: COMPARED_MAX }, at);
  const bearers = found.filter(({ names }) => bears(names, name)).slice(0, CANDIDATES_MAX);
  const others = candidatesAmong(found, [name], bearers).map(({ person, pair }) => ({
    ...shownPerson(person),
    ...shownPair(pair),
  }));
  const people: Awaited<ReturnType<typeof personNames>>[] = [];
  for (const person of bearers) people.push(await personNames(snapshot, person, at));
  const listed = await namedInGroups(snapshot, { keys: sounds, country, limit: COMPARED_MAX }, at.knownAt);
  const filed = new Set(found.flatMap(({ keys }) => keys));
  const only = listed.filter((one) => !filed.has(one.spelling) && likestPair([name], [one.name]));
  const groups = await namedOnly(snapshot, only.slice(0, CANDIDATES_MAX), at);
  return { name, country: country ?? null, people, alike: others, namedInGroups: groups };
}

/** All that is known of one person's names: the spellings and who used them, what ties them together, who else it could be. */
export async function personNames(snapshot: Snapshot, person: PersonFound, at: Clocks) {
  const own = new Set(person.keys);
  const isMeant = (mention: Person): boolean => mentionIds(mention).some((id) => own.has(id));
  const ids = person.keys.filter(isId);
  const claims = (await claimsOf(snapshot, [person.id], at.knownAt)).get(person.id)!;
  const inGroups = await standingClaims(snapshot, { ids: await groupsNaming(snapshot, ids, at.knownAt) }, at.knownAt);
  // Whoever the row rests on is the person, under whatever spelling; in a list of members, who goes by one of the ids.
  const uses = [
    ...claims.flatMap((claim) => usesIn(claim, () => true)),
    ...inGroups.flatMap((claim) => usesIn(claim, isMeant)),
  ];
  const judged = await judgementsOn(snapshot, ids, at.knownAt);
  const judgements = judged.filter(({ events: [copy] }) => isMeant(copy!.data.left) || isMeant(copy!.data.right));
  const heads = await reportHeads(
    snapshot,
    uses.map(({ evidence }) => evidence.reportId),
  );
  const identifiers = identifiersOf(uses);
  return {
    ...shownPerson(person),
    spellings: spellingsOf(uses).map((spelling) => shownSpelling(spelling, heads)),
    identifiers,
    judgements: judgements.map(shownJudgement),
    candidates: await candidatesOf(snapshot, { person, identifiers, judgements }, at),
  };
}

const isId = (key: string): boolean => key.length === 36 && key.includes('-');

const shownPerson = ({ id, name, country, subject, status, certain, names }: PersonFound) => ({
  id,
  name,
  country,
  subject,
  status,
  certain,
  names,
  link: `/v1/prisoners/${id}`,
});

const shownPair = ({ score, ours, theirs, sounds }: Pair) => ({
  score: Number(score.toFixed(4)),
  because: { spelling: theirs, like: ours, sounds },
});

function shownSpelling({ id, name, script, langs, uses }: Spelling, heads: ReadonlyMap<string, ReportHead>) {
  const told = uses.map((use) => shownUse(use, heads));
  const byDay = [...told].sort((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0));
  return {
    id,
    name,
    script,
    langs,
    first: seen(byDay[0]!),
    last: seen(byDay.at(-1)!),
    used: told.length,
    // The newest, where there are many; `/v1/events?subject=` has all of them.
    reports: told.slice(-USES_MAX),
  };
}

type ShownUse = ReturnType<typeof shownUse>;
const dayOf = ({ published, knownFrom }: ShownUse): string => published ?? knownFrom.slice(0, 10);
const seen = ({ reportId, published, knownFrom }: ShownUse) => ({ published, reportId, knownFrom });

function shownUse({ event, type, known, evidence }: Use, heads: ReadonlyMap<string, ReportHead>) {
  const { reportId, quote, start, end, lang } = evidence;
  const head = heads.get(reportId);
  return {
    reportId,
    source: head?.source ?? null,
    title: head?.title ?? null,
    // Null while the report itself is still on its way.
    published: head?.published ?? null,
    knownFrom: printInstant(known),
    event,
    type,
    quote,
    start,
    end,
    lang: lang ?? head?.lang ?? null,
    link: `/v1/reports/${reportId}`,
  };
}

function shownJudgement({ events, known, undone }: Judged) {
  const { left, right, judgement, because, by } = events[0]!.data;
  return {
    events: events.map(({ id }) => id),
    judgement,
    left: { ...left, block: blockOf(left) },
    right: { ...right, block: blockOf(right) },
    because,
    by,
    recordedtime: events[0]!.recordedtime,
    knownFrom: printInstant(known),
    undone: undone && {
      event: undone.id,
      type: undone.type,
      by: undone.data.by,
      reason: undone.data.reason,
      recordedtime: undone.recordedtime,
    },
  };
}

/** People of other ids whose names could be one of these, the likest first. */
function candidatesAmong(
  found: readonly PersonFound[],
  names: readonly string[],
  except: readonly PersonFound[],
): { person: PersonFound; pair: Pair }[] {
  const out = new Set(except.map(({ id }) => id));
  return found
    .filter(({ id }) => !out.has(id))
    .flatMap((person) => {
      const pair = likestPair(names, person.names);
      return pair ? [{ person, pair }] : [];
    })
    .sort((a, b) => b.pair.score - a.pair.score || (a.person.id < b.person.id ? -1 : 1))
    .slice(0, CANDIDATES_MAX);
}

/** Who else could be this person, in whatever block of the country; what second identifiers and analysts say to it. */
async function candidatesOf(
  snapshot: Snapshot,
  of: { person: PersonFound; identifiers: readonly Identified[]; judgements: readonly Judged[] },
  at: Clocks,
) {
  const { person, identifiers, judgements } = of;
  const sounds = [...new Set(person.names.flatMap(soundKeys))];
  const { country } = person;
  const found = await peopleSounding(snapshot, { keys: sounds, country, limit: COMPARED_MAX }, at);
  const candidates = candidatesAmong(found, person.names, [person]);
  const claims = await claimsOf(
    snapshot,
    candidates.map(({ person: { id } }) => id),
    at.knownAt,
  );
  return candidates.map(({ person: other, pair }) => {
    const keys = new Set(other.keys);
    const isOther = (mention: Person): boolean => mentionIds(mention).some((id) => keys.has(id));
    const theirs = identifiersOf(claims.get(other.id)!.flatMap((claim: KnownClaim) => usesIn(claim, () => true)));
    return {
      ...shownPerson(other),
      ...shownPair(pair),
      sameBlock: other.subject === person.subject,
      identifiers: compareIdentifiers(identifiers, theirs),
      judgements: judgements
        .filter(({ events: [copy] }) => isOther(copy!.data.left) || isOther(copy!.data.right))
        .map(shownJudgement),
    };
  });
}

/** Names that only lists of a group's members have, so that no row of a person stands for them. */
async function namedOnly(
  snapshot: Snapshot,
  named: readonly { spelling: string; events: readonly string[] }[],
  at: Clocks,
) {
  const claims = await standingClaims(snapshot, { ids: named.flatMap(({ events }) => events) }, at.knownAt);
  const spellings = new Set(named.map(({ spelling }) => spelling));
  const uses = claims.flatMap((claim) => usesIn(claim, ({ country, name }) => spellings.has(personId(country, name))));
  const heads = await reportHeads(
    snapshot,
    uses.map(({ evidence }) => evidence.reportId),
  );
  return spellingsOf(uses).map((spelling) => shownSpelling(spelling, heads));
}
