import type { ClaimDraft } from '#domain';
import { NOUN_ACTS, VERB_FORMS } from '../grammar/forms.js';
import { SANCTIONERS } from '../lexicon/countries.js';
import { CUES } from '../lexicon/modality.js';
import { LISTS, RESTRICTION_PHRASES } from '../lexicon/sanctions.js';
import { textOf, within } from '../text/token.js';
import { isExpiring } from './eased.js';
import { isOfSanctions, objectOf, sanctionFields } from './sanction.js';
import { draft, type Telling } from './telling.js';

const LICENCE = /\b(?:waivers?|relief|GL ?\d+\w*|licen[cs]es?|exemptions?)\b(?! requirement)/i;

const SANCTIONS = /sanction|visa restriction|\b7031\b|\bblocked\b|Magnitsky/i;
const SANCTIONS_OR_ENTRY = /sanction|oligarch|officials?\b|ministers?\b|lawmakers|judges|commanders|from entering/i;
const EMERGENCY = /\bsanction|block|unusual and extraordinary/i;

/** Restrictions put on somebody, or extended. */
export function imposed(telling: Telling): ClaimDraft[] {
  const { acts, base } = telling.predication;
  const renewed = base === 'renew' && isOfSanctions(telling);
  if (!renewed && (!acts.includes('impose') || !imposes(telling) || isUndone(telling) || isToldByNext(telling)))
    return [];
  return [draft(telling, 'SanctionImposed', sanctionFields(telling))];
}

/** "terminating the designation", "lifted the sanctions imposed": the noun is what another act takes away. */
const isUndone = ({ line, predication }: Telling): boolean =>
  predication.form === 'nominal' &&
  line.predications.some(
    (other) =>
      other !== predication &&
      other.acts.includes('ease') &&
      (other.form !== 'nominal' || other.patient.from > other.at.from) &&
      within(predication.at.from, other.patient),
  );

/** "The Council lists nine persons": whoever keeps a list of sanctions, and a number of those whom it can hold. */
const listsSomebody = ({ line, predication }: Telling): boolean =>
  predication.form !== 'nominal' &&
  line.countries.some(({ from, country }) => within(from, predication.agent) && SANCTIONERS.has(country)) &&
  line.counts.some(({ from }) => within(from, predication.patient) && from - predication.at.to < 3) &&
  /\b(?:persons?|individuals?|entit(?:y|ies)|compan(?:y|ies)|officials?|vessels?|firms?)\b/i.test(line.text);

/** "designated as wrongfully detained": a standing that helps whoever has it. */
const AS_HELD =
  /\bas (?:an? )?(?:(?:wrongfully|unlawfully|unjustly) (?:detained|held)|political prisoners?|prisoners? of conscience)\b/i;

/** "Those designated may not travel": the word says of whom, not what happened. */
const isOfThose = ({ line, predication: { group, form } }: Telling): boolean =>
  form === 'participle' &&
  (/^(?:those|anyone|everyone)$/.test(line.sentence.tokens[group.from - 1]?.lower ?? '') ||
    (/^(?:persons?|individuals|entities|parties)$/.test(line.sentence.tokens[group.from - 1]?.lower ?? '') &&
      /^(?:under|pursuant)$/.test(line.sentence.tokens[group.to]?.lower ?? '')));

/** "by sanctioning or imposing measures on those who": two verbs with one object tell of one act. */
const isToldByNext = ({ line, predication }: Telling): boolean =>
  line.predications.some(
    (other) =>
      other.acts.includes('impose') &&
      other.form === predication.form &&
      /^(?:and|or)$/.test(line.sentence.tokens[predication.at.to]?.lower ?? '') &&
      other.at.from === predication.at.to + 1 &&
      other.patient.from === predication.patient.from,
  );

/** How far behind a verb the restriction may stand that it imposes, in UTF-16 units. */
const HEAD_MAX = 100;

/** "adopts a resolution lifting the embargo": what is adopted undoes a restriction. */
const UNDOING =
  /\b(?:lift|eas(?:e|es|ing|ed)\b|relax|remov|end(?:s|ing)?\b|suspen[ds]|terminat|waiv|delist|rescind|revo[kc]|repeal|relief|unfreez)\w*[^,;]{0,60}$/i;

/** What stands behind the verb, to the next full stop or semicolon. */
const behind = ({ scene, line, predication }: Telling): string =>
  /^[^.;]{0,200}/.exec(scene.body.slice(line.sentence.tokens[predication.at.to - 1]!.end, line.sentence.end))![0];

const TO_A_LIST = new RegExp(`\\bto (?:the |its |their )?(?:[\\p{Lu}.]+ )?${LISTS.source}`, 'iu');

function imposes(telling: Telling): boolean {
  const { scene, line, predication } = telling;
  const object = objectOf(telling);
  const restriction = RESTRICTION_PHRASES.exec(object)?.index ?? 0;
  if (restriction > 0 && UNDOING.test(object.slice(0, restriction))) return false;
  const rest = textOf(scene.body, line.sentence, predication.rest);
  switch (predication.base) {
    case 'sanctions':
      return isSpokenFor(telling);
    case 'declare':
      return predication.form !== 'participle' && /national emergency/i.test(object) && scene.speaksOf(EMERGENCY);
    case 'sanction':
    case 'blacklist':
    case 'blacklisting':
      return predication.form !== 'nominal' && object.trim() !== '';
    case 'designate':
    case 'redesignate':
    case 're-designate':
    case 'designation':
    case 'designations':
      return (
        !/\b(?:venue|site|area|successor|representative)\b/i.test(object) &&
        !AS_HELD.test(behind(telling)) &&
        !isOfThose(telling) &&
        (scene.authority !== 'ZZ' || scene.speaksOf(SANCTIONS))
      );
    case 'list':
    case 'add':
    case 'place':
    case 'target':
    case 'hit':
    case 'slap':
      return (
        (predication.base === 'list' && listsSomebody(telling)) ||
        LISTS.test(`${object} ${rest}`) ||
        (predication.base === 'add' && TO_A_LIST.test(behind(telling))) ||
        (/sanctions/i.test(`${object} ${rest}`) && /^(?:place|hit|slap)$/.test(predication.base)) ||
        (predication.base === 'add' && RESTRICTION_PHRASES.test(object.slice(0, 50)))
      );
    case 'publish':
      return false;
    case 'join':
      return /^(?:(?:the|its|new|latest|further|western|international) |[\p{L}.]+(?: \p{Lu}\p{L}+)?['’]s )*sanctions\b/iu.test(
        object,
      );
    case 'ban':
    case 'bar':
      return (
        /\bfrom (?:entering|travell?ing|visiting)\b/i.test(`${object} ${rest}`) && scene.speaksOf(SANCTIONS_OR_ENTRY)
      );
    case 'block':
    case 'freeze':
      return /\b(?:property|assets|interests|funds|accounts|reserves)\b/i.test(object) && !isConsequence(telling);
    case 'continue':
    case 'extend':
    case 'expand':
      return isOfSanctions(telling) || /national emergency/i.test(object);
    case 'issue':
    case 'announce':
      return (
        RESTRICTION_PHRASES.test(object.slice(0, 120)) &&
        !LICENCE.test(object) &&
        !/lifting|relief|easing|ease|lift|remov/i.test(object)
      );
    default:
      return isOfSanctions(telling) && restriction < HEAD_MAX && !/\bsanctions? (?:relief|waiver)/i.test(object);
  }
}

/** "As a result all property of the above is blocked": what each designation entails, told after it, is no other act. */
const isConsequence = ({ predication, told }: Telling): boolean =>
  predication.form === 'passive' && told.drafts.some(({ type }) => type === 'SanctionImposed');

/** The bare noun tells something only where it is itself called for, threatened or prepared. */
function isSpokenFor({ line, predication, modality }: Telling): boolean {
  if (modality !== 'demanded' && modality !== 'conditional' && modality !== 'announced') return false;
  const { tokens } = line.sentence;
  for (let at = predication.at.from - 1; at >= 0 && predication.at.from - at <= 7; at -= 1) {
    const { lower, pos } = tokens[at]!;
    if (CUES.has(lower)) return lower !== 'agreement' && lower !== 'deal';
    if (
      (VERB_FORMS.has(lower) && lower !== 'list' && pos !== 'ADJ' && !/^targeted$/.test(lower)) ||
      NOUN_ACTS.has(lower) ||
      (!/^(?:ADJ|NOUN|PROPN|DET|ADP|SCONJ|ADV|PART)$/.test(pos) && lower !== 'targeted')
    )
      return false;
  }
  return false;
}

/** Restrictions that come back: an easing withdrawn, a snapback, a licence not renewed. */
export function reimposed(telling: Telling): ClaimDraft[] {
  const { line, predication } = telling;
  const object = objectOf(telling);
  const again = predication.acts.includes('reimpose') && isOfSanctions(telling) && predication.base !== 'renew';
  const withdrawn =
    predication.acts.includes('ease') &&
    /^(?:revoke|rescind|end|terminate|withdraw|cancel|suspend)$/.test(predication.base) &&
    LICENCE.test(object.slice(0, 80));
  const lapsed = predication.base === 'renew' && /^(?:refused|denied)$/.test(telling.modality) && LICENCE.test(object);
  const expired = predication.form === 'nominal' && isExpiring(telling) && RESTRICTION_PHRASES.test(line.text);
  if (!again && !withdrawn && !lapsed && !expired) return [];
  const fields = sanctionFields(telling);
  const told = lapsed
    ? { modality: telling.modality === 'refused' ? ('announced' as const) : ('performed' as const) }
    : {};
  return [draft(telling, 'SanctionReimposed', { ...fields, of: { words: line.text.slice(0, 500) } }, told)];
}
