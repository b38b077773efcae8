import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import prettyBytes from 'pretty-bytes';
import { folderBytes } from '../../../audit/src/folder-size.js';
import { printTable } from './print.js';

/** What can be known of an embedded home without its database. */
export interface FolderAtRest {
  /** Absolute. */
  readonly path: string;
  /** The layout of the folder, as Clemency counts it; null where the file that says so can't be understood. */
  readonly format: number | null;
  /** The major version of PostgreSQL that made it. */
  readonly postgres: number | null;
  readonly bytes: number;
}

/** @returns undefined where no home was ever made */
export async function folderAtRest(folder: string): Promise<FolderAtRest | undefined> {
  const path = resolve(folder);
  const found = await stat(join(path, 'format.json')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!found) return undefined;
  const { format = null, postgres = null } = parsed(await readFile(join(path, 'format.json'), 'utf8'));
  return { path, format, postgres, bytes: await folderBytes(path) };
}

function parsed(text: string): { format?: number; postgres?: number } {
  try {
    return JSON.parse(text) as { format?: number; postgres?: number };
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

export const tableAtRest = ({ path, format, postgres, bytes }: FolderAtRest): string =>
  printTable([
    ['data folder', path],
    ['format', String(format ?? 'not readable')],
    ['PostgreSQL', String(postgres ?? 'not readable')],
    ['size', prettyBytes(bytes)],
  ]);
