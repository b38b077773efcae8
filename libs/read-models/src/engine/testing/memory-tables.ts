import { canonicalJson, readEvent } from '#domain';
import { modelOf, type AnyModel } from '../../models.js';
import { tiedRows } from '../../prisoner/tied-blocks.js';
import type { EventsStore, Surroundings } from '../../store/projection-store.js';
import { RowsRefused } from '../../store/transaction.js';
import {
  UNREAD,
  type EventRow,
  type EventsPart,
  type EventsWork,
  type ParkedEvent,
  type ParkedSubject,
  type Parking,
  type PartsOfEvents,
  type Position,
  type Turn,
} from '../../store/work.js';
import { FOREVER, type KnownClaim, type Slice, type Versioned } from '../model.js';
import type { Rank } from '../../reviews/rank.js';
import type { KnownEvent } from '../standing.js';
import type { Basis, Closing } from '../versions.js';
import type { KeptEvent } from '../workbench.js';

type Row = Versioned<Slice>;

/**
 * The tables of one generation in memory, with the constraints that Postgres keeps for the real ones: positions are
 * compared and set, keys are unique, and a version can be closed only where one is open. Events are kept as bytes.
 */
export class MemoryTables implements EventsStore {
  events = new Map<string, EventRow>();
  parked: ParkedEvent[] = [];
  waiting = new Map<string, ParkedSubject>();
  private rows = new Map<string, Row[]>();
  private bases: Basis[] = [];
  private at = new Map<number, Position>();
  /** A constraint on rows, such as an operator can add and drop: what it is true of is refused. */
  constraint: (table: string, row: Row) => boolean = () => false;

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

  async eventsOf(units: readonly string[]): Promise<Map<string, KeptEvent[]>> {
    const inOrder = [...this.events.values()].sort((a, b) => (a.known < b.known ? -1 : 1));
    return new Map(units.map((unit) => [unit, inOrder.filter((row) => row.unit === unit)]));
  }

  async waitingOf(subject: string, limit: number): Promise<ParkedEvent[]> {
    const mine = this.parked.filter((one) => one.subject === subject);
    return mine.sort((a, b) => (a.offset < b.offset ? -1 : 1)).slice(0, limit);
  }

  async writeEvents(work: EventsWork): Promise<boolean> {
    return this.inTransaction(async () => {
      if (!this.move(work)) return false;
      await this.write(work);
      this.park(work);
      return true;
    });
  }

  async writeEventsInParts(
    turn: Turn & { readonly redrivesNext?: number },
    work: (parts: PartsOfEvents) => Promise<void>,
  ): Promise<boolean> {
    return this.inTransaction(async () => {
      if (!this.move(turn, turn.redrivesNext)) return false;
      const attempt = async (part: EventsPart, keep: boolean): Promise<string | undefined> => {
        try {
          await this.inTransaction(async () => {
            await this.write(part);
            return keep;
          });
          return undefined;
        } catch (error) {
          if (error instanceof RowsRefused) return error.message;
          throw error;
        }
      };
      await work({
        write: (part) => attempt(part, true),
        probe: (part) => attempt(part, false),
        park: async (parking) => this.park(parking),
        strike: async (subject, before, reason) => this.strike(subject, before, reason),
      });
      return true;
    });
  }

  async caughtUp(): Promise<void> {
    throw new Error('No test of these tables asks how far they are.');
  }

  /** Every row version and what it rests on as text, sorted; with `now`, only those that are still so. */
  versions({ now = false } = {}): string[] {
    const rows = [...this.rows].flatMap(([table, list]) =>
      list.filter((row) => !now || row.knownTo === FOREVER).map((row) => print(table, row)),
    );
    return [...rows, ...this.bases.filter((one) => !now || one.knownTo === FOREVER).map(printBasis)].sort();
  }

  /** Row versions of a model that are still so. */
  rowsOf(table: string): Row[] {
    return (this.rows.get(table) ?? []).filter((row) => row.knownTo === FOREVER);
  }

  /** The claims on which a row rests now, in the log's order, as a reader gets them. */
  claimsOf(id: string): KnownClaim[] {
    const found = this.bases
      .filter((one) => one.id === id && one.knownTo === FOREVER)
      .map(({ event, confirmed }) => ({ ...reread(this.events.get(event)!), confirmed }) as KnownClaim);
    return found.sort((a, b) => (a.known < b.known ? -1 : 1));
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

  /** All or nothing, as in Postgres; also within another one, as with a savepoint. */
  private async inTransaction(work: () => Promise<boolean>): Promise<boolean> {
    const before = { events: new Map(this.events), parked: [...this.parked], waiting: new Map(this.waiting) };
    const rows = new Map([...this.rows].map(([table, list]) => [table, [...list]]));
    const bases = [...this.bases];
    const at = new Map(this.at);
    const takeBack = (): void => void Object.assign(this, { ...before, rows, bases, at });
    try {
      const done = await work();
      if (!done) takeBack();
      return done;
    } catch (error) {
      takeBack();
      throw error;
    }
  }

  private move(turn: Turn, redrives = turn.redrives): boolean {
    const position = this.at.get(turn.partition) ?? UNREAD;
    if (position.next !== turn.from || position.redrives !== turn.redrives) return false;
    this.at.set(turn.partition, { ...position, next: turn.next, known: turn.known, redrives });
    return true;
  }

  private async write(part: EventsPart): Promise<void> {
    for (const row of part.events) {
      if (this.events.has(row.event.id)) throw new Error(`There are two rows of the event ${row.event.id}.`);
      this.events.set(row.event.id, row);
    }
    for (const { id, unit } of part.adopted) this.events.set(id, { ...this.events.get(id)!, unit });
    for (const [model, { close, open, parted, joined }] of part.changes) {
      for (const closing of close) this.close(model, closing);
      for (const row of open) this.open(model, row);
      for (const one of parted) this.part(one);
      for (const one of joined) this.join(one);
    }
    if (part.tied.length > 0) await this.writeTied(part.tied);
  }

  private async writeTied(units: readonly string[]): Promise<void> {
    const { events, versions, bases } = await tiedRows(units, async (some) => {
      const lists = some.map((unit) => [unit, [...this.events.values()].filter((row) => row.unit === unit)] as const);
      return new Map(lists.filter(([, rows]) => rows.length > 0).map(([unit, rows]) => [unit, rows.map(reread)]));
    });
    const gone = new Set(events.map(({ id }) => id));
    const ids = new Set(this.bases.filter(({ event }) => gone.has(event)).map(({ id }) => id));
    const kept = (this.rows.get('prisoner') ?? []).filter(({ id }) => !ids.has(id));
    this.rows.set('prisoner', kept);
    this.bases = this.bases.filter(({ event }) => !gone.has(event));
    for (const row of versions) this.open(modelOf('prisoner:'), row);
    for (const one of bases) this.join(one);
  }

  private park({ parkedSubjects, parkedEvents }: Parking): void {
    for (const one of parkedSubjects) if (!this.waiting.has(one.subject)) this.waiting.set(one.subject, one);
    for (const one of parkedEvents) {
      if (!this.waiting.has(one.subject)) throw new Error(`${one.subject} is not parked.`);
      this.parked.push(one);
    }
  }

  private strike(subject: string, before: bigint, reason: string | undefined): number {
    this.parked = this.parked.filter((one) => one.subject !== subject || one.offset >= before);
    const left = this.parked.filter((one) => one.subject === subject);
    const [first] = left.sort((a, b) => (a.offset < b.offset ? -1 : 1));
    const was = this.waiting.get(subject);
    if (!first) this.waiting.delete(subject);
    else this.waiting.set(subject, { subject, since: first.known, reason: reason ?? was!.reason });
    return left.length;
  }

  private close(model: AnyModel, { id, validFrom, knownTo }: Closing): void {
    const rows = this.rows.get(model.name) ?? [];
    const open = rows.filter((row) => row.id === id && row.validFrom === validFrom && row.knownTo === FOREVER);
    if (open.length !== 1) throw new Error(`${open.length} versions of ${model.name} ${id} ${validFrom} are open.`);
    rows.splice(rows.indexOf(open[0]!), 1, { ...open[0]!, knownTo });
  }

  private part({ id, event, knownTo }: Pick<Basis, 'id' | 'event' | 'knownTo'>): void {
    const at = this.bases.findIndex((one) => one.id === id && one.event === event && one.knownTo === FOREVER);
    if (at < 0) throw new Error(`${id} does not rest on ${event}.`);
    this.bases.splice(at, 1, { ...this.bases[at]!, knownTo });
  }

  private join(basis: Basis): void {
    const { id, event, knownFrom, knownTo } = basis;
    if (knownFrom >= knownTo) throw new Error(`${printBasis(basis)} is known for no time.`);
    if (this.bases.some((one) => one.event === event && one.knownTo === FOREVER && knownTo === FOREVER)) {
      throw new Error(`${event} has a row on which it bears; ${id} can't rest on it too.`);
    }
    this.bases.push(basis);
  }

  private open(model: AnyModel, row: Row): void {
    if (this.constraint(model.name, row)) throw new RowsRefused(`The constraint on ${model.name} is broken.`);
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

export const printBasis = ({ id, event, confirmed, knownFrom, knownTo }: Omit<Basis, keyof Rank>): string =>
  `basis ${id} ${event} [${knownFrom}, ${knownTo}) ${confirmed}`;
