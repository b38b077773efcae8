import { spawn } from 'node:child_process';

/** The user as whom Postgres runs: ourselves (no ids), or, since it refuses to run as root, somebody lesser. */
export interface ServerUser {
  readonly name: string;
  readonly ids: { readonly uid?: number; readonly gid?: number };
}

/** How a program of Postgres ended. `output` is standard output and standard error together. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Programs get an environment of their own: PGPORT, PGDATA and their like would change what they do, and in another
 * language their messages could not be recognised.
 */
export const environment = (): NodeJS.ProcessEnv => {
  const { PATH, TMPDIR, LD_LIBRARY_PATH, SystemRoot, TEMP } = process.env;
  const wanted = { PATH, TMPDIR, LD_LIBRARY_PATH, SystemRoot, TEMP, LC_ALL: 'C' };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
};

/**
 * Runs a program to its end as the database's user, outside our process group, so that Ctrl-C in a terminal does not
 * reach it.
 * @throws the error of the spawn itself, such as EACCES for a program that this user can't reach
 */
export function runAs(user: ServerUser, cwd: string, program: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...user.ids,
      cwd,
      env: environment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (text: string): void => void (output += text);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
