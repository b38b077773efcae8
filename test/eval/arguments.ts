import { parseOccurred, type Person } from '#domain';
import { countriesNamed } from '#extraction';
import type { GoldEvent } from './corpus.js';
import type { Prediction } from './predict.js';
import type { Score } from './score.js';

/** How many annotated arguments of the events that were found are also read, of how many. */
export interface ArgumentFigures {
  readonly argument: string;
  readonly annotated: number;
  readonly agree: number;
  /** What counts as agreement, in words. */
  readonly rule: string;
}

type Judge = (gold: GoldEvent, hits: readonly Prediction[]) => readonly boolean[];

const fields = (hit: Prediction) =>
  hit.data as {
    authority?: string;
    country?: string;
    person?: Person;
    target?: { name: string; country?: string };
    named?: readonly Person[];
    population?: string;
    place?: string;
    from?: string;
    to?: string;
    destination?: string;
    by?: string;
    instrument?: string;
    licence?: { number: string };
    legs?: readonly { party: { name: string; country: string } }[];
  };

const DAY = 86_400_000;
/** Ours may be wider than the annotated date by a month: "in May" for a day of May. */
const WIDER_DAYS_MAX = 31;

const date: Judge = ({ date: text }, hits) => {
  const gold = text ? parseOccurred(text) : undefined;
  if (!gold?.earliest || !gold.latest) return [];
  return [
    hits.some(({ occurred }) => {
      const ours = parseOccurred(occurred);
      if (!ours?.earliest || !ours.latest) return false;
      const span = (Date.parse(ours.latest) - Date.parse(ours.earliest)) / DAY;
      const goldSpan = (Date.parse(gold.latest!) - Date.parse(gold.earliest!)) / DAY;
      return ours.earliest <= gold.latest! && ours.latest >= gold.earliest! && span <= goldSpan + WIDER_DAYS_MAX;
    }),
  ];
};

const authority: Judge = ({ who_acts: who }, hits) => {
  const countries = countriesNamed(who ?? '');
  if (countries.length === 0) return [];
  return [
    hits.some((hit) => {
      const { authority: by, country, person, legs } = fields(hit);
      const ours = [by ?? country ?? person?.country, ...(legs ?? []).map(({ party }) => party.country)];
      return ours.some((code) => code !== undefined && countries.includes(code));
    }),
  ];
};

const SMALL = new Set(
  'the and for with from that this were was all more than other some over about who their its'.split(' '),
);
const words = (text: string): Set<string> =>
  new Set(
    (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])
      .filter((word) => !SMALL.has(word))
      .map((word) => word.replace(/s$/, '')),
  );

/** Whether two phrases share a word that says something, or name one country. */
function alike(one: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  const shared = words(other);
  return [...words(one)].some((word) => shared.has(word)) || countriesNamed(one).some((code) => code === other);
}

const target: Judge = ({ target: text }, hits) =>
  text
    ? [
        hits.some((hit) => {
          const { target: aimed, person, population, named, country } = fields(hit);
          const ours = [
            aimed?.name,
            aimed?.country,
            person?.name,
            population,
            country,
            ...(named ?? []).map(({ name }) => name),
          ];
          return ours.some((each) => alike(text, each));
        }),
      ]
    : [];

const place: Judge = ({ place: text }, hits) =>
  text
    ? [
        hits.some((hit) => {
          const { place: at, from, to, destination, country, person } = fields(hit);
          return [at, from, to, destination, country, person?.country].some((each) => alike(text, each));
        }),
      ]
    : [];

const instrument: Judge = ({ instrument: text }, hits) =>
  text
    ? [
        hits.some((hit) => {
          const { instrument: by, licence } = fields(hit);
          return alike(text, by) || (licence !== undefined && text.includes(licence.number));
        }),
      ]
    : [];

const lastName = (name: string): string =>
  name
    .replace(/\(.*?\)/g, '')
    .trim()
    .split(/\s+/)
    .at(-1)!
    .toLowerCase();

const names: Judge = ({ named }, hits) => {
  const ours = new Set(
    hits.flatMap((hit) => {
      const { person, named: members, target: aimed } = fields(hit);
      return [person?.name, aimed?.name, ...(members ?? []).map(({ name }) => name)].flatMap((name) =>
        name ? [lastName(name)] : [],
      );
    }),
  );
  return (named ?? []).map((name) => ours.has(lastName(name)));
};

const JUDGES: readonly (readonly [argument: string, judge: Judge, rule: string])[] = [
  ['date', date, `the days meet, and ours are at most ${WIDER_DAYS_MAX} days more`],
  ['authority', authority, 'the country of who acts'],
  ['target', target, 'a word or the country in common'],
  ['place', place, 'a word or the country in common'],
  ['instrument', instrument, 'a word or the number in common'],
  ['names', names, 'each family name'],
];

/** Arguments are judged where the event was found; an event that was missed is counted by recall already. */
export const argumentsOf = ({ pairs }: Score): ArgumentFigures[] =>
  JUDGES.map(([argument, judge, rule]) => {
    const judged = pairs.flatMap(({ gold, hits }) => judge(gold, hits));
    return { argument, annotated: judged.length, agree: judged.filter(Boolean).length, rule };
  });
