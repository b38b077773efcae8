import { join, resolve } from 'node:path';
import { xdgState } from 'xdg-basedir';
import { readConfig, Refusal } from '#process';
import { INTERRUPTED, noteLine, printCount, printLine } from '../command.js';
import { House, type HouseOptions } from '../house.js';
import type { About } from './formats/format.js';
import { ingest, type Result } from './ingest.js';
import { showProgress } from './progress.js';
import { BEGINNING, Resume, type Mark } from './resume.js';
import { sourcesOf, type Source, type Told } from './sources.js';

/** As `clemency ingest --help` tells them. */
export interface IngestOptions extends HouseOptions {
  readonly format?: string;
  readonly sourceId?: string;
  readonly sourceName?: string;
  readonly sourceKind?: string;
  readonly lang?: string;
  readonly title?: string;
  readonly titleFromName?: boolean;
  readonly uri?: string;
  readonly uriBase?: string;
  readonly publishedAt?: string;
  readonly publishedFromMtime?: boolean;
  readonly strict?: boolean;
  readonly fromStart?: boolean;
  /** Seconds. */
  readonly patience: number;
  readonly json?: boolean;
}

/** Sends what is at a path, from where an earlier call was cut off. Resolves with the exit code. */
export async function run(path: string, options: IngestOptions, signal: AbortSignal): Promise<number> {
  // Reading from a terminal or a pipe would otherwise go on until somebody writes.
  signal.addEventListener('abort', () => process.stdin.destroy());
  const { list, passedOver } = await sourcesOf(path, options.format, toldOf(options));
  if (passedOver > 0) noteLine(`${printCount(passedOver)} files of other kinds are passed over.`);
  const house = new House(options, readConfig());
  const { ledger } = await house.read<{ ledger: string }>('/v1/audit/state', {}, signal);
  const resume = await remember(list, { url: house.url, ledger, path: resolve(path) });
  const from = options.fromStart || !resume ? BEGINNING : await resume.read();
  if (from !== BEGINNING) noteLine(`Going on ${wordsFor(from, list)}.`);
  const bytes = list.map(({ file }) => file?.bytes);
  const total = bytes.every((one) => one !== undefined) ? bytes.reduce((sum, one) => sum + one, 0) : undefined;
  const done = bytes.slice(0, from.sources).reduce<number>((sum, one) => sum + (one ?? 0), from.end);
  const progress = showProgress(total, done);
  const began = performance.now();
  try {
    const result = await ingest({
      house,
      sources: list,
      from,
      resume,
      progress,
      isStrict: options.strict ?? false,
      patienceMs: options.patience * 1000,
      signal,
    });
    progress.end();
    printSummary(result, from, { seconds: (performance.now() - began) / 1000, asJson: options.json ?? false });
    if (result.ended === 'interrupted') return INTERRUPTED;
    return result.counts.refused > 0 ? 1 : 0;
  } finally {
    progress.end();
  }
}

/** @throws Refusal for options that contradict each other */
function toldOf(options: IngestOptions): Told {
  const { sourceId: id, sourceKind: kind, lang, title, uri, publishedAt } = options;
  if (id === undefined ? kind !== undefined || options.sourceName !== undefined : kind === undefined) {
    throw new Refusal('A source needs both --source-id and --source-kind.');
  }
  for (const [one, other] of [
    ['title', 'titleFromName'],
    ['uri', 'uriBase'],
    ['publishedAt', 'publishedFromMtime'],
  ] as const) {
    if (options[one] !== undefined && options[other] !== undefined) {
      throw new Refusal(`${flagOf(one)} and ${flagOf(other)} both say the same thing: give one of them.`);
    }
  }
  const source = id === undefined ? undefined : { id, name: options.sourceName ?? id, kind: kind! };
  const about: About = Object.fromEntries(
    Object.entries({ source, lang, title, uri, publishedAt }).filter(([, value]) => value !== undefined),
  );
  const { uriBase, titleFromName, publishedFromMtime } = options;
  return { about, uriBase, titleFromName, publishedFromMtime };
}

const flagOf = (option: string): string => `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Without a place to write, or for a stream, one goes without and says so where it matters. */
async function remember(
  list: readonly Source[],
  errand: Parameters<typeof Resume.open>[1],
): Promise<Resume | undefined> {
  if (list.some(({ file }) => file === null)) return undefined;
  try {
    if (xdgState === undefined) throw new Error('there is no home folder');
    return await Resume.open(join(xdgState, 'clemency', 'ingest'), errand, list);
  } catch (error) {
    noteLine(`Where it was cut off, it would not go on: ${(error as Error).message}.`);
    return undefined;
  }
}

function wordsFor({ sources, number, end }: Mark, list: readonly Source[]): string {
  const { name, format } = list[sources]!;
  return `in ${name} after ${format.counts} ${printCount(number)} (byte ${printCount(end)})`;
}

function printSummary(
  { counts, ended }: Result,
  from: Mark,
  { seconds, asJson }: { seconds: number; asJson: boolean },
): void {
  const { added, duplicate, refused } = counts;
  const sent = added + duplicate + refused;
  if (asJson) {
    printLine(JSON.stringify({ sent, new: added, duplicate, refused, complete: ended === 'all sent', seconds }));
    return;
  }
  const before = from.counts.added + from.counts.duplicate + from.counts.refused;
  const pace = seconds > 1 ? `, ${printCount(Math.round((sent - before) / seconds))} a second` : '';
  const earlier = before > 0 ? ` ${printCount(before)} of them by an earlier call.` : '';
  printLine(
    `Sent ${printCount(sent)}: ${printCount(added)} new, ${printCount(duplicate)} duplicate, ${printCount(refused)} ` +
      `refused (${seconds.toFixed(1)} s${pace}).${earlier}`,
  );
  if (ended === 'refused') noteLine('Stopped at what was refused; called again, it goes on from before that.');
  if (ended === 'interrupted') noteLine('Interrupted; called again, it goes on from here.');
}
