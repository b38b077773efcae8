import { slug, type DataOf } from '#domain';
import { spanOf, type Days } from '../engine/span.js';
import { keyOf, licenceKey, type SanctionAct } from './act.js';
import type { Told } from './easings.js';
import type { Position } from './effect.js';
import { endOf } from './ends.js';

/** Something that ends by its own terms. */
interface Ending {
  readonly end: Days;
  readonly events: readonly string[];
}

/** What has ended, and the events that told of its end. */
export interface Ended extends Ending {
  /** Takes it out of the standing. */
  readonly drop: () => void;
}

/** Follows the acts of an authority upon one target, day by day, and knows where the target stands after each. */
export class TargetStanding {
  private listed: Position['listed'] = null;
  private contradicted = false;
  private lapse: Ending | null = null;
  private lapsed = false;
  private windDown: (Ending & { readonly until: string }) | null = null;
  /** The keys of the easings in force. */
  private readonly easings = new Set<string>();

  constructor(private readonly told: ReadonlyMap<string, Told>) {}

  get position(): Position {
    const { listed, contradicted, lapsed, windDown } = this;
    const easings = [...this.easings].sort().map((key) => this.told.get(key)!.easing);
    return { listed, contradicted, lapsed, windingDown: windDown?.until ?? null, easings };
  }

  /** What is in force now and will end by its own terms. */
  endings(): Ended[] {
    const ends: Ended[] = [...this.easings].flatMap((key) => {
      const { end, events } = this.told.get(key)!;
      return end ? [{ end, events, drop: () => this.easings.delete(key) }] : [];
    });
    if (this.windDown) ends.push({ ...this.windDown, drop: () => (this.windDown = null) });
    if (this.lapse && !this.lapsed) ends.push({ ...this.lapse, drop: () => (this.lapsed = true) });
    return ends;
  }

  /** The acts of one day, in whatever order they were told: what is lifted that day was imposed or eased before. */
  takeDay(acts: readonly SanctionAct[]): void {
    const said = new Set(acts.map(({ event }) => event.type));
    const rank = (act: SanctionAct): number => ORDER.indexOf(act.event.type);
    for (const act of [...acts].sort((a, b) => rank(a) - rank(b))) this.take(act);
    this.contradicted =
      acts.length === 0
        ? this.contradicted
        : said.has('SanctionLifted') && (said.has('SanctionImposed') || said.has('SanctionReimposed'));
  }

  private take({ event }: SanctionAct): void {
    switch (event.type) {
      case 'SanctionImposed':
        // Told to go on, it takes back no licence that is in force; an act of its own day does.
        if (event.data.modality === 'ongoing') this.dropWords();
        else this.easings.clear();
        return this.list(event.id, event.data.dates.ends);
      case 'SanctionReimposed':
        this.takeBack(event.data.of);
        this.list(event.id, event.data.dates.ends);
        return this.beginWindDown(event.id, event.data.windDownUntil);
      case 'SanctionEased':
        return this.ease(event.data, spanOf({ event } as SanctionAct).earliest);
      case 'SanctionLifted':
        this.listed = false;
        this.windDown = null;
        this.lapse = null;
        this.easings.clear();
    }
  }

  private list(event: string, ends: string | undefined): void {
    const end = endOf(ends);
    this.listed = true;
    this.lapsed = false;
    this.lapse = end && { end, events: [event] };
  }

  private beginWindDown(event: string, until: string | undefined): void {
    const end = endOf(until);
    if (end && until !== undefined) this.windDown = { end, until, events: [event] };
  }

  private ease(data: DataOf<'SanctionEased'>, day: string): void {
    const key = keyOf(data);
    const { end, replacedOn } = this.told.get(key)!;
    if (!this.listed) this.listed = 'presupposed';
    if (data.licence?.supersedes !== undefined) this.easings.delete(licenceKey(data.licence.supersedes));
    // Who reports a licence that has ended or was replaced by then tells of the past.
    if ((end && end.latest <= day) || (replacedOn !== null && replacedOn <= day)) return;
    this.easings.add(key);
  }

  /** Takes back the easing that is named; all, where none of those in force is. */
  private takeBack(of: DataOf<'SanctionReimposed'>['of']): void {
    const named = [...this.easings].filter((key) => isNamed(of, this.told.get(key)!));
    if (named.length === 0) this.easings.clear();
    for (const key of named) this.easings.delete(key);
  }

  private dropWords(): void {
    for (const key of [...this.easings]) if (key.startsWith('words ')) this.easings.delete(key);
  }
}

const ORDER = ['SanctionImposed', 'SanctionReimposed', 'SanctionEased', 'SanctionLifted'];

function isNamed(of: DataOf<'SanctionReimposed'>['of'], { easing, events }: Told): boolean {
  if (of.eventId !== undefined && events.includes(of.eventId)) return true;
  if (of.instrument === undefined) return false;
  if (easing.licence && licenceKey(easing.licence.number) === licenceKey(of.instrument)) return true;
  return easing.instrument !== null && slug(easing.instrument, 300) === slug(of.instrument, 300);
}
