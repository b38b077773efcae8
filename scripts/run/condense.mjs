import { builtinModules } from 'node:module';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Packages of very many small files that every service loads at its start. Nest alone, with what it needs, is 1,300 files;
 * to find, read and compile them one by one takes Node several times as long as to run them.
 */
const PACKAGES = [
  '@nestjs/common',
  '@nestjs/core',
  '@nestjs/microservices',
  '@nestjs/platform-fastify',
  '@nestjs/swagger',
  'chrono-node',
  'edtf',
  'i18n-iso-countries',
  'prom-client',
  'rxjs',
  'typeorm',
  'uuid',
  'wink-nlp',
  'zod',
];

/**
 * Those that find files of their own, start threads, or must be one and the same for us and for a package above: whoever
 * imports them gets what npm installed.
 */
const AS_INSTALLED = ['fastify', 'kafkajs', 'pg', 'pino', 'piscina', 'reflect-metadata'];

/**
 * Writes each of PACKAGES in a few large files to `<dist>/node_modules`, where Node looks before the folder of npm. What
 * is built otherwise stays file for file as it was written, and works without this folder too, only starts later.
 * @param {string} root the project's folder
 */
export async function condense(root) {
  const { build, stop } = await import('esbuild');
  const folder = join(root, 'dist', 'node_modules');
  await rm(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: PACKAGES.map((name) => ({ in: `whole:${name}`, out: `${name}/index` })),
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Nest and typeorm tell classes by their names, in messages and in tables.
    keepNames: true,
    logLevel: 'error',
    // CommonJS packages ask with `require`, and decorators need Reflect's additions before the first of them runs.
    banner: {
      js: `import 'reflect-metadata';import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);`,
    },
    plugins: [{ name: 'condense', setup }],
  }).finally(stop);
  await Promise.all(
    PACKAGES.map(async (name) => {
      await mkdir(join(folder, name), { recursive: true });
      await writeFile(
        join(folder, name, 'package.json'),
        JSON.stringify({ name, type: 'module', exports: './index.js' }),
      );
    }),
  );
}

function setup(build) {
  // A package that is CommonJS has no list of what it exports: Node, which knows, tells it.
  build.onResolve({ filter: /^whole:/ }, ({ path }) => ({ path: path.slice('whole:'.length), namespace: 'whole' }));
  build.onLoad({ filter: /.*/, namespace: 'whole' }, async ({ path }) => {
    const names = Object.keys(await import(path)).filter((name) => name !== 'module.exports');
    return {
      contents: `export { ${names.join(', ')} } from '${path}';`,
      resolveDir: build.initialOptions.absWorkingDir,
    };
  });
  build.onResolve({ filter: /^[^./]/ }, async ({ path, pluginData, ...from }) => {
    if (pluginData === 'asked' || from.namespace === '' || builtinModules.includes(path) || path.startsWith('node:'))
      return;
    if (AS_INSTALLED.includes(path)) return { path, external: true };
    const found = await build.resolve(path, { ...from, pluginData: 'asked' });
    // What Nest and typeorm would use if it were there, and is not.
    return found.errors.length > 0 ? { path, external: true } : found;
  });
}
