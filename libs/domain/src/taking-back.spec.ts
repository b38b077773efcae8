import { readEvent, writeRecord } from './envelope.js';
import { EXAMPLES } from './testing/examples.js';
import { takeBack, type Recorded } from './recording.js';

const recorded = ({ id, type, subject }: Recorded): Recorded => ({ id, type, subject });
const eased = recorded(EXAMPLES.SanctionEased[0]);
const easedNow = recorded(EXAMPLES.SanctionEased[1]!);
const pardoned = recorded(EXAMPLES.PrisonersPardoned[0]);
const by = {
  actor: { id: 'example-wire', name: 'Example Wire' },
  reason: 'source_correction',
  cause: '77f56692-efc0-5e26-ad1e-df3e4d2e0946',
  ledger: EXAMPLES.SanctionEased[0].source,
} as const;

describe('a report that is taken back', () => {
  it('has one act on each claim, under that claim, which can be written', () => {
    const acts = takeBack([eased, pardoned], by);
    expect(acts.map(({ type, subject }) => [type, subject])).toEqual([
      ['ClaimRetracted', 'sanction/us/by'],
      ['ClaimRetracted', 'group/by'],
    ]);
    for (const act of acts) expect(readEvent(writeRecord(act)(0n)).data).toEqual(act.data);
  });

  it('is corrected where the new version has a claim of the same type and subject, else retracted', () => {
    const acts = takeBack([eased, pardoned], by, [easedNow]);
    expect(acts.map(({ type, data }) => [type, data])).toEqual([
      ['ClaimCorrected', expect.objectContaining({ of: eased.id, replacedBy: easedNow.id })],
      ['ClaimRetracted', expect.objectContaining({ of: pardoned.id })],
    ]);
  });

  it('is taken back once, whether or not the new version was known when it was done', () => {
    const [before] = takeBack([eased], by);
    const [after] = takeBack([eased], { ...by, cause: '00000000-0000-5000-8000-000000000000' }, [easedNow]);
    expect(after!.id).toBe(before!.id);
  });

  it('is taken back once for each reason and by each actor', () => {
    const ids = [
      ...takeBack([eased], by),
      ...takeBack([eased], { ...by, reason: 'source_retraction' }),
      ...takeBack([eased], { ...by, actor: { id: 'other', name: 'Other' } }),
      ...takeBack([pardoned], by),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(4);
  });
});
