import { parseFeed } from 'feedsmith';
import { convert } from 'html-to-text';
import type { About, Format, FoundReport, Unfit } from './format.js';

/** A feed has the last few dozen stories; one of this size, in bytes, is something else. */
const FEED_BYTES_MAX = 16 * 1024 * 1024;

/** Text as a reader sees it: what is a link, a picture or a heading in it makes no words of its own. */
const READABLE = {
  wordwrap: false as const,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
    ...[1, 2, 3, 4, 5, 6].map((level) => ({ selector: `h${level}`, options: { uppercase: false } })),
  ],
};

/** RSS 2.0 and Atom, as newsrooms publish them: each story is a report, and its source is the feed's own. */
export const rss: Format = {
  name: 'rss',
  endings: ['.rss', '.atom'],
  mediaTypes: ['application/rss+xml', 'application/atom+xml', 'application/xml', 'text/xml'],
  counts: 'report',
  seeks: false,
  async *read({ bytes, about }): AsyncGenerator<FoundReport | Unfit> {
    const parts: Buffer[] = [];
    let end = 0;
    for await (const part of bytes) {
      end += part.length;
      if (end <= FEED_BYTES_MAX) parts.push(part);
    }
    if (end > FEED_BYTES_MAX) {
      yield { number: 1, end, unfit: `has ${end} bytes; the most is ${FEED_BYTES_MAX}` };
      return;
    }
    const stories = storiesIn(Buffer.concat(parts), about);
    if (typeof stories === 'string') {
      yield { number: 1, end, unfit: stories };
      return;
    }
    for (const [at, story] of stories.entries()) {
      // The end of all: a feed is read whole, and begun again from its beginning.
      const found = { number: at + 1, end };
      if (story.body === undefined) yield { ...found, unfit: 'has neither text nor title' };
      else yield { ...found, json: Buffer.from(JSON.stringify(story)) };
    }
  },
};

type Story = About & { readonly body?: string | undefined };

/** One story of any kind of feed, as its parts are called there. */
interface Item {
  readonly title?: string | undefined;
  readonly links: readonly (string | undefined)[];
  readonly dates: readonly unknown[];
  /** The fullest first. */
  readonly texts: readonly (string | undefined)[];
}

/** @returns the stories, or the end of a sentence that says why there are none */
function storiesIn(bytes: Buffer, about: About): Story[] | string {
  const text = decoded(bytes);
  if (text === undefined) return 'is no text in the encoding that it names';
  const feed = feedIn(text);
  if (feed === undefined) return 'is no RSS 2.0 or Atom feed';
  const source = about.source ?? sourceOf(feed);
  if (source === undefined) return 'does not say whose it is: give --source-id and --source-kind';
  const lang = about.lang ?? languageOf(feed.lang);
  return feed.items.map(({ title: marked, links, dates, texts }) => {
    const title = plain(marked)?.slice(0, 1000).toWellFormed();
    const uri = links.find((link) => link !== undefined && URL.canParse(link));
    const publishedAt = dates.map(instantOf).find((date) => date !== undefined) ?? about.publishedAt;
    // Some feeds have headlines alone. A headline is what the source says, so it is what is read.
    const body = texts.map(plain).find((one) => one !== undefined) ?? title;
    return { ...about, source, title, uri, lang, publishedAt, body };
  });
}

interface Read {
  readonly title: string | undefined;
  readonly link: string | undefined;
  readonly lang: string | undefined;
  readonly items: readonly Item[];
}

function feedIn(text: string): Read | undefined {
  const parsed = parsedFeed(text);
  if (parsed?.format === 'rss') {
    const { title, link, language, items = [] } = parsed.feed;
    return {
      title,
      link,
      lang: language,
      items: items.map((item) => ({
        title: item.title,
        links: [item.link, item.guid?.value],
        dates: [item.pubDate, item.dc?.dates?.[0]],
        texts: [item.content?.encoded, item.description],
      })),
    };
  }
  if (parsed?.format !== 'atom') return undefined;
  const { title, links, id, entries = [], xml } = parsed.feed;
  return {
    title: title?.value,
    link: pageOf(links) ?? id,
    lang: xml?.lang,
    items: entries.map((entry) => ({
      title: entry.title?.value,
      links: [pageOf(entry.links), entry.id],
      dates: [entry.published, entry.updated],
      texts: [entry.content?.value, entry.summary?.value],
    })),
  };
}

/** Where a person reads it (RFC 4287, section 4.2.7.2): a link without `rel` is an alternate one. */
const pageOf = (links: readonly { href?: string | undefined; rel?: string | undefined }[] = []): string | undefined =>
  links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;

function parsedFeed(text: string): ReturnType<typeof parseFeed> | undefined {
  try {
    return parseFeed(text);
  } catch (error) {
    // What the library says of a text that is none; anything else is a bug, of it or of ours.
    if (/^(Detect|Malformed|Parse)Error$/.test((error as Error).name)) return undefined;
    throw error;
  }
}

/** The site's host is the source's id, so that all feeds of one site are one source. */
function sourceOf({ title, link }: Read): About['source'] {
  if (link === undefined || !URL.canParse(link)) return undefined;
  const { host } = new URL(link);
  const id = host.replace(/^www\./, '');
  return id === '' ? undefined : { id, name: plain(title)?.slice(0, 200) ?? id, kind: 'feed' };
}

function plain(text: string | undefined): string | undefined {
  const read = convert(text ?? '', READABLE)
    .replaceAll('\u0000', '')
    .trim();
  return read === '' ? undefined : read;
}

const RFC_822 = /^(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[-+]\d{4}|[A-Z]{1,3})$/;
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})$/i;

/** A date as RSS has it, or as Atom does. What is neither is left out: the engine would take "Issue 5" for one. */
function instantOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !(RFC_822.test(value) || RFC_3339.test(value))) return undefined;
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Feeds write en_US and worse; a language that is none would have the whole story refused. */
function languageOf(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0];
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** In the encoding that the XML declaration names, UTF-8 where it names none. */
function decoded(bytes: Buffer): string | undefined {
  const named = /^\S*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1];
  try {
    return new TextDecoder(named ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('ERR_ENCODING_')) return undefined;
    throw error;
  }
}
