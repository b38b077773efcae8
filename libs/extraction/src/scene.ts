import type { Report } from '#domain';
import { countriesOf, type CountryMention } from './entities/countries.js';
import { countsOf, type CountMention } from './entities/counts.js';
import { datesOf, yearOf, type DateMention } from './entities/dates.js';
import { KnownNames, peopleOf, type PersonMention } from './entities/people.js';
import { sayingsOf, type Saying } from './grammar/attribution.js';
import type { Predication } from './grammar/predicate.js';
import { predicationsOf } from './grammar/predication.js';
import { SANCTIONERS } from './lexicon/countries.js';
import type { Sentence } from './text/token.js';

export type ReadableReport = Pick<Report, 'title' | 'body' | 'lang' | 'publishedAt' | 'credit' | 'source'>;

/** A sentence with what was found in it. */
export interface Line {
  readonly sentence: Sentence;
  /** Its place among the report's lines, from 0. */
  readonly at: number;
  readonly text: string;
  /** A title or a rubric: it names a matter without saying that anything came about. */
  readonly heading: boolean;
  readonly countries: readonly CountryMention[];
  readonly people: readonly PersonMention[];
  readonly counts: readonly CountMention[];
  readonly predications: readonly Predication[];
  readonly sayings: readonly Saying[];
  readonly dates: readonly DateMention[];
}

/** What the claim files read: the sentences and what the report as a whole lets one understand. */
export interface Scene {
  readonly body: string;
  /** The day of publication, where the report gives it. */
  readonly day: string | undefined;
  readonly lines: readonly Line[];
  /** Whether the report, in its first pages, has words of a kind. Asked often, looked up once a pattern. */
  readonly speaksOf: (words: RegExp) => boolean;
  /** The country whose prisoners the report speaks of, as far as its words tell; ZZ where they do not. */
  readonly jailer: string;
  /** The sanctioning authority that the report speaks of most. */
  readonly authority: string;
}

export function sceneOf(report: ReadableReport, body: string, sentences: readonly Sentence[]): Scene {
  const reading = { report, body, known: new KnownNames(), year: yearOf(report.title) };
  const lines = sentences.map((sentence, at) => lineOf(reading, sentence, at));
  const weights = weigh(lines, report.title);
  const jailer = heaviest(weights, (country) => !SANCTIONERS.has(country)) ?? 'ZZ';
  const authority = heaviest(weights, (country) => SANCTIONERS.has(country)) ?? 'ZZ';
  return { body, day: report.publishedAt?.slice(0, 10), lines, speaksOf: looking(body), jailer, authority };
}

/** How much of a body tells what it is about, in UTF-16 units. */
const FIRST_PAGES = 20_000;

function looking(body: string): Scene['speaksOf'] {
  const first = body.slice(0, FIRST_PAGES);
  const answers = new Map<RegExp, boolean>();
  return (words) => {
    const known = answers.get(words) ?? words.test(first);
    answers.set(words, known);
    return known;
  };
}

interface Reading {
  readonly report: ReadableReport;
  readonly body: string;
  readonly known: KnownNames;
  readonly year: number | undefined;
}

function lineOf({ report, body, known, year }: Reading, sentence: Sentence, at: number): Line {
  const countries = countriesOf(sentence);
  const people = peopleOf(body, sentence, countries, known);
  // Names are learnt in order, so they are read at once; the rest only when a claim file asks, and then once.
  const predications = once(() => predicationsOf(sentence));
  const counts = once(() => countsOf(sentence));
  const sayings = once(() => sayingsOf({ body, sentence, people, countries }));
  const dates = once(() => datesOf(body, sentence, { publishedAt: report.publishedAt, year }));
  return {
    sentence,
    at,
    text: body.slice(sentence.start, sentence.end),
    heading: isHeading(sentence, body),
    countries,
    people,
    get predications() {
      return predications();
    },
    get counts() {
      return counts();
    },
    get sayings() {
      return sayings();
    },
    get dates() {
      return dates();
    },
  };
}

/** A line of its own, without a full stop and without a finite verb. */
function isHeading({ tokens, start, end }: Sentence, body: string): boolean {
  if (tokens.length > 25 || /[.!?:;"”]$/.test(body.slice(start, end))) return false;
  if (
    /\S/.test(body.slice(end, end + 1)) ||
    (start > 0 && !/[\n\r]\s*$/.test(body.slice(Math.max(0, start - 8), start)))
  )
    return false;
  return !tokens.some(({ pos, text }) => pos === 'AUX' || (pos === 'VERB' && !/ing$/i.test(text)));
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** How often each country is spoken of; the title and the opening weigh more, as they name what a report is about. */
function weigh(lines: readonly Line[], title: string | undefined): Map<string, number> {
  const weights = new Map<string, number>();
  const titleText = title ?? '';
  for (const [index, line] of lines.entries()) {
    for (const mention of line.countries) {
      const weight = (index < 3 ? 2 : 1) * (mention.kind === 'demonym' ? 0.75 : 1);
      weights.set(mention.country, (weights.get(mention.country) ?? 0) + weight);
    }
  }
  for (const country of weights.keys()) {
    const inTitle = lines.some((line) =>
      line.countries.some(
        (mention) => mention.country === country && titleText.includes(line.sentence.tokens[mention.from]!.text),
      ),
    );
    if (inTitle) weights.set(country, weights.get(country)! + 3);
  }
  return weights;
}

function heaviest(weights: ReadonlyMap<string, number>, accept: (country: string) => boolean): string | undefined {
  const sorted = [...weights]
    .filter(([country]) => accept(country))
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return sorted[0]?.[0];
}
