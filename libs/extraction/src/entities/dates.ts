import { parseOccurred } from '#domain';
import type * as chrono from 'chrono-node';
import type { Sentence } from '../text/token.js';
import { calendarDates } from '../text/calendar.js';

/** A date as the text gives it, in UTF-16 units of the body, with an EDTF text of its true precision. */
export interface DateMention {
  readonly start: number;
  readonly end: number;
  readonly edtf: string;
  /** The preposition before it: "since" and "until" bound a window, they do not date an act. */
  readonly bound?: 'since' | 'until' | undefined;
  /** The text gives no year: it was taken from the day of the report, or from the year that its title is about. */
  readonly yearless?: boolean | undefined;
}

/** From when a report looks back. */
export interface Vantage {
  /** A day or an instant. */
  readonly publishedAt?: string | undefined;
  /** The year that the report is about, where its title gives one: "2022 Country Reports on Human Rights". */
  readonly year?: number | undefined;
}

/** The year of a report on a year, by its title. */
export function yearOf(title: string | undefined): number | undefined {
  const match = /\b((?:19|20)\d{2})\b.{0,40}\breports?\b|\breports?\b.{0,40}\b((?:19|20)\d{2})\b/i.exec(title ?? '');
  const year = match?.[1] ?? match?.[2];
  return year === undefined ? undefined : Number(year);
}

const HINT =
  /\b(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|tonight|ago|this|last|past|weeks?|\d{4})\b/i;
const DAY = 86_400_000;

/**
 * The dates of a sentence. Relative ones are counted from `publishedAt` (a day or an instant); without it they are
 * left out, for a guess would look like knowledge.
 */
export function datesOf(body: string, sentence: Sentence, { publishedAt, year }: Vantage): DateMention[] {
  const text = body.slice(sentence.start, sentence.end);
  if (!HINT.test(text)) return [];
  const day = publishedAt?.slice(0, 10);
  const reference = day ? new Date(`${day}T12:00:00Z`) : undefined;
  const found: DateMention[] = [];
  const put = (index: number, length: number, edtf: string | undefined, yearless = false): void => {
    const [start, end] = [sentence.start + index, sentence.start + index + length];
    if (!edtf || !parseOccurred(edtf) || found.some((other) => start < other.end && end > other.start)) return;
    found.push({ start, end, edtf, bound: boundBefore(text.slice(0, index)), yearless });
  };
  for (const match of text.matchAll(OWN)) {
    // "since 2006": the preposition was read with the year.
    const skipped = /^(?:since|until|by) ?/i.exec(match[0])?.[0].length ?? 0;
    put(match.index + skipped, match[0].length - skipped, ownEdtf(match, reference));
  }
  for (const result of calendarDates(text, reference ?? new Date('2000-01-01T12:00:00Z'))) {
    const yearless = !result.start.isCertain('year') && result.start.isCertain('month');
    const told = edtfOf(result, reference);
    // "last December", in a December, is the one of the year before.
    const same = told !== undefined && told === day?.slice(0, 7) && /\blast\s+$/i.test(text.slice(0, result.index));
    const edtf = same ? told.replace(/^\d{4}/, (of) => String(Number(of) - 1)) : told;
    put(result.index, result.text.length, yearless && year ? edtf?.replace(/^\d{4}/, String(year)) : edtf, yearless);
  }
  for (const { index, 0: words } of text.matchAll(BARE_MAY)) {
    const at = index + words.length - 3;
    if (reference) put(at, 3, year ? `${year}-05` : past(Date.UTC(2000, 4, 1, 12), reference, false), true);
  }
  return found.sort((a, b) => a.start - b.start);
}

/** The month that is a verb too: the date library takes it for none without a day or a year. */
const BARE_MAY = /\b(?:since|in|until|last|early|late|mid|by|from|of)[- ]May\b(?! \d)/g;

/** What the date library has no words for: bare years, weeks, a month of last year, parts of a year. */
const OWN =
  /\b(?<week>(?:last|this|earlier this) week)\b|\b(?<monthOf>(?:January|February|March|April|May|June|July|August|September|October|November|December)),? (?:of )?(?<lastYear>last year|this year)|\b(?:in|since|of|by|until|early|late|mid-?) ?(?<year>(?:19|20)\d{2})\b(?!\/)|\b(?<lastMonth>(?:last|this) month)\b/gi;

function ownEdtf(match: RegExpExecArray, reference: Date | undefined): string | undefined {
  const { week, monthOf, lastYear, year, lastMonth } = match.groups ?? {};
  if (year) return year;
  if (!reference) return undefined;
  if (week) return weekOf(reference, /last/i.test(week) ? -1 : 0);
  if (lastMonth) return monthBefore(reference, /last/i.test(lastMonth) ? 1 : 0);
  const month = new Date(`${monthOf} 1, 2000 12:00:00 UTC`).getUTCMonth();
  return `${reference.getUTCFullYear() - (/last/i.test(lastYear!) ? 1 : 0)}-${String(month + 1).padStart(2, '0')}`;
}

function weekOf(reference: Date, weeks: number): string {
  const monday = reference.getTime() - ((reference.getUTCDay() + 6) % 7) * DAY + weeks * 7 * DAY;
  const last = weeks === 0 ? reference.getTime() : monday + 6 * DAY;
  return `${iso(monday)}/${iso(Math.max(last, monday))}`;
}

function monthBefore(reference: Date, months: number): string {
  return iso(Date.UTC(reference.getUTCFullYear(), reference.getUTCMonth() - months, 1, 12)).slice(0, 7);
}

const iso = (millis: number): string => new Date(millis).toISOString().slice(0, 10);

/** "two days later" counts from a day that the library does not know. */
const LATER = /\b(?:later|after|before|earlier|from now)\b/i;

function edtfOf(result: chrono.ParsedResult, reference: Date | undefined): string | undefined {
  const { start, text } = result;
  if (
    LATER.test(text) ||
    (/\b(?:years?|months?|weeks?|days?|hours?)\b/i.test(text) && !/\b(?:ago|last|past|this)\b/i.test(text)) ||
    /^(?:may|march|sun|sat|mon|wed|now)$/.test(text)
  )
    return undefined;
  const year = start.isCertain('year');
  const month = start.isCertain('month');
  const day = start.isCertain('day');
  const weekday = start.isCertain('weekday');
  const anchored = reference !== undefined;
  if (year && month && day) return anchored || /\d{4}/.test(text) ? iso(dateOf(start)) : undefined;
  if (year && month) return anchored || /\d{4}/.test(text) ? iso(dateOf(start)).slice(0, 7) : undefined;
  if (!anchored) return undefined;
  if (year) return String(start.get('year'));
  if (month) return past(dateOf(start), reference, day);
  if (weekday) return iso(lastSuch(dateOf(start), reference));
  return /\b(?:today|tonight|this (?:morning|afternoon|evening))\b/i.test(text) ? iso(reference.getTime()) : undefined;
}

const dateOf = (parts: chrono.ParsedComponents): number =>
  Date.UTC(parts.get('year') ?? 2000, (parts.get('month') ?? 1) - 1, parts.get('day') ?? 1, 12);

/** A month without a year is the one that the report looks back on, unless the report was out within it. */
function past(millis: number, reference: Date, withDay: boolean): string {
  const date = new Date(millis);
  date.setUTCFullYear(reference.getUTCFullYear());
  const ahead = withDay ? date.getTime() - reference.getTime() : date.getUTCMonth() - reference.getUTCMonth();
  // A few weeks ahead is a date announced; more is last year's.
  if (withDay ? ahead > 45 * DAY : ahead > 0) date.setUTCFullYear(reference.getUTCFullYear() - 1);
  return withDay ? iso(date.getTime()) : iso(date.getTime()).slice(0, 7);
}

const lastSuch = (millis: number, reference: Date): number =>
  millis > reference.getTime() + DAY / 2 ? millis - 7 * DAY : millis;

function boundBefore(before: string): DateMention['bound'] {
  if (/\b(?:since|from|after|as of)\s+(?:early|late|mid|the|about|around)?-?\s*$/i.test(before)) return 'since';
  if (/\b(?:until|till|by|before|through)\s+(?:early|late|mid|the|end of)?-?\s*$/i.test(before)) return 'until';
  return undefined;
}

/** The date nearest to a place, by distance in units; a date that only bounds a window is not it. */
export function nearestDate(dates: readonly DateMention[], at: number): DateMention | undefined {
  const dating = dates.filter((date) => date.bound === undefined);
  const distance = (date: DateMention): number => Math.min(Math.abs(date.start - at), Math.abs(date.end - at));
  return dating.sort((a, b) => distance(a) - distance(b))[0];
}
