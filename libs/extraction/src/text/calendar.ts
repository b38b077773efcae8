import * as chrono from 'chrono-node';

/**
 * The date library tries each of its patterns at every word of a text. A pattern that cannot match without a certain
 * word or mark is given only texts that have it: most sentences with a month in them have no weekday and no "ago".
 * What is let through is more than can match, so the dates found are those that the library finds by itself; a parser
 * that is not in the table is asked always.
 */
const NEEDED: Readonly<Record<string, RegExp>> = {
  ISOFormatParser: /\d-\d/,
  SlashDateFormatParser: /\d[-/.]/,
  ENSlashMonthFormatParser: /\d\/\d/,
  ENYearMonthDayParser: /\d{4}[-./\s]/,
  ...alike(
    ['ENMonthNameLittleEndianParser', 'ENMonthNameMiddleEndianParser', 'ENMonthNameParser', 'ENYearMonthNameParser'],
    /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/i,
  ),
  ENWeekdayParser: /sun|mon|tue|wed|thu|fri|sat|week(?:end|day)/i,
  ENTimeExpressionParser: /\d/,
  ENTimeUnitAgoFormatParser: /ago|before|earlier/i,
  ENTimeUnitLaterFormatParser: /later|after|from now|henceforth|forward|out/i,
  ENTimeUnitWithinFormatParser: /within|in|for/i,
  ENTimeUnitCasualRelativeFormatParser: /this|last|past|next|after|[+-]/i,
  ENRelativeDateFormatParser: /this|last|past|next/i,
  ENCasualDateParser: /now|today|tonight|tomorrow|overmorrow|tmrw?|yesterday|night/i,
  ENCasualTimeParser: /morning|afternoon|evening|night|midday|noon/i,
  ENEndOfCurrentMonthParser: /of\s+(?:the\s+)?month/i,
};

function alike(parsers: readonly string[], needed: RegExp): Record<string, RegExp> {
  return Object.fromEntries(parsers.map((parser) => [parser, needed]));
}

const NEVER = /(?!)/;

const gated = (parser: chrono.Parser): chrono.Parser => {
  const needed = NEEDED[parser.constructor.name];
  if (!needed) return parser;
  return {
    pattern: (context) => (needed.test(context.text) ? parser.pattern(context) : NEVER),
    extract: (context, match) => parser.extract(context, match),
  };
};

const library = chrono.en.casual;
const calendar = new chrono.Chrono({ parsers: library.parsers.map(gated), refiners: [...library.refiners] });

/** The dates that the library finds in a text, counted from an instant, in UTC. */
export const calendarDates = (text: string, instant: Date): chrono.ParsedResult[] =>
  calendar.parse(text, { instant, timezone: 0 });
