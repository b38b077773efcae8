import type { ClaimDraft, Extractor } from '#domain';
import { countedAsHeld, countedAsSanctioned, countedByAct, countedByOrdinal } from './claims/counted.js';
import { detained } from './claims/detained.js';
import { died } from './claims/died.js';
import { eased } from './claims/eased.js';
import { exchanged, swapped, tradedFor } from './claims/exchanged.js';
import { expelled } from './claims/expelled.js';
import { imposed, reimposed } from './claims/imposed.js';
import { lasted } from './claims/lasted.js';
import { members, membersNamed } from './claims/members.js';
import { pardoned } from './claims/pardoned.js';
import { recaptured } from './claims/recaptured.js';
import { released } from './claims/released.js';
import { sentenced } from './claims/sentenced.js';
import { transferred } from './claims/transferred.js';
import type { Told, Telling } from './claims/telling.js';
import { EXTRACTOR } from './extractor.js';
import { modalityOf } from './grammar/modality.js';
import type { Predication } from './grammar/predicate.js';
import type { Act } from './lexicon/verbs.js';
import { sceneOf, type Line, type ReadableReport, type Scene } from './scene.js';
import { within } from './text/token.js';
import { legible, type Legible } from './text/legible.js';
import { segment } from './text/segment.js';
import { settled } from './settle.js';

/** What was read in a report. `reason` says in one sentence why nothing was found, or what was left unread. */
export interface Reading {
  readonly drafts: ClaimDraft[];
  readonly extractor: Extractor;
  readonly reason?: string;
}

/** Claims after which a body is read no further: far more than an article holds, and than a report may yield. */
const FOUND_MAX = 2000;

type Kind = (telling: Telling) => ClaimDraft[];

/**
 * The kinds of claim that a predication can make, in the order in which they are asked, each with the acts of the
 * lexicon that it can come from: most words tell of one act, so most kinds need not be asked.
 */
const KINDS: readonly (readonly [acts: readonly Act[], kind: Kind])[] = [
  [['pardon'], pardoned],
  [['release'], released],
  [['detain'], detained],
  [['sentence', 'detain'], sentenced],
  [['expel'], expelled],
  [['transfer', 'release'], transferred],
  [['die'], died],
  [['recapture', 'transfer'], recaptured],
  [['ease', 'impose'], eased],
  [['impose', 'reimpose'], imposed],
  [['reimpose', 'ease'], reimposed],
  [['swap'], swapped],
  [['release'], tradedFor],
];

/** The kinds for some acts; combinations are few, so each is looked up once. */
const kindsByActs = new Map<string, readonly Kind[]>();

function kindsFor({ acts }: Predication): readonly Kind[] {
  const key = acts.join(' ');
  const known = kindsByActs.get(key);
  if (known) return known;
  const kinds = KINDS.filter(([of]) => of.some((act) => acts.includes(act))).map(([, kind]) => kind);
  kindsByActs.set(key, kinds);
  return kinds;
}

/**
 * Reads a report: prose in, claims out. A pure function of the report; never throws on any text. Work is bounded by
 * the number of characters and tokens read, never by a clock, so the same text always gives the same claims.
 */
export function extract(report: ReadableReport): Reading {
  const reading = { drafts: [], extractor: EXTRACTOR };
  const { body, lang } = report;
  if (body === undefined || body.trim() === '') return { ...reading, reason: 'It has no body to read.' };
  if (lang !== undefined && !/^eng?\b/i.test(lang))
    return { ...reading, reason: `Reads English only; this is ${lang}.` };
  const { text, placeOf } = legible(body);
  const segmented = segment(text);
  const scene = sceneOf(report, text, segmented.sentences);
  const claims = claimsOf(scene);
  const drafts = settled(claims.drafts).map((draft) => placed(draft, placeOf));
  const reason = reasonOf(drafts, Math.max(segmented.unread, claims.unread));
  return { drafts, extractor: EXTRACTOR, ...(reason ? { reason } : {}) };
}

/** Quotes are of the body as it came. */
const placed = (draft: ClaimDraft, placeOf: Legible['placeOf']): ClaimDraft => ({
  ...draft,
  evidence: draft.evidence.map((span) => ({ ...span, start: placeOf(span.start), end: placeOf(span.end - 1) + 1 })),
});

function reasonOf(drafts: readonly ClaimDraft[], unread: number): string | undefined {
  const left = unread > 0 ? `the last ${unread} characters were not read` : '';
  if (drafts.length > 0) return left ? `It is too long to be read whole: ${left}.` : undefined;
  const nothing = 'Nothing in it claims a sanction, a detention, a release or a pardon';
  return left ? `${nothing}; ${left}.` : `${nothing}.`;
}

function claimsOf(scene: Scene): { drafts: ClaimDraft[]; unread: number } {
  const told: Told = { drafts: [] };
  for (const line of scene.lines) {
    if (told.drafts.length > FOUND_MAX) return { drafts: told.drafts, unread: scene.body.length - line.sentence.start };
    const before = told.drafts.length;
    readLine(scene, line, told);
    const spokenOf = personSpokenOf(told.drafts.slice(before)) ?? line.people.at(-1)?.name;
    if (spokenOf && line.people.length > 0) told.lastPerson = spokenOf;
    const named = peopleSpokenOf(told.drafts.slice(before));
    if (named.length > 1) told.lastPeople = named;
  }
  return { drafts: told.drafts, unread: 0 };
}

/** "He" is rather the one to whom something was done than whoever was named last. */
function personSpokenOf(found: readonly ClaimDraft[]): string | undefined {
  const fields = found.at(-1)?.fields as { person?: { name: string } } | undefined;
  return fields?.person?.name;
}

/** "They" are those of whom the sentence before told something, by name. */
const peopleSpokenOf = (found: readonly ClaimDraft[]): string[] => [
  ...new Set(found.flatMap(({ fields }) => ('person' in fields ? [fields.person.name] : []))),
];

/** "issued a waiver of sanctions": the noun is the verb's object, and one act is told by both. */
function isItsObject(line: Line, { predication }: Telling, each: ClaimDraft, found: readonly ClaimDraft[]): boolean {
  if (
    predication.form !== 'nominal' ||
    !each.type.startsWith('Sanction') ||
    !found.some((earlier) => earlier.type === each.type)
  )
    return false;
  return line.predications.some(
    (verb) => verb !== predication && verb.form !== 'nominal' && within(predication.at.from, verb.patient),
  );
}

/** Adds what a sentence tells to what was told. Later sentences and words see what came before them. */
function readLine(scene: Scene, line: Line, told: Told): void {
  const from = told.drafts.length;
  const found = (): ClaimDraft[] => told.drafts.slice(from);
  const person = line.people[0]?.name;
  for (const predication of line.predications) {
    const modality = modalityOf(line.sentence, predication);
    if (modality === undefined || (line.heading && (predication.form === 'nominal' || predication.tense === 'ing')))
      continue;
    const telling: Telling = {
      scene,
      line,
      told: { ...told, lastPerson: told.lastPerson ?? person },
      predication,
      modality,
    };
    const counted = [...countedByAct(telling), ...countedByOrdinal(telling)];
    const acts = kindsFor(predication).flatMap((kind) => kind(telling));
    // A running total is no act of its own, but a person named in it is one who was freed.
    const kept =
      counted.length > 0
        ? acts.filter((each) => 'person' in each.fields)
        : acts.filter((each) => !isItsObject(line, telling, each, found()));
    told.drafts.push(...counted, ...kept, ...members(telling));
  }
  const base = { scene, line, told };
  told.drafts.push(...membersNamed(base), ...countedAsHeld(base), ...countedAsSanctioned(base), ...lasted(base));
  told.drafts.push(...exchanged(base, found()));
}
