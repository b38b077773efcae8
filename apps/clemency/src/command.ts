import type { Command } from 'commander';
import { main } from '#process';

/** What a shell calls a program that Ctrl-C ended. */
export const INTERRUPTED = 130;

/**
 * The life of a command that does one thing and ends. A signal aborts the work, which then ends in order; a refusal is
 * one sentence on standard error.
 * @param work resolves with the exit code
 */
export function runCommand(work: (signal: AbortSignal) => Promise<number>): Promise<void> {
  // Whoever reads our output, such as `head`, has read enough: that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  return main((end) => {
    const abort = new AbortController();
    let told = false;
    const done = work(abort.signal).then(
      (code) => {
        process.exitCode = code;
        end();
      },
      (error: unknown) => {
        // After a signal nobody waits for this any more, and `stop` tells it.
        told = !abort.signal.aborted;
        end(error);
        if (!told) throw error;
      },
    );
    // It is awaited in `stop`, which comes later than a failure does.
    done.catch(() => undefined);
    const stop = async (): Promise<void> => {
      abort.abort();
      await done;
    };
    return Promise.resolve({ stop });
  });
}

export const printLine = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
export const noteLine = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** 12,345 */
export const printCount = (count: number): string => count.toLocaleString('en-US');

/** Text of strangers for a terminal: what would move the cursor, change colours or hide a part is written as its code. */
export const printSafe = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`);

/** Where a ledger lies on which a command works itself. */
export interface DirectOptions {
  readonly data?: string;
}
export const withData = (command: Command): Command =>
  command.option('--data <folder>', 'the data folder of an embedded home (CLEMENCY_DATA), or of start:kafka');
