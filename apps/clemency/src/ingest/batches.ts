import type { FoundReport, Unfit } from './formats/format.js';
import type { Mark } from './resume.js';
import type { Source } from './sources.js';

/** One thing found in a source, and where it lay, as people are told. */
export interface Entry {
  readonly place: string;
  readonly found: FoundReport | Unfit;
}

/** What goes into one request, in order, and how far it leads. Things that can't be sent go along in their places. */
export interface Load {
  readonly entries: readonly Entry[];
  /** Without counts: these are known only when the house has answered. */
  readonly to: Omit<Mark, 'counts'>;
  /** Offset of `to` in all bytes together, for the progress. */
  readonly bytes: number;
}

/** Bounds of one request. A single report may be larger than `bytes`: it goes by itself. */
export interface Bounds {
  readonly bytes: number;
  readonly count: number;
}

/** All sources one after another, from a mark on, cut into loads. Holds one load at most. */
export async function* loadsOf(sources: readonly Source[], from: Mark, bounds: Bounds): AsyncGenerator<Load> {
  let entries: Entry[] = [];
  let size = 0;
  let done = sources.slice(0, from.sources).reduce((sum, source) => sum + (source.file?.bytes ?? 0), 0);
  let to: Load['to'] = from;
  const load = (): Load => {
    const full = { entries, to, bytes: done + to.end };
    [entries, size] = [[], 0];
    return full;
  };
  for (const [at, source] of sources.entries()) {
    if (at < from.sources) continue;
    for await (const found of foundIn(source, at === from.sources ? from : undefined)) {
      const length = 'json' in found ? found.json.length + 1 : 0;
      if (entries.length > 0 && (size + length > bounds.bytes || entries.length >= bounds.count)) yield load();
      entries.push({ place: placeOf(source, found.number), found });
      size += length;
      to = { sources: at, number: found.number, end: found.end };
    }
    done += source.file?.bytes ?? to.end;
    to = { sources: at + 1, number: 0, end: 0 };
  }
  // The last one leads to the end of all sources, even where nothing is left to be sent.
  yield load();
}

async function* foundIn(source: Source, after: Mark | undefined): AsyncGenerator<FoundReport | Unfit> {
  const { format, name, about } = source;
  const begin = after && format.seeks ? after : undefined;
  for await (const found of format.read({ name, about, bytes: source.open(begin?.end ?? 0) }, begin)) {
    if (!after || found.number > after.number) yield found;
  }
}

const placeOf = ({ name, format }: Source, number: number): string =>
  format.counts === 'line' ? `${name}:${number}` : `${name}: report ${number}`;
