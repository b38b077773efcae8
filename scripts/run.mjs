// `node scripts/run.mjs <command>`: makes whatever is missing on a fresh clone (packages, build), then runs the
// command. Plain Node without dependencies, since it runs before there are any.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { check } from './run/check.mjs';
import { compiled } from './run/compiled.mjs';
import { ensureBuilt, ensureInstalled, ROOT } from './run/prepare.mjs';
import { test } from './run/test.mjs';

/** What package.json's `engines` says; checked by hand, because npm only warns. */
const NODE_LEAST = [20, 19];

const [command = 'help', ...rest] = process.argv.slice(2);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NODE_LEAST[0] || (major === NODE_LEAST[0] && minor >= NODE_LEAST[1])) return;
  throw new Error(`Clemency needs Node ${NODE_LEAST.join('.')} or newer and this is ${process.versions.node}.`);
}

/** Small programs beside the house, run on what was built. */
const PROGRAMS = { 'match:names': './names/match.mjs', 'eval:names': './names/eval.mjs' };

/** In this very process, so that signals and the exit code need nobody to pass them on. */
async function clemency() {
  const main = join(ROOT, 'dist', 'apps', 'clemency', 'src', 'main.js');
  await ensureBuilt();
  process.argv = [process.argv[0], main, command, ...rest];
  await import(pathToFileURL(main).href);
}

try {
  checkNode();
  if (command === 'check') {
    await ensureInstalled({ tools: true });
    process.exitCode = await check();
  } else if (command === 'test') {
    await ensureBuilt({ tools: true });
    process.exitCode = await test(rest);
  } else if (command === 'bench' || command === 'eval') {
    await ensureBuilt({ tools: true });
    await compiled(command, `dist-${command}`, rest);
  } else if (command in PROGRAMS) {
    await ensureBuilt();
    process.argv = [process.argv[0], PROGRAMS[command], ...rest];
    await import(PROGRAMS[command]);
  } else if (command === 'build') {
    await ensureBuilt({ tools: true });
  } else {
    await clemency();
  }
} catch (error) {
  // What fails here is one sentence (and a tool's own output); a stack of this script would only hide it.
  const text = error instanceof Error && error.name === 'Error' ? error.message : String(error?.stack ?? error);
  process.stderr.write(`${text}\n${error?.cause ? `${error.cause.stack ?? error.cause}\n` : ''}`);
  process.exitCode = 1;
}
