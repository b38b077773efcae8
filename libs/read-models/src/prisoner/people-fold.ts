import { soundKeys, textOf } from '#domain';
import { CourseFold } from '../engine/course.js';
import { EffectOf, keyOf } from '../engine/effect.js';
import type { Effect, Fold, KnownClaim } from '../engine/model.js';
import { courseOf, type PrisonerClaim } from './course.js';
import { idsOf, mentionOf, peopleOf, type Group, type Mention } from './people.js';
import type { PrisonerSlice } from './row.js';

type Sum = EffectOf<PrisonerSlice>;

/**
 * The people of a block. Who is who follows from the mentions that there are, so it is looked at again only when one is
 * new or gone, and only among those that it reaches by spellings and identifiers; any other claim goes straight to the
 * person whom it mentions.
 */
export class PeopleFold implements Fold<PrisonerSlice> {
  private readonly mentioned = new Map<string, { mention: Mention; claims: Map<string, KnownClaim> }>();
  private readonly people = new Map<string, PersonFold>();
  private readonly personOf = new Map<string, PersonFold>();
  /** The mentions that have a spelling or an identifier. */
  private readonly sharing = new Map<string, Set<string>>();

  add(claim: KnownClaim): Effect<PrisonerSlice> {
    const sum: Sum = new EffectOf();
    const mention = mentionOf((claim as PrisonerClaim).event.data.person);
    const here = this.mentioned.get(mention.key);
    if (here) {
      here.claims.set(claim.event.id, claim);
      this.personOf.get(mention.key)!.add(sum, claim);
    } else {
      this.mentioned.set(mention.key, { mention, claims: new Map([[claim.event.id, claim]]) });
      for (const trait of traitsOf(mention)) {
        const sharing = this.sharing.get(trait);
        if (sharing) sharing.add(mention.key);
        else this.sharing.set(trait, new Set([mention.key]));
      }
      this.regroup(sum, this.reachedBy(mention));
    }
    return sum.sum;
  }

  remove(claim: KnownClaim): Effect<PrisonerSlice> {
    const sum: Sum = new EffectOf();
    const mention = mentionOf((claim as PrisonerClaim).event.data.person);
    const { key } = mention;
    const { claims } = this.mentioned.get(key)!;
    const person = this.personOf.get(key)!;
    person.remove(sum, claim);
    claims.delete(claim.event.id);
    if (claims.size > 0) return sum.sum;
    const reached = this.reachedBy(mention);
    this.mentioned.delete(key);
    for (const trait of traitsOf(mention)) {
      const sharing = this.sharing.get(trait)!;
      sharing.delete(key);
      if (sharing.size === 0) this.sharing.delete(trait);
    }
    reached.delete(key);
    this.leave(key, person);
    this.regroup(sum, reached);
    return sum.sum;
  }

  /** The mentions on which it can depend who this one is: whatever shares something with it, and so on; and itself. */
  private reachedBy(mention: Mention): Set<string> {
    const reached = new Set([mention.key]);
    for (const key of reached) {
      for (const trait of traitsOf(this.mentioned.get(key)!.mention)) {
        for (const other of this.sharing.get(trait)!) reached.add(other);
      }
    }
    return reached;
  }

  private regroup(sum: Sum, keys: ReadonlySet<string>): void {
    const groups = peopleOf([...keys].map((key) => this.mentioned.get(key)!.mention));
    const wanted = new Map(groups.flatMap(({ id, mentions }) => mentions.map(({ key }) => [key, id] as const)));
    for (const key of keys) {
      const person = this.personOf.get(key);
      if (!person || wanted.get(key) === person.id) continue;
      for (const claim of this.claimsOf(key)) person.remove(sum, claim);
      this.leave(key, person);
    }
    for (const group of groups) this.fill(sum, group);
  }

  private leave(key: string, person: PersonFold): void {
    this.personOf.delete(key);
    person.mentions.delete(key);
    if (person.mentions.size === 0) this.people.delete(person.id);
  }

  private fill(sum: Sum, group: Group): void {
    const person = this.people.get(group.id) ?? new PersonFold(group.id);
    this.people.set(group.id, person);
    person.goesBy(sum, group);
    for (const { key } of group.mentions) {
      if (person.mentions.has(key)) continue;
      for (const claim of this.claimsOf(key)) person.add(sum, claim);
      person.mentions.add(key);
      this.personOf.set(key, person);
    }
  }

  private claimsOf(key: string): Iterable<KnownClaim> {
    return this.mentioned.get(key)?.claims.values() ?? [];
  }
}

const traitsOf = ({ spelling, identifiers }: Mention): string[] => [spelling, ...identifiers.map(textOf)];

/** One person: the course of the claims, each of whose rows has the person's names beside it. */
class PersonFold {
  readonly mentions = new Set<string>();
  private readonly course: CourseFold<PrisonerSlice, PrisonerSlice['status']>;
  private readonly rows = new Map<string, PrisonerSlice>();
  private names = { names: '', keys: '' };

  constructor(readonly id: string) {
    this.course = new CourseFold(courseOf(id));
  }

  add(sum: Sum, claim: KnownClaim): void {
    this.pass(sum, this.course.add(claim));
  }

  remove(sum: Sum, claim: KnownClaim): void {
    this.pass(sum, this.course.remove(claim));
  }

  goesBy(sum: Sum, group: Group): void {
    const names = namesOf(group);
    if (names.names === this.names.names && names.keys === this.names.keys) return;
    this.names = names;
    for (const [key, row] of this.rows) {
      const renamed = { ...row, ...names };
      sum.end(row);
      sum.begin(renamed);
      this.rows.set(key, renamed);
    }
  }

  private pass(sum: Sum, { ended, begun, parted, joined }: Effect<PrisonerSlice>): void {
    for (const row of ended) {
      sum.end(this.rows.get(keyOf(row))!);
      this.rows.delete(keyOf(row));
    }
    for (const row of begun) {
      const named = { ...row, ...this.names };
      sum.begin(named);
      this.rows.set(keyOf(row), named);
    }
    for (const link of parted) sum.part(link);
    for (const link of joined) sum.join(link);
  }
}

/** What a person is called, and by what a row is found: ids that were given out for a spelling, and how names sound. */
export function namesOf(group: Pick<Group, 'mentions'>): Pick<PrisonerSlice, 'names' | 'keys'> {
  const names = [...new Set(group.mentions.map(({ name }) => name))].sort();
  const sounds = [...new Set(names.flatMap(soundKeys))].sort();
  return { names: names.join('\n'), keys: [...idsOf(group), ...sounds].join(' ') };
}
