import { parseInstant, personId, type ClaimFields, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { composed, figuresBy } from './compose.js';
import type { Slice, Versioned } from './engine/model.js';
import { logOf, type Told } from './engine/testing/histories.js';
import type { ModelName } from './models.js';
import { claimsOf } from './store/basis.js';
import { identifiedIn } from './store/identified.js';
import { list } from './store/list.js';
import { inSnapshot } from './store/reader.js';
import { projectAnew } from './testing/projecting.js';
import { describeWithDatabase, openReadModels, type ReadModels } from './testing/read-models.js';

const RECORDED = parseInstant('2025-12-20T12:00:00Z')!;
const entity = (name: string) => ({ kind: 'entity' as const, name, identifiers: [] });
const said = (edtf: string, more: Partial<ClaimFields> = {}) => saidOn(edtf, more);
const [eased] = EXAMPLES.SanctionEased;
const PERSON = personNamed('Mikola Statkevich');

const restricted = exampleOf('SanctionImposed', {
  ...EXAMPLES.SanctionImposed[0].data,
  ...said('2021-12-02'),
  target: entity('Belaruskali'),
  dates: {},
});
const owns = exampleOf('OwnershipStated', {
  ...said('2025', { modality: 'ongoing' }),
  authority: 'US',
  programme: 'BELARUS',
  owner: entity('Belaruskali'),
  owned: entity('A subsidiary'),
  percent: 60,
});
const licence = exampleOf('SanctionEased', {
  ...eased.data,
  ...said('2025-12-15'),
  means: 'general_licence',
  licence: { number: '13', parties: [], excludes: [], unblocks: false },
});
const group = exampleOf('PrisonersReleased', {
  ...EXAMPLES.PrisonersReleased[0].data,
  ...said('2025-09-11'),
  count: { value: 52, qualifier: 'exact' },
  population: 'prisoners',
  partOf: undefined,
  named: [PERSON, personNamed('Ales Bialiatski')],
});
const belarusians = exampleOf('PrisonersReleased', {
  ...group.data,
  count: { value: 40, qualifier: 'exact' },
  population: 'of them, Belarusians',
  named: [],
});
const releasedOf = (name: string, edtf: string) =>
  exampleOf('PrisonerReleased', {
    ...EXAMPLES.PrisonerReleased[0].data,
    ...said(edtf),
    person: personNamed(name),
    destination: 'LT',
  });
const exchange = exampleOf('ExchangeReported', {
  ...EXAMPLES.ExchangeReported[0].data,
  legs: [
    { party: { name: 'the United States', country: 'US' }, gives: { eventIds: [eased.id] } },
    { party: { name: 'Belarus', country: 'BY' }, gives: { eventIds: [group.id] } },
  ],
});
const [counted] = EXAMPLES.CountClaimed;
const fewer = exampleOf('CountClaimed', { ...counted.data, count: { value: 1, qualifier: 'exact' } });
const retraction = exampleOf('ClaimRetracted', {
  of: licence.id,
  ofSubject: licence.subject,
  by: { id: 'example-law', name: 'Example Law LLP' },
  reason: 'source_retraction',
});

const STORY = [
  restricted,
  owns,
  eased,
  group,
  belarusians,
  releasedOf('Ales Bialiatski', '2025-09-11'),
  releasedOf('Another Prisoner', '2025-09-11'),
  exampleOf('ReleaseReversed', { ...said('2025-09-11'), person: PERSON, of: { words: 'refused to cross' } }),
  exchange,
  counted,
  fewer,
  licence,
] as readonly Unstamped[] as readonly Told['event'][];

describeWithDatabase('what an answer says of a row beside it (Postgres; skipped without one)', () => {
  let models: ReadModels;
  const AFTER = RECORDED + 1_000_000_000n;
  beforeAll(async () => {
    models = await openReadModels();
    const told = STORY.map((event, at) => ({ event, stamp: RECORDED + BigInt(at) }));
    await projectAnew(models.source, logOf([...told, { event: retraction, stamp: AFTER }]));
  });
  afterAll(() => models.close());

  /** One answer with all that there is to say, by a column of its row. */
  async function answer<Shown>(model: ModelName, where: Record<string, string>, knownAt = AFTER - 1n): Promise<Shown> {
    return inSnapshot(models.reader, async (snapshot) => {
      const at = { asOf: '2025-12-20', knownAt };
      const { rows } = await list(snapshot, model, { ...at, limit: 10, where });
      expect(rows).toHaveLength(1);
      const claims = await claimsOf(snapshot, [rows[0]!.id], knownAt);
      const [shown] = await composed(snapshot, model, rows, { ...at, claims, whole: true });
      return { ...(rows[0] as Versioned<Slice>), ...shown } as unknown as Shown;
    });
  }

  it('given a stated owner that is restricted under another programme of the authority, covers whom it owns', async () => {
    expect(await answer('sanction', { target: 'A subsidiary' })).toMatchObject({
      status: 'unknown',
      effect: { net: 'unknown', because: 'nothing_told' },
      ownedBy: [{ event: owns.id, percent: 60 }],
      coveredByOwners: { covered: true, percent: { least: 60, most: 60 }, owners: [{ effect: { net: 'blocked' } }] },
    });
    expect(await answer('sanction', { target: 'Belaruskali' })).toMatchObject({
      effect: { net: 'blocked' },
      owns: [{ event: owns.id }],
      coveredByOwners: null,
    });
  });

  it('given a group with one who was led back, tells what became of each, and of the other figures of near days', async () => {
    const { named, besides } = await answer<{ named: unknown[]; besides: unknown[] }>('release', { id: group.id });
    expect(named).toHaveLength(2);
    expect(named).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ personId: personId('BY', PERSON.name), status: 'in_custody', heldAgain: true }),
        expect.objectContaining({
          name: 'Ales Bialiatski',
          status: 'released',
          destinations: ['LT'],
          heldAgain: false,
        }),
      ]),
    );
    expect(besides).toMatchObject([{ id: belarusians.id, relation: 'could_be_part', counts: [{ value: 40 }] }]);
  });

  it('given the licence that followed, a leg is performed by it; once it is retracted, it is no more than claimed', async () => {
    const legOf = async (knownAt: bigint) =>
      (await answer<{ legs: { party: { country: string } }[] }>('exchange', { parties: 'BY-US' }, knownAt)).legs.find(
        ({ party }) => party.country === 'US',
      );
    expect(await legOf(AFTER - 1n)).toMatchObject({
      outcome: 'performed',
      performedBy: [{ instrument: 'licence 13' }],
    });
    expect(await legOf(AFTER)).toMatchObject({ outcome: 'claimed', performedBy: [] });
  });

  it('given two figures of the same people and days that can not both be true, calls it a conflict', async () => {
    expect(await answer('count', { id: fewer.id })).toMatchObject({
      comparison: { conflicting: [counted.id], of: { comparable: 0, conflicting: 1, notComparable: 0 } },
    });
  });

  it('counts the people who are identified beside the figures, each block of names once', async () => {
    const window = {
      from: { earliest: '2024-07-01', latest: '2024-07-31' },
      to: { earliest: '2025-12-13', latest: '2025-12-13' },
    };
    await inSnapshot(models.reader, async (snapshot) => {
      const at = { asOf: '2025-12-20', knownAt: AFTER };
      const of = (metric: string) => identifiedIn(snapshot, 'BY', [{ metric, window }], at).then(([people]) => people);
      expect([await of('released'), await of('held'), await of('died'), await of('pardoned')]).toEqual([2, 1, 0, null]);
      expect(await figuresBy(snapshot, { country: 'BY', metric: 'released' }, at)).toHaveLength(2);
      expect(await figuresBy(snapshot, { country: 'BY', metric: 'held' }, at)).toEqual([]);
    });
  });
});
