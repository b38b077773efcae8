import {
  CANDIDATE_FROM,
  foldName,
  personId,
  secondIdentifiers,
  similarity,
  soundKeys,
  textOf,
  type Evidence,
  type Instant,
  type LedgerEvent,
  type Person,
  type SecondIdentifier,
} from '#domain';

/** A person as one event has the name, and the passage that says so. */
export interface Use {
  readonly event: string;
  readonly type: LedgerEvent['type'];
  readonly known: Instant;
  readonly person: Person;
  readonly evidence: Evidence;
}

/** One spelling as written, with everything that uses it, in the order in which it became known. */
export interface Spelling {
  /** The id of the spelling, under which its bearer is found. */
  readonly id: string;
  readonly name: string;
  readonly script: string;
  /** The languages of the texts, as far as they are told. */
  readonly langs: readonly string[];
  readonly uses: readonly Use[];
}

/** A claim about one person, or about a group that names some. */
export interface Naming {
  readonly event: LedgerEvent;
  readonly known: Instant;
}

/** The people whom a claim names who are asked for. */
export function usesIn({ event, known }: Naming, isAsked: (person: Person) => boolean): Use[] {
  const {
    person,
    named = [],
    evidence = [],
  } = event.data as {
    person?: Person;
    named?: readonly Person[];
    evidence?: readonly Evidence[];
  };
  return [...(person ? [person] : []), ...named].filter(isAsked).flatMap((one) => {
    // The sentence that has the name itself, where one is quoted; else the one that makes the claim.
    const passage = evidence.find(({ quote }) => quote.includes(one.name)) ?? evidence[0];
    return passage ? [{ event: event.id, type: event.type, known, person: one, evidence: passage }] : [];
  });
}

/** Every spelling as written, the most used first. */
export function spellingsOf(uses: readonly Use[]): Spelling[] {
  const bySpelling = new Map<string, Use[]>();
  for (const use of uses) {
    const key = `${use.person.script}\n${use.person.name}`;
    bySpelling.set(key, [...(bySpelling.get(key) ?? []), use]);
  }
  const spellings = [...bySpelling.values()].map((mine) => {
    const { name, country, script } = mine[0]!.person;
    const langs = mine.flatMap(({ person, evidence }) => person.lang ?? evidence.lang ?? []);
    return { id: personId(country, name), name, script, langs: [...new Set(langs)].sort(), uses: mine };
  });
  return spellings.sort((a, b) => b.uses.length - a.uses.length || (a.name < b.name ? -1 : 1));
}

/** A second identifier, with the spellings and the events that have it: what makes one person of several spellings. */
export interface Identified extends SecondIdentifier {
  readonly spellings: readonly string[];
  readonly events: readonly string[];
}

export function identifiersOf(uses: readonly Use[]): Identified[] {
  const found = new Map<string, { identifier: SecondIdentifier; names: Set<string>; events: Set<string> }>();
  for (const { person, event } of uses) {
    for (const identifier of secondIdentifiers(person)) {
      const one = found.get(textOf(identifier)) ?? { identifier, names: new Set(), events: new Set() };
      found.set(textOf(identifier), one);
      one.names.add(person.name);
      one.events.add(event);
    }
  }
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { identifier, names, events }]) => ({ ...identifier, spellings: [...names].sort(), events: [...events] }));
}

/** What second identifiers say of two people being one. `names_only`: there are none to compare. */
export type SecondWord = 'same' | 'other' | 'both' | 'names_only';

export interface Compared {
  readonly says: SecondWord;
  /** Identifiers that both have. */
  readonly same: readonly SecondIdentifier[];
  /** Schemes in which each has values and they have none in common: whoever has two values of one scheme is two people. */
  readonly other: readonly { readonly scheme: string; readonly ours: string[]; readonly theirs: string[] }[];
}

export function compareIdentifiers(ours: readonly SecondIdentifier[], theirs: readonly SecondIdentifier[]): Compared {
  const texts = new Set(theirs.map(textOf));
  const same = ours
    .filter((identifier) => texts.has(textOf(identifier)))
    .map(({ scheme, value }) => ({ scheme, value }));
  const valuesOf = (all: readonly SecondIdentifier[], scheme: string): string[] =>
    all.filter((one) => one.scheme === scheme).map(({ value }) => value);
  const schemes = [...new Set(ours.map(({ scheme }) => scheme))];
  const other = schemes.flatMap((scheme) => {
    const [mine, others] = [valuesOf(ours, scheme), valuesOf(theirs, scheme)];
    return others.length === 0 || mine.some((value) => others.includes(value))
      ? []
      : [{ scheme, ours: mine, theirs: others }];
  });
  const says = same.length > 0 ? (other.length > 0 ? 'both' : 'same') : other.length > 0 ? 'other' : 'names_only';
  return { says, same, other };
}

/** Two spellings, one of each person, and how alike they are. */
export interface Pair {
  readonly score: number;
  readonly ours: string;
  readonly theirs: string;
  /** The sounds that both have. */
  readonly sounds: readonly string[];
}

/** The most alike of their spellings. @returns undefined where none is a candidate */
export function likestPair(ours: readonly string[], theirs: readonly string[]): Pair | undefined {
  let best = { score: 0, ours: '', theirs: '' };
  for (const one of ours) {
    for (const other of theirs) {
      const score = similarity(one, other);
      if (score > best.score) best = { score, ours: one, theirs: other };
    }
  }
  if (best.score < CANDIDATE_FROM) return undefined;
  const sounds = new Set(soundKeys(best.theirs));
  return { ...best, sounds: soundKeys(best.ours).filter((sound) => sounds.has(sound)) };
}

export const bears = (names: readonly string[], asked: string): boolean =>
  names.some((name) => foldName(name) === foldName(asked));
