import { Command, InvalidArgumentError, Option } from 'commander';
import type { Home } from '../house.js';

export const MEASURES = [
  'ingest',
  'recorder',
  'projector',
  'rebuild',
  'verify',
  'query',
  'hot',
  'visible',
  'disk',
] as const;
export type MeasureName = (typeof MEASURES)[number];

export interface Options {
  readonly homes: readonly Home[];
  readonly only: readonly MeasureName[];
  /** In the projector's backlog. */
  readonly events: number;
  /** Numbers of events in the tables at which the cost of one more is measured. */
  readonly sizes: readonly number[];
  /** Multiplies how long and how much everything else is measured; 1 in a plain run. */
  readonly effort: number;
  /** A file for the tables, in Markdown. */
  readonly write: string | undefined;
}

const EVENTS = 200_000;
const SIZES = [10_000, 100_000];
const FULL_SIZE = 1_000_000;
const FULL_EVENTS = FULL_SIZE + 60_000;
const QUICK_EVENTS = 3000;
const QUICK_EFFORT = 0.04;

/** Reads the command line. What is wrong with it is said by commander, which ends the process. */
export function optionsOf(argv: readonly string[]): Options {
  const command = new Command('npm run bench --')
    .description(
      'Measures the house on this machine, each figure beside its yardstick. Without options: 5 to 10 minutes.',
    )
    .addOption(new Option('--home <home>').choices(['postgres', 'kafka', 'both']).default('both'))
    .option('--only <names>', `some of ${MEASURES.join(', ')}, divided by commas`, namesOf, [...MEASURES])
    .option('--events <number>', 'in the backlog of the projector', countOf)
    .option('--full', `also with ${FULL_SIZE.toLocaleString('en')} events in the tables (half an hour)`, false)
    .option('--quick', 'tiny: shows that everything runs, and measures nothing well', false)
    .option('--write <file>', 'write the tables there too')
    .parse([...argv], { from: 'user' });
  const { home, only, events, full, quick, write } = command.opts<{
    home: Home | 'both';
    only: MeasureName[];
    events?: number;
    full: boolean;
    quick: boolean;
    write?: string;
  }>();
  return {
    homes: home === 'both' ? ['postgres', 'kafka'] : [home],
    only,
    events: events ?? (full ? FULL_EVENTS : quick ? QUICK_EVENTS : EVENTS),
    sizes: full ? [...SIZES, FULL_SIZE] : SIZES,
    effort: quick ? QUICK_EFFORT : 1,
    write,
  };
}

function namesOf(text: string): MeasureName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !MEASURES.some((known) => known === name));
  if (unknown.length > 0) throw new InvalidArgumentError(`${unknown.join(', ')} is none of ${MEASURES.join(', ')}.`);
  return names as MeasureName[];
}

function countOf(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 1000)
    throw new InvalidArgumentError('It takes a whole number from 1000.');
  return count;
}
