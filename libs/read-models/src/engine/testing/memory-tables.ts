import { canonicalJson, readEvent } from '#domain';
import type { AnyModel } from '../../models.js';
import {
  UNREAD,
  type EventRow,
  type EventsStore,
  type EventsWork,
  type ParkedEvent,
  type ParkedSubject,
  type Position,
  type Surroundings,
} from '../../store/projection-store.js';
import { FOREVER, type Slice, type Versioned } from '../model.js';
import type { KnownEvent } from '../standing.js';
import type { Closing } from '../versions.js';

type Row = Versioned<Slice>;

/**
 * The tables of one generation in memory, with the constraints that Postgres keeps for the real ones: positions are
 * compared and set, keys are unique, and a version can be closed only where one is open. Events are kept as bytes.
 */
export class MemoryTables implements EventsStore {
  readonly events = new Map<string, EventRow>();
  readonly parked: ParkedEvent[] = [];
  readonly waiting = new Map<string, ParkedSubject>();
  private readonly rows = new Map<string, Row[]>();
  private readonly at = new Map<number, Position>();

  async positions(): Promise<Map<number, Position>> {
    return new Map(this.at);
  }

  async parkedSubjects(): Promise<Map<string, number>> {
    return new Map([...this.waiting.keys()].map((subject) => [subject, 0]));
  }

  async surroundings(ids: readonly string[]): Promise<Surroundings> {
    const named = new Set(ids);
    const orphans = new Set<EventRow>();
    for (let before = -1; before < orphans.size;) {
      before = orphans.size;
      for (const row of this.events.values()) {
        if (row.unit !== null || !row.ofEvent || !named.has(row.ofEvent)) continue;
        orphans.add(row);
        named.add(row.event.id);
      }
    }
    const units = ids.flatMap((id) => {
      const row = this.events.get(id);
      return row ? [[id, row.unit] as const] : [];
    });
    // Postgres promises no order, so neither do these.
    return { units: new Map(units), orphans: [...orphans].reverse().map(reread) };
  }

  async eventsOf(units: readonly string[]): Promise<Map<string, KnownEvent[]>> {
    const inOrder = [...this.events.values()].sort((a, b) => (a.known < b.known ? -1 : 1));
    return new Map(units.map((unit) => [unit, inOrder.filter((row) => row.unit === unit).map(reread)]));
  }

  async writeEvents(work: EventsWork): Promise<boolean> {
    const position = this.at.get(work.partition) ?? UNREAD;
    if (position.next !== work.from) return false;
    this.at.set(work.partition, { ...position, next: work.next, known: work.known });
    for (const row of work.events) {
      if (this.events.has(row.event.id)) throw new Error(`There are two rows of the event ${row.event.id}.`);
      this.events.set(row.event.id, row);
    }
    for (const { id, unit } of work.adopted) this.events.set(id, { ...this.events.get(id)!, unit });
    for (const [model, { close, open }] of work.changes) {
      for (const closing of close) this.close(model, closing);
      for (const row of open) this.open(model, row);
    }
    for (const one of work.parkedSubjects) if (!this.waiting.has(one.subject)) this.waiting.set(one.subject, one);
    for (const one of work.parkedEvents) {
      if (!this.waiting.has(one.subject)) throw new Error(`${one.subject} is not parked.`);
      this.parked.push(one);
    }
    return true;
  }

  async caughtUp(): Promise<void> {
    throw new Error('No test of these tables asks how far they are.');
  }

  /** Every row version as text, sorted; with `now`, only those that are still so. */
  versions({ now = false } = {}): string[] {
    return [...this.rows]
      .flatMap(([table, rows]) => rows.filter((row) => !now || row.knownTo === FOREVER).map((row) => print(table, row)))
      .sort();
  }

  /** Row versions of a model that are still so. */
  rowsOf(table: string): Row[] {
    return (this.rows.get(table) ?? []).filter((row) => row.knownTo === FOREVER);
  }

  /** Everything that is written, apart from rows, as text. */
  ledger(): string[] {
    const events = [...this.events.values()].map(
      ({ event, unit, known, closes }) => `${event.id} ${unit} ${known} ${closes}`,
    );
    const parked = this.parked.map(({ subject, known, offset }) => `${subject} ${known} ${offset}`);
    const waiting = [...this.waiting.values()].map(({ subject, since, reason }) => `${subject} ${since} ${reason}`);
    return [...events, ...parked, ...waiting].sort();
  }

  private close(model: AnyModel, { id, validFrom, knownTo }: Closing): void {
    const rows = this.rows.get(model.name) ?? [];
    const open = rows.filter((row) => row.id === id && row.validFrom === validFrom && row.knownTo === FOREVER);
    if (open.length !== 1) throw new Error(`${open.length} versions of ${model.name} ${id} ${validFrom} are open.`);
    rows.splice(rows.indexOf(open[0]!), 1, { ...open[0]!, knownTo });
  }

  private open(model: AnyModel, row: Row): void {
    const rows = this.rows.get(model.name) ?? [];
    if (row.knownFrom >= row.knownTo) throw new Error(`${print(model.name, row)} is known for no time.`);
    const key = (one: Row): string => `${one.id} ${one.validFrom} ${one.knownFrom}`;
    if (rows.some((one) => key(one) === key(row))) throw new Error(`There are two rows ${key(row)} of ${model.name}.`);
    rows.push(row);
    this.rows.set(model.name, rows);
  }
}

const reread = ({ value, known }: EventRow): KnownEvent => ({ event: readEvent(value), known });

export const print = (table: string, { knownFrom, knownTo, ...content }: Row): string =>
  `${table} ${content.id} ${content.validFrom} [${knownFrom}, ${knownTo}) ${canonicalJson(content)}`;
