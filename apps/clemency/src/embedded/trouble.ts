import { Refusal } from '#process';

/** What keeps a home from starting and only a person can mend. Its message is the one sentence that `main` prints. */
export class Trouble extends Refusal {}

const DISK_FULL = /No space left on device|disk full/i;

/** Full disk, in the words of whoever met it first: Node (ENOSPC), Postgres (SQLSTATE 53100), or a program's output. */
export const tellsOfFullDisk = (error: unknown): boolean => {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === 'ENOSPC' || code === '53100' || DISK_FULL.test(String(message ?? error));
};

/**
 * The sentence for an error of the operating system or of Postgres.
 * @param place the file, folder or address that the work was about, as a person would name it
 * @returns undefined for an error of another kind: that one is told whole
 */
export function asTrouble(error: unknown, place: string): Trouble | undefined {
  if (error instanceof Trouble) return error;
  if (tellsOfFullDisk(error)) {
    return new Trouble(`The disk is full: there is no room in ${place}; free some space and start again.`, {
      cause: error,
    });
  }
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new Trouble(`The address ${place} is in use by another program: stop that, or set PORT to another number.`, {
      cause: error,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Trouble(
      `${place} can't be read and written by this user (${code}): change its owner, or set CLEMENCY_DATA.`,
      {
        cause: error,
      },
    );
  }
  return undefined;
}

/** Runs `work` and turns an error that has a sentence into that sentence. */
export async function withTrouble<Result>(place: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw asTrouble(error, place) ?? error;
  }
}
