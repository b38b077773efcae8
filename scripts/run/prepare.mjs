import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { condense } from './condense.mjs';
import { alone } from './lock.mjs';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const STAMP = join(ROOT, 'dist', '.built-from');
const LOCK = join(ROOT, '.cache', 'preparing');

/**
 * Installs the packages when some that package-lock.json names are missing or of another version.
 * @param {{ tools?: boolean }} wanted with `tools` also those for development
 */
export async function ensureInstalled({ tools = false } = {}) {
  if (isInstalled(tools)) return;
  await alone(LOCK, () => install(tools));
}

/**
 * Builds when `dist` was not made from these very sources.
 * @param {{ tools?: boolean }} wanted with `tools` the packages for development are there afterwards even if nothing is built
 */
export async function ensureBuilt({ tools = false } = {}) {
  const fresh = () => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === fingerprint();
  if (fresh() && isInstalled(tools)) return;
  await alone(LOCK, async () => {
    const isFresh = fresh();
    await install(tools || !isFresh);
    if (!isFresh) await build();
  });
}

async function install(tools) {
  if (isInstalled(tools)) return;
  const began = Date.now();
  say('Installing the packages (npm ci) ...');
  const args = ['ci', '--no-audit', '--no-fund', ...(tools ? ['--include=dev'] : [])];
  // Under `npm start` this is that very npm, whatever PATH says.
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('.js')) await run(process.execPath, [npm, ...args], 'The packages could not be installed');
  else await run('npm', args, 'The packages could not be installed');
  say(`Installed in ${seconds(began)}.`);
}

async function build() {
  say('Building (nest build) ...');
  const from = fingerprint();
  const nest = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  await run(process.execPath, [nest, 'build'], 'The build failed');
  await condense(ROOT);
  // Last: a build that was cut off has no stamp and is done again.
  writeFileSync(STAMP, from);
}

/**
 * Compares what npm says it installed with what the lock file names. Packages for another platform are missing by
 * right, those for development when they were left out and are not needed.
 */
function isInstalled(tools) {
  const installedFile = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, dev, devOptional }]) => {
    if (path === '') return true;
    if (installed[path]) return installed[path].version === version && existsSync(join(ROOT, path));
    return Boolean(optional || devOptional || (dev && !tools));
  });
}

/** A digest of all that the build reads. Contents, not times: a checkout or a copy may set those to anything. */
function fingerprint() {
  const config = ['package.json', 'package-lock.json', 'nest-cli.json', 'tsconfig.json', 'tsconfig.build.json'];
  const files = [
    ...config.map((name) => join(ROOT, name)),
    join(ROOT, 'scripts', 'run', 'condense.mjs'),
    ...sources(join(ROOT, 'apps')),
    ...sources(join(ROOT, 'libs')),
  ];
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'testing' ? [] : sources(path);
      return entry.name.endsWith('.spec.ts') ? [] : [path];
    });
}

/** Quiet unless it fails: then all that the program said. */
function run(program, args, trouble) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => reject(new Error(`${trouble}: ${error.message}`)));
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${output.trim()}\n${trouble} (${[program, ...args].join(' ')}, exit code ${code}).`));
    });
  });
}

const say = (line) => process.stderr.write(`${line}\n`);
const seconds = (began) => `${((Date.now() - began) / 1000).toFixed(1)} s`;
