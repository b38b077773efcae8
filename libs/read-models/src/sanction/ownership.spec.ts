import { type ClaimFields, type DataOf } from '#domain';
import { EXAMPLES, exampleOf, saidOn } from '#examples';
import { claimsOf } from '../engine/testing/claims.js';
import type { ActType } from './act.js';
import { effectOn, effectsOf } from './effects.js';
import { coveredByOwners, linksOf } from './ownership.js';

const entity = (name: string) => ({ kind: 'entity' as const, name, identifiers: [] });
const owns = (owner: string, owned: string, percent?: number, over: Partial<ClaimFields> = {}) =>
  exampleOf('OwnershipStated', {
    ...saidOn('2025', { modality: 'ongoing' }),
    authority: 'US',
    country: 'BY',
    owner: entity(owner),
    owned: entity(owned),
    ...(percent === undefined ? {} : { percent }),
    ...over,
  });
const act = <Type extends ActType>(type: Type, target: string, over: Partial<DataOf<Type>> = {}) =>
  exampleOf(type, {
    ...EXAMPLES[type][0].data,
    ...saidOn('2021-12-02'),
    target: entity(target),
    dates: {},
    ...over,
  });
const licence = { number: '13', parties: [], excludes: [], ownershipRule: { percent: 50, aggregate: true } };

const RESTRICTED: Record<string, ReturnType<typeof effectOn>> = {
  Belaruskali: effectOn(effectsOf(claimsOf<ActType>(act('SanctionImposed', 'Belaruskali'))), '2025-12-20'),
  Agrorozkvit: effectOn(
    effectsOf(claimsOf<ActType>(act('SanctionEased', 'Agrorozkvit', { means: 'general_licence', licence }))),
    '2025-12-20',
  ),
};
const covered = (stated: ReturnType<typeof owns>[], authority = 'US') =>
  coveredByOwners(authority, 'A subsidiary', linksOf(claimsOf(...stated)), ({ name }) => RESTRICTED[name] ?? null);

describe('whether a target is covered by what restricts its owners', () => {
  it('given no stated owner, is no question', () => {
    expect(covered([])).toBeNull();
    expect(covered([owns('Belaruskali', 'Another company', 100)])).toBeNull();
  });

  it.each([
    [50, 'US', true],
    [49.9, 'US', false],
    [50, 'EU', false],
    [50.1, 'EU', true],
  ])('given %d percent of a blocked owner, under the rule of %s it is %s', (percent, authority, expected) => {
    expect(covered([owns('Belaruskali', 'A subsidiary', percent)], authority)!.covered).toBe(expected);
  });

  it('given two restricted owners of a quarter each, counts them together', () => {
    const found = covered([owns('Belaruskali', 'A subsidiary', 25), owns('Agrorozkvit', 'A SUBSIDIARY', 25)]);
    expect(found).toMatchObject({ percent: { least: 50, most: 50 }, covered: true, authorised: false });
  });

  it('given an owner whose share nobody states, leaves it open', () => {
    expect(covered([owns('Belaruskali', 'A subsidiary')])!.covered).toBeNull();
  });

  it('given two who state different shares, leaves it open between them', () => {
    const found = covered([owns('Belaruskali', 'A subsidiary', 40), owns('Belaruskali', 'A subsidiary', 60)]);
    expect(found).toMatchObject({ percent: { least: 40, most: 60 }, covered: null });
  });

  it('given an owner who is not restricted, is not covered, and the owner is shown all the same', () => {
    const found = covered([owns('A stranger', 'A subsidiary', 100)]);
    expect(found).toMatchObject({ covered: false, owners: [{ owner: 'A stranger', effect: null }] });
  });

  it('given an owner whose licence reaches what it owns half of, is authorised with it', () => {
    expect(covered([owns('Agrorozkvit', 'A subsidiary', 50)])).toMatchObject({ covered: true, authorised: true });
  });

  it('given that ownership is only rumoured or denied, has no link', () => {
    for (const modality of ['rumoured', 'denied', 'announced'] as const)
      expect(covered([owns('Belaruskali', 'A subsidiary', 100, { modality })])).toBeNull();
  });

  it('given an owner of an owner, goes no further than the stated link', () => {
    const chain = [owns('Belaruskali', 'A holding', 100), owns('A holding', 'A subsidiary', 100)];
    expect(covered(chain)).toMatchObject({ covered: false, owners: [{ owner: 'A holding' }] });
  });
});
