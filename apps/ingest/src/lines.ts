import { Problem, type ProblemDocument } from '#service';

/** What became of one line of NDJSON; the others do not depend on it. */
export interface LineRefused {
  readonly line: number;
  readonly status: number;
  readonly problem: ProblemDocument;
}

/** Each entry or line has its own outcome in the answer, and its own place in one append. */
const ENTRIES_MAX = 10_000;

/** @throws Problem 413 */
export function refuseTooMany(entries: number, what: string): void {
  if (entries <= ENTRIES_MAX) return;
  throw new Problem(413, `The request holds more than ${ENTRIES_MAX} ${what}: send them in several requests.`);
}

export const isLines = (mediaType: string): boolean => /^\s*application\/x-ndjson\b/i.test(mediaType);

export const refusedLine = (line: number, problem: Problem): LineRefused => ({
  line,
  status: problem.status,
  problem: problem.document(),
});

/** What a line holds, or why it is refused: a bad one spoils no other. @throws what is no refusal */
export function readLine<Read extends object>(
  text: Buffer,
  line: number,
  read: (text: Buffer) => Read,
): ({ line: number } & Read) | LineRefused {
  try {
    if (text.length === 0) throw new Problem(400, 'The line is empty.');
    return { line, ...read(text) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refusedLine(line, error);
  }
}

/**
 * Lines as bytes, so that one line that is no UTF-8 spoils no other. An end of line may be CR LF.
 * @throws Problem 413 for too many, before they are all cut
 */
export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(0x0a, from);
    const end = newline < 0 ? bytes.length : newline;
    lines.push(bytes.subarray(from, end > from && bytes[end - 1] === 0x0d ? end - 1 : end));
    refuseTooMany(lines.length, 'lines');
    from = end + 1;
  }
  return lines;
}
