import { type ClaimFields, type DataOf, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import type { ActType } from './act.js';
import { statementsOf } from './statements.js';

const entity = (name: string) => ({ kind: 'entity' as const, name, identifiers: [] });
const eased = (name: string, edtf: string, over: Partial<DataOf<'SanctionEased'> & ClaimFields> = {}) =>
  exampleOf('SanctionEased', {
    ...EXAMPLES.SanctionEased[0].data,
    ...saidOn(edtf),
    target: entity(name),
    means: 'unspecified',
    instrument: undefined,
    licence: undefined,
    dates: {},
    ...over,
  });
const lifted = (name: string, edtf: string) =>
  exampleOf('SanctionLifted', {
    ...EXAMPLES.SanctionLifted[0].data,
    ...saidOn(edtf),
    authority: EXAMPLES.SanctionEased[0].data.authority,
    country: EXAMPLES.SanctionEased[0].data.country,
    programme: EXAMPLES.SanctionEased[0].data.programme,
    target: entity(name),
  });
const licence = { number: '11', parties: [], excludes: [], unblocks: false };
const statements = (asOf: string, ...acts: Unstamped<ActType>[]) => {
  const claims = claimsOf<ActType>(...acts);
  const found = statementsOf(claims, asOf);
  expect(statementsOf(claims.toReversed(), asOf)).toEqual(found);
  return found;
};

describe('words of an easing and the instruments that followed', () => {
  const words = eased('Belavia', '2025-09-11');
  const delisting = lifted('Belavia', '2025-11-04');

  it('given "lifted" in September and a delisting in November, then the act is beside the words, 54 days later', () => {
    expect(statements('2026-01-01', words, delisting)).toMatchObject([
      { target: 'Belavia', followedBy: [{ type: 'SanctionLifted', days: 54, sameTarget: true }] },
    ]);
  });

  it('given a licence, then it is an instrument and not words', () => {
    const licensed = eased('Belavia', '2025-09-11', { means: 'general_licence', licence });
    expect(statements('2026-01-01', licensed)).toEqual([]);
  });

  it('given two reports of one licence, then it is one act, with the dates that they add up to', () => {
    const act = (dates: DataOf<'SanctionEased'>['dates'], number: string) =>
      eased('Belavia', '2025-09-11', { means: 'general_licence', licence: { ...licence, number }, dates });
    const acts = [act({ adopted: '2025-09-11' }, '11'), act({ published: '2025-12-01' }, 'General License 11')];
    expect(statements('2026-01-01', words, ...acts)[0]!.followedBy).toMatchObject([
      { terms: { adopted: '2025-09-11', published: '2025-12-01' } },
    ]);
  });

  it('given a licence for another target, then it is shown as that and not as what was meant', () => {
    const other = eased('Belaruskali', '2025-09-13', { means: 'general_licence', licence });
    expect(statements('2026-01-01', words, other)).toMatchObject([
      { followedBy: [{ target: 'Belaruskali', days: 2, sameTarget: false }] },
    ]);
  });

  it('given an act before the words, long after them, announced only, or after the day of the question, then nothing followed', () => {
    const announced = eased('Belavia', '2025-10-01', {
      ...saidOn('2025-10-01', { modality: 'announced' }),
      means: 'waiver',
      instrument: 'a waiver',
    });
    const acts = [lifted('Belavia', '2025-09-10'), lifted('Belavia', '2026-06-01'), announced];
    expect(statements('2026-12-31', words, ...acts)).toMatchObject([{ followedBy: [] }]);
    expect(statements('2025-10-31', words, delisting)).toMatchObject([{ followedBy: [] }]);
  });
});
