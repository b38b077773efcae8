import { InvalidArgumentError, type Command } from 'commander';
import { runCommand } from '../command.js';
import { withHouse } from '../house.js';
import { FORMAT_NAMES } from './formats/format.js';
import type { IngestOptions } from './run.js';

const PATIENCE_S = 900;

export function addIngestCommand(program: Command): void {
  withHouse(program.command('ingest <path>'))
    .description(
      'send reports to the running house: a file, a folder in name order, a web address, or - for standard input. ' +
        'Cut off, it goes on at the last acknowledged report when it is called again',
    )
    .option('--format <name>', `${FORMAT_NAMES.join(', ')} (default: by the file's ending, or ndjson)`)
    .option('--strict', 'stop where something is refused, instead of telling it and going on')
    .option('--from-start', 'do not go on where an earlier call was cut off')
    .option('--patience <seconds>', 'how long an outage of the house is waited for', seconds, PATIENCE_S)
    .option('--json', 'print the summary as JSON')
    .optionsGroup('Plain text, one file a report:')
    .option('--source-id <id>', 'whose reports these are')
    .option('--source-name <name>', "the source's name (default: its id)")
    .option('--source-kind <kind>', 'such as news_agency, ngo, court, person')
    .option('--lang <tag>', 'the language, such as en')
    .option('--title <text>', 'the title of the one report')
    .option('--title-from-name', "the file's name is the title")
    .option('--uri <uri>', 'the address of the one report')
    .option('--uri-base <uri>', 'an address to which each file adds its name')
    .option('--published-at <when>', 'a date, or an RFC 3339 instant')
    .option('--published-from-mtime', 'the time of the last change of the file')
    .action((path: string, options: IngestOptions) =>
      runCommand(async (signal) => {
        const { run } = await import('./run.js');
        return run(path, options, signal);
      }),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It is a number of seconds.');
}
