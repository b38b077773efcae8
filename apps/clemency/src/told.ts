import type { Told } from '#read-models';
import { noteLine } from './command.js';
import { progressBar } from './backup/progress.js';

/** The progress of a build, or of what `what` says, as a bar with the time that is left, on standard error; phases without a measure in a line. */
export function toldByBar(what = 'Replaying'): { told: Told; end(): void } {
  const bar = progressBar(what);
  let [total, done] = [0, 0];
  let phase = '';
  const told: Told = (progress) => {
    if (progress.total === 0) {
      if (total > 0) bar.end();
      if (progress.phase !== phase && process.stderr.isTTY) noteLine(`${PHASES[progress.phase] ?? progress.phase} ...`);
      [total, phase] = [0, progress.phase];
      return;
    }
    if (total === 0) bar.begin(progress.total);
    if (total === 0) done = 0;
    total = progress.total;
    bar.add(progress.done - done);
    done = progress.done;
  };
  return {
    told,
    end: () => {
      bar.end();
    },
  };
}

const PHASES: Readonly<Record<string, string>> = { indexes: 'Making indexes', comparing: 'Comparing' };
