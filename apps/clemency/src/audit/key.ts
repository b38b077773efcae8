import type { Command } from 'commander';
import { readConfig } from '#process';
import { noteLine, printLine, runCommand, withData, type DirectOptions } from '../command.js';

interface Options extends DirectOptions {
  readonly tlog?: string;
}

/** `clemency audit key`: the keys by which checkpoints are signed. */
export function addKeyCommands(audit: Command): void {
  const key = audit.command('key').description('the keys by which checkpoints are signed');
  withData(key.command('rotate'))
    .description(
      'make new keys: checkpoints are signed by them from now on, and what the former ones signed stays valid',
    )
    .option('--tlog <folder>', 'the folder of the audit service (default: TLOG_DIR)')
    .action((options: Options) => runCommand(() => rotate(options)));
}

async function rotate({ tlog, data }: Options): Promise<number> {
  const config = readConfig();
  const { rotateKeys, tlogPath } = await import('../../../audit/src/tlog/index.js');
  const { folderMeant } = await import('../embedded/index.js');
  const folder = async (): Promise<string> =>
    config.TLOG_DIR === undefined ? folderMeant(data, config.CLEMENCY_DATA) : config.CLEMENCY_DATA;
  const path = tlog ?? tlogPath({ ...config, CLEMENCY_DATA: await folder() });
  const { generation, verifierKeys, isInUse } = await rotateKeys(path);
  for (const line of verifierKeys) printLine(line);
  const when = isInUse ? 'The house signs by them now.' : 'The house signs by them from its next start on.';
  noteLine(`Keys ${generation} of ${path}: hand these verifier keys to whoever verifies. ${when}`);
  return 0;
}
