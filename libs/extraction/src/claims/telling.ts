import type { ClaimDraft, ClaimType, DraftOf, Modality, Occurred, Person } from '#domain';
import { UNKNOWN_DATE, parseOccurred, saysItHappened, script } from '#domain';
import { countryIn } from '../entities/countries.js';
import { nearestDate, type DateMention } from '../entities/dates.js';
import type { PersonMention } from '../entities/people.js';
import { assertedAt } from '../grammar/attribution.js';
import { clauseStart } from '../grammar/clause.js';
import type { Predication } from '../grammar/predicate.js';
import { SANCTIONERS } from '../lexicon/countries.js';
import type { Line, Scene } from '../scene.js';
import type { Range } from '../text/token.js';
import { within } from '../text/token.js';

/** The longest passage that is given as evidence, in UTF-16 units. */
export const EVIDENCE_MAX = 400;

/** A predication with what its sentence says of it: the material of every claim file. */
export interface Telling {
  readonly scene: Scene;
  readonly line: Line;
  readonly predication: Predication;
  readonly modality: Modality;
  /** What was told before in the report. */
  readonly told: Told;
}

/** What a report has told so far, for "he", "they" and "the pardons" to refer to. */
export interface Told {
  lastPerson?: string | undefined;
  /** Two or more of whom one sentence told something, by name. */
  lastPeople?: readonly string[] | undefined;
  readonly drafts: ClaimDraft[];
}

/** A draft of any type with what all types share taken from the telling. */
export function draft<Type extends ClaimType>(
  telling: Telling,
  type: Type,
  fields: DraftOf<Type>['fields'],
  more: {
    readonly key?: string;
    readonly confidence?: number;
    readonly modality?: Modality;
    readonly words?: Range;
  } = {},
): ClaimDraft {
  const { line, predication } = telling;
  const occurred = occurredAt(telling);
  return {
    type,
    key: more.key,
    modality: more.modality ?? modalityWithDate(telling, occurred),
    occurred,
    assertedBy: assertedAt(line.sentence, line.sayings, predication.at.from),
    confidence: more.confidence ?? (predication.form === 'nominal' ? 0.7 : 0.8),
    evidence: [...(more.words ? [wordsAt(line, more.words)] : []), evidenceOf(line, predication.at)],
    fields,
  } as unknown as ClaimDraft;
}

/** What is dated well before the report came out is told as history. */
function modalityWithDate({ scene, modality }: Telling, occurred: Occurred): Modality {
  if (modality !== 'performed' || !scene.day || !occurred.latest) return modality;
  const days = (Date.parse(scene.day) - Date.parse(occurred.latest)) / 86_400_000;
  return days > 60 ? 'background' : 'performed';
}

/** The date in the clause, or near; else about the day of the report for what it tells as news. */
export function occurredAt(telling: Telling): Occurred {
  const { scene, modality } = telling;
  const parsed = parseOccurred(dateOf(telling) ?? '');
  if (parsed) return parsed;
  const isNews = (modality === 'performed' || modality === 'ongoing') && scene.day !== undefined;
  return (isNews ? parseOccurred(`${scene.day}~`) : undefined) ?? UNKNOWN_DATE;
}

function dateOf({ scene, line, predication, modality }: Telling): string | undefined {
  const { tokens } = line.sentence;
  const since = /since$/.test(predication.base) && dateBehind(line, predication.at);
  if (since) return since.edtf;
  const clause = clauseStart(tokens, predication.group.from);
  const first =
    tokens[Math.min(clause, predication.group.from, predication.patient.from)] ?? tokens[predication.at.from]!;
  const last = tokens[Math.min(tokens.length, predication.rest.to) - 1]!;
  const within = line.dates.filter((date) => date.start >= first.start && date.end <= last.end + 1);
  const own = ofThisVerb(
    line,
    predication,
    within.filter((date) => !isOfAnother(line, predication, date)),
  );
  const opening = line.dates.filter((date) => date.start < line.sentence.start + 25);
  const at = tokens[predication.at.from]!.start;
  const date = nearestDate(own, at) ?? nearestDate(opening, line.sentence.start) ?? onlyDate(line, predication);
  // What came about did so before the report: "on May 3" in one of April is of the year before.
  const ahead = date?.yearless && scene.day && date.edtf > scene.day && saysItHappened(modality);
  return ahead ? date.edtf.replace(/^\d{4}/, (year) => String(Number(year) - 1)) : date?.edtf;
}

/** "held since May": from when somebody is held, he was taken. */
function dateBehind({ dates, sentence: { tokens } }: Line, { to }: Range): DateMention | undefined {
  const end = tokens[to - 1]!.end;
  return dates.find(({ start }) => start >= end && start - end < 12);
}

/** "was sentenced in 2015 and was freed last December": with a date of its own behind it, a verb has none of the one before. */
function ofThisVerb(
  { predications, sentence: { tokens } }: Line,
  { at, rest }: Predication,
  dates: readonly DateMention[],
): readonly DateMention[] {
  const here = tokens[at.from]!.start;
  const last = tokens[Math.min(tokens.length, rest.to) - 1]!.end;
  if (!dates.some(({ start, end, bound }) => bound === undefined && start > here && end <= last)) return dates;
  return dates.filter(
    ({ start, end }) =>
      start > here ||
      !predications.some(
        (other) =>
          other.form !== 'nominal' &&
          other.at.to <= at.from &&
          tokens[other.at.from]!.start < start &&
          end <= (tokens[Math.min(other.rest.to, at.from) - 1]?.end ?? 0),
      ),
  );
}

/** "was arrested and charged on Tuesday": the one date of a sentence, where it tells of one act. */
function onlyDate({ dates, predications }: Line, { form }: Predication): DateMention | undefined {
  const dating = dates.filter(({ bound }) => bound === undefined);
  const acts = predications.filter((each) => each.form !== 'nominal');
  return dating.length === 1 && acts.length === 1 && form !== 'nominal' ? dating[0] : undefined;
}

/** "to lift the measures imposed in 2009": the year dates what stands between. */
function isOfAnother(
  { predications, sentence: { tokens } }: Line,
  { at, rest }: Predication,
  date: DateMention,
): boolean {
  const here = tokens[at.from]!.start;
  return predications.some(
    (other) =>
      other.form === 'participle' &&
      other.at.from >= at.to &&
      other.at.from < rest.to &&
      tokens[other.at.from]!.start < date.start &&
      date.start > here,
  );
}

/** The sentence; of a very long one what stands about the telling word, never splitting a surrogate pair. */
export function evidenceOf(line: Line, at: Range): { start: number; end: number } {
  const { start, end, tokens } = line.sentence;
  if (end - start <= EVIDENCE_MAX) return { start, end };
  const fits = (from: number, to: number): boolean =>
    from >= 0 && to < tokens.length && tokens[to]!.end - tokens[from]!.start <= EVIDENCE_MAX;
  let from = at.from;
  let to = at.to - 1;
  // What goes before the telling word gets at most half the room, for the object stands behind.
  while (fits(from - 1, to) && tokens[to]!.end - tokens[from - 1]!.start <= EVIDENCE_MAX / 2) from -= 1;
  while (fits(from, to + 1)) to += 1;
  return { start: tokens[from]!.start, end: tokens[to]!.end };
}

/** A person as the events have them, in the matter of a country. */
export const personOf = (mention: Pick<PersonMention, 'name'>, country: string): Person => ({
  name: mention.name.slice(0, 200),
  script: script(mention.name),
  country,
  identifiers: [],
});

/** Whose prisoners: the agent's country, the country in which, the sentence's, the report's. ZZ where none is told. */
export function custodian({ scene, line, predication }: Telling): string {
  const holder = countryIn(
    line.countries,
    predication.agent,
    (mention) => mention.kind !== 'demonym' || predication.form !== 'nominal',
  );
  if (holder && (!SANCTIONERS.has(holder.country) || scene.jailer === 'ZZ')) return holder.country;
  const { tokens } = line.sentence;
  // "six U.S. citizens were released": a people's name among those held is not the jailer's.
  const others = line.countries.filter(
    (mention) =>
      mention.kind !== 'demonym' &&
      !within(mention.from, predication.form === 'passive' ? predication.patient : { from: 0, to: 0 }),
  );
  const place = others.find(
    (mention) => /^(?:in|by|from|of)$/.test(tokens[mention.from - 1]?.lower ?? '') && !SANCTIONERS.has(mention.country),
  );
  const any = place ?? others.find((mention) => !SANCTIONERS.has(mention.country));
  if (any && (place || scene.jailer === 'ZZ' || line.countries.every((mention) => mention.country !== scene.jailer)))
    return any.country;
  if (scene.jailer !== 'ZZ') return scene.jailer;
  return holder?.country ?? any?.country ?? others[0]?.country ?? 'ZZ';
}

/** The words for who acts, where they are a ruler or a body: "by". */
export function agentName({ scene, line, predication }: Telling): string | undefined {
  const { agent } = predication;
  const person = line.people.find((mention) => mention.from >= agent.from && mention.from < agent.to);
  if (person) return person.name;
  const leader = line.countries.find(
    (mention) => mention.kind === 'leader' && mention.from >= agent.from && mention.from < agent.to,
  );
  if (!leader) return undefined;
  const { tokens } = line.sentence;
  return scene.body.slice(tokens[leader.from]!.start, tokens[leader.to - 1]!.end).replace(/['’]s$/, '');
}

/** The passage of some words of a sentence, at most as long as evidence may be. */
function wordsAt({ sentence: { tokens } }: Line, { from, to }: Range): { start: number; end: number } {
  const { start } = tokens[from]!;
  let last = to - 1;
  while (last > from && tokens[last]!.end - start > EVIDENCE_MAX) last -= 1;
  return { start, end: Math.min(tokens[last]!.end, start + EVIDENCE_MAX) };
}

export const happened = (telling: Telling): boolean => saysItHappened(telling.modality);
