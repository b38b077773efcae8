import { Presets, SingleBar } from 'cli-progress';

/** What a long command says of how far it is. */
export interface Progress {
  begin(total: number): void;
  add(count: number): void;
  /** Safe to call twice, and without a beginning. */
  end(): void;
}

/** A bar on a terminal, on standard error; where there is none, nothing: what was done is said at the end. */
export function progressBar(what: string): Progress {
  const bar = new SingleBar(
    { format: `${what} {bar} {percentage}% | {value} of {total} records | {eta_formatted} left`, hideCursor: true },
    Presets.shades_classic,
  );
  return {
    begin: (total) => {
      bar.start(total, 0);
    },
    add: (count) => {
      bar.increment(count);
    },
    end: () => {
      bar.stop();
    },
  };
}
