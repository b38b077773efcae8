import { writeFileSync } from 'node:fs';
import { compare, readBaseline } from './baseline.js';
import { readCorpus } from './corpus.js';
import { crossReport, crossValidate } from './cross.js';
import { optionsOf } from './options.js';
import { predict, printed, speedOf } from './predict.js';
import { markdown, missesOf, refusals, tables } from './report.js';
import { figuresOf, score } from './score.js';

const options = optionsOf(process.argv.slice(2));
const corpus = readCorpus(options.folder);
const earlier = options.baseline === undefined ? undefined : readBaseline(options.baseline);
const predicted = corpus.documents.map(predict);
if (options.predictions !== undefined) writeFileSync(options.predictions, printed(predicted));

const scored = score(predicted);
const figures = figuresOf(scored);
const speed = speedOf(corpus.documents);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

if (options.misses) say(`${missesOf(scored, process.stdout.isTTY)}\n`);
say(`${options.markdown ? markdown(scored) : tables(scored)}\n`);
const refused = refusals(predicted);
if (refused.length > 0) say(`The log would refuse ${refused.length} drafts:\n  ${refused.join('\n  ')}\n`);
say(`${speed.reportsPerSecond} reports a second on one core, of ${speed.charactersPerReport} characters on average\n`);
if (earlier) {
  const { lines, dropped } = compare(figures, earlier, options.tolerance);
  say(`${lines.join('\n')}\n`);
  if (dropped.length > 0) {
    process.stderr.write(`Worse than ${options.baseline}: ${dropped.join('; ')}.\n`);
    process.exitCode = 1;
  }
}
if (options.crossValidate) {
  const found = crossValidate(corpus, undefined, (done, of) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} rules`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  say(`${crossReport(found)}\n`);
}
const line = JSON.stringify(figures);
if (options.write !== undefined) writeFileSync(options.write, `${line}\n`);
say(line);
