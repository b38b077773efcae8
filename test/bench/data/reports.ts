import { reportIdOf, sha256Hex, type ProducedEvent, type Report } from '#domain';
import { tell } from './happenings.js';
import { dice, type Dice } from './random.js';

/** One run's world. Another seed is another world of the same kind. */
export const SEED = 20251213;

/** Of the claims, this part tells of something that no report told before. */
const NEWS = 0.35;
const HOT = 40;
const RECENT = 600;

/**
 * Which happening a claim is about. News is new, or of these days; now and then it is of long ago; and a few stories
 * never end. The proportions stay the same however long the log is, so that what an event costs can be compared.
 */
function happeningOf(claim: number, roll: Dice): number {
  const newest = HOT + Math.floor(claim * NEWS);
  const kind = roll.next();
  if (kind < NEWS) return newest;
  if (kind < 0.85) return newest - 1 - roll.below(Math.min(RECENT, newest));
  return kind < 0.95 ? roll.below(newest) : roll.below(HOT);
}

const CLAIMS_MAX = 6;

export interface SampleReport {
  readonly id: string;
  readonly report: Report;
}

/** A report of a structured source: a short text, and its claims as events that quote it. */
export function structuredReport(number: number, seed = SEED): SampleReport {
  const roll = dice(seed, number, 11);
  const claims = 1 + roll.below(CLAIMS_MAX);
  const events: ProducedEvent[] = [];
  let body = '';
  for (let at = 0; at < claims; at += 1) {
    const { type, data, sentence } = tell(seed, happeningOf((number * (CLAIMS_MAX + 1)) / 2 + at, roll), roll);
    const evidence = [{ start: body.length, end: body.length + sentence.length }];
    events.push({ type, data: { ...data, evidence } });
    body += `${sentence}\n`;
  }
  return named({ ...aboutOf(number, 'structured'), body, events });
}

export const aboutOf = (number: number, kind: string): Omit<Report, 'body' | 'events'> => ({
  source: { id: `wire-${number % 40}`, name: `Wire ${number % 40}`, kind: 'news_agency' },
  uri: `https://wire-${number % 40}.example/${kind}/${number}`,
  lang: 'en',
  publishedAt: '2025-12-13T15:00:00Z',
});

/** With an id that is good enough here: the door gives the one that counts. */
export const named = (report: Report): SampleReport => ({
  id: reportIdOf({ sourceId: report.source.id, uri: report.uri, bodySha256: sha256Hex(report.body ?? '') }),
  report,
});
