import { rereadEvent, type Instant } from '#domain';
import { modelOf, type AnyModel } from '../models.js';
import type { KnownEvent } from './standing.js';
import { UnitFold } from './unit-fold.js';

/** An event as the `event` table keeps it, not read yet. */
export interface KeptEvent {
  readonly known: Instant;
  readonly value: Uint8Array;
}

/** A unit before the batch: folded already and remembered, or as its events. */
export type UnitBefore = UnitFold | readonly KeptEvent[];

/**
 * The units of a batch at work, made when they are first taken. Taken again (a try failed half-way), a unit is what it
 * was at first. A unit that can't be made, because this release can't read or fold what an earlier one could, fails
 * each time it is taken, and with it no other.
 */
export class Workbench {
  private readonly taken = new Map<string, { fold: UnitFold; readonly size: number }>();
  private readonly broken = new Map<string, unknown>();

  /** @param late reviews, by unit, that came before what they are about and take their place now */
  constructor(
    private readonly before: ReadonlyMap<string, UnitBefore>,
    private readonly late: ReadonlyMap<string, readonly KnownEvent[]>,
  ) {}

  take(unit: string): { model: AnyModel; fold: UnitFold } {
    const once = this.taken.get(unit);
    if (once) {
      once.fold = once.fold.asOfSize(once.size);
      return { model: modelOf(unit), fold: once.fold };
    }
    if (this.broken.has(unit)) throw this.broken.get(unit);
    try {
      const fold = this.make(unit);
      this.taken.set(unit, { fold, size: fold.size });
      return { model: modelOf(unit), fold };
    } catch (error) {
      this.broken.set(unit, error);
      throw error;
    }
  }

  /** The unit as its last taker left it; undefined when nobody could take it. */
  foldOf(unit: string): UnitFold | undefined {
    return this.taken.get(unit)?.fold;
  }

  /** Does it hold reviews that came before what they are about? If that waits now, they will come again. */
  hasLate(unit: string): boolean {
    return this.late.has(unit);
  }

  private make(unit: string): UnitFold {
    const before = this.before.get(unit) ?? [];
    const fold =
      before instanceof UnitFold
        ? before
        : new UnitFold(
            modelOf(unit),
            before.map(({ value, known }) => ({ event: rereadEvent(value), known })),
          );
    for (const review of this.late.get(unit) ?? []) fold.adopt(review);
    return fold;
  }
}
