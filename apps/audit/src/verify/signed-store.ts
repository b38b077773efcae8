import type { TileReader, Verifier } from '#transparency';
import { History } from '../tlog/history.js';
import { KeyRing } from '../tlog/keys.js';
import { CHECKPOINT } from '../tlog/partition-tree.js';
import { readPlaces } from '../tlog/places.js';
import { TlogFolder } from '../tlog/tlog-folder.js';

/** Where the trees of a ledger are kept, as a verifier reads them: a folder, or an audit service. It is believed nothing. */
export interface SignedStore {
  /** For messages. */
  readonly name: string;
  /** The ledger that it is of (`urn:clemency:...`), and the origins of its logs; undefined where nothing was signed. */
  bound(): Promise<{ readonly ledger: string; readonly origins: readonly string[] } | undefined>;
  /** The verifier keys that are kept with it. */
  keys(): Promise<readonly Verifier[]>;
  /** Every checkpoint of a partition that it knows, in the order in which they were signed. */
  checkpoints(partition: number): AsyncIterable<string>;
  /** The one that it shows as the newest. */
  current(partition: number): Promise<string | undefined>;
  tiles(partition: number): TileReader;
  /** Offsets in the topic of a bundle's first entries, where they are kept. */
  places(partition: number, bundle: { index: number; width: number }): Promise<readonly bigint[] | undefined>;
}

/** The folder in which audit signs (`TLOG_DIR`), or a copy of it. */
export function folderStore(path: string): SignedStore {
  const folder = new TlogFolder(path);
  const of = (partition: number): TlogFolder => folder.under('events', String(partition));
  return {
    name: path,
    bound: async () => {
      const stored = await folder.read('ledger.json');
      return stored && (JSON.parse(stored.toString()) as { ledger: string; origins: string[] });
    },
    keys: () => new KeyRing(path).verifiers(),
    checkpoints: (partition) => notesOf(new History(of(partition).path)),
    current: async (partition) => (await of(partition).read(CHECKPOINT))?.toString(),
    tiles: of,
    places: (partition, bundle) => readPlaces(of(partition), bundle),
  };
}

/** A line that somebody has spoilt is given as it is: it is no checkpoint, and whoever opens it says so. */
async function* notesOf(history: History): AsyncGenerator<string> {
  for await (const line of history.lines()) {
    let note: unknown;
    try {
      note = JSON.parse(line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
    yield typeof note === 'string' ? note : line;
  }
}
