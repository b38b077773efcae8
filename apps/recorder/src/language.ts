import { eld } from 'eld/small';

/** In which language a text is, as far as reading English needs to know. */
export interface Language {
  /** What the English rules may read: all of the body, or with spaces in place of the paragraphs that are not English. */
  readonly text?: string;
  /** In a sentence, where not all of it is to be read, or where it is not what the report says of itself. */
  readonly reason?: string;
}

/** Letters by which a text or a paragraph is judged; names alone look like any language. */
const LETTERS_MIN = 40;
/** From here on the detector is believed at once: 110 real reports, and each of their paragraphs, came within 0.02. */
const LETTERS_SURE = 60;
/** How much more like another language than like English a text is (scores of 0 to 1) when it is not English. */
const MARGIN_SURE = 0.1;
const MARGIN_SHORT = 0.3;
/** Less than this part of the judged letters being English is a quotation, no text to read. */
const ENGLISH_PART_MIN = 0.2;
/** The detector looks at no more of a text than this. */
const SAMPLE_UNITS = 20_000;

const lettersOf = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;

/** Languages that the detector does not know, by a script that hardly another one is written in. */
const BY_SCRIPT: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Myanmar}/u, 'my'],
  [/\p{Script=Khmer}/u, 'km'],
  [/\p{Script=Lao}/u, 'lo'],
  [/\p{Script=Sinhala}/u, 'si'],
  [/\p{Script=Tibetan}/u, 'bo'],
  [/\p{Script=Ethiopic}/u, 'am'],
  [/\p{Script=Thaana}/u, 'dv'],
  [/\p{Script=Mongolian}/u, 'mn'],
];

/** English is written in Latin letters; a text that is not is foreign, whether or not the detector knows it. */
const isInOtherLetters = (text: string): boolean =>
  (text.match(/\p{Script=Latin}/gu)?.length ?? 0) < lettersOf(text) / 2;

/** @returns the likeliest language (ISO 639-1), and by how much it is likelier than English */
function judge(text: string): { likeliest: string; margin: number } {
  const sample = text.slice(0, SAMPLE_UNITS);
  const judged = scored(sample);
  if (!isInOtherLetters(sample)) return judged;
  const script = BY_SCRIPT.find(([letters]) => letters.test(sample))?.[1];
  const likeliest = script ?? (judged.likeliest === 'en' ? 'und' : judged.likeliest);
  return { likeliest, margin: 1 };
}

function scored(text: string): { likeliest: string; margin: number } {
  const scores = Object.entries(eld.detect(text).getScores());
  const [likeliest, best] = scores.reduce((most, one) => (one[1] > most[1] ? one : most), ['en', 0]);
  return { likeliest, margin: best - (scores.find(([language]) => language === 'en')?.[1] ?? 0) };
}

const isForeign = (text: string, { margin }: { margin: number }): boolean =>
  margin > (lettersOf(text.slice(0, SAMPLE_UNITS)) < LETTERS_SURE ? MARGIN_SHORT : MARGIN_SURE);

/**
 * What of a body is English. Given a language, that is believed unless the text is plainly another. Paragraphs in
 * another language are left out of a text that is English otherwise, so that nothing in them is misread; what is read
 * keeps its place. A pure function.
 * @param given the report's own `lang`
 */
export function englishOf(body: string, given: string | undefined): Language {
  const whole = judge(body);
  const saysEnglish = given === undefined || /^eng?\b/i.test(given);
  const isShort = lettersOf(body.slice(0, SAMPLE_UNITS)) < LETTERS_SURE;
  if (!saysEnglish) {
    if (whole.margin > 0 || isShort) return { reason: `Reads English only; this is ${given}.` };
    return { text: body, reason: `It is marked as ${given}, but is English, and was read as such.` };
  }
  const { text, foreign, part } = withoutForeign(body);
  const isWhollyForeign = foreign.length === 0 ? isForeign(body, whole) : part < ENGLISH_PART_MIN;
  if (isWhollyForeign) {
    const language = foreign.length === 0 ? whole.likeliest : mostOf(foreign);
    if (given === undefined) return { reason: `Reads English only; this looks like ${language}.` };
    return { reason: `Reads English only; this is marked as ${given}, but looks like ${language}.` };
  }
  if (foreign.length === 0) return { text: body };
  const what =
    foreign.length === 1
      ? 'One paragraph was not read, which looks'
      : `${foreign.length} paragraphs were not read, which look`;
  return { text, reason: `${what} like ${mostOf(foreign)}.` };
}

/** Paragraphs are lines. One with few letters goes with the text. */
function withoutForeign(body: string): { text: string; foreign: string[]; part: number } {
  const foreign: string[] = [];
  const letters = { english: 0, all: 0 };
  const text = body.replace(/[^\n\r\u2028\u2029]+/g, (line) => {
    const count = lettersOf(line);
    if (count < LETTERS_MIN) return line;
    letters.all += count;
    const judged = judge(line);
    if (!isForeign(line, judged)) {
      letters.english += count;
      return line;
    }
    foreign.push(judged.likeliest);
    return ' '.repeat(line.length);
  });
  return { text, foreign, part: letters.all === 0 ? 1 : letters.english / letters.all };
}

function mostOf(languages: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const language of languages) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}
