import type { Command } from 'commander';
import { readConfig } from '#process';
import type { Status } from '../../../audit/src/status.js';
import { noteLine, printLine, runCommand } from '../command.js';
import { House, NoHouse, withHouse, type HouseOptions } from '../house.js';
import { tableOf } from './print.js';
import { folderAtRest, tableAtRest } from './stopped.js';

interface Options extends HouseOptions {
  readonly json?: boolean;
}

export function addStatusCommand(program: Command): void {
  withHouse(program.command('status'))
    .description('what is where: ledger, home, counts, how far each reader of the log is behind, sizes')
    .option('--json', 'print it as JSON')
    .action((options: Options) => runCommand((signal) => run(options, signal)));
}

async function run(options: Options, signal: AbortSignal): Promise<number> {
  const config = readConfig();
  const house = new House(options, config);
  const print = (value: object, table: string): void => {
    printLine(options.json ? JSON.stringify(value, undefined, 2) : table);
  };
  try {
    const status = await house.read<Status>('/v1/audit/status', {}, signal);
    print({ running: true, url: house.url, ...status }, tableOf(house.url, status));
    return 0;
  } catch (error) {
    if (signal.aborted) return 1;
    if (!(error instanceof NoHouse)) throw error;
    noteLine(error.message);
    // Somebody else's house has its folder elsewhere, and so has one with a database of its own.
    const folder = options.url || config.DATABASE_URL ? undefined : await folderAtRest(config.CLEMENCY_DATA);
    if (folder) print({ running: false, url: house.url, dataFolder: folder }, tableAtRest(folder));
    else if (options.json) print({ running: false, url: house.url, dataFolder: null }, '');
    return 1;
  }
}
