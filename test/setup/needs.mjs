import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Which servers the chosen tests may use: those that they speak of. Rather one too many, which costs seconds, than one too
 * few; but unit tests use none and wait for none.
 * @param {string[]} roots folders in which specs are
 * @param {string[]} patterns what Jest was told to run, as regular expressions of paths; none means everything
 * @returns {{ postgres: boolean, kafka: boolean }}
 */
export function needsOf(roots, patterns) {
  const chosen = (path) => patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern, 'i').test(path));
  const texts = roots
    .flatMap(specsIn)
    .filter(chosen)
    .map((path) => `${path}\n${readFileSync(path, 'utf8')}`);
  return {
    postgres: texts.some((text) => /postgres|database|describeHomes/i.test(text)),
    kafka: texts.some((text) => /kafka|describeHomes/i.test(text)),
  };
}

function specsIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return specsIn(path);
    return /\.(int|e2e)\.spec\.ts$/.test(entry.name) ? [path] : [];
  });
}
