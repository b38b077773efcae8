import type { Corpus } from '../corpus.js';

/** Documents that belong together, by their places in the corpus. Each document is in one story. */
export interface Story {
  readonly name: string;
  readonly documents: readonly number[];
}

/**
 * The stories of a corpus: what `arcs.json` ties, also by way of a document that is in two arcs, is one story; a
 * document that is in none is a story of its own.
 */
export function storiesIn({ documents, stories: arcs }: Pick<Corpus, 'documents' | 'stories'>): Story[] {
  const places = new Map(documents.map(({ doc }, at) => [doc, at]));
  const storyOf = new Map<number, { names: string[]; documents: number[] }>();
  for (const [name, docs] of arcs) {
    const members = docs.flatMap((doc) => places.get(doc) ?? []);
    const met = new Set(members.flatMap((at) => storyOf.get(at) ?? []));
    const one = {
      names: [...[...met].flatMap(({ names }) => names), name],
      documents: [...new Set([...[...met].flatMap((story) => story.documents), ...members])],
    };
    for (const at of one.documents) storyOf.set(at, one);
  }
  for (const [at, { doc }] of documents.entries())
    if (!storyOf.has(at)) storyOf.set(at, { names: [doc], documents: [at] });
  return [...new Set(storyOf.values())].map(({ names, documents: of }) => ({
    name: names.join(' + '),
    documents: [...of].sort((a, b) => a - b),
  }));
}
