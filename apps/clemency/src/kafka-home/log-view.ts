import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** One colour a service, from the terminal's own sixteen, so that they suit its background. */
const COLOURS = [36, 32, 33, 35, 34, 96, 92, 93];
const NAME_WIDTH = 9;

export interface LogView {
  /** Every line of the stream, under this name, until the stream ends. */
  follow(name: string, stream: Readable): void;
  say(name: string, line: string): void;
}

/**
 * One view of many programs: lines appear in the order in which they arrive, each whole, and each with its program's
 * name before it.
 * @param write takes a line with its end
 */
export function createLogView(write: (text: string) => void, coloured: boolean): LogView {
  const names: string[] = [];
  const prefix = (name: string): string => {
    const padded = `${name.padEnd(NAME_WIDTH)} | `;
    if (!coloured) return padded;
    if (!names.includes(name)) names.push(name);
    return `\u001b[${COLOURS[names.indexOf(name) % COLOURS.length]}m${padded}\u001b[0m`;
  };
  const say = (name: string, line: string): void => write(`${prefix(name)}${line}\n`);
  return {
    say,
    follow(name, stream) {
      createInterface({ input: stream, crlfDelay: Infinity }).on('line', (line) => say(name, line));
    },
  };
}
