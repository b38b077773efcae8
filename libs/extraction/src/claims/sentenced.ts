import type { ClaimDraft } from '#domain';
import type { PersonMention } from '../entities/people.js';
import { undergoersIn, type Undergoers } from '../entities/undergoers.js';
import { textOf, within } from '../text/token.js';
import { nearest } from './nearest.js';
import { isOutOfScope } from './scope.js';
import { prisonerDrafts } from './prisoners.js';
import type { Telling } from './telling.js';

const TERM =
  /\b((?:(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|eighteen|twenty)(?:[- ]and[- ]a[- ](?:half|quarter))?[- ](?:years?|months?|days?))(?: and \w+ months?)?|life|death)\b/i;

const FOR_A_TERM =
  /\bfor (?:(?:more than|at least|over|up to|nearly|another|an additional) )?(?:[\w-]+ )?[\w-]+ (?:and a half )?(?:years?|months?|days?)\b|\bfor life\b|\bto (?:life|\w+ years?)\b/;

/** "jails the editor for nine years": a sentence rather than an arrest. */
export const isJailedFor = ({ scene, line, predication }: Telling): boolean =>
  /^(?:jail|imprison)$/.test(predication.base) &&
  predication.form !== 'nominal' &&
  FOR_A_TERM.test(textOf(scene.body, line.sentence, predication.rest));

/** Sentences by a court. "Serving a nine-year sentence" tells of one that was passed before. */
export function sentenced(telling: Telling): ClaimDraft[] {
  const { scene, predication } = telling;
  if ((!predication.acts.includes('sentence') && !isJailedFor(telling)) || isOutOfScope(telling)) return [];
  const term = termOf(telling);
  if (predication.form === 'nominal' && !isPassed(telling)) return [];
  if (/serving|handed|completing/.test(predication.base) && !isOfTime(telling)) return [];
  if (isOfWhom(telling, term)) return [];
  const court = courtOf(telling);
  const fields = { ...(term ? { term } : {}), ...(court ? { court } : {}) };
  const serving = /serving|completing/.test(predication.base) || predication.form === 'nominal';
  const passed = serving ? { ...telling, modality: 'background' as const } : telling;
  const claiming = { single: 'PersonSentenced', group: 'PersonsSentenced', fields, groupFields: fields } as const;
  return prisonerDrafts(passed, claiming, undergoersOf(scene.body, telling));
}

/** "pardons 31 soldiers convicted of treason": words for who they are, which tell of no sentence without its day. */
function isOfWhom({ scene, line, predication }: Telling, term: string | undefined): boolean {
  if (predication.base !== 'convict' || term) return false;
  // "were arrested, convicted and held": beside other verbs, and with no day or charge of its own.
  if (/^(?:,|and)$/.test(line.sentence.tokens[predication.at.to]?.lower ?? '')) return true;
  if (!predication.aside) return false;
  const { end } = line.sentence.tokens[predication.at.from]!;
  const dated = line.dates.some(({ start }) => start > end && start - end < DATED_WITHIN);
  return !dated && undergoersIn(scene.body, line, predication.patient).people.length === 0;
}

/** "convicted in March": how far behind the verb its day stands, in UTF-16 units. */
const DATED_WITHIN = 12;

/** "Roe is sentenced to 14 years and Doe to seven": the verb goes for the second too. */
const furtherNamed = ({ line: { people, sentence }, predication: { at, base } }: Telling): readonly PersonMention[] =>
  base !== 'sentence'
    ? []
    : people.filter(
        ({ from, to }) => from > at.to && sentence.tokens[to]?.lower === 'to' && sentence.tokens[to + 1]?.pos === 'NUM',
      );

function undergoersOf(body: string, telling: Telling): Undergoers {
  const { line, predication } = telling;
  const found = nearest(undergoersIn(body, line, predication.patient), line, predication);
  // Whoever pardons or frees somebody is not the one who was sentenced.
  const acts = (mention: PersonMention): boolean =>
    line.predications.some(
      ({ form, tense, agent }) => form === 'active' && tense !== 'ing' && within(mention.from, agent),
    );
  const before = line.people.filter((mention) => mention.from < predication.at.from && !acts(mention));
  // "Roe and Doe, two activists sentenced in May": the names stand before the number.
  if (found.people.length === 0 && found.group?.counted && before.length === found.group.count.value)
    return { people: before };
  if (found.people.length === 0 && !found.group && predication.form === 'nominal') return { people: before.slice(-1) };
  // "serving a sentence": whoever it is stands before; else it is the person spoken of.
  const others = furtherNamed(telling).filter((mention) => !found.people.includes(mention));
  if (others.length > 0 && found.people.length > 0) return { ...found, people: [...found.people, ...others] };
  return found.people.length > 0 || found.group
    ? found
    : {
        people: [],
        described: found.described,
        pronoun: found.pronoun ?? (/serving|completing/.test(predication.base) ? 'one' : undefined),
      };
}

/** "The sentencing of" somebody; "his nine-year prison sentence", where its length stands before the noun. */
function isPassed({ scene, line, predication }: Telling): boolean {
  const { base, at, patient } = predication;
  if (base === 'sentencing' && patient.from > at.from) return true;
  // "the conviction of the editor", against "his conviction of aiding them".
  if (/^convictions?$/.test(base)) {
    const { people, group } = undergoersIn(scene.body, line, patient);
    return patient.from > at.from && (people.length > 0 || group !== undefined) && patient.from === at.to + 1;
  }
  // "commuted the death sentences of 12 inmates" tells of clemency.
  if (
    patient.from > at.to - 1 &&
    line.predications.some(({ acts, patient: of }) => acts.includes('pardon') && within(at.from, of))
  )
    return false;
  const behind = line.sentence.tokens.slice(at.to, at.to + 8).map(({ lower }) => lower);
  if (/^of (?:\S+ ){0,4}(?:years|months|life)\b/.test(behind.join(' ')) && patient.from > at.from) return true;
  const before = line.sentence.tokens
    .slice(Math.max(0, predication.at.from - 6), predication.at.from)
    .map((token) => token.lower)
    .join(' ');
  return (
    /\b(?:\d+|\w+teen|two|three|four|five|six|seven|eight|nine|ten|twelve) - (?:year|month)\b|\bdeath$|\blife$/.test(
      before,
    ) && !/\b(?:faces?|facing|possible|up to|maximum)\b/.test(before)
  );
}

/** What is served or handed down is a sentence, of a length or in prison. */
function isOfTime({ scene, line, predication }: Telling): boolean {
  // "hands her nine years in prison": the term is part of the turn of phrase.
  const { at } = predication;
  const text = textOf(scene.body, line.sentence, { from: at.to - at.from > 2 ? at.from : at.from + 1, to: at.to + 8 });
  if (at.to - at.from > 1 && A_LENGTH.test(text) && scene.speaksOf(OF_COURTS)) return true;
  return /\b(?:sentences?|(?:prison|jail|year|month|life) terms?|terms? of (?:\S+ ){1,5}(?:years|months)|life imprisonment|(?:years?|months?|life) (?:in|behind) (?:prison|jail|a penal|bars))\b/i.test(
    text,
  );
}

/** "got six years": so short only where courts and prisons are spoken of. */
const A_LENGTH =
  /^(?!.*\b(?:ago|earlier|later|training|experience|notice|funding)\b).*\b(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty)(?: and a half|-and-a-half)?[- ](?:years?|months?)\b(?! old)/i;
const OF_COURTS =
  /\b(?:sentenc\w+|courts?|judges?|tribunals?|convict\w+|guilty|trials?|verdicts?|prosecutors?|treason|jail\w*|prisons?)\b/i;

function termOf({ scene, line, predication }: Telling): string | undefined {
  const text = textOf(scene.body, line.sentence, { from: predication.at.from, to: predication.rest.to });
  return TERM.exec(text)?.[1];
}

function courtOf({ line }: Telling): string | undefined {
  return /\b((?:\p{Lu}\p{L}+ ){1,4}Court)\b/u.exec(line.text)?.[1]?.replace(/^The /, '');
}
