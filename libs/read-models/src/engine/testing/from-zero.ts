import { canonicalJson, parseInstant, readEvent } from '#domain';
import { homeOf, modelOf, type AnyModel } from '../../models.js';
import { keyOf } from '../effect.js';
import { FOREVER, recordedBefore, type KnownClaim, type Link, type Slice } from '../model.js';
import { isReview, type KnownEvent } from '../standing.js';
import type { Basis } from '../versions.js';
import type { LogEntry } from './histories.js';
import { print, printBasis } from './memory-tables.js';

/** A log with known times, by the rule of the design: the stamp, but always after the one before. */
export function knownOf(log: readonly LogEntry[]): KnownEvent[] {
  let known = 0n;
  return log.map(({ value }) => {
    const event = readEvent(value);
    const recorded = parseInstant(event.recordedtime)!;
    known = recorded > known ? recorded : known + 1n;
    return { event, known };
  });
}

/** The unit of each event, looking at the whole log. */
export function homesOf(events: readonly KnownEvent[]): Map<string, string> {
  const byId = new Map(events.map(({ event }) => [event.id, event]));
  const homes = new Map<string, string>();
  for (const { event } of events) {
    let claim = event;
    while (isReview(claim) && byId.has(claim.data.of)) claim = byId.get(claim.data.of)!;
    const home = isReview(claim) ? undefined : homeOf(claim);
    if (home) homes.set(event.id, home.unit);
  }
  return homes;
}

/** Which of the claims stand, by the rule itself: see `Reviews`. */
export function standing(events: readonly KnownEvent[]): KnownClaim[] {
  const reviews = events.map(({ event }) => event).filter(isReview);
  const about = (id: string) =>
    reviews.filter(({ data }) => data.of === id).sort((a, b) => (recordedBefore(a, b) ? -1 : 1));
  const isVoid = (id: string): boolean =>
    about(id).some(({ type, id: by }) => type === 'ClaimRetracted' && !isVoid(by));
  return events.flatMap(({ event, known }) => {
    if (isReview(event) || isVoid(event.id)) return [];
    const last = about(event.id).findLast(({ type, id }) => type !== 'ClaimRetracted' && !isVoid(id))?.type;
    if (last === 'ClaimRejected' || last === 'ClaimCorrected') return [];
    return [{ event: event as KnownClaim['event'], known, confirmed: last === 'ClaimConfirmed' }];
  });
}

/** The rows of one unit and what they rest on, folded from nothing. */
export function rowsFromZero(model: AnyModel, events: readonly KnownEvent[]): Map<string, string> {
  const fold = model.fold();
  const texts = new Map<string, string>();
  const confirmed = new Map<string, boolean>();
  for (const claim of standing(events)) {
    confirmed.set(claim.event.id, claim.confirmed);
    const { ended, begun, parted, joined } = fold.add(claim);
    for (const row of ended) texts.delete(keyOf(row));
    for (const row of begun) texts.set(keyOf(row), canonicalJson(row));
    for (const { id, event } of parted) texts.delete(`basis ${id} ${event}`);
    for (const { id, event } of joined) texts.set(`basis ${id} ${event}`, canonicalJson({ id, event }));
  }
  for (const [key, text] of texts) {
    if (!key.startsWith('basis ')) continue;
    const link = JSON.parse(text) as Link;
    texts.set(key, canonicalJson({ ...link, confirmed: confirmed.get(link.event) }));
  }
  return texts;
}

/**
 * Every row version that a log makes, by the definition and by no other means: each prefix is folded from nothing, and a
 * version lasts from the event that makes its text to the one that changes it. Sorted, as `MemoryTables.versions` has it.
 */
export const versionsFromZero = (log: readonly LogEntry[]): string[] => versionsOfEvents(knownOf(log));

/** As `versionsFromZero`, of events whose known times are settled, for example those of a log of which some wait. */
export function versionsOfEvents(events: readonly KnownEvent[]): string[] {
  const homes = homesOf(events);
  const versions: string[] = [];
  for (const unit of new Set(homes.values())) {
    const model = modelOf(unit);
    const mine = events.filter(({ event }) => homes.get(event.id) === unit);
    const subject = mine[0]!.event.subject;
    const texts = mine.map((_, at) => rowsFromZero(model, mine.slice(0, at + 1)));
    for (const [at, now] of texts.entries()) {
      for (const [key, text] of now) {
        if (texts[at - 1]?.get(key) === text) continue;
        const end = texts.findIndex((later, index) => index > at && later.get(key) !== text);
        const known = { knownFrom: mine[at]!.known, knownTo: end < 0 ? FOREVER : mine[end]!.known };
        if (key.startsWith('basis ')) versions.push(printBasis({ ...(JSON.parse(text) as Basis), ...known }));
        else versions.push(print(model.name, { ...(JSON.parse(text) as Slice), unit, subject, ...known }));
      }
    }
  }
  return versions.sort();
}
