import type { Command } from 'commander';
import { readConfig, Refusal } from '#process';
import type { Comparison } from '../../../audit/src/rebuild.js';
import { printLine, runCommand, withData, type DirectOptions } from '../command.js';
import { addExportCommand } from './bundle.js';
import { addKeyCommands } from './key.js';
import { printComparison } from './print.js';
import { addVerifyCommand } from './verify.js';

interface Options extends DirectOptions {
  readonly to?: string;
  readonly json?: boolean;
}

/** `clemency audit`: work on the ledger itself. Another part of it is one command more here. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('replay the log and compare, verify it');
  withData(audit.command('rebuild'))
    .description('replay the log beside the read models and name every row that differs; exit code 1 when one does')
    .option(
      '--to <position|instant>',
      'only what was known then: a position as a write gives it, or an RFC 3339 instant',
    )
    .option('--json', 'the outcome as JSON')
    .action((options: Options) => runCommand((signal) => rebuild(options, signal)));
  addVerifyCommand(audit);
  addExportCommand(audit);
  addKeyCommands(audit);
}

async function rebuild({ to, json, ...options }: Options, signal: AbortSignal): Promise<number> {
  const { withLedger } = await import('../direct.js');
  const { rebuildAndCompare } = await import('../../../audit/src/rebuild.js');
  const { instantOf } = await import('../../../audit/src/known-at.js');
  const { toldByBar } = await import('../told.js');
  const { told, end } = toldByBar();
  const comparison = await interruptible(signal, () =>
    withLedger(options, readConfig(), async ({ ledger: { log }, database }) => {
      const upTo = to === undefined ? undefined : await instantOf(database, to);
      return rebuildAndCompare(log, database, { upTo, told, signal });
    }),
  ).finally(end);
  return tell(comparison, json);
}

export function tell(comparison: Comparison, json: boolean | undefined): number {
  if (json) printLine(JSON.stringify(comparison));
  else for (const line of printComparison(comparison)) printLine(line);
  return comparison.identical ? 0 : 1;
}

/** @throws Refusal with one sentence where a signal ended it */
export async function interruptible<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new Refusal('Interrupted. What is built stays: the same command goes on there.', { cause: error });
  }
}
