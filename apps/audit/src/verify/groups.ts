import { Spill } from './spill.js';

/** Ids are told apart by two digits, which are those of digests; what is then still too much by the two behind them. */
const BUCKETS = 256;
/** So many bytes are looked at at once. */
const AT_ONCE_BYTES_MAX = 2 * 1024 * 1024;
/** Where the pairs of digits begin: what has all of them in common is of one id, or as good as. */
const DIGITS = [0, 2, 4, 6] as const;

/** What belongs to one id, gathered though it comes in any order and does not fit into memory: it waits on the disk. */
export class Groups<One> {
  private constructor(
    private readonly spill: Spill,
    private readonly atOnce: number,
  ) {}

  /** @param atOnce how many bytes of what waits may be in memory, unless a single id has more */
  static async open<One>(atOnce = AT_ONCE_BYTES_MAX): Promise<Groups<One>> {
    return new Groups(await Spill.open(BUCKETS), atOnce);
  }

  /** @param id a UUID in small letters @param one anything that is JSON */
  async add(id: string, one: One): Promise<void> {
    this.spill.addLine(bucketOf(id, 0), `${id} ${JSON.stringify(one)}`);
    await this.spill.settle();
  }

  /** Every id with all that was added for it, in the order in which it was. */
  all(): AsyncGenerator<[string, One[]]> {
    return this.within(this.spill, 0);
  }

  close(): Promise<void> {
    return this.spill.close();
  }

  private async *within(spill: Spill, level: number): AsyncGenerator<[string, One[]]> {
    const isLast = level === DIGITS.length - 1;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      if (isLast || spill.sizeOf(bucket) <= this.atOnce) yield* await groupsOf<One>(spill.lines(bucket));
      else yield* this.apart(spill.lines(bucket), level + 1);
    }
  }

  /** A bucket that is too much, in buckets of its own. */
  private async *apart(lines: AsyncIterable<string>, level: number): AsyncGenerator<[string, One[]]> {
    const spill = await Spill.open(BUCKETS);
    try {
      for await (const line of lines) {
        spill.addLine(bucketOf(line, level), line);
        await spill.settle();
      }
      yield* this.within(spill, level);
    } finally {
      await spill.close();
    }
  }
}

async function groupsOf<One>(lines: AsyncIterable<string>): Promise<Map<string, One[]>> {
  const groups = new Map<string, One[]>();
  for await (const line of lines) {
    const id = line.slice(0, 36);
    const one = JSON.parse(line.slice(37)) as One;
    const group = groups.get(id);
    if (group) group.push(one);
    else groups.set(id, [one]);
  }
  return groups;
}

function bucketOf(id: string, level: number): number {
  const at = DIGITS[level]!;
  return parseInt(id.slice(at, at + 2), 16);
}
