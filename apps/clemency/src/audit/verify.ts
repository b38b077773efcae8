import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import type { Command } from 'commander';
import { readConfig, Refusal, type Config } from '#process';
import type { Verifier } from '#transparency';
import type { Finding, SignedStore, Verification } from '../../../audit/src/verify/index.js';
import { printCount, printLine, printSafe, runCommand, withData, type DirectOptions } from '../command.js';
import { House } from '../house.js';

interface Options extends DirectOptions {
  readonly bundle?: string;
  readonly tlog?: string;
  readonly key: readonly string[];
  readonly json?: boolean;
  readonly record: boolean;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

/** `clemency audit verify`: everything once more, from the first record on. */
export function addVerifyCommand(audit: Command): void {
  withData(audit.command('verify'))
    .description(
      'read the whole log again, hold it to all that was signed, and name what was changed; exit code 1 then',
    )
    .option('--tlog <folder or address>', 'where checkpoints and trees are: a folder, or a house (default: TLOG_DIR)')
    .option(
      '--key <vkey or file>',
      'a verifier key from elsewhere, or a file of them, instead of those that are kept with the checkpoints; repeatable',
      collect,
      [],
    )
    .option(
      '--bundle <file>',
      'verify a bundle instead, with nothing but the file (- for standard input): no house and no ledger is asked',
    )
    .option('--no-record', 'do not append to the log that it was verified')
    .option('--json', 'the outcome as JSON')
    .action((options: Options) =>
      runCommand((signal) => (options.bundle === undefined ? verify(options, signal) : bundled(options))),
    );
}

async function bundled({ bundle, key, json, tlog, data }: Options): Promise<number> {
  if (tlog !== undefined || data !== undefined)
    throw new Refusal('A bundle is verified by itself: --tlog and --data go without --bundle.');
  const { verifyBundle } = await import('./bundle.js');
  return verifyBundle(bundle!, (await Promise.all(key.map(keysIn))).flat(), json === true);
}

/**
 * What is read is let go of at once, and by itself V8 lets such waste grow to four times what lives before it looks: by a
 * long log more than by a short one. So it looks when half as much has come, which costs a tenth of the time.
 */
const keepHeapSmall = (): void => {
  setFlagsFromString('--heap-growing-percent=50');
};

async function verify({ tlog, key, json, record, ...options }: Options, signal: AbortSignal): Promise<number> {
  keepHeapSmall();
  const config = readConfig();
  const given = (await Promise.all(key.map(keysIn))).flat();
  const store = await storeAt(tlog, options, config);
  const { withLedger } = await import('../direct.js');
  const { recordRun, summaryOf, verifyLedger } = await import('../../../audit/src/verify/index.js');
  const { toldByBar } = await import('../told.js');
  const { told, end } = toldByBar('Verifying');
  const outcome = await withLedger(options, config, async ({ ledger }) => {
    const verification = await verifyLedger({ log: ledger.log, store, given }, { told, signal });
    if (record) await recordRun(ledger, verification);
    return verification;
  })
    .catch((error: unknown) => {
      throw signal.aborted ? new Refusal('Interrupted: nothing was verified.', { cause: error }) : error;
    })
    .finally(end);
  if (json) printLine(JSON.stringify(outcome));
  else for (const line of linesOf(outcome, summaryOf(outcome))) printLine(line);
  return outcome.ok ? 0 : 1;
}

/** What was found, a line for the first of its kind in a partition, and the sentence. */
function linesOf({ findings }: Verification, summary: string): string[] {
  const lines = findings.map(({ kind, topic, partition, ordinal, eventId, says, count }: Finding) => {
    const where = `${topic}/${partition}${ordinal === null ? '' : ` at ${printCount(ordinal)}`}`;
    const what = eventId === null ? '' : `, ${topic === 'reports' ? 'submission' : 'event'} ${eventId}`;
    const more = count === 1 ? '' : ` (the first of ${printCount(count)})`;
    return `${where}: ${kind}${what}: ${printSafe(says)}${more}`;
  });
  return [...lines, summary];
}

/** A key, or a file with one a line, as `/v1/audit/keys` gives them. @throws Refusal for what is neither */
export async function keysIn(given: string): Promise<Verifier[]> {
  const { parseVerifierKey } = await import('#transparency');
  try {
    return [parseVerifierKey(given)];
  } catch (error) {
    const text = await readFile(given, 'utf8').catch(() => undefined);
    if (text === undefined) {
      throw new Refusal(
        `--key ${given.slice(0, 200)} is neither a verifier key nor a file of them: ${(error as Error).message}`,
        {
          cause: error,
        },
      );
    }
    try {
      return text.split(/\r?\n/).filter(Boolean).map(parseVerifierKey);
    } catch (cause) {
      throw new Refusal(`--key ${given}: ${(cause as Error).message}`, { cause });
    }
  }
}

async function storeAt(tlog: string | undefined, { data }: DirectOptions, config: Config): Promise<SignedStore> {
  if (tlog !== undefined && /^https?:\/\//.test(tlog)) {
    const { houseStore } = await import('./house-store.js');
    return houseStore(new House({ url: tlog }, config));
  }
  const { folderStore } = await import('../../../audit/src/verify/index.js');
  const { tlogPath } = await import('../../../audit/src/tlog/index.js');
  if (tlog !== undefined) return folderStore(tlog);
  return folderStore(tlogPath({ ...config, CLEMENCY_DATA: data ?? config.CLEMENCY_DATA }));
}
