import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..');
const FOLDER = join(ROOT, '.cache', 'python');
const REQUIREMENTS = join(ROOT, 'examples', 'requirements.txt');

/**
 * Whether the Python examples can be run here: Python 3 with what makes an environment of its own.
 * @throws Error where everything must be tested (CI=true)
 */
export function pythonAvailable(): boolean {
  if (spawnSync('python3', ['-c', 'import ensurepip, venv']).status === 0) return true;
  const sentence = 'Python: no python3 with venv and ensurepip is here';
  if (process.env.CI === 'true') throw new Error(`${sentence}, and CI may not skip its tests.`);
  console.warn(`${sentence}: the tests of the Python examples are skipped.`);
  return false;
}

/**
 * A Python that has what examples/requirements.txt names, kept from one run to the next.
 * @returns its path
 * @throws Error with what pip says
 */
export function preparePython(): string {
  const python = join(FOLDER, 'bin', 'python');
  const stamp = join(FOLDER, 'made-of');
  const { stdout: version } = spawnSync('python3', ['--version'], { encoding: 'utf8' });
  const requirements = readFileSync(REQUIREMENTS, 'utf8');
  const made = createHash('sha256').update(`${version}${requirements}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return python;
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  run('python3', ['-m', 'venv', FOLDER]);
  run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS]);
  // Written last: an environment that was broken off half-way is made again.
  writeFileSync(stamp, made);
  return python;
}

function run(program: string, args: readonly string[]): void {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? ''}${stdout}${stderr}`);
}
