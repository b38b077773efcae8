import { InvalidArgumentError, type Command } from 'commander';
import { readConfig, Refusal } from '#process';
import type { Rejected, RejectedWhole } from '../../audit/src/rejected.js';
import { printCount, printLine, printSafe, runCommand } from './command.js';
import { House, withHouse, type HouseOptions } from './house.js';

interface ListOptions extends HouseOptions {
  readonly limit: number;
  readonly json?: boolean;
}
interface ShowOptions extends HouseOptions {
  readonly json?: boolean;
  readonly raw?: boolean;
}
interface Page {
  readonly items: readonly Rejected[];
  readonly next: string | null;
}

/** The most that the route gives at once. */
const PAGE = 500;
const LIMIT = 20;

export function addRejectedCommands(program: Command): void {
  const rejected = program.command('rejected').description('records that were refused at the inbox or by the recorder');
  withHouse(rejected.command('list'))
    .description('the newest, with when, where from, size, reason and the start of the bytes')
    .option('--limit <count>', 'at most so many', whole, LIMIT)
    .option('--json', 'one JSON object a line')
    .action((options: ListOptions) => runCommand((signal) => list(options, signal)));
  withHouse(rejected.command('show <id>'))
    .description('one of them, with all bytes that were kept')
    .option('--json', 'print it as JSON, the bytes in base64')
    .option('--raw', 'the bytes alone, as they are')
    .action((id: string, options: ShowOptions) => runCommand((signal) => show(id, options, signal)));
}

function whole(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a whole number of 1 or more.');
}

async function list(options: ListOptions, signal: AbortSignal): Promise<number> {
  const house = new House(options, readConfig());
  let left = options.limit;
  let cursor: string | null = null;
  do {
    const limit = String(Math.min(left, PAGE));
    const page: Page = await house.read('/v1/audit/rejected', { limit, ...(cursor ? { cursor } : {}) }, signal);
    for (const item of page.items) printLine(options.json ? JSON.stringify(item) : linesOf(item));
    left -= page.items.length;
    cursor = page.next;
    if (left === options.limit && !options.json) printLine('Nothing was rejected.');
  } while (cursor !== null && left > 0);
  return 0;
}

function linesOf(item: Rejected): string {
  const start = printSafe(item.start);
  return [
    `${item.id}  ${item.rejectedAt}  ${placeOf(item)}, ${printCount(item.bytes)} bytes`,
    `    ${printSafe(item.reason)}`,
    ...(start === '' ? [] : [`    ${start.slice(0, 110)}${start.length > 110 ? '…' : ''}`]),
  ].join('\n');
}

const placeOf = ({ from }: Rejected): string => {
  const key = from.key === '' ? '' : `, key ${printSafe(from.key.slice(0, 60))}`;
  return `${from.topic}/${from.partition} at ${from.offset}${key}`;
};

async function show(id: string, options: ShowOptions, signal: AbortSignal): Promise<number> {
  if (options.raw && options.json) throw new Refusal('--raw and --json are two forms: give one of them.');
  const house = new House(options, readConfig());
  const item: RejectedWhole = await house.read(`/v1/audit/rejected/${encodeURIComponent(id)}`, {}, signal);
  const bytes = Buffer.from(item.valueBase64, 'base64');
  if (options.json) printLine(JSON.stringify(item, undefined, 2));
  else if (options.raw) process.stdout.write(bytes);
  else printLine(pageOf(item, bytes));
  return 0;
}

function pageOf(item: RejectedWhole, bytes: Buffer): string {
  const cut = bytes.length < item.bytes ? ` (the first ${printCount(bytes.length)} were kept)` : '';
  return [
    `id        ${item.id}`,
    `rejected  ${item.rejectedAt}`,
    `reason    ${printSafe(item.reason)}`,
    `lay in    ${placeOf(item)}`,
    `bytes     ${printCount(item.bytes)}${cut}, SHA-256 ${item.sha256}`,
    '',
    bytesAsText(bytes),
  ].join('\n');
}

/** Text line by line, safe for a terminal; what is no UTF-8 in rows of 16 bytes. */
function bytesAsText(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  if (!text.includes('\ufffd')) return text.split('\n').map(printSafe).join('\n');
  const rows = Array.from({ length: Math.ceil(bytes.length / 16) }, (_, row) => {
    const part = bytes.subarray(row * 16, row * 16 + 16);
    const hex = part.toString('hex').replace(/(..)(?=.)/g, '$1 ');
    const shown = part.toString('latin1').replace(/[^\x20-\x7e]/g, '.');
    return `${(row * 16).toString(16).padStart(8, '0')}  ${hex.padEnd(47)}  ${shown}`;
  });
  return rows.join('\n');
}
