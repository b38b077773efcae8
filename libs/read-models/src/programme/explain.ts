import { chosenFrom, listedBy, type Answered, type Fields } from '../explain/basis.js';
import type { KnownClaim } from '../engine/model.js';
import type { ProgrammeSlice } from './model.js';

const dataOf = (claim: KnownClaim) => (claim as KnownClaim<'ProgrammeRenewed'>).event.data;

/** On what each field of a term's row rests. */
export function explainProgramme({ row, shown, claims }: Answered<ProgrammeSlice>): Fields {
  const decided = claims.find(({ event }) => event.id === row.id) ?? claims[0];
  const exact = { rule: 'most_exact_claim', decided, because: 'less_exact' } as const;
  const field = (name: string, says: (claim: KnownClaim) => unknown) =>
    chosenFrom(claims, { ...exact, value: shown[name], says });
  return {
    authority: field('authority', (claim) => dataOf(claim).authority),
    country: field('country', (claim) => dataOf(claim).country ?? null),
    programme: field('programme', (claim) => dataOf(claim).programme),
    modality: field('modality', (claim) => dataOf(claim).modality),
    until: field('until', (claim) => dataOf(claim).until ?? null),
    valid: field('valid', (claim) => dataOf(claim).occurred),
    certain: { see: 'valid' },
    instruments: listedBy(claims, (claim) => [dataOf(claim).instrument].flatMap((one) => one ?? [])),
  };
}
