import type { ClaimDraft } from '#domain';
import { NOUN_ACTS, VERB_FORMS } from '../grammar/forms.js';
import { SANCTIONERS } from '../lexicon/countries.js';
import { CUES } from '../lexicon/modality.js';
import { LISTS, RESTRICTION_PHRASES } from '../lexicon/sanctions.js';
import { textOf, within } from '../text/token.js';
import { isExpiring } from './eased.js';
import { isOfSanctions, objectOf, sanctionFields } from './sanction.js';
import { draft, happened, type Telling } from './telling.js';

const LICENCE = /\b(?:waivers?|relief|GL ?\d+\w*|licen[cs]es?|exemptions?)\b(?! requirement)/i;

/** A waiver of a state that sanctions. */
const isOfSanctioner = ({ line }: Telling): boolean => line.countries.some(({ country }) => SANCTIONERS.has(country));

/** What only a sanctions authority gives. */
const GENERAL = /\b(?:general licen[cs]e|GL ?\d|sanctions? (?:waiver|relief|exemption))/i;
const SANCTIONS = /sanction|visa restriction|\b7031\b|\bblocked\b|Magnitsky/i;
const SANCTIONS_OR_ENTRY = /sanction|oligarch|officials?\b|ministers?\b|lawmakers|judges|commanders|from entering/i;
const EMERGENCY = /\bsanction|block|unusual and extraordinary/i;

/** Restrictions put on somebody, or extended. */
export function imposed(telling: Telling): ClaimDraft[] {
  const { acts, base } = telling.predication;
  const renewed = base === 'renew' && isOfSanctions(telling);
  if (!renewed && (!acts.includes('impose') || !imposes(telling) || isUndone(telling) || isToldByNext(telling)))
    return [];
  // "takes effect on 1 March": the present tells of what is to come.
  const more = base === 'effect' && happened(telling) ? { modality: 'announced' as const } : {};
  return [draft(telling, 'SanctionImposed', sanctionFields(telling), more)];
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
      return putsOnList(telling, `${object} ${rest}`);
    case 'publish':
      return false;
    case 'visas':
    case 'penalize':
    case 'penalise':
    case 'approve':
      return punishes(telling, `${object} ${rest}`);
    case 'join':
      return /^(?:(?:the|its|new|latest|further|western|international) |[\p{L}.]+(?: \p{Lu}\p{L}+)?['’]s )*sanctions\b/iu.test(
        object,
      );
    case 'ban':
    case 'bar':
      return (
        /\bfrom (?:entering|entry|travell?ing|visiting)\b/i.test(`${object} ${rest}`) &&
        scene.speaksOf(SANCTIONS_OR_ENTRY)
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

/** Verbs that impose something only by a list, or by sanctions that they name. */
function putsOnList(telling: Telling, text: string): boolean {
  const { base } = telling.predication;
  if (LISTS.test(text)) return true;
  if (/^(?:place|hit|slap)$/.test(base) && /sanctions/i.test(text)) return true;
  if (/^(?:target|hit)$/.test(base) && isBySanctions(telling)) return true;
  if (/^(?:target|list)$/.test(base) && isOneMore(telling)) return true;
  if (base === 'list') return listsSomebody(telling);
  return (
    base === 'add' && (TO_A_LIST.test(behind(telling)) || RESTRICTION_PHRASES.test(objectOf(telling).slice(0, 50)))
  );
}

/** Verbs of other matters, which impose a sanction where the text speaks of some. */
function punishes(telling: Telling, text: string): boolean {
  const { scene, line, predication } = telling;
  const restriction = RESTRICTION_PHRASES.exec(objectOf(telling))?.index ?? HEAD_MAX;
  switch (predication.base) {
    case 'visas':
      return WHO_RULES.test(line.text) || scene.speaksOf(SANCTIONS);
    case 'approve':
      return isOfSanctions(telling) && restriction < HEAD_MAX && !OF_LAW.test(objectOf(telling));
    default:
      return scene.speaksOf(SANCTIONS) && RESTRICTION_PHRASES.test(text);
  }
}

/** What is approved and imposes nothing yet. */
const OF_LAW = /\b(?:bill|legislation|plan|proposal|draft|law|act)\b/i;

/** Who gives out visas and takes them back. */
const WHO_RULES =
  /\b(?:officials?|ministers?|judges?|lawmakers|officers|commanders|nationals|oligarchs?|relatives|members of)\b/i;

/** "U.S. sanctions hit two banks": the restrictions are the subject. */
const isBySanctions = ({ scene, line, predication: { agent, form } }: Telling): boolean =>
  form === 'active' &&
  /\b(?:sanctions|restrictive measures|listings|penalties)\b/i.test(textOf(scene.body, line.sentence, agent));

/** "A refinery is targeted too", "also listed are two banks": where sanctions were told of just before. */
const isOneMore = ({ line, predication: { form, at }, told }: Telling): boolean =>
  form !== 'nominal' &&
  form !== 'active' &&
  line.sentence.tokens
    .slice(Math.max(0, at.from - 3), at.to + 2)
    .some(({ lower }) => /^(?:also|too|further)$/.test(lower)) &&
  told.drafts.some(({ type }) => type === 'SanctionImposed');

/** "As a result all property of the above is blocked": what each designation entails, told after it, is no other act. */
const isConsequence = ({ predication, told }: Telling): boolean =>
  predication.form === 'passive' && told.drafts.some(({ type }) => type === 'SanctionImposed');

/** The bare noun tells something only where it is itself called for, threatened or prepared. */
function isSpokenFor({ line, predication, modality }: Telling): boolean {
  if (modality !== 'demanded' && modality !== 'conditional' && modality !== 'announced') return false;
  const { tokens } = line.sentence;
  if (
    /^(?:relief|waivers?|evasion|lists?|regimes?|programmes?|programs?|exemptions?|policy)$/.test(
      tokens[predication.at.to]?.lower ?? '',
    )
  )
    return false;
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
    LICENCE.test(object.slice(0, 80)) &&
    (GENERAL.test(object) || telling.scene.speaksOf(SANCTIONS) || (/waiver/i.test(object) && isOfSanctioner(telling)));
  const lapsed = predication.base === 'renew' && /^(?:refused|denied)$/.test(telling.modality) && LICENCE.test(object);
  const expired = predication.form === 'nominal' && isExpiring(telling) && RESTRICTION_PHRASES.test(line.text);
  if (!again && !withdrawn && !lapsed && !expired) return [];
  const fields = sanctionFields(telling);
  const told = lapsed
    ? { modality: telling.modality === 'refused' ? ('announced' as const) : ('performed' as const) }
    : {};
  return [draft(telling, 'SanctionReimposed', { ...fields, of: { words: line.text.slice(0, 500) } }, told)];
}
