import { Command, InvalidArgumentError } from 'commander';

export interface Options {
  readonly folder: string;
  readonly misses: boolean;
  readonly predictions: string | undefined;
  readonly baseline: string | undefined;
  readonly tolerance: number;
  readonly write: string | undefined;
  readonly markdown: boolean;
  readonly crossValidate: boolean;
}

/** Reads the command line. What is wrong with it is said by commander, which ends the process. */
export function optionsOf(argv: readonly string[]): Options {
  const command = new Command('npm run eval --')
    .description(
      'Measures the extractor on a folder of annotated reports: gold.jsonl, its texts, and arcs.json if there is one.',
    )
    .argument('<folder>', 'the corpus, or a file that /v1/reviews/export wrote')
    .option('--misses', 'show what was missed, found falsely or read otherwise, each in its sentence', false)
    .option('--predictions <file>', 'write what was found, a document a line, for another scorer')
    .option('--baseline <file>', 'compare with what an earlier run printed (or wrote with --write), and fail on a drop')
    .option('--tolerance <share>', 'a drop that is let pass, as a share of 1', shareOf, 0)
    .option('--write <file>', 'write the last line, the figures as JSON, there too')
    .option(
      '--cross-validate',
      'show in how many stories each rule is of use, and the figures of stories left out',
      false,
    )
    .option('--markdown', 'print the table of kinds in Markdown', false)
    .parse([...argv], { from: 'user' });
  return { folder: command.args[0]!, ...command.opts<Omit<Options, 'folder'>>() };
}

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share >= 0 && share <= 1)) throw new InvalidArgumentError('It takes a number from 0 to 1.');
  return share;
}
