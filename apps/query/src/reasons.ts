import { printInstant } from '#domain';
import { evidenceFor, type Clocks, type Counted, type Explanation, type Fields, type Snapshot } from '#read-models';

/** The most rows that a field names of those that it counts. */
export const ROWS_MAX = 50;
/** The same in a list of parts, each of which has fields of its own. */
export const ROWS_IN_LIST_MAX = 5;

/** Where each of what is counted is explained, as of the clocks of the answer. */
const hrefOf = ({ asOf, knownAt }: Clocks) => {
  const known = `knownAt=${printInstant(knownAt)}`;
  return (of: Counted['of'], id: string): string => {
    if (of === 'report') return `/v1/reports/${id}`;
    if (of === 'event') return `/v1/audit/events/${id}/explain?${known}`;
    return `/v1/${of}s/${id}?explain=true&asOf=${asOf}&${known}`;
  };
};

/** Parts of an answer, each with the reasons of its fields beside it. */
export async function withReasons<Part extends object>(
  snapshot: Snapshot,
  parts: readonly Part[],
  fieldsOf: (part: Part, at: number) => Fields,
  at: Clocks,
): Promise<(Part & { explain: Explanation })[]> {
  const reasons = await reasonsOf(snapshot, parts.map(fieldsOf), { ...at, whole: false });
  return parts.map((part, index) => ({ ...part, explain: reasons[index]! }));
}

/** An answer as a whole with the reasons of its fields. */
export async function withReason<Answer extends object>(
  snapshot: Snapshot,
  answer: Answer,
  fields: Fields,
  at: Clocks,
): Promise<Answer & { explain: Explanation }> {
  const [explain] = await reasonsOf(snapshot, [fields], { ...at, whole: true });
  return { ...answer, explain: explain! };
}

const reasonsOf = (
  snapshot: Snapshot,
  fields: readonly Fields[],
  { whole, ...at }: Clocks & { whole: boolean },
): Promise<Explanation[]> =>
  evidenceFor(snapshot, fields, { knownAt: at.knownAt, claims: [], whole, hrefOf: hrefOf(at) });
