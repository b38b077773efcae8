import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

/** As deep below the root as `test`, so that what a file of it names by a relative path is found from here too. */
const OUT = join(ROOT, 'dist-bench');

/**
 * Runs the benchmark in this process: its sources, which are type-checked with the tests, are compiled one by one beside
 * what was built.
 * @param {string[]} args
 */
export async function bench(args) {
  const { transformSync } = await import('@swc/core');
  rmSync(OUT, { recursive: true, force: true });
  for (const path of sources()) {
    const { code } = transformSync(readFileSync(join(ROOT, 'test', path), 'utf8'), {
      filename: path,
      swcrc: false,
      sourceMaps: 'inline',
      module: { type: 'es6' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
    });
    const out = join(OUT, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, code);
  }
  const main = join(OUT, 'bench', 'main.js');
  process.argv = [process.argv[0], main, ...args];
  await import(pathToFileURL(main).href);
}

/** What the benchmark shares with the stories of `test`, and itself; no test. */
const sources = () =>
  readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
  );
