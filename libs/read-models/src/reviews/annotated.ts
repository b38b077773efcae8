import type { ClaimType, Count, Modality, Report } from '#domain';
import type { KnownClaim } from '../engine/model.js';
import { Reviews, type ReviewEvent } from '../engine/standing.js';

/** The annotators' word for each of our types; types that annotated reports do not have are left out. */
const ANNOTATED_AS: Readonly<Partial<Record<ClaimType, string>>> = {
  SanctionImposed: 'sanction_imposed',
  SanctionReimposed: 'sanction_imposed',
  SanctionEased: 'sanction_eased',
  SanctionLifted: 'sanction_lifted',
  PersonDetained: 'prisoner_detained',
  PersonsDetained: 'prisoner_detained',
  PersonsSentenced: 'prisoner_sentenced',
  PrisonersTransferred: 'prisoner_transferred',
  PersonsExpelled: 'prisoner_exiled',
  ReleaseReversed: 'prisoner_detained',
  PersonSentenced: 'prisoner_sentenced',
  PrisonerTransferred: 'prisoner_transferred',
  PrisonerPardoned: 'prisoner_pardoned',
  PrisonersPardoned: 'prisoner_pardoned',
  PrisonerReleased: 'prisoner_released',
  PrisonersReleased: 'prisoner_released',
  ExchangeReported: 'prisoner_exchange',
  PersonExpelled: 'prisoner_exiled',
  DiedInCustody: 'prisoner_died',
  CountClaimed: 'cumulative_claim',
};

/** How annotators say what our modality says. */
const SAID_AS: Readonly<Record<Modality, readonly [certainty: string, tense: string]>> = {
  performed: ['asserted', 'done'],
  ongoing: ['asserted', 'done'],
  background: ['asserted', 'background'],
  announced: ['asserted', 'planned'],
  conditional: ['hypothetical', 'none'],
  rumoured: ['hypothetical', 'none'],
  demanded: ['called_for', 'none'],
  refused: ['denied', 'none'],
  denied: ['denied', 'none'],
};

/** A report with its claims, all reviews of these, and the claims by which some were corrected. */
export interface Reviewed {
  readonly reportId: string;
  readonly report: Report;
  readonly claims: readonly KnownClaim['event'][];
  readonly reviews: readonly ReviewEvent[];
  readonly replacements: ReadonlyMap<string, KnownClaim['event']>;
}

/** A report as an annotated example; `npm run eval` reads a file of these, one a line. */
export interface Annotation {
  readonly doc: string;
  readonly title: string | null;
  readonly publisher: string;
  readonly published: string | null;
  readonly lang: string | null;
  readonly text: string;
  /** Each of its claims was reviewed: then what is not annotated is not there, as far as anybody saw. */
  readonly complete: boolean;
  readonly events: readonly object[];
  /** Passages that were read as a claim and are none. */
  readonly not_events: readonly object[];
}

/**
 * What the reviews of a report's claims come to: what was confirmed, and what was corrected as it is corrected, each with
 * its passage; beside it what was rejected. A claim of a type that annotators do not know is left out.
 */
export function annotationOf({ reportId, report, claims, reviews, replacements }: Reviewed): Annotation {
  const standing = new Reviews();
  for (const review of reviews) standing.add(review);
  const events: object[] = [];
  const notEvents: object[] = [];
  let complete = true;
  for (const claim of claims) {
    const { start, end, quote } = claim.data.evidence[0]!;
    const passage = { span: [start, end], quote };
    const last = lastOf(claim.id, reviews);
    const stands = standing.of(claim.id);
    const replacedBy = last?.type === 'ClaimCorrected' ? replacements.get(last.data.replacedBy) : undefined;
    if (stands === 'stands') complete = false;
    else if (stands === 'confirmed') events.push(...annotated(claim, passage));
    else if (replacedBy) events.push(...annotated(replacedBy, passage));
    else if (last?.type === 'ClaimRejected') notEvents.push({ ...passage, why: last.data.reason });
  }
  const { title = null, publishedAt = null, lang = null, source, body = '' } = report;
  return {
    doc: `${reportId}.txt`,
    title,
    publisher: source.name,
    published: publishedAt?.slice(0, 10) ?? null,
    lang,
    text: body,
    complete,
    events: events.map((event, at) => ({ id: `e${at + 1}`, ...event })),
    not_events: notEvents,
  };
}

/** The review that counts, unless it is void: the one recorded last. */
const lastOf = (claim: string, reviews: readonly ReviewEvent[]): ReviewEvent | undefined =>
  reviews
    .filter(({ type, data }) => data.of === claim && type !== 'ClaimRetracted')
    .sort((a, b) => (a.recordedtime < b.recordedtime ? -1 : 1))
    .at(-1);

interface Fields {
  readonly modality: Modality;
  readonly occurred: { readonly edtf: string; readonly precision: string };
  readonly assertedBy: { readonly how: string };
  readonly count?: Count;
  readonly population?: string;
  readonly person?: { readonly name: string };
  readonly named?: readonly { readonly name: string }[];
  readonly target?: { readonly name: string };
  readonly by?: string;
  readonly agency?: string;
  readonly authority?: string;
  readonly court?: string;
  readonly place?: string;
  readonly instrument?: string;
}

function annotated({ type, data }: KnownClaim['event'], passage: object): object[] {
  const kind = ANNOTATED_AS[type];
  if (!kind) return [];
  const {
    modality,
    occurred,
    assertedBy,
    count,
    population,
    person,
    named = [],
    target,
    place,
    instrument,
    ...by
  } = data as Fields;
  const [certainty, tense] = SAID_AS[modality];
  const reported = certainty === 'asserted' && assertedBy.how !== 'own_account';
  const names = [...(person ? [person.name] : []), ...named.map(({ name }) => name)];
  const actor = by.by ?? by.agency ?? by.court ?? by.authority;
  return [
    {
      type: kind,
      ...passage,
      certainty: reported ? 'reported' : certainty,
      tense,
      ...(count && { count: { value: count.value, modifier: count.qualifier, unit: population ?? 'persons' } }),
      ...(names.length > 0 && { named: names }),
      ...(actor && { who_acts: actor }),
      ...(target && { target: target.name }),
      ...(place && { place }),
      ...(instrument && { instrument }),
      ...(occurred.precision === 'day' && { date: occurred.edtf }),
    },
  ];
}
