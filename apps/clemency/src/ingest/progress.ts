import { MultiBar, type SingleBar } from 'cli-progress';
import prettyBytes from 'pretty-bytes';
import { noteLine, printCount } from '../command.js';

/** Shows how far it has come: a bar on a terminal, elsewhere a line from time to time. All of it on standard error. */
export interface Progress {
  /** @param bytes of all sources together; reports so far, of whatever outcome */
  at(bytes: number, reports: number): void;
  /** A line beside it. */
  note(line: string): void;
  end(): void;
}

const LINE_MS = 10_000;

/** @param total bytes of all sources; undefined where a stream is among them */
export function showProgress(total: number | undefined, from: number): Progress {
  return process.stderr.isTTY && total !== undefined ? barOf(total, from) : linesOf(total, from);
}

function barOf(total: number, from: number): Progress {
  const bars = new MultiBar({
    stream: process.stderr,
    format: '{bar} {percentage} % of {size}, {reports} reports, {left} left',
    barsize: 30,
    clearOnComplete: true,
    hideCursor: true,
    gracefulExit: false,
  });
  const left = timeLeft(total, from);
  const fields = (bytes: number, reports: number) => ({
    size: prettyBytes(total),
    reports: printCount(reports),
    left: left(bytes),
  });
  const bar: SingleBar = bars.create(total, from, fields(from, 0));
  return {
    at: (bytes, reports) => {
      bar.update(bytes, fields(bytes, reports));
    },
    note: (line) => {
      bars.log(`${line}\n`);
    },
    end: () => {
      // Lines beside the bar are written when it is drawn again.
      bars.update();
      bars.stop();
    },
  };
}

function linesOf(total: number | undefined, from: number): Progress {
  let [bytes, reports] = [from, 0];
  const left = total === undefined ? undefined : timeLeft(total, from);
  const of = total === undefined ? '' : ` of ${prettyBytes(total)}`;
  const timer = setInterval(() => {
    const rest = left ? `, ${left(bytes)} left` : '';
    noteLine(`${prettyBytes(bytes)}${of}, ${printCount(reports)} reports${rest}`);
  }, LINE_MS);
  return {
    at: (...now) => {
      [bytes, reports] = now;
    },
    note: noteLine,
    end: () => {
      clearInterval(timer);
    },
  };
}

/** From the pace since the start; outages are part of it. */
function timeLeft(total: number, from: number): (bytes: number) => string {
  const began = performance.now();
  return (bytes) => {
    if (bytes <= from) return 'some time';
    const seconds = ((total - bytes) * (performance.now() - began)) / (bytes - from) / 1000;
    if (seconds < 90) return `${Math.ceil(seconds)} s`;
    return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
  };
}
