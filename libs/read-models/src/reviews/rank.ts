import { saysItHappened, type ClaimType, type Count, type Modality } from '#domain';

/** What a claim by itself gives its place among those that nobody has reviewed; kept with the row that it bears on. */
export interface Rank {
  /** Points, 0 to 80: the sum of `ownParts`. */
  readonly priority: number;
  readonly type: ClaimType;
  /** Of the matter, ISO 3166-1 alpha-2; null where it has none. */
  readonly country: string | null;
}

/** As far as a claim's event is looked at. */
export interface Ranked {
  readonly type: string;
  readonly data: object;
}

interface Claimed {
  readonly modality: Modality;
  /** Judgements of identity bear on rows too, and have none. */
  readonly confidence?: number;
  readonly count?: Count;
  readonly country?: string;
  readonly person?: { readonly country: string };
  readonly legs?: readonly { readonly party: { readonly country: string } }[];
}

/** The most points that low confidence gives, and that the consequence gives. */
const CONFIDENCE_MAX = 40;
const CONSEQUENCE_MAX = 40;

/**
 * What follows for people or for whoever deals with them if the claim is believed and false, as a share of 1: whether
 * somebody is free, jailed or dead, and whether a restriction holds, before figures and words about them.
 */
const CONSEQUENCE: Readonly<Partial<Record<ClaimType, number>>> = {
  DiedInCustody: 1,
  PersonDetained: 0.8,
  PersonsDetained: 0.8,
  PersonSentenced: 0.8,
  PersonsSentenced: 0.8,
  PersonExpelled: 0.8,
  PersonsExpelled: 0.8,
  PrisonerPardoned: 0.8,
  PrisonersPardoned: 0.8,
  PrisonerReleased: 0.8,
  PrisonersReleased: 0.8,
  ReleaseReversed: 1,
  SanctionImposed: 0.8,
  SanctionEased: 0.8,
  SanctionLifted: 1,
  SanctionReimposed: 1,
  ExchangeReported: 0.6,
  OwnershipStated: 0.8,
};
const OTHER_CONSEQUENCE = 0.3;
/** What is said not to be so yet changes no status. */
const NOT_SO_SHARE = 0.4;
/** From here on a group or a list is counted as large. */
const MANY = 100;

/** The points that a claim has by itself, whatever else is claimed. */
export function ownParts({ type, data }: Ranked): { lowConfidence: number; highConsequence: number } {
  const { confidence = 1, modality, count } = data as Claimed;
  const share = CONSEQUENCE[type as ClaimType] ?? OTHER_CONSEQUENCE;
  const size = count !== undefined && count.value >= MANY ? 0.2 : 0;
  const consequence = Math.min(1, share + size) * (saysItHappened(modality) ? 1 : NOT_SO_SHARE);
  return {
    lowConfidence: Math.round((1 - confidence) * CONFIDENCE_MAX),
    highConsequence: Math.round(consequence * CONSEQUENCE_MAX),
  };
}

export function rankOf(event: Ranked): Rank {
  const { country, person, legs } = event.data as Claimed;
  const { lowConfidence, highConsequence } = ownParts(event);
  return {
    priority: lowConfidence + highConsequence,
    type: event.type as ClaimType,
    country: country ?? person?.country ?? legs?.[0]?.party.country ?? null,
  };
}
