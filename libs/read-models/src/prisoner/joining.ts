/** Sets that are joined one after the other; two that must stay apart stay so, also through others. */
export class Sets<Member> {
  private readonly root: number[];
  private readonly members: Member[][];

  constructor(
    groups: readonly (readonly Member[])[],
    private readonly apart: (one: readonly Member[], other: readonly Member[]) => boolean = () => false,
  ) {
    this.root = groups.map((_, at) => at);
    this.members = groups.map((group) => [...group]);
  }

  /** @returns whether the two are one set now */
  join(one: number, other: number): boolean {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a === b) return true;
    if (this.apart(this.members[a]!, this.members[b]!)) return false;
    this.root[a] = b;
    this.members[b]!.push(...this.members[a]!);
    return true;
  }

  get sets(): Member[][] {
    return this.members.filter((_, at) => this.root[at] === at);
  }

  private rootOf(at: number): number {
    return this.root[at] === at ? at : (this.root[at] = this.rootOf(this.root[at]!));
  }
}

/** Joins the related among those that have a key in common, and what is related to that, and so on. */
export function joinAll<Member>(
  groups: readonly Member[][],
  keysOf: (group: readonly Member[]) => string[],
  related: (one: Member[], other: Member[]) => boolean,
  apart?: (one: readonly Member[], other: readonly Member[]) => boolean,
): Member[][] {
  const sets = new Sets(groups, apart);
  const met = new Map<string, number[]>();
  for (const [at, group] of groups.entries()) {
    for (const key of keysOf(group)) {
      const before = met.get(key) ?? [];
      for (const other of before) if (related(group, groups[other]!)) sets.join(at, other);
      met.set(key, [...before, at]);
    }
  }
  return sets.sets;
}
