import type { ClaimDraft, DataOf } from '#domain';
import { LISTS, MEANS, RESTRICTION_PHRASES } from '../lexicon/sanctions.js';
import { textOf } from '../text/token.js';
import { licenceOf } from './licence.js';
import { instrumentOf, isOfSanctions, objectOf, sanctionFields } from './sanction.js';
import { draft, happened, occurredAt, type Telling } from './telling.js';

/** "removed three persons from the list", in a report on sanctions. */
const OFF_THE_LIST = /\b(?:from|off) (?:the|its|their) (?:black)?list\b/i;
const SANCTIONS = /\b(?:sanction|restrictive measure)/i;

const ENDING =
  /^(?:lift|remove|terminate|end|revoke|rescind|repeal|drop|scrap|annul|delist|strike|delete|abolish|dismantle|lifting|removal|termination|delisting|revocation|annulment)$/;
const ENDING_OR_SUSPENDING = new RegExp(`${ENDING.source}|^suspend$|^withdraw$`);
const RELIEF = /^(?:relief|waivers?|exemptions?|reprieve|carve-out)$/;
/** What a freeze is on, where it is lifted from it. */
const MONEY = /\b(?:assets?|funds?|accounts?|reserves|money|property|holdings|[mb]illion)\b/i;
const LICENCE = /\b(?:general|specific) licen[cs]es?\b|\bGL ?\d+/i;

/** Restrictions that loosen or end. "Lifted" is claimed only with an act that can be shown; else they are eased. */
export function eased(telling: Telling): ClaimDraft[] {
  const { line, predication } = telling;
  if (isLicensing(telling)) return licensing(telling).map((fields, at) => easing(telling, fields, at));
  if (!predication.acts.includes('ease')) return [];
  if (RELIEF.test(predication.base) ? !isRelief(telling) || isExpiring(telling) : !concerns(telling)) return [];
  // Taking a waiver or a licence back is no easing.
  if (
    /\b(?:waivers?|licen[cs]es?|exemptions?|relief)\b/i.test(objectOf(telling).slice(0, 60)) &&
    ENDING_OR_SUSPENDING.test(predication.base)
  )
    return [];
  const delisted =
    (LISTS.test(line.text) || /^delist/.test(predication.base)) &&
    /^(?:remove|removal|delist|delisting|strike|delete)$/.test(predication.base);
  const fields = sanctionFields(telling);
  const instrument =
    instrumentOf(line.text) ?? judgement(line.text) ?? (delisted ? `removal from ${listName(line.text)}` : undefined);
  if (ENDING.test(predication.base) && instrument && happened(telling) && !LICENCE.test(line.text)) {
    return [
      draft(telling, 'SanctionLifted', { ...fields, instrument, cause: causeOf(telling, delisted) }, nextKey(telling)),
    ];
  }
  return [easing(telling, fields)];
}

/** @param at which of the easings of its sentence it is; an exchange names the first */
function easing(telling: Telling, fields: ReturnType<typeof sanctionFields>, at = 0): ClaimDraft {
  const licence = licenceOf(telling);
  const { edtf, precision } = occurredAt(telling);
  // A licence is in force from the day of its issue, unless it says otherwise.
  const dates = licence && precision === 'day' && happened(telling) ? { adopted: edtf } : {};
  const more = licence ? { licence, dates } : {};
  return draft(
    telling,
    'SanctionEased',
    { ...fields, means: meansOf(telling), ...more },
    at === 0 ? nextKey(telling) : {},
  );
}

/** The key by which an exchange names this easing. */
function nextKey({ told }: Telling): { key: string } {
  const number = told.drafts.filter((each) => each.key?.startsWith('#eased')).length + 1;
  return { key: number === 1 ? '#eased' : `#eased-${number}` };
}

/** "issued General License 13 authorizing...", "the general licence permits ...". */
function isLicensing({ scene, line, predication }: Telling): boolean {
  if (/^(?:issue|issuance|grant|publish)/.test(predication.base))
    return LICENCE.test(textOf(scene.body, line.sentence, predication.patient).slice(0, 120));
  if (/^(?:authorize|authorise|permit|allow)$/.test(predication.base))
    return (
      (LICENCE.test(textOf(scene.body, line.sentence, predication.agent)) || UNDER_A_LICENCE.test(line.text)) &&
      /transactions|dealings|activities|exports?|imports?/i.test(line.text)
    );
  return false;
}

const UNDER_A_LICENCE =
  /\b(?:under|by|through|via|with|issuing) (?:an? |the |its )?(?:new )?(?:[\p{L}-]+ )?(?:general licen[cs]e|GL ?\d)/iu;

/** A licence eases what is on each of its parties; one that names none, what its sentence says. */
function licensing(telling: Telling): ReturnType<typeof sanctionFields>[] {
  const fields = sanctionFields(telling);
  const parties = licenceOf(telling)?.parties ?? [];
  const of = fields.country ? { country: fields.country } : {};
  if (parties.length === 0) return [fields];
  return parties.map((name) => ({ ...fields, target: { kind: 'entity', name, ...of, identifiers: [] } }));
}

function concerns(telling: Telling): boolean {
  const object = objectOf(telling);
  const { line, predication } = telling;
  if (/^(?:authorize|authorise|permit|allow)$/.test(predication.base)) return false;
  if (/\bsanctions regulations|national emergency\b|\bdesignations?\b/i.test(object) && ENDING.test(predication.base))
    return true;
  // That it "does not unblock any property" is what every licence says of itself.
  if (predication.base === 'unfreeze' || (predication.base === 'unblock' && happened(telling)))
    return MONEY.test(object);
  // "removed from the list the names of persons": the list may stand before or behind the names.
  if (/^delist/.test(predication.base)) return true;
  if (/^(?:remove|strike|delete|removal)$/.test(predication.base)) {
    if (/\bfrom (?:the )?(?:Country Group|Code)/.test(line.text) && !/Sanctions Regulations/.test(line.text))
      return false;
    const rest = textOf(telling.scene.body, line.sentence, predication.rest);
    return isOfSanctions(telling) || LISTS.test(rest) || (OFF_THE_LIST.test(rest) && telling.scene.speaksOf(SANCTIONS));
  }
  if (
    predication.base === 'exempt' &&
    RESTRICTION_PHRASES.test(textOf(telling.scene.body, line.sentence, predication.rest))
  )
    return true;
  return isOfSanctions(telling);
}

/** "the waiver expires", "no waiver was renewed": relief that ends is none. */
export const isExpiring = ({ scene, line, predication }: Telling): boolean =>
  RELIEF.test(predication.base) &&
  /^[^,;.]{0,80}\b(?:expire[sd]?|lapse[sd]?|ran out|runs out|was not renewed)\b/i.test(
    scene.body.slice(line.sentence.tokens[predication.at.to - 1]!.end, line.sentence.end),
  );

/** "issued a waiver", in a report on sanctions. */
const isIssued = (before: string): boolean =>
  /\b(?:issu|grant|sign|extend|renew)\w* (?:\w+ ){0,3}waivers?$/i.test(before);

function isRelief({ scene, line, predication }: Telling): boolean {
  const before = textOf(scene.body, line.sentence, {
    from: Math.max(0, predication.at.from - 6),
    to: predication.at.to,
  });
  const after = textOf(scene.body, line.sentence, { from: predication.at.to, to: predication.rest.to }).slice(0, 80);
  return (
    RESTRICTION_PHRASES.test(before) ||
    (/^waivers?$/.test(predication.base) && isIssued(before) && scene.speaksOf(/\bsanction/i)) ||
    (/^(?:from|of|to|for|on)\b/.test(after) && (RESTRICTION_PHRASES.test(after) || LICENCE.test(line.text))) ||
    (/granted relief/.test(before) && /sanction|licen[cs]e/i.test(line.text))
  );
}

function meansOf({ line, predication }: Telling): DataOf<'SanctionEased'>['means'] {
  if (/^(?:postpone|delay)/.test(predication.base)) return 'suspension';
  return MEANS.find(([words]) => words.test(line.text))?.[1] ?? 'unspecified';
}

function causeOf({ line }: Telling, delisted: boolean): DataOf<'SanctionLifted'>['cause'] {
  if (/\bannul\w*\b/i.test(line.text)) return 'annulled';
  if (/\bexpir\w+\b/i.test(line.text)) return 'expired';
  return delisted ? 'delisting' : 'programme_ended';
}

/** A court's judgement is an act that can be shown. */
const judgement = (text: string): string | undefined => {
  const court = /\b((?:EU )?(?:General |European )?Court(?: of Justice)?)\b/.exec(text)?.[1];
  return court && /\bannul/i.test(text) ? `judgment of the ${court}` : undefined;
};

function listName(text: string): string {
  const list = LISTS.exec(text)?.[0] ?? 'sanctions list';
  return `the ${list.replace(/^the /i, '')}`;
}
