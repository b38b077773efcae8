import type { Command } from 'commander';
import { readConfig } from '#process';
import type { ReextractionPage } from '../../recorder/src/reextractions.controller.js';
import type { Difference } from '../../recorder/src/rereading.js';
import { INTERRUPTED, noteLine, printCount, printLine, printSafe, runCommand } from './command.js';
import { House, withHouse, type HouseOptions } from './house.js';

interface Options extends HouseOptions {
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly because?: string;
  readonly json?: boolean;
}

export function addReextractCommand(program: Command): void {
  withHouse(program.command('reextract'))
    .description("read old reports again by today's extractor: append what is new, retract what it no longer claims")
    .option('--from <day or instant>', 'reports received from then on')
    .option('--to <day or instant>', 'reports received before')
    .option('--dry-run', 'only show what it would change')
    .option('--because <reason>', 'kept with the run')
    .option('--json', 'one JSON object a report')
    .action((options: Options) => runCommand((signal) => reextract(options, signal)));
}

async function reextract(
  { from, to, dryRun, because, json, ...options }: Options,
  signal: AbortSignal,
): Promise<number> {
  const house = new House(options, readConfig());
  const asked = {
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(because ? { because } : {}),
    dryRun: dryRun === true,
  };
  let page: ReextractionPage | undefined;
  do {
    const cursor: { cursor?: string } = page?.next ? { cursor: page.next } : {};
    page = await house.post<ReextractionPage>('/v1/reextractions', { ...asked, ...cursor });
    for (const item of page.items) {
      if (json) printLine(JSON.stringify(item));
      else if (isTold(item)) printLine(linesOf(item));
    }
  } while (page.next !== null && !signal.aborted);
  const { reports, appended, retracted, run } = page;
  const counts = `${printCount(reports)} reports, ${printCount(appended)} claims appended, ${printCount(retracted)} retracted`;
  if (page.next !== null) {
    noteLine(`Cut off after ${counts}. What was done is done; called again, it goes on.`);
    return INTERRUPTED;
  }
  noteLine(dryRun ? `Nothing was changed. It would be: ${counts}.` : `Read again: ${counts} (run ${run}).`);
  return 0;
}

const isTold = ({ appended, restored, retracted, skipped }: Difference): boolean =>
  skipped !== null || appended.length + restored.length + retracted.length > 0;

/** A report's difference as a diff reads: what comes, what goes. */
function linesOf({ reportId, source, title, appended, restored, retracted, unchanged, skipped }: Difference): string {
  const head = `${reportId}  ${printSafe(source)}${title === null ? '' : `  ${printSafe(title)}`}`;
  if (skipped !== null) return `${head}\n    not read: ${printSafe(skipped)}`;
  return [
    head,
    ...retracted.map(({ type, subject }) => `  - ${type}  ${printSafe(subject)}`),
    ...restored.map(({ type, subject }) => `  + ${type}  ${printSafe(subject)}  (again)`),
    ...appended.map(({ type, subject, quote }) => `  + ${type}  ${printSafe(subject)}  “${printSafe(quote)}”`),
    `    ${unchanged} unchanged`,
  ].join('\n');
}
