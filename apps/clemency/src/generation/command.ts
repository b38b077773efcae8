import type { Command } from 'commander';
import prettyBytes from 'pretty-bytes';
import { readConfig, Refusal } from '#process';
import type { Workplace } from '../../../audit/src/generation.js';
import { interruptible, tell } from '../audit/command.js';
import { printCount, printLine, runCommand, withData, type DirectOptions } from '../command.js';

interface Options extends DirectOptions {
  readonly json?: boolean;
}
interface SwitchOptions extends Options {
  readonly by: string;
  readonly because: string;
}

/** Builds of the read models: beside the one that answers, compared with it, switched to and dropped. */
export function addGenerationCommands(program: Command): void {
  const generation = program
    .command('generation')
    .description('builds of the read models, beside the one that answers');
  withData(generation.command('list'))
    .description('which there are, which of them answers, how far each is')
    .option('--json', 'one JSON object a line')
    .action((options: Options) => runCommand(() => list(options)));
  withData(generation.command('build'))
    .description(
      'build one from the log; the projectors keep it true from then on. Called again, it goes on where it was',
    )
    .action((options: Options) => runCommand((signal) => build(options, signal)));
  withData(generation.command('compare <name>'))
    .description('compare every row with the one that answers; exit code 1 when one differs')
    .option('--json', 'the outcome as JSON')
    .action((name: string, options: Options) => runCommand((signal) => compare(name, options, signal)));
  withData(generation.command('switch <name>'))
    .description('let it answer, once it has all that the one before has; back again is the same command')
    .option('--by <id>', 'who does it, for the log', 'operator')
    .option('--because <words>', 'why, for the log', 'Switched from the command line.')
    .action((name: string, options: SwitchOptions) => runCommand((signal) => toSwitch(name, options, signal)));
  withData(generation.command('drop <name>'))
    .description('remove one that does not answer')
    .action((name: string, options: Options) => runCommand(() => drop(name, options)));
}

async function inPlace<Result>(options: DirectOptions, work: (place: Workplace) => Promise<Result>): Promise<Result> {
  const { withLedger } = await import('../direct.js');
  return withLedger(options, readConfig(), ({ ledger, database }) =>
    work({ log: ledger.log, source: ledger.source, database }),
  );
}

async function list({ json, ...options }: Options): Promise<number> {
  const { generationsOf, sizeOf } = await import('#read-models');
  await inPlace(options, async ({ database }) => {
    for (const { name, shape, state, isLive, isScratch, built } of await generationsOf(database)) {
      const { events, bytes, knownUpTo } = await sizeOf(database, name);
      const what = isLive ? 'answers' : isScratch ? 'of an audit' : state === 'ready' ? 'beside' : state;
      if (json) printLine(JSON.stringify({ name, shape, state, live: isLive, built, events, bytes, knownUpTo }));
      else printLine(`${name}  ${what}, ${printCount(events)} events, ${prettyBytes(bytes)}, known up to ${knownUpTo}`);
    }
  });
  return 0;
}

async function build(options: Options, signal: AbortSignal): Promise<number> {
  const { buildGeneration } = await import('../../../audit/src/generation.js');
  const { toldByBar } = await import('../told.js');
  const { told, end } = toldByBar();
  const { name, events, rows, resumed } = await interruptible(signal, () =>
    inPlace(options, (place) => buildGeneration(place, { told, signal })),
  ).finally(end);
  printLine(
    `${name} is built${resumed ? ' (gone on with)' : ''}: ${printCount(events)} events, ${printCount(rows)} rows.`,
  );
  printLine(`Next: clemency generation compare ${name}, then clemency generation switch ${name}`);
  return 0;
}

async function compare(name: string, { json, ...options }: Options, signal: AbortSignal): Promise<number> {
  const { generationNamed, refuseOther } = await import('../../../audit/src/generation.js');
  const { compareGenerations } = await import('../../../audit/src/rebuild.js');
  const { liveGeneration } = await import('#read-models');
  const comparison = await inPlace(options, async ({ log, database }) => {
    refuseOther(await generationNamed(database, name));
    const live = await liveGeneration(database);
    if (live === name) throw new Refusal(`${name} is the one that answers: name another.`);
    return compareGenerations(log, database, { live, other: name }, { signal });
  });
  return tell(comparison, json);
}

async function toSwitch(
  name: string,
  { by, because, ...options }: SwitchOptions,
  signal: AbortSignal,
): Promise<number> {
  const { switchGeneration } = await import('../../../audit/src/generation.js');
  const before = await inPlace(options, (place) =>
    switchGeneration(place, name, { by: { id: by, name: by }, because, signal }),
  );
  printLine(`${name} answers. ${before} is kept true to the log: \`clemency generation switch ${before}\` goes back.`);
  return 0;
}

async function drop(name: string, options: Options): Promise<number> {
  const { dropNamed } = await import('../../../audit/src/generation.js');
  await inPlace(options, (place) => dropNamed(place, name));
  printLine(`${name} is dropped.`);
  return 0;
}
