/** The longest line that a request of 8 MiB can hold, in bytes; the house takes none that is longer. */
export const REPORT_BYTES_MAX = 8 * 1024 * 1024 - 1;

/** What the one who sends says of reports that do not say it themselves. Fields as `POST /v1/reports` has them. */
export interface About {
  readonly source?: { readonly id: string; readonly name: string; readonly kind: string };
  readonly lang?: string;
  readonly title?: string;
  readonly uri?: string;
  readonly publishedAt?: string;
}

/** A file, or whatever else bytes come from. */
export interface Feed {
  /** As it is shown to people. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
  readonly about: About;
}

/** Where something was found: its number (a line's, or a report's in its file), and the offset of the byte after it. */
interface Found {
  readonly number: number;
  readonly end: number;
}
/** A report as JSON in UTF-8, on one line. What is in it is for the house to judge. */
export interface FoundReport extends Found {
  readonly json: Uint8Array;
}
/** What can't even be sent, and why: the end of a sentence. */
export interface Unfit extends Found {
  readonly unfit: string;
}

/** Every format that can be sent, by name. */
export const FORMAT_NAMES = ['ndjson', 'json', 'text', 'rss', 'ofac-sdn'] as const;

/** How reports stand in a stream of bytes. Another format is another file in this folder, a name above, and a line in `formats.ts`. */
export interface Format {
  readonly name: (typeof FORMAT_NAMES)[number];
  /** Endings of file names, lower case, with the dot. */
  readonly endings: readonly string[];
  /** What web servers call it, without parameters. */
  readonly mediaTypes?: readonly string[];
  /** What `number` counts. */
  readonly counts: 'line' | 'report';
  /**
   * Reads reports one after another and holds no more of them than one.
   * @param after where to begin; only where the format says that it can begin anywhere
   */
  read(feed: Feed, after?: Found): AsyncIterable<FoundReport | Unfit>;
  /** Whether `bytes` may begin at the `end` of something found, so that what is before need not be read again. */
  readonly seeks: boolean;
}

export const NOTHING_YET: Found = { number: 0, end: 0 };

/** UTF-8 files from some programs begin with one; it is no part of what they hold (RFC 8259, section 8.1). */
export const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
