import { readFile, stat, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { readConfig, Refusal } from '#process';
import type { Verifier } from '#transparency';
import type { BundleCheck } from '../../../audit/src/bundle/index.js';
import { noteLine, printCount, printLine, printSafe, runCommand } from '../command.js';
import { House, withHouse, type HouseOptions } from '../house.js';

interface ExportOptions extends HouseOptions {
  readonly report?: string;
  readonly subject?: string;
  readonly out?: string;
}

/** `clemency audit export`: all about a report or a subject in one file that proves itself. */
export function addExportCommand(audit: Command): void {
  withHouse(audit.command('export'))
    .description(
      'write all about a report or a subject, with proofs, into one zip that verifies offline (docs/bundle.md)',
    )
    .option('--report <id>', 'a report, by its id')
    .option('--subject <id>', 'a subject of events, or the id of a person, a target, a group')
    .option('-o, --out <file>', 'where to (default: standard output)')
    .action((options: ExportOptions) => runCommand((signal) => exportBundle(options, signal)));
}

async function exportBundle({ report, subject, out, ...at }: ExportOptions, signal: AbortSignal): Promise<number> {
  if ((report === undefined) === (subject === undefined))
    throw new Refusal('Give --report or --subject, and not both.');
  if (out === undefined && process.stdout.isTTY) throw new Refusal('A zip is nothing for a terminal: give -o <file>.');
  const house = new House(at, readConfig());
  const query = new URLSearchParams(report === undefined ? { subject: subject! } : { report });
  const zip = await zipOf(house, query, signal).catch((error: unknown) => {
    throw signal.aborted ? new Refusal('Interrupted: nothing was written.', { cause: error }) : error;
  });
  if (out === undefined) process.stdout.write(zip);
  else {
    await writeFile(out, zip).catch((error: unknown) => {
      throw new Refusal(`${out} can't be written: ${(error as Error).message}.`, { cause: error });
    });
    noteLine(`${out}: ${printCount(zip.length)} bytes.`);
  }
  return 0;
}

async function zipOf(house: House, query: URLSearchParams, signal: AbortSignal): Promise<Buffer> {
  const answer = await house.fetch(`/v1/audit/bundle?${query.toString()}`, { signal });
  if (!answer.ok || !answer.headers.get('content-type')?.startsWith('application/zip'))
    throw house.refusal(answer, await answer.text());
  return Buffer.from(await answer.arrayBuffer());
}

const PACKED_ANEW =
  'The zip around the members is not that of an export, byte for byte: it was packed anew, or its headers were changed. What it holds is judged by itself.';

/**
 * Verifies a bundle with nothing but the file: no house, no database.
 * @param file `-` is standard input
 * @param given keys from outside; none: the bundle's own
 * @returns the exit code
 */
export async function verifyBundle(file: string, given: readonly Verifier[], json: boolean): Promise<number> {
  const { BUNDLE_BYTES_MAX, checkBundle, readZip, writeZip } = await import('../../../audit/src/bundle/index.js');
  const bytes = await bytesOf(file, BUNDLE_BYTES_MAX);
  const members = await readZip(bytes);
  const outcome = checkBundle(members, given);
  // Of what is no member (times, checksums, attributes) nothing is proven, so whoever looks for a changed byte is told.
  if (!(await writeZip(members)).equals(bytes)) noteLine(PACKED_ANEW);
  if (json) printLine(JSON.stringify(outcome));
  else for (const line of linesOf(outcome)) printLine(line);
  return outcome.ok ? 0 : 1;
}

async function bytesOf(file: string, most: number): Promise<Buffer> {
  if (file === '-') return inputOf(most);
  try {
    const { size } = await stat(file);
    if (size > most) throw new Refusal(`${file} has ${size} bytes; a bundle has at most ${most}.`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`${file} can't be read: ${(error as Error).message}.`, { cause: error });
  }
}

async function inputOf(most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Refusal(`Standard input has more than ${most} bytes, which are the most of a bundle.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** What is wrong with which member, a line each, and a sentence at the end. */
function linesOf({
  ok,
  faults,
  about,
  showsOmission,
  ledger,
  events,
  reports,
  checkpoints,
  keys,
}: BundleCheck): string[] {
  const lines = faults.map(({ member, says }) => `${printSafe(member)}: ${printSafe(says)}`);
  if (!ok) return [...lines, `FAILED: ${printCount(faults.length)} faults`];
  const what = about && ('report' in about ? `the report ${about.report}` : about.subjects.join(', '));
  const trust =
    keys.given > 0
      ? `by ${keys.given} of the given keys`
      : 'by keys of the bundle itself: whoever made it could have made them, so compare keys.txt with a copy from elsewhere, or give --key';
  const left = showsOmission
    ? []
    : [
        'Nothing proves that these are all events of the subject: whoever made the bundle could have left some out. For that, verify the whole log.',
      ];
  return [
    ...left,
    `${printSafe(what ?? '')} in the ledger ${printSafe(ledger ?? '')}`,
    `verified, ${printCount(events)} events and ${printCount(reports)} reports under ${printCount(checkpoints)} checkpoints, signed ${trust}`,
  ];
}
