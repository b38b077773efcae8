import type { Command } from 'commander';
import { readConfig, Refusal } from '#process';
import type { Parked, RedriveState, Waiting } from '../../audit/src/parked.js';
import { noteLine, printCount, printLine, printSafe, runCommand } from './command.js';
import { House, withHouse, type HouseOptions } from './house.js';

interface Options extends HouseOptions {
  readonly json?: boolean;
}
interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** How long a redrive may take before the command leaves it to itself, and how often it asks. */
const PATIENCE_MS = 10 * 60_000;
const ASK_MS = 1000;
/** A projector looks for orders twice a second. */
const TAKEN_UP_MS = 20_000;
/** How much of a waiting record is shown; all of it with --json. */
const SHOWN_UNITS = 2000;

export function addParkedCommands(program: Command): void {
  const parked = program.command('parked').description('subjects whose events wait because one could not be taken in');
  withHouse(parked.command('list'))
    .description('which, since when, why, and how many events wait')
    .option('--json', 'one JSON object a line')
    .action((options: Options) => runCommand((signal) => list(options, signal)));
  withHouse(parked.command('show <subject>'))
    .description('the records that wait with one of them, in order')
    .option('--json', 'one JSON object a line, with all bytes')
    .action((subject: string, options: Options) => runCommand((signal) => show(subject, options, signal)));
  withHouse(parked.command('redrive [subject]'))
    .description('have the projector try it again, and wait for the outcome; exit code 1 when something stays parked')
    .option('--all', 'everything that is parked')
    .option('--json', 'the outcome as JSON')
    .action((subject: string | undefined, options: Options & { all?: boolean }) =>
      runCommand((signal) => redrive(subject, options, signal)),
    );
}

async function* pages<Item>(house: House, path: string, signal: AbortSignal): AsyncGenerator<Item> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await house.read(path, { limit: '100', ...(cursor ? { cursor } : {}) }, signal);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== null);
}

async function list(options: Options, signal: AbortSignal): Promise<number> {
  const house = new House(options, readConfig());
  let count = 0;
  for await (const item of pages<Parked>(house, '/v1/audit/parked', signal)) {
    count += 1;
    printLine(options.json ? JSON.stringify(item) : linesOf(item));
  }
  if (count === 0 && !options.json) printLine('Nothing is parked.');
  return 0;
}

function linesOf({ topic, subject, partition, since, reason, waiting }: Parked): string {
  const what = topic === 'events' ? 'event' : 'report';
  const waits = `${printCount(waiting)} ${what}${waiting === 1 ? ' waits' : 's wait'}`;
  return `${printSafe(subject)}  since ${since}, ${waits} (${topic}/${partition})\n    ${printSafe(reason)}`;
}

async function show(subject: string, options: Options, signal: AbortSignal): Promise<number> {
  const house = new House(options, readConfig());
  for await (const item of pages<Waiting>(house, `/v1/audit/parked/${encodeURIComponent(subject)}`, signal)) {
    printLine(options.json ? JSON.stringify(item) : recordLines(item));
  }
  return 0;
}

function recordLines(item: Waiting): string {
  const content = item.text ?? `base64 ${item.base64}`;
  const cut = content.length > SHOWN_UNITS ? '… (all of it with --json)' : '';
  return [
    `${item.topic}/${item.partition} at ${item.offset}  ${item.type ?? 'of no known type'} ${item.id ?? ''}`.trimEnd(),
    `    known ${item.known}, ${printCount(item.bytes)} bytes${item.submission ? `, of ${item.submission}` : ''}`,
    `    ${printSafe(content.slice(0, SHOWN_UNITS))}${cut}`,
  ].join('\n');
}

async function redrive(
  subject: string | undefined,
  { all, json, ...options }: Options & { all?: boolean },
  signal: AbortSignal,
): Promise<number> {
  if ((subject === undefined) === !all) throw new Refusal('Give one subject, as `parked list` names it, or --all.');
  const house = new House(options, readConfig());
  let state = await house.post<RedriveState>('/v1/audit/parked/redrive?wait=5000', all ? { all } : { subject });
  const begin = Date.now();
  while (!state.done) {
    const waited = Date.now() - begin;
    const taken = state.subjects.some(({ done }) => done);
    if (waited > PATIENCE_MS || (waited > TAKEN_UP_MS && !taken) || signal.aborted) break;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    state = await house.read<RedriveState>(`/v1/audit/redrives/${state.id}`, {}, signal);
  }
  if (json) printLine(JSON.stringify(state));
  else tell(state);
  return state.done && state.subjects.every(({ reason }) => reason === null) ? 0 : 1;
}

function tell({ done, subjects }: RedriveState): void {
  if (subjects.length === 0) printLine('Nothing is parked.');
  for (const { subject, done: tried, folded, reason } of subjects) {
    const name = printSafe(subject);
    if (!tried) printLine(`${name}  not tried yet`);
    else if (reason === null) printLine(`${name}  no longer parked, ${printCount(folded ?? 0)} taken in`);
    else printLine(`${name}  stays parked, ${printCount(folded ?? 0)} taken in\n    ${printSafe(reason)}`);
  }
  if (!done) noteLine('No projector has done all of it yet; the order stands, and the one that runs next will.');
}
