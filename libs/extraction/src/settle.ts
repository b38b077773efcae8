import type { ClaimDraft } from '#domain';
import { saysItHappened } from '#domain';

/** The most drafts that a report yields; the log takes no more events of one report. */
const DRAFTS_MAX = 950;
/** The most passages that one event may quote. */
const PASSAGES_MAX = 20;

/**
 * Looks over a report's drafts as a whole: what a sentence tells twice is told once, and what a later sentence tells
 * again, no more exactly, becomes a further passage of the first telling.
 */
export function settled(drafts: readonly ClaimDraft[]): ClaimDraft[] {
  const kept: ClaimDraft[] = [];
  // Only drafts about the same person and number can be one, so each is compared with few.
  const alike = new Map<string, number[]>();
  const renamed = new Map<string, string>();
  for (const each of drafts) {
    const sign = signOf(each);
    const places = alike.get(sign) ?? [];
    const at = places.find((place) => isSame(kept[place]!, each));
    if (at !== undefined) {
      kept[at] = joined(kept[at]!, each);
      if (each.key && kept[at].key && each.key !== kept[at].key) renamed.set(each.key, kept[at].key);
    } else alike.set(sign, [...places, kept.push(each) - 1]);
  }
  const rekeyed = renamed.size === 0 ? kept : kept.map((each) => withKeys(each, renamed));
  const named = withMembers(rekeyed.filter((each) => !isOwnCountry(each)));
  const all = [...named, ...freedWithGroup(named)].slice(0, DRAFTS_MAX);
  const keys = new Set(all.map(({ key }) => key));
  return all.map((each) => (isOrphan(each, keys) ? withoutGroup(each) : each));
}

/** A running total is no group, so whoever is named in it is part of none. */
const isOrphan = ({ fields }: ClaimDraft, keys: ReadonlySet<string | undefined>): boolean =>
  'partOf' in fields && !keys.has(fields.partOf);

function withoutGroup(each: ClaimDraft): ClaimDraft {
  const { partOf: _, ...fields } = each.fields as { partOf?: string };
  return { ...each, fields } as ClaimDraft;
}

/** Where two drafts became one, what named the second names the first. */
function withKeys(each: ClaimDraft, renamed: ReadonlyMap<string, string>): ClaimDraft {
  const print = JSON.stringify(each.fields);
  const fields = print.replace(/"(#[a-z0-9-]+)"/g, (whole, key: string) =>
    renamed.has(key) ? `"${renamed.get(key)}"` : whole,
  );
  return fields === print ? each : ({ ...each, fields: JSON.parse(fields) as unknown } as ClaimDraft);
}

/** No state sanctions itself: "Belarus General License 13" names the programme, not who issued it. */
function isOwnCountry(each: ClaimDraft): boolean {
  const { authority, country } = fieldsOf(each);
  return authority !== undefined && authority !== 'ZZ' && authority === country;
}

/** Whoever is told to be one of a group is named in it, in whichever sentence that stands. */
function withMembers(drafts: readonly ClaimDraft[]): ClaimDraft[] {
  const members = drafts.flatMap((each) =>
    each.type === 'PrisonerReleased' && each.fields.partOf && saysItHappened(each.modality)
      ? [{ key: each.fields.partOf, person: each.fields.person }]
      : [],
  );
  if (members.length === 0) return [...drafts];
  return drafts.map((each) => {
    if (each.type !== 'PrisonersPardoned' && each.type !== 'PrisonersReleased') return each;
    const named = [...(each.fields.named ?? [])];
    for (const { key, person } of members) {
      if (key === each.key && !named.some(({ name }) => name === person.name)) named.push(person);
    }
    return { ...each, fields: { ...each.fields, named } };
  });
}

/** The named members of a pardoned group, where the report also tells that people were freed by the same country. */
function freedWithGroup(drafts: readonly ClaimDraft[]): ClaimDraft[] {
  return drafts.flatMap((group) => {
    if (group.type !== 'PrisonersPardoned' || !group.key || !saysItHappened(group.modality)) return [];
    const { country } = group.fields;
    const freed = drafts.some(
      (each) => FREEINGS.has(each.type) && saysItHappened(each.modality) && countryOf(each) === country,
    );
    if (!freed) return [];
    return (group.fields.named ?? [])
      .filter(
        ({ name }) => !drafts.some((each) => each.type === 'PrisonerReleased' && each.fields.person.name === name),
      )
      .map((person): ClaimDraft => ({
        ...group,
        type: 'PrisonerReleased',
        key: undefined,
        confidence: 0.6,
        fields: { person, mode: 'pardoned', partOf: group.key! },
      }));
  });
}

const FREEINGS: ReadonlySet<string> = new Set(['PrisonersReleased', 'PrisonerReleased', 'CountClaimed']);

const countryOf = (each: ClaimDraft): string | undefined => {
  const { country, person } = each.fields as { country?: string; person?: { country: string } };
  return country ?? person?.country;
};

interface Fields {
  readonly person?: { readonly name: string };
  readonly count?: { readonly value: number };
  readonly target?: { readonly kind: string; readonly name: string };
  readonly authority?: string;
  readonly country?: string;
  readonly means?: string;
  readonly licence?: { readonly number: string; readonly parties?: readonly string[] };
}

const signOf = (each: ClaimDraft): string => {
  const { person, count, authority, country } = fieldsOf(each);
  return authority ? `${authority} ${country}` : `${each.type} ${person?.name} ${count?.value}`;
};

const fieldsOf = (each: ClaimDraft): Fields => each.fields;

function isSame(earlier: ClaimDraft, later: ClaimDraft): boolean {
  const [a, b] = [fieldsOf(earlier), fieldsOf(later)];
  if (
    earlier.type !== later.type &&
    !(earlier.type === 'SanctionLifted' && later.type === 'SanctionEased' && b.means === 'unspecified')
  )
    return false;
  // A licence is told once for each of its parties; told again in general, it is none of another.
  if (a.licence && a.licence.number === b.licence?.number && !(isParty(b) && a.target?.name !== b.target?.name))
    return saysItHappened(earlier.modality) === saysItHappened(later.modality);
  const sentence = earlier.evidence[0]?.start === later.evidence[0]?.start;
  if (a.person?.name !== b.person?.name || a.count?.value !== b.count?.value) return false;
  if (!alikeModality(earlier, later) || (!sentence && !noMoreExact(earlier, later))) return false;
  return sameTarget(a, b, sentence);
}

const isParty = ({ licence, target }: Fields): boolean =>
  target !== undefined && (licence?.parties ?? []).includes(target.name);

const alikeModality = (a: ClaimDraft, b: ClaimDraft): boolean =>
  a.modality === b.modality || (saysItHappened(a.modality) && saysItHappened(b.modality));

/** The later telling's date is the same, or no date of its own. */
const noMoreExact = (earlier: ClaimDraft, later: ClaimDraft): boolean =>
  later.occurred.edtf === earlier.occurred.edtf ||
  later.occurred.precision === 'approximate' ||
  later.occurred.precision === 'unknown';

function sameTarget(a: Fields, b: Fields, sentence: boolean): boolean {
  if (!a.target && !b.target) return true;
  if (a.authority !== b.authority || a.country !== b.country) return false;
  if (a.target?.name === b.target?.name) return true;
  return (
    !sentence &&
    (b.target?.kind === 'unspecified' || b.target?.kind === 'territory') &&
    (a.target?.kind === 'unspecified' || a.target?.kind === 'territory')
  );
}

function joined(first: ClaimDraft, second: ClaimDraft): ClaimDraft {
  const more = second.evidence.filter(
    (span) => !first.evidence.some((one) => one.start === span.start && one.end === span.end),
  );
  return { ...first, key: first.key ?? second.key, evidence: [...first.evidence, ...more].slice(0, PASSAGES_MAX) };
}
