import type { Target } from '#domain';
import { countryIn, type CountryMention } from '../entities/countries.js';
import { SANCTIONERS } from '../lexicon/countries.js';
import { GOODS, SECTORS } from '../lexicon/sanctions.js';
import type { Line } from '../scene.js';
import type { Range, Token } from '../text/token.js';
import { textOf, within } from '../text/token.js';
import type { Telling } from './telling.js';

/** Whose sanctions are meant: the country they are on, by name or by its people's adjective. */
export function targetCountry(telling: Telling, authority: string): string | undefined {
  const { scene, line, predication } = telling;
  const near = { from: predication.patient.from, to: predication.rest.to };
  const other = (mention: CountryMention): boolean =>
    mention.country !== authority && (!SANCTIONERS.has(mention.country) || mention.kind === 'name');
  const target = aimedAt(telling);
  const found =
    line.countries.find((mention) => other(mention) && within(mention.from, target)) ??
    line.countries.find((mention) => other(mention) && mention.from >= near.from && isAimed(line, mention)) ??
    countryIn(line.countries, near, other) ??
    line.countries.find((mention) => other(mention) && !SANCTIONERS.has(mention.country)) ??
    line.countries.find((mention) => mention.country !== authority && within(mention.from, target));
  if (found) return found.country;
  return scene.jailer === 'ZZ' || scene.jailer === authority ? undefined : scene.jailer;
}

const isAimed = ({ sentence }: Line, { from }: Range): boolean =>
  /^(?:on|against|for|to|toward|towards|from)$/.test(sentence.tokens[from - 1]?.lower ?? '');

const THINGS =
  /\p{Lu}\p{L}|\b(?:entit|compan|firm|individual|enterprise|official|bank|organi[sz]ation|member|people|person)/iu;

/** "the oil company Roe Petrol": a name behind what it is. */
const COMPANY =
  /\b(?:company|firm|bank|group|refiner|producer|supplier|miner|airline|carrier|conglomerate|broadcaster|exchange|shipper|trader|fund) (\p{Lu}[\p{L}\p{N}.&'’-]*(?: \p{Lu}[\p{L}\p{N}.&'’-]*)*)/u;
const NAME = /^(?:the )?(?:\p{Lu}[\p{L}.&'’-]+ ?){2,}/u;

/** What it is on: goods, a sector, a person, an entity or a territory; "unspecified" in the text's words else. */
export function targetOf(telling: Telling, country: string | undefined): Target {
  const { scene, line, predication } = telling;
  const range = aimedAt(telling);
  const text = textOf(scene.body, line.sentence, range)
    .replace(/^(?:the |all )?(?:assets|property|accounts|names) (?:of|belonging to) /i, '')
    .slice(0, 300);
  const named = (kind: Target['kind'], name: string): Target => {
    return { kind, name: name.slice(0, 300), ...(country ? { country } : {}), identifiers: [] };
  };
  const person = line.people.find((mention) => within(mention.from, range));
  if (person) return named('person', person.name);
  const around = takesItsTarget(telling) ? '' : textOf(scene.body, line.sentence, predication.patient);
  const entity = COMPANY.exec(text)?.[1];
  if (entity) return named('entity', entity);
  const goods = GOODS.exec(text) ?? (NAME.test(text) ? null : GOODS.exec(around));
  const sector = SECTORS.exec(text)?.[1];
  if (sector) return named('sector', sector.toLowerCase());
  if (goods) return named('goods', goods[0].toLowerCase());
  if (/\b(?:sanctions?|restrictions|restrictive|embargo|measures)\b/i.test(text))
    return named('unspecified', country ?? 'unspecified');
  const territory = line.countries.find((mention) => within(mention.from, range) && mention.kind !== 'demonym');
  if (territory && territory.to - territory.from >= range.to - range.from - 1) return named('territory', text);
  return named(THINGS.test(text) ? 'entity' : 'unspecified', text || country || 'unspecified');
}

/** "sanctioned six firms", "removed two banks from the list": the object itself is the target. */
const takesItsTarget = ({ predication: { base } }: Telling): boolean =>
  /^(?:sanction|blacklist|designate|delist|add|place|remove|strike|delete)$/.test(base);

/** The stretch after "on" or "against" behind the restriction; the whole object when it is itself the target. */
export function aimedAt(telling: Telling): Range {
  const { line, predication } = telling;
  const { tokens } = line.sentence;
  const { patient, rest } = predication;
  const end = Math.max(rest.to, patient.to);
  const object = { from: patient.from, to: phraseEnd(line, patient.from, patient.to) };
  const listed = takesItsTarget(telling) && !tokens.slice(object.from, object.to).some(isRestriction);
  if (listed) return object;
  for (let at = patient.from; at < end; at += 1) {
    if (/^(?:on|against|targeting)$/.test(tokens[at]!.lower) && !isTime(tokens, at + 1)) {
      return { from: at + 1, to: phraseEnd(line, at + 1, end) };
    }
  }
  for (let at = patient.from; at < end; at += 1) {
    const respect = tokens[at]!.lower === 'with' && tokens[at + 1]?.lower === 'respect' ? 2 : 0;
    if (/^(?:for|from|with|involving)$/.test(tokens[at]!.lower) && !isCode(line, at + 1)) {
      return { from: at + 1 + respect, to: phraseEnd(line, at + 1 + respect, end) };
    }
  }
  return object;
}

const isRestriction = ({ lower }: Token): boolean => /^(?:sanctions?|restrictions|embargo|bans?|measures)$/.test(lower);

const MONTH = /^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/;
const isTime = (tokens: readonly Token[], at: number): boolean => {
  const word = tokens[at]?.lower ?? '';
  if (/^\d{1,2}(?:st|nd|rd|th)?$/.test(word)) return MONTH.test(tokens[at + 1]?.lower ?? '');
  return MONTH.test(word) || /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$|^charges$/.test(word);
};

/** "removes its regulations from the Code of Federal Regulations" tells where they stood, not on whom they were. */
const isCode = ({ sentence: { tokens } }: Line, at: number): boolean =>
  tokens.slice(at, at + 3).some(({ lower }) => lower === 'code' || lower === 'cfr');

function phraseEnd(line: Line, from: number, end: number): number {
  const { tokens } = line.sentence;
  for (let at = from + 1; at < end; at += 1) {
    if (
      tokens[at]!.pos === 'AUX' ||
      /^(?:[,;:.()]|for|from|pursuant|under|over|imposed|linked|until|on|in|by|after|to|as|because)$/.test(
        tokens[at]!.lower,
      )
    )
      return at;
  }
  return end;
}
