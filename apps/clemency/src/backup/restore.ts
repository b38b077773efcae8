import { fillPostgresLog, type ArchivedPage } from '#log';
import { restoreBirth } from '#register';
import { makeDataFolder } from '../embedded/index.js';
import type { Progress } from './progress.js';
import type { Places } from './backup.js';
import { checkBackup, pagesOf, type Checked } from './read.js';
import { restoreSigning } from './signing.js';

/**
 * Makes a data folder of a backup: a fresh database of this release's own PostgreSQL, the ledger as it was born, its log
 * record for record. Register and read models are what the log gives, so the first start makes them.
 * The signer's keys are put into its folder, which makes its trees again at the first start.
 * @param folder absent, or without data
 * @throws Refusal when the backup is not whole or the folder holds data; then nothing is left behind
 */
export async function restore(
  file: string,
  { folder, tlog }: Places,
  { progress, signal }: { progress: Progress; signal: AbortSignal },
): Promise<Checked> {
  const checked = await checkBackup(file);
  const { head, records, signing } = checked;
  try {
    await makeDataFolder(folder, async (url) => {
      progress.begin(records);
      const { born, ...ledger } = head.ledger;
      await restoreBirth(url, { ...ledger, born: new Date(born) });
      await fillPostgresLog(url, head, counted(pagesOf(file), progress, signal));
      await restoreSigning(tlog, signing);
    });
  } finally {
    progress.end();
  }
  return checked;
}

async function* counted(
  pages: AsyncIterable<ArchivedPage>,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<ArchivedPage> {
  for await (const page of pages) {
    signal.throwIfAborted();
    yield page;
    progress.add(page.records.length);
  }
}
