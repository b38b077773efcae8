import { readFileSync } from 'node:fs';
import { readPostgresLog, type LogCopy } from '#log';
import { readBirth, type Born } from '#register';
import { Refusal } from '#process';
import { reachDatabase, withTrouble } from '../embedded/index.js';
import { isLostConnection } from '../lost.js';
import type { Head } from './format.js';
import type { Progress } from './progress.js';
import { signingFilesIn } from './signing.js';
import { placeFor, writeBackup, type Written } from './write.js';

const { version } = JSON.parse(readFileSync(new URL(import.meta.resolve('#package')), 'utf8')) as { version: string };

export interface Copied extends Written {
  readonly isRunning: boolean;
}

/** Where an embedded home is. */
export interface Places {
  /** Its data folder. */
  readonly folder: string;
  /** The folder of its signer (TLOG_DIR). */
  readonly tlog: string;
}

/**
 * Backs up the ledger of a data folder, whether its house runs or not: what was answered with 202 before this was
 * called is in it.
 * @param target a file that is not there yet, or a folder
 * @throws Refusal when there is no ledger, its log is in Kafka, or the target is taken
 */
export async function backUp(
  { folder, tlog }: Places,
  target: string,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Copied> {
  const database = await reachDatabase(folder);
  try {
    const { url, isRunning } = database;
    const birth = await birthIn(url, folder);
    // Before the log: what these keys have signed until then is in it.
    const signing = await signingFilesIn(tlog);
    const log = await readPostgresLog(url);
    try {
      const head = headOf(birth, log);
      const file = await placeFor(target, head);
      progress.begin(
        Number(
          Object.values(head.ends)
            .flat()
            .reduce((sum, end) => sum + end, 0n),
        ),
      );
      const pages = untilAborted(log.pages(), signal);
      const written = await withTrouble(file, () =>
        writeBackup(file, head, { signing, pages }, (count) => progress.add(count)),
      );
      return { ...written, isRunning };
    } finally {
      progress.end();
      await log.close();
    }
  } catch (error) {
    throw database.isRunning ? (asEndOfHouse(error, folder) ?? error) : error;
  } finally {
    await database.release();
  }
}

async function birthIn(url: string, folder: string): Promise<Born> {
  const birth = await readBirth(url);
  if (birth === undefined) throw new Refusal(`The data folder ${folder} holds no ledger yet: start it once.`);
  if (birth.log === 'kafka') throw logInKafka();
  return birth;
}

/** Said of the data folder of a Kafka home, and of a configuration that names brokers. */
export const logInKafka = (): Refusal =>
  new Refusal(
    'The log of this ledger is in Kafka and its topics are the ledger: replicate them, and back up their volumes (docs/operations.md, Backup).',
  );

function headOf({ id, name, partitions, born }: Born, { ends, positions }: LogCopy): Head {
  const begun = new Date().toISOString();
  return { clemency: version, begun, ledger: { id, name, partitions, born: born.toISOString() }, ends, positions };
}

/** Between two pages is soon enough, and nothing is in the middle of anything there. */
async function* untilAborted<Item>(items: AsyncIterable<Item>, signal: AbortSignal): AsyncGenerator<Item> {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
}

/** The house that was running has ended, and its database with it. */
function asEndOfHouse(error: unknown, folder: string): Refusal | undefined {
  if (!isLostConnection(error)) return undefined;
  return new Refusal(
    `The house of ${folder} was stopped during the backup: run it again, nothing is left of this one.`,
    {
      cause: error,
    },
  );
}
