import type { Coursing } from '../engine/course.js';
import type { KnownClaim, Slice } from '../engine/model.js';
import { dated, spanOf, type Dated } from '../engine/span.js';
import { groupedBy, idsOf, type FieldBasis, type Other } from './basis.js';
import type { Reason, Rule } from './rules.js';

/** A row of a course, as far as its basis depends on it. */
export interface CourseRow extends Slice {
  readonly status: string;
  readonly sinceEarliest: string | null;
  readonly sinceLatest: string | null;
}

/** What the claims of a row have to do with its status. */
interface Course {
  readonly row: CourseRow;
  /** Claims that turn the status, with their days, narrowed as the fold narrows them. */
  readonly told: readonly Told[];
  /** Claims that would turn the status if nothing else were told. */
  readonly givingWay: readonly Told[];
  readonly denials: readonly KnownClaim[];
  readonly says: (claim: KnownClaim) => string | null;
  /** Claims that are not about later days than the row. */
  readonly bearing: readonly KnownClaim[];
  isDoubted(claim: KnownClaim): boolean;
  doubtsOf(denial: KnownClaim, claim: KnownClaim): boolean;
}
type Told = Dated<KnownClaim> & { readonly status: string };

/**
 * Why a status is what it is, since when and until when, by the rules of `CourseFold`: as a plain function of the claims,
 * because the fold keeps rows and no reasons.
 * @param says the status that a claim's type stands for, whatever its modality; null for none
 */
export function courseBasis<Row extends CourseRow, Status extends string>(
  model: Coursing<Row, Status>,
  says: Course['says'],
  row: CourseRow,
  claims: readonly KnownClaim[],
): { readonly status: FieldBasis; readonly since: FieldBasis; readonly valid: FieldBasis } {
  const { doubts } = model;
  const denials = claims.filter((claim) => doubts?.by(claim));
  const doubtsOf = (denial: KnownClaim, claim: KnownClaim): boolean => doubts!.of(denial, claim);
  const isDoubted = (claim: KnownClaim): boolean => denials.some((denial) => doubtsOf(denial, claim));
  const statusOf = (claim: KnownClaim): string | undefined => {
    const [turn] = model.turns(claim);
    return turn && (doubts && isDoubted(claim) ? doubts.status : turn.status);
  };
  const turning = claims.filter((claim) => statusOf(claim) !== undefined);
  const givesWay = (claim: KnownClaim): boolean => model.turns(claim)[0]?.givesWay === true;
  const withStatus = (one: Dated<KnownClaim>): Told => ({ ...one, status: statusOf(one.claim)! });
  const told = dated(turning, (claim) => statusOf(claim)!, givesWay).map(withStatus);
  const turned = new Set(told.map(({ claim }) => claim));
  const givingWay = turning
    .filter((claim) => !turned.has(claim))
    .map((claim) => withStatus({ claim, ...spanOf(claim) }));
  const bearing = claims.filter(({ event }) => (event.data.occurred.earliest ?? row.validFrom) < row.validTo);
  const course = { row, told, givingWay, denials, says, bearing, isDoubted, doubtsOf };
  const status = statusBasis(course, claims);
  const ending = told.filter((one) => one.earliest === row.validTo).map(({ claim }) => claim);
  return {
    status,
    since: sinceBasis(course, status),
    valid: {
      rule: 'turn_to_turn',
      decidedBy: status.decidedBy,
      events: [...new Set([...status.decidedBy, ...idsOf(ending)])],
      others: [],
    },
  };
}

function statusBasis(course: Course, claims: readonly KnownClaim[]): FieldBasis {
  const { row, told, givingWay } = course;
  const value = row.status;
  if (row.sinceEarliest === null) {
    // The days before anything is claimed rest on nothing, unless nothing at all is claimed of the status.
    const events = told.length === 0 ? idsOf(claims) : [];
    return { rule: 'nothing_told', value, decidedBy: [], events, others: othersOf(course, new Set(events)) };
  }
  const { rule, decided } = decisionOf(course, row.sinceEarliest);
  const agreeing = [...told, ...givingWay].filter(
    ({ status, earliest }) => status === value && earliest >= row.sinceEarliest! && earliest < row.validTo,
  );
  const deciding = idsOf(decided);
  const saying = new Set([...deciding, ...idsOf(agreeing.map(({ claim }) => claim))]);
  const events = idsOf(claims).filter((id) => saying.has(id));
  return { rule, value, decidedBy: deciding, events, others: othersOf(course, saying) };
}

/** Which rule made the status of the day on which it began, and of which claims. */
function decisionOf(
  { row, told, denials, isDoubted, doubtsOf }: Course,
  day: string,
): { rule: Rule; decided: readonly KnownClaim[] } {
  const sameDay = told.filter(({ earliest }) => earliest === day);
  const saying = sameDay.filter(({ status }) => status === row.status).map(({ claim }) => claim);
  const doubted = saying.filter(isDoubted);
  if (doubted.length > 0) {
    // What else is told of the day contradicts them as well, and would leave it disputed without the denial.
    const denying = denials.filter((denial) => doubted.some((claim) => doubtsOf(denial, claim)));
    return { rule: 'denied_within_a_month', decided: [...sameDay.map(({ claim }) => claim), ...denying] };
  }
  if (saying.length > 0) {
    return { rule: saying.length === sameDay.length ? 'latest_turn' : 'same_day_order', decided: saying };
  }
  if (sameDay.length > 0) return { rule: 'same_day_contradiction', decided: sameDay.map(({ claim }) => claim) };
  const before = told.map(({ earliest }) => earliest).filter((one) => one < day);
  const after = told.map(({ earliest }) => earliest).filter((one) => one >= row.validTo);
  const [last, next] = [before.sort().at(-1), after.sort()[0]];
  const around = told.filter(({ earliest }) => earliest === last || earliest === next);
  return { rule: 'ended_untold', decided: around.map(({ claim }) => claim) };
}

/** What else is claimed of these days and of those before. */
function othersOf({ row, told, givingWay, denials, says, bearing }: Course, saying: ReadonlySet<string>): Other[] {
  const rest = (claims: readonly KnownClaim[]) => claims.filter(({ event }) => !saying.has(event.id));
  const day = row.sinceEarliest ?? row.validFrom;
  const toldOf = (is: (one: Told) => boolean) => rest(told.filter(is).map(({ claim }) => claim));
  const statusOf = new Map([...told, ...givingWay].map(({ claim, status }) => [claim, status] as const));
  const as = (because: Reason, claims: readonly KnownClaim[], value: (claim: KnownClaim) => unknown): Other[] =>
    [...groupedBy(claims, value).values()].map((said) => ({ ...said, because }));
  const turned = (claim: KnownClaim): unknown => statusOf.get(claim);
  const isTold = (claim: KnownClaim): boolean => statusOf.has(claim) || denials.includes(claim);
  return [
    ...as(
      'same_day',
      toldOf(({ earliest }) => earliest === day),
      turned,
    ),
    ...as(
      'earlier',
      toldOf(({ earliest, status }) => earliest < day && status !== row.status),
      turned,
    ),
    ...as(
      'undated_past',
      rest(givingWay.filter(({ earliest }) => earliest < row.validTo).map(({ claim }) => claim)),
      turned,
    ),
    ...as('denied', rest(denials.filter((claim) => bearing.includes(claim))), (claim) => says(claim) ?? undefined),
    ...as('modality', rest(bearing.filter((claim) => !isTold(claim))), (claim) => says(claim) ?? undefined),
  ];
}

/** Those who tell of the day on which it began; who say the same of other days, or less exactly, are the others. */
function sinceBasis({ row, told }: Course, status: FieldBasis): FieldBasis {
  const value =
    row.sinceEarliest === null || row.sinceLatest === null
      ? null
      : { earliest: row.sinceEarliest, latest: row.sinceLatest };
  if (value === null) return { rule: 'nothing_told', value, decidedBy: [], events: status.events, others: [] };
  const saying = told.filter(({ claim }) => status.events.includes(claim.event.id));
  const daysSaid = (claim: KnownClaim) => {
    const { earliest, latest } = claim.event.data.occurred;
    return { earliest, latest };
  };
  const exact = saying.filter(({ claim }) => {
    const { earliest, latest } = daysSaid(claim);
    return earliest === value.earliest && latest === value.latest;
  });
  const agreeing = idsOf(exact.map(({ claim }) => claim));
  const rest = saying.map(({ claim }) => claim).filter(({ event }) => !agreeing.includes(event.id));
  const others = [...groupedBy(rest, daysSaid).values()].map((said) => ({ ...said, because: 'other_date' as const }));
  // An undated claim was so by the day of its recording: then none has the very days, and those that decided stand for it.
  const events = agreeing.length > 0 ? agreeing : status.decidedBy;
  const decidedBy = status.decidedBy.filter((id) => events.includes(id));
  return {
    rule: 'narrowest_date',
    value,
    decidedBy,
    events,
    others: others.filter((other) => !other.events.every((id) => events.includes(id))),
  };
}
