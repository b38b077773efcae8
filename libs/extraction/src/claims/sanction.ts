import type { DataOf, DraftOf } from '#domain';
import { countryIn, type CountryMention } from '../entities/countries.js';
import type { Predication } from '../grammar/predicate.js';
import { SANCTIONERS } from '../lexicon/countries.js';
import { BASIS, INSTRUMENT } from '../lexicon/organisations.js';
import { LISTS, MEASURE_WORDS, OTHER_SANCTIONS, PROGRAMMES, RESTRICTION_PHRASES } from '../lexicon/sanctions.js';
import type { Line } from '../scene.js';
import type { Range } from '../text/token.js';
import { isCapitalised, textOf, within } from '../text/token.js';
import { targetsCounted } from './numbered.js';
import { targetCountry, targetOf } from './target.js';
import type { Telling } from './telling.js';

/** The part that all sanction claims share, as the drafts have it. */
export type SanctionFields = Omit<DraftOf<'SanctionImposed'>['fields'], 'instrument'> & { instrument?: string };

/** The words of what is imposed or eased: the verb's object, or what the noun is about. */
export function objectOf({ scene, line, predication }: Telling): string {
  const known = objects.get(predication);
  if (known !== undefined) return known;
  const object = `${textOf(scene.body, line.sentence, predication.patient)} `.slice(0, 400);
  objects.set(predication, object);
  return object;
}

/** Several kinds of claim ask for the object of one predication. */
const objects = new WeakMap<Predication, string>();

/** Does the act concern restrictions or a list of those restricted? Sanctions of sport and schools are others. */
export function isOfSanctions(telling: Telling): boolean {
  if (telling.scene.authority === 'ZZ' && telling.scene.speaksOf(OTHER_SANCTIONS)) return false;
  const object = objectOf(telling);
  const head = RESTRICTION_PHRASES.exec(object) ?? LISTS.exec(object);
  return head !== null && !/\bof sanctions (?:evasion|busting)\b/i.test(object);
}

export function sanctionFields(telling: Telling): SanctionFields {
  const { line } = telling;
  const authority = authorityOf(telling);
  const country = targetCountry(telling, authority.country);
  const instrument = instrumentOf(line.text) ?? BASIS.exec(line.text)?.[0].slice(0, 300);
  const programme = PROGRAMMES.exec(line.text)?.[1];
  const count = targetsCounted(telling);
  return {
    authority: authority.country,
    ...(authority.agency ? { agency: authority.agency } : {}),
    ...(country ? { country } : programme ? { programme } : {}),
    ...(instrument ? { instrument } : {}),
    target: targetOf(telling, country),
    measures: measuresOf(line),
    ...(count ? { count } : {}),
    dates: {},
  };
}

/** Who sanctions: the agent; the sanctions' own adjective; an authority of the sentence; the report's. */
function authorityOf(telling: Telling): { country: string; agency?: string | undefined } {
  const { scene, line, predication } = telling;
  const acts = (mention: CountryMention): boolean =>
    mention.kind === 'agency' || SANCTIONERS.has(mention.country) || isSubject(telling, mention);
  const agent = countryIn(line.countries, predication.agent, acts);
  const adjective = line.countries.find(
    (mention) => SANCTIONERS.has(mention.country) && within(mention.from, widened(predication.patient, line)),
  );
  const found =
    agent ??
    adjective ??
    line.countries.find((mention) => mention.kind === 'agency' || SANCTIONERS.has(mention.country));
  const country = found?.country ?? scene.authority;
  const agency = line.countries.findLast(
    (mention) =>
      mention.kind === 'agency' &&
      mention.country === country &&
      within(mention.from, agent ? predication.agent : { from: 0, to: line.sentence.tokens.length }),
  );
  return { country, agency: agency?.agency };
}

/** "China lifts sanctions": a state that sanctions seldom does so as the subject of the verb, not as a part of it. */
const isSubject = ({ line, predication }: Telling, { kind, from, to }: CountryMention): boolean =>
  (kind === 'leader' || (kind === 'name' && !isCapitalised(line.sentence.tokens[to]))) &&
  predication.tense !== 'ing' &&
  !/^(?:on|against|from|with|in|to|for)$/.test(line.sentence.tokens[from - 1]?.lower ?? '');

const widened = (range: Range, line: Line): Range => ({
  from: Math.max(0, range.from - 1),
  to: Math.min(line.sentence.tokens.length, range.to),
});

export function instrumentOf(text: string): string | undefined {
  const found = INSTRUMENT.exec(text)?.[0];
  return found?.replace(/^(?:the|an?|historic) /i, '').slice(0, 300);
}

function measuresOf(line: Line): NonNullable<DataOf<'SanctionImposed'>['measures']> {
  const found = MEASURE_WORDS.filter(([words]) => words.test(line.text)).map(([, measure]) => measure);
  return found.length > 0 ? found : ['unspecified'];
}
