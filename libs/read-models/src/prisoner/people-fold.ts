import { soundKeys, textOf, type LedgerEvent } from '#domain';
import { CourseFold } from '../engine/course.js';
import { EffectOf, keyOf } from '../engine/effect.js';
import type { Effect, Fold, KnownClaim } from '../engine/model.js';
import { courseOf, type PrisonerClaim } from './course.js';
import { Judgements, type JudgementEvent, type Verdict } from './judgements.js';
import { mentionOf, type Mention } from './mention.js';
import { idsOf, peopleOf, type Group } from './people.js';
import type { PrisonerSlice } from './row.js';

type Sum = EffectOf<PrisonerSlice>;

/** A mention with the claims that mention somebody so, and the verdicts of which it is a side. */
interface Mentioned {
  readonly mention: Mention;
  readonly claims: Map<string, KnownClaim>;
  readonly verdicts: Set<Verdict>;
}

/**
 * The people of a block, or of blocks that judgements tie. Who is who follows from the mentions and the judgements that
 * there are, so it is looked at again only when one is new or gone, and only among the mentions that it reaches by
 * spellings, identifiers and judgements; any other claim goes straight to the person whom it mentions.
 */
export class PeopleFold implements Fold<PrisonerSlice> {
  private readonly mentioned = new Map<string, Mentioned>();
  private readonly people = new Map<string, PersonFold>();
  private readonly personOf = new Map<string, PersonFold>();
  /** The mentions that have a spelling or an identifier. */
  private readonly sharing = new Map<string, Set<string>>();
  private readonly judgements = new Judgements();
  private readonly subjects = new Map<string, string>();

  /** Under which subject a person's rows are, past ones too: that of the name from which the id is. */
  subjectOf(id: string): string {
    return this.subjects.get(id)!;
  }

  add(claim: KnownClaim): Effect<PrisonerSlice> {
    const judgement = judgementIn(claim);
    if (judgement) return this.judge(this.judgements.add(judgement));
    const sum: Sum = new EffectOf();
    const mention = mentionIn(claim);
    const here = this.mentioned.get(mention.key);
    if (here && here.claims.size > 0) {
      here.claims.set(claim.event.id, claim);
      this.personOf.get(mention.key)!.add(sum, claim);
    } else {
      const reached = here ? this.reachedBy(mention.key) : undefined;
      this.meet(mention).claims.set(claim.event.id, claim);
      if (here) this.personOf.get(mention.key)!.add(sum, claim);
      this.regroup(sum, reached ?? this.reachedBy(mention.key));
    }
    return sum.sum;
  }

  remove(claim: KnownClaim): Effect<PrisonerSlice> {
    const judgement = judgementIn(claim);
    if (judgement) return this.judge(this.judgements.remove(judgement));
    const sum: Sum = new EffectOf();
    const { key } = mentionIn(claim);
    const { claims } = this.mentioned.get(key)!;
    this.personOf.get(key)!.remove(sum, claim);
    claims.delete(claim.event.id);
    if (claims.size > 0) return sum.sum;
    const reached = this.reachedBy(key);
    this.forget(key, reached);
    this.regroup(sum, reached);
    return sum.sum;
  }

  /** Another verdict on a pair, or none any more. */
  private judge({ before, after }: { before: Verdict | undefined; after: Verdict | undefined }): Effect<PrisonerSlice> {
    const sum: Sum = new EffectOf();
    if (before === after) return sum.sum;
    for (const side of sidesOf(after)) this.meet(side).verdicts.add(after!);
    const reached = new Set([...sidesOf(before), ...sidesOf(after)].flatMap(({ key }) => [...this.reachedBy(key)]));
    for (const { key } of sidesOf(before)) this.mentioned.get(key)!.verdicts.delete(before!);
    for (const { key } of sidesOf(before)) this.forget(key, reached);
    this.regroup(sum, reached);
    return sum.sum;
  }

  private meet(mention: Mention): Mentioned {
    const here = this.mentioned.get(mention.key);
    if (here) return here;
    const fresh = { mention, claims: new Map<string, KnownClaim>(), verdicts: new Set<Verdict>() };
    this.mentioned.set(mention.key, fresh);
    for (const trait of traitsOf(mention)) {
      const sharing = this.sharing.get(trait);
      if (sharing) sharing.add(mention.key);
      else this.sharing.set(trait, new Set([mention.key]));
    }
    return fresh;
  }

  /** Nobody mentions or judges it any more. */
  private forget(key: string, reached: Set<string>): void {
    const here = this.mentioned.get(key);
    if (!here || here.claims.size + here.verdicts.size > 0) return;
    this.mentioned.delete(key);
    for (const trait of traitsOf(here.mention)) {
      const sharing = this.sharing.get(trait)!;
      sharing.delete(key);
      if (sharing.size === 0) this.sharing.delete(trait);
    }
    reached.delete(key);
    const person = this.personOf.get(key);
    if (person) this.leave(key, person);
  }

  /** The mentions on which it can depend who this one is: whatever shares something with it, and so on; and itself. */
  private reachedBy(key: string): Set<string> {
    const reached = new Set([key]);
    for (const one of reached) {
      const { mention, verdicts } = this.mentioned.get(one)!;
      for (const trait of traitsOf(mention)) for (const other of this.sharing.get(trait)!) reached.add(other);
      for (const verdict of verdicts) for (const side of sidesOf(verdict)) reached.add(side.key);
    }
    return reached;
  }

  private regroup(sum: Sum, keys: ReadonlySet<string>): void {
    const all = [...keys].map((key) => this.mentioned.get(key)!);
    const groups = peopleOf(
      all.map(({ mention }) => mention),
      {
        verdicts: [...new Set(all.flatMap(({ verdicts }) => [...verdicts]))],
        isClaimed: ({ key }) => this.mentioned.get(key)!.claims.size > 0,
      },
    );
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
    this.subjects.set(group.id, homeOf(group));
    person.goesBy(
      sum,
      namesOf(
        group.mentions,
        group.mentions.filter(({ key }) => this.mentioned.get(key)!.claims.size > 0),
      ),
    );
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

const mentionIn = ({ event }: KnownClaim): Mention =>
  mentionOf((event as PrisonerClaim['event']).data.person, event.subject);

function judgementIn({ event }: { readonly event: LedgerEvent }): JudgementEvent | undefined {
  return event.type === 'IdentityJudged' ? event : undefined;
}

/** One block, or of several the one in which the id is at home. */
function homeOf({ id, mentions }: Group): string {
  const blocks = [...new Set(mentions.map(({ block }) => block))].sort();
  if (blocks.length === 1) return blocks[0]!;
  const named = mentions.filter((mention) => idsOf({ mentions: [mention] }).includes(id)).map(({ block }) => block);
  return named.sort()[0] ?? blocks[0]!;
}

const sidesOf = (verdict: Verdict | undefined): Mention[] => (verdict ? [verdict.left, verdict.right] : []);

const traitsOf = ({ block, spelling, identifiers }: Mention): string[] =>
  [spelling, ...identifiers.map(textOf)].map((trait) => `${block}\n${trait}`);

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

  goesBy(sum: Sum, names: Pick<PrisonerSlice, 'names' | 'keys'>): void {
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

/**
 * What a person is called, and by what a row is found: ids that were given out for a spelling, and how names sound.
 * @param claimed those of the mentions that are in claims: what only an analyst calls somebody is no name of his
 */
export function namesOf(mentions: readonly Mention[], claimed = mentions): Pick<PrisonerSlice, 'names' | 'keys'> {
  const names = [...new Set(claimed.map(({ name }) => name))].sort();
  const sounds = [...new Set(names.flatMap(soundKeys))].sort();
  return { names: names.join('\n'), keys: [...idsOf({ mentions }), ...sounds].join(' ') };
}
