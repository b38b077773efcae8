import type { Effect, Link, Slice } from './model.js';

/**
 * Collects what one event does. What is begun and ended again within it never was, and what is ended and begun the
 * same has not changed.
 */
export class EffectOf<Content extends Slice> {
  // Rows by identity, not by key: while they are drawn anew, two of one key may be there for a moment.
  private readonly ended = new Set<Content>();
  private readonly begun = new Set<Content>();
  private readonly parted = new Map<string, Link>();
  private readonly joined = new Map<string, Link>();

  end(row: Content): void {
    if (!this.begun.delete(row)) this.ended.add(row);
  }

  begin(row: Content): void {
    this.begun.add(row);
  }

  part(link: Link): void {
    const key = `${link.id} ${link.event}`;
    if (!this.joined.delete(key)) this.parted.set(key, link);
  }

  join(link: Link): void {
    const key = `${link.id} ${link.event}`;
    if (!this.parted.delete(key)) this.joined.set(key, link);
  }

  get sum(): Effect<Content> {
    if (this.ended.size > 0) this.settle();
    return {
      ended: [...this.ended],
      begun: [...this.begun],
      parted: [...this.parted.values()],
      joined: [...this.joined.values()],
    };
  }

  private settle(): void {
    const before = new Map([...this.ended].map((row) => [keyOf(row), row]));
    for (const row of this.begun) {
      const same = before.get(keyOf(row));
      if (same === undefined || JSON.stringify(same) !== JSON.stringify(row)) continue;
      this.ended.delete(same);
      this.begun.delete(row);
    }
  }
}

/** Rows of one unit that follow each other in known time have this in common. */
export const keyOf = (row: Slice): string => `${row.id} ${row.validFrom}`;
