import { canonicalJson, parseInstant, readEvent, type ClaimType } from '#domain';
import { homeOf, modelOf, type AnyModel } from '../../models.js';
import { FOREVER, type KnownClaim, type Slice } from '../model.js';
import { isReview, standing, type KnownEvent } from '../standing.js';
import type { LogEntry } from './histories.js';
import { print } from './memory-tables.js';

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

/** The rows of one unit, folded from nothing: which claims stand, which are of one occurrence, what that comes to. */
export function rowsFromZero(model: AnyModel, events: readonly KnownEvent[]): Slice[] {
  const claims = standing(events);
  const occurrences: KnownClaim<ClaimType>[][] = [];
  const placeOf = new Map<string, { at: number; occurrence: KnownClaim<ClaimType>[] }>();
  for (const [at, claim] of claims.entries()) {
    if (model.follows?.(claim) !== undefined) continue;
    let occurrence = occurrences.find(([first]) => model.joins?.(first!, claim) ?? true);
    if (!occurrence) occurrences.push((occurrence = []));
    occurrence.push(claim);
    placeOf.set(claim.event.id, { at, occurrence });
  }
  const followers = claims.flatMap((claim, at) => {
    const place = placeOf.get(model.follows?.(claim) ?? '');
    return place ? [{ claim, place, since: Math.max(at, place.at) }] : [];
  });
  for (const { claim, place } of followers.sort((a, b) => a.since - b.since)) place.occurrence.push(claim);
  return occurrences.flatMap((occurrence) => model.slices(occurrence));
}

const textsOf = (slices: readonly Slice[]): Map<string, string> =>
  new Map(slices.map((slice) => [`${slice.id} ${slice.validFrom}`, canonicalJson(slice)]));

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
    const texts = mine.map((_, at) => textsOf(rowsFromZero(model, mine.slice(0, at + 1))));
    for (const [at, now] of texts.entries()) {
      for (const [key, text] of now) {
        if (texts[at - 1]?.get(key) === text) continue;
        const end = texts.findIndex((later, index) => index > at && later.get(key) !== text);
        const knownTo = end < 0 ? FOREVER : mine[end]!.known;
        const slice = JSON.parse(text) as Slice;
        versions.push(print(model.name, { ...slice, unit, subject, knownFrom: mine[at]!.known, knownTo }));
      }
    }
  }
  return versions.sort();
}
