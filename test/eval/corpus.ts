import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** What was annotated: the kind of event, how it is told, where, and its arguments. Fields beyond these may stand beside. */
const goldEventSchema = z.looseObject({
  id: z.string(),
  type: z.string(),
  /** Start and end (excluded) in UTF-16 units of the document. */
  span: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
  quote: z.string(),
  certainty: z.string(),
  tense: z.string(),
  count: z.looseObject({ value: z.number().nullish() }).nullish(),
  named: z.array(z.string()).nullish(),
  who_acts: z.string().nullish(),
  target: z.string().nullish(),
  place: z.string().nullish(),
  instrument: z.string().nullish(),
  date: z.string().nullish(),
  /** Set where the event is none of the ledger's matters: neither counted nor punished. */
  scope: z.string().nullish(),
});
export type GoldEvent = z.infer<typeof goldEventSchema>;

const documentSchema = z.looseObject({
  doc: z.string(),
  title: z.string().nullish(),
  publisher: z.string().nullish(),
  published: z.string().nullish(),
  lang: z.string().nullish(),
  /** The report itself, where the line has it: else it is the file that `doc` names. */
  text: z.string().nullish(),
  /** False where somebody has looked at some of its events only. */
  complete: z.boolean().nullish(),
  events: z.array(goldEventSchema),
});

export interface Document {
  /** The path in the folder, which is also its name in a file of predictions. */
  readonly doc: string;
  readonly text: string;
  readonly title: string | undefined;
  readonly publisher: string;
  readonly published: string | undefined;
  readonly lang: string | undefined;
  readonly gold: readonly GoldEvent[];
}

export interface Corpus {
  readonly folder: string;
  readonly documents: readonly Document[];
  /** Documents that tell one story, by its name; a document may be in several. Empty without `arcs.json`. */
  readonly stories: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads a folder: `gold.jsonl` (a document a line), the texts that it names, and `arcs.json` where there is one; or a file
 * of such lines that hold their texts, as `/v1/reviews/export` writes them. What is not complete is left out, for a claim
 * that nobody looked at may be right.
 * @throws Error that names the file and line that is not as it should be
 */
export function readCorpus(given: string): Corpus {
  const isFile = existsSync(given) && statSync(given).isFile();
  const [folder, path] = isFile ? [dirname(given), given] : [given, join(given, 'gold.jsonl')];
  if (!existsSync(path)) throw new Error(`${path} does not exist: a corpus is a folder with gold.jsonl and its texts.`);
  const documents = readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, at) => (line.trim() === '' ? [] : documentsOf(folder, line, `${path}:${at + 1}`)));
  if (documents.length === 0) throw new Error(`${path} has no document of which every claim was looked at.`);
  return { folder, documents, stories: isFile ? new Map() : storiesOf(join(folder, 'arcs.json')) };
}

function documentsOf(folder: string, line: string, place: string): Document[] {
  const { doc, title, publisher, published, lang, events, text, complete } = parsed(documentSchema, line, place);
  if (complete === false) return [];
  const path = join(folder, doc);
  if (typeof text !== 'string' && !existsSync(path)) throw new Error(`${place} names ${doc}, and there is no ${path}.`);
  const one = {
    doc,
    text: text ?? readFileSync(path, 'utf8'),
    title: title ?? undefined,
    publisher: publisher ?? 'unknown',
    published: published ?? undefined,
    lang: lang ?? undefined,
    gold: events,
  };
  return [one];
}

function storiesOf(path: string): Map<string, readonly string[]> {
  if (!existsSync(path)) return new Map();
  const schema = z.array(z.looseObject({ arc: z.string(), docs: z.array(z.string()) }));
  return new Map(parsed(schema, readFileSync(path, 'utf8'), path).map(({ arc, docs }) => [arc, docs]));
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string, place: string): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`${place} is no JSON: ${(error as Error).message}`, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`${place}: ${issue!.path.join('.')} ${issue!.message}`, { cause: result.error });
}
