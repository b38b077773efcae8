import { blockOf, textOf, type Envelope } from '#domain';
import { mentionOf, type Mention } from './mention.js';

export type JudgementEvent = Envelope<'IdentityJudged'>;

/** What holds of two mentions by the judgement on them that counts. */
export interface Verdict {
  readonly left: Mention;
  readonly right: Mention;
  readonly judgement: 'positive' | 'negative';
  /** The later one is the greater one: when its last copy was recorded, then its id. */
  readonly order: string;
}

/** A judgement with those of its copies that stand: it counts when all do. */
interface Judged {
  readonly left: Mention;
  readonly right: Mention;
  readonly copies: Map<string, JudgementEvent>;
}

/**
 * The judgements that stand, and what follows of each pair of mentions: the last one on the pair counts, whatever it
 * says and whoever gave it, so that "unsure" takes a "positive" back. One that lies under two subjects counts while both
 * of its copies stand.
 */
export class Judgements {
  private readonly pairs = new Map<string, Map<string, Judged>>();
  private readonly verdicts = new Map<string, Verdict>();

  /** @returns the verdict on the pair before and after, which may be the same */
  add(event: JudgementEvent): { before: Verdict | undefined; after: Verdict | undefined } {
    const { left, right } = sidesIn(event);
    const key = pairOf(left, right);
    const pair = this.pairs.get(key) ?? new Map<string, Judged>();
    this.pairs.set(key, pair);
    const judged = pair.get(event.correlationid) ?? { left, right, copies: new Map<string, JudgementEvent>() };
    judged.copies.set(event.id, event);
    pair.set(event.correlationid, judged);
    return this.judgeAgain(key);
  }

  /** Takes one out that was put in. @returns as `add` */
  remove(event: JudgementEvent): { before: Verdict | undefined; after: Verdict | undefined } {
    const { left, right } = sidesIn(event);
    const key = pairOf(left, right);
    const pair = this.pairs.get(key)!;
    const { copies } = pair.get(event.correlationid)!;
    copies.delete(event.id);
    if (copies.size === 0) pair.delete(event.correlationid);
    const change = this.judgeAgain(key);
    if (pair.size === 0) this.pairs.delete(key);
    return change;
  }

  private judgeAgain(key: string): { before: Verdict | undefined; after: Verdict | undefined } {
    const before = this.verdicts.get(key);
    const now = verdictOf(this.pairs.get(key)!);
    const after = before?.order === now?.order ? before : now;
    if (after) this.verdicts.set(key, after);
    else this.verdicts.delete(key);
    return { before, after };
  }
}

function sidesIn({ data: { left, right } }: JudgementEvent): { left: Mention; right: Mention } {
  return { left: mentionOf(left, blockOf(left)), right: mentionOf(right, blockOf(right)) };
}

const pairOf = (left: Mention, right: Mention): string => [left.same, right.same].sort().join('\n\n');

function verdictOf(pair: ReadonlyMap<string, Judged>): Verdict | undefined {
  let last: (Omit<Verdict, 'judgement'> & { readonly judgement: JudgementEvent['data']['judgement'] }) | undefined;
  for (const [id, { left, right, copies }] of pair) {
    if (copies.size < (left.block === right.block ? 1 : 2)) continue;
    const events = [...copies.values()];
    const order = `${events
      .map(({ recordedtime }) => recordedtime)
      .sort()
      .at(-1)!} ${id}`;
    if (!last || last.order < order) last = { left, right, judgement: events[0]!.data.judgement, order };
  }
  return last && last.judgement !== 'unsure' ? (last as Verdict) : undefined;
}

/**
 * Which groups of mentions hold two that are judged to be two people. A side of such a judgement means whoever is
 * mentioned so, with more second identifiers beside it or not; where both sides do, the one that says more.
 */
export function apartBy(verdicts: readonly Verdict[]): (one: readonly Mention[], other: readonly Mention[]) => boolean {
  const negative = verdicts.filter(({ judgement }) => judgement === 'negative');
  return (one, other) =>
    negative.some((verdict) => {
      const sides = new Set(one.map((mention) => sideOf(verdict, mention)));
      return other.some((mention) => {
        const side = sideOf(verdict, mention);
        return side !== undefined && sides.has(side === 'left' ? 'right' : 'left');
      });
    });
}

function sideOf({ left, right }: Verdict, mention: Mention): 'left' | 'right' | undefined {
  const [isLeft, isRight] = [means(left, mention), means(right, mention)];
  if (isLeft !== isRight) return isLeft ? 'left' : 'right';
  const more = left.identifiers.length - right.identifiers.length;
  return !isLeft || more === 0 ? undefined : more > 0 ? 'left' : 'right';
}

function means(side: Mention, mention: Mention): boolean {
  if (side.block !== mention.block || side.spelling !== mention.spelling) return false;
  const said = new Set(mention.identifiers.map(textOf));
  return side.identifiers.every((identifier) => said.has(textOf(identifier)));
}
