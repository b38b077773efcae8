import type { Effect, Link, Slice } from './model.js';

/**
 * Collects what one event does. What is begun and ended again within it never was, and what is ended and begun the
 * same has not changed.
 */
export class EffectOf<Content extends Slice> {
  private readonly ended = new Map<string, Content>();
  private readonly begun = new Map<string, Content>();
  private readonly parted = new Map<string, Link>();
  private readonly joined = new Map<string, Link>();

  end(row: Content): void {
    const key = keyOf(row);
    // By identity: another row may have begun under the key before this one is ended.
    if (this.begun.get(key) === row) this.begun.delete(key);
    else this.ended.set(key, row);
  }

  begin(row: Content): void {
    this.begun.set(keyOf(row), row);
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
    for (const [key, row] of this.begun) {
      const before = this.ended.get(key);
      if (before === undefined || JSON.stringify(before) !== JSON.stringify(row)) continue;
      this.ended.delete(key);
      this.begun.delete(key);
    }
    return {
      ended: [...this.ended.values()],
      begun: [...this.begun.values()],
      parted: [...this.parted.values()],
      joined: [...this.joined.values()],
    };
  }
}

/** Rows of one unit that follow each other in known time have this in common. */
export const keyOf = (row: Slice): string => `${row.id} ${row.validFrom}`;
