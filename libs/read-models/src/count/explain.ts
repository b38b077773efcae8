import { type Answered, type FieldBasis, type Fields } from '../explain/basis.js';
import type { KnownClaim } from '../engine/model.js';
import { compareWith } from './compare.js';
import { figureOf } from './compose.js';
import type { CountSlice } from './model.js';

type CountClaim = KnownClaim<'CountClaimed'>;

/**
 * On what each field of a figure rests: its one claim. Who else claims a figure that can be true together with it, of the
 * same people and days, agrees with it.
 * @param others the other figures of its country and metric
 */
export function explainCount({ shown, claims }: Answered<CountSlice>, others: readonly CountClaim[]): Fields {
  const [claim] = claims as readonly CountClaim[];
  if (!claim) return {};
  const { id } = claim.event;
  const own = (value: unknown): FieldBasis => ({
    rule: 'as_claimed',
    value,
    decidedBy: [id],
    events: [id],
    others: [],
  });
  const fields = FIELDS.filter((name) => name in shown).map((name) => [name, own(shown[name])] as const);
  const { comparable, conflicting } = compareWith(figureOf(claim), others.map(figureOf));
  const countIn = new Map(others.map(({ event }) => [event.id, event.data.count] as const));
  const because = 'conflicting' as const;
  const count: FieldBasis = {
    ...own(shown['count']),
    events: [id, ...comparable],
    others: conflicting.map((other) => ({ value: countIn.get(other), events: [other], because })),
  };
  return {
    ...Object.fromEntries(fields),
    value: { see: 'count' },
    count,
    valid: { see: 'occurred' },
    certain: { see: 'occurred' },
    ...('comparison' in shown && { comparison: { see: 'count' } }),
  };
}

const FIELDS = ['country', 'metric', 'window', 'population', 'modality', 'occurred', 'assertedBy'] as const;
