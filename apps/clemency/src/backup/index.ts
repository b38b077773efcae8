import type { Command } from 'commander';
import { main, readConfig, Refusal } from '#process';
import type { Places } from './backup.js';
import { progressBar, type Progress } from './progress.js';

interface Options {
  readonly data?: string;
}

/** `clemency backup` and `clemency restore`: the ledger of an embedded home as one file, and back. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('copy the ledger of the data folder into one file, while the house runs or when it is stopped')
    .argument('<target>', 'a file that is not there yet, or a folder')
    .option('--data <folder>', 'the data folder (CLEMENCY_DATA)')
    .action((target: string, options: Options) =>
      toTheEnd('Backing up', async (means) => {
        const { backUp } = await import('./backup.js');
        const { file, records, bytes } = await backUp(await placesOf(await meant(options)), target, means);
        return `${file}: ${records} records, ${(bytes / 1024 / 1024).toFixed(1)} MiB.`;
      }),
    );
  program
    .command('restore')
    .description('make a data folder of a backup; also the way to a release with another PostgreSQL')
    .argument('<backup>', 'a file that `clemency backup` has written')
    .option('--data <folder>', 'the data folder to be made (CLEMENCY_DATA)')
    .action((file: string, options: Options) =>
      toTheEnd('Restoring', async (means) => {
        const { restore } = await import('./restore.js');
        const places = await placesOf(options);
        const { head, records } = await restore(file, places, means);
        return `${places.folder} holds the ledger "${head.ledger.name}" of ${head.begun}, ${records} records. Its read models are made anew when it is started.`;
      }),
    );
}

/** What is backed up without being named is the ledger of the house that runs. */
async function meant(options: Options): Promise<Options> {
  const { folderMeant } = await import('../embedded/index.js');
  return { data: await folderMeant(undefined, await dataFolder(options)) };
}

async function placesOf(options: Options): Promise<Places> {
  const { tlogPath } = await import('../../../audit/src/tlog/index.js');
  const folder = await dataFolder(options);
  return { folder, tlog: tlogPath({ ...readConfig(), CLEMENCY_DATA: folder }) };
}

/** @throws Refusal where the ledger is not in a data folder */
async function dataFolder({ data }: Options): Promise<string> {
  const { KAFKA_BROKERS, DATABASE_URL, CLEMENCY_DATA } = readConfig();
  if (data !== undefined) return data;
  if (KAFKA_BROKERS) throw (await import('./backup.js')).logInKafka();
  if (DATABASE_URL) {
    throw new Refusal(
      'DATABASE_URL names a PostgreSQL of your own: back it up with its own tools, such as pg_dump (docs/operations.md, Backup), or name a data folder with --data.',
    );
  }
  return CLEMENCY_DATA;
}

interface Means {
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** Does the work and prints its sentence; a signal ends it in order, with nothing half-made left. */
function toTheEnd(what: string, work: (means: Means) => Promise<string>): Promise<void> {
  return main((end) => {
    const abort = new AbortController();
    const running = work({ progress: progressBar(what), signal: abort.signal });
    running.then(
      (sentence) => {
        process.stdout.write(`${sentence}\n`);
        end();
      },
      (error: unknown) => {
        end(error);
      },
    );
    const stop = async (): Promise<void> => {
      abort.abort(new Refusal(`${what} was broken off: nothing was left behind.`));
      await running.catch((error: unknown) => {
        process.exitCode = 1;
        if (error === abort.signal.reason) process.stderr.write(`${String((error as Error).message)}\n`);
      });
    };
    return Promise.resolve({ stop });
  });
}
