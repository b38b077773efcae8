import type { ClaimDraft, DataOf } from '#domain';
import { undergoersIn } from '../entities/undergoers.js';
import { SANCTIONERS } from '../lexicon/countries.js';
import { textOf } from '../text/token.js';
import { isOutOfScope } from './scope.js';
import { prisonerDrafts } from './prisoners.js';
import { objectOf } from './sanction.js';
import type { Telling } from './telling.js';

type Mode = DataOf<'PrisonerReleased'>['mode'];

const MODES: readonly (readonly [RegExp, Mode])[] = [
  [/\bpardon\w*\b|\bclemency\b/i, 'pardoned'],
  [/\bamnest\w+\b/i, 'amnesty'],
  [/\b(?:prisoner|hostage) (?:swap|exchange)\b|\bin exchange for\b|\bswapped\b/i, 'exchange'],
  [/\bserv(?:ed|ing) (?:out )?(?:his|her|their) (?:full )?(?:sentences?|terms?)\b/i, 'served_full_term'],
  [/\bparole\w*\b|\bconditional(?:ly)?\b/i, 'parole'],
  [/\bquash\w+\b|\boverturn\w+\b/i, 'quashed'],
  [/\bacquit\w+\b/i, 'acquitted'],
  [/\bescap\w+\b/i, 'escape'],
];

/** People who leave custody: each named one, and groups. House arrest after prison is a transfer and not told here. */
export function released(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  if (!predication.acts.includes('release') || isOutOfScope(telling)) return [];
  if (THINGS.test(objectOf(telling)) || (predication.base === 'freedom' && !isGained(telling))) return [];
  const into = textOf(scene.body, line.sentence, predication.rest);
  if (!isCustody(telling) || /\b(?:to|into|under) house arrest\b/i.test(`${into} ${line.text}`)) return [];
  const mode = modeOf(telling);
  const destination = destinationOf(telling);
  const fields = { mode, ...(destination ? { destination } : {}) };
  const undergoers = undergoersIn(scene.body, line, predication.patient);
  const groupFields = destination ? { destination } : {};
  return prisonerDrafts(
    telling,
    { single: 'PrisonerReleased', group: 'PrisonersReleased', fields, groupFields },
    undergoers,
  );
}

/** "demanded freedom for Roe", "secured their freedom"; that somebody has freedoms is another matter. */
const isGained = ({ line, predication: { at, group }, modality }: Telling): boolean =>
  modality === 'demanded' ||
  line.sentence.tokens
    .slice(Math.max(0, Math.min(at.from, group.from) - 4), at.from)
    .some(({ lower }) =>
      /^(?:secur(?:e|es|ed|ing)|wins?|won|winning|obtain(?:s|ed)?|negotiat(?:e|es|ed|ing)|to)$/.test(lower),
    );

/** How many lines before and behind tell what an idiom is about: a paragraph may be a whole body. */
const NEAR_LINES = 20;

/** What else is released: names of the dead, figures, a report, money. */
const THINGS =
  /^(?:(?:the|an?|his|her|its|their|any|more|all|new|some|few|further|full|annual|frozen|latest) )*(?:names?|identit(?:y|ies)|details|information|lists?|footage|videos?|images|photos?|photographs|statements?|reports?|results|data|documents?|files|transcripts?|funds|assets|money|aid|remains|bodies|findings|guidance|copy|copies|records|recordings?|letters?|album|song|film|book|version)\b/i;

const FROM_ELSEWHERE =
  /\bfrom (?:(?:a|an|the|his|her|their) )?(?:[a-z]+ )?(?:hospital|clinic|quarantine|contract|duty|service|squad|roster|rubble|wreckage|debris)\b/i;

/** Whom somebody flies, buses or hands over to a place is freed by it only where he is called a captive. */
const isCaptive = (whom: string): boolean =>
  /^[^,;]{0,60}\b(?:prisoners?|detainees?|hostages?|captives?|dissidents?|inmates|jailed|imprisoned|detained|convicted)\b/i.test(
    whom,
  );

/** Idioms such as "bring home" and "reunited with" are releases only of somebody who was held. */
function isCustody({ scene, line, predication }: Telling): boolean {
  if (FROM_ELSEWHERE.test(textOf(scene.body, line.sentence, predication.rest))) return false;
  if (predication.base === 'over') return isCaptive(textOf(scene.body, line.sentence, predication.patient));
  if (predication.base !== 'home') return true;
  const near = scene.lines
    .slice(Math.max(0, line.at - NEAR_LINES), line.at + NEAR_LINES + 1)
    .filter((other) => Math.abs(other.sentence.paragraph - line.sentence.paragraph) <= 1);
  return near.some((other) =>
    /\b(?:prisoners?|detain\w+|detention|prison|jail\w*|captiv\w+|hostages?|held|custody|imprison\w*|behind bars|acquitted|colony|arrest(?:ed|s)?)\b/i.test(
      other.text,
    ),
  );
}

function modeOf({ scene, line }: Telling): Mode {
  const near = MODES.find(([words]) => words.test(line.text));
  if (near) return near[1];
  const whole = MODES.slice(0, 3).find(([words]) => scene.speaksOf(words));
  return whole && !SANCTIONERS.has(scene.jailer) && whole[1] === 'pardoned' ? 'pardoned' : 'unknown';
}

/** "taken to Lithuania", "arrived in Ukraine": where those freed went, when the same clause says so. */
function destinationOf({ line, predication }: Telling): string | undefined {
  const { tokens } = line.sentence;
  const mention = line.countries.find(
    ({ from, kind }) =>
      kind !== 'demonym' &&
      from > predication.at.from &&
      from < predication.rest.to &&
      /^(?:to|into)$/.test(tokens[from - 1]?.lower ?? ''),
  );
  return mention?.country;
}
