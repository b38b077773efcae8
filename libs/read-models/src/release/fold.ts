import { saysItHappened, type ClaimType, type Count } from '#domain';
import { boundsOf, meet } from '../engine/counts.js';
import { daysApart } from '../engine/days.js';
import { BEGINNING, ENDLESS, type ReadModel } from '../engine/model.js';
import { OccurrenceFold, type Grouping } from '../engine/occurrences.js';
import { releaseDetails } from './details.js';
import { isMember, type GroupClaim } from './figures.js';
import type { ReleaseSlice } from './row.js';
import { releaseTable } from './table.js';

const on = {
  PrisonersPardoned: 'freed',
  PrisonersReleased: 'freed',
  PersonsDetained: 'detained',
  PersonsSentenced: 'sentenced',
  PrisonersTransferred: 'transferred',
  PersonsExpelled: 'expelled',
  GroupMemberNamed: 'joins',
  GroupMemberWithdrawn: 'leaves',
} as const satisfies Partial<Record<ClaimType, string>>;

type Heard = keyof typeof on;

/** From the most exact to the vaguest. */
const EXACTNESS: readonly Count['qualifier'][] = ['exact', 'range', 'about', 'at_least', 'at_most'];

const grouping: Grouping<ReleaseSlice> = {
  agree: (one, other) => agree(one as GroupClaim, other as GroupClaim),
  /** Reports of one group lie this near: news of a Saturday's release is still dated to the Monday elsewhere. */
  daysApartMax: 3,
  rank(claim) {
    const { count, occurred } = (claim as GroupClaim).event.data;
    return 2 * EXACTNESS.indexOf(count.qualifier) + (occurred.earliest === occurred.latest ? 0 : 1);
  },
  follows: (claim) => (isMember(claim) ? claim.event.data.of : undefined),
  row(founder) {
    const { id, type, data } = (founder as GroupClaim).event;
    const { occurred, modality, country, count } = data;
    return {
      id,
      validFrom: occurred.earliest ?? BEGINNING,
      validTo: ENDLESS,
      certain: occurred.earliest !== null && occurred.earliest === occurred.latest,
      country,
      kind: on[type],
      modality,
      count: count.value,
    };
  },
};

export const release: ReadModel<Heard, ReleaseSlice> = {
  name: 'release',
  table: releaseTable,
  on,
  unit: ({ subject }) => subject,
  fold: () => new OccurrenceFold(grouping),
  details: releaseDetails,
};

/** One occurrence: the same kind of thing, said in the same way, of near days, with counts that can both be true. */
function agree(first: GroupClaim, other: GroupClaim): boolean {
  const [a, b] = [first.event, other.event];
  return (
    on[a.type] === on[b.type] &&
    (saysItHappened(a.data.modality) ? saysItHappened(b.data.modality) : a.data.modality === b.data.modality) &&
    daysApart(first, other) <= grouping.daysApartMax &&
    meet(boundsOf(a.data.count), boundsOf(b.data.count))
  );
}
