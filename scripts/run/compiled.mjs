import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './prepare.mjs';

/**
 * Runs a program of `test` in this process: its sources, which are type-checked with the tests, are compiled one by one
 * beside what was built.
 * @param {string} program the folder in `test` that has its `main.ts`
 * @param {string} out the folder that takes what is compiled, as deep below the root as `test`, so that what a file names by a relative path is found from there too
 * @param {string[]} args
 */
export async function compiled(program, out, args) {
  const { transformSync } = await import('@swc/core');
  const folder = join(ROOT, out);
  rmSync(folder, { recursive: true, force: true });
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
    const file = join(folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  const main = join(folder, program, 'main.js');
  process.argv = [process.argv[0], main, ...args];
  await import(pathToFileURL(main).href);
}

/** What the programs share with the stories of `test`, and themselves; no test. */
const sources = () =>
  readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'),
  );
