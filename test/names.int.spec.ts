import { parseInstant, type LedgerEvent, type Person, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { inSnapshot } from '#read-models';
import { logOf, type Told } from '../libs/read-models/src/engine/testing/histories.js';
import { projectAnew } from '../libs/read-models/src/testing/projecting.js';
import { describeWithDatabase, openReadModels, type ReadModels } from '../libs/read-models/src/testing/read-models.js';
import { namesAnswer } from '../apps/query/src/names.js';

const RECORDED = parseInstant('2025-12-20T12:00:00Z')!;
const JUDGED = RECORDED + 1_000_000_000n;
const UNDONE = JUDGED + 1_000_000_000n;
const by = { id: 'analyst-7', name: 'An analyst' };
const born = (birthDate: string) => ({ birthDate });

const detained = (person: Person, edtf: string) =>
  exampleOf('PersonDetained', { ...EXAMPLES.PersonDetained[0].data, ...saidOn(edtf), person });
const named = (name: string, more: Partial<Person> = {}): Person => ({ ...personNamed(name), ...more });
const CYRILLIC = named('Алесь Бяляцкі', { script: 'Cyrl', lang: 'be', ...born('1962-09-25') });
const LATIN = named('Ales Bialiatski', born('1962-09-25'));
const RUSSIAN = named('Александр Беляцкий', { script: 'Cyrl', lang: 'ru' });

const judgementOf = (side: 'left' | 'right') =>
  exampleOf('IdentityJudged', {
    left: LATIN,
    right: RUSSIAN,
    judgement: 'positive',
    because: 'Both were chairman of one organisation.',
    by,
    side,
  });
const judgement = judgementOf('left');
const retraction = exampleOf('ClaimRetracted', {
  of: judgement.id,
  ofSubject: judgement.subject,
  by,
  reason: 'identity_error',
});
const group = exampleOf('PrisonersReleased', {
  ...EXAMPLES.PrisonersReleased[0].data,
  ...saidOn('2025-09-11'),
  partOf: undefined,
  named: [named('Ales Bialiatski'), named('Somebody Unheard')],
});

const STORY = [
  detained(LATIN, '2021-07-14'),
  detained(CYRILLIC, '2021-07-14'),
  detained(RUSSIAN, '2021-07-15'),
  detained(named('Viktar Babaryka', born('1963-11-09')), '2020-06-18'),
  detained(named('Eduard Babaryka', born('1989-01-01')), '2020-06-18'),
  detained(named('Maria Kolesnikova'), '2020-09-07'),
  group,
] as readonly Unstamped[] as readonly Told['event'][];

interface Answer {
  readonly people: readonly {
    readonly id: string;
    readonly names: readonly string[];
    readonly spellings: readonly {
      readonly name: string;
      readonly script: string;
      readonly langs: readonly string[];
      readonly used: number;
      readonly reports: readonly { readonly type: LedgerEvent['type'] }[];
    }[];
    readonly judgements: readonly { readonly undone: object | null }[];
    readonly candidates: readonly { readonly name: string; readonly identifiers: { readonly says: string } }[];
  }[];
  readonly alike: readonly { readonly name: string; readonly score: number }[];
  readonly namedInGroups: readonly { readonly name: string }[];
}

describeWithDatabase('who goes by a name (Postgres; skipped without one)', () => {
  let models: ReadModels;
  beforeAll(async () => {
    models = await openReadModels();
    const told = STORY.map((event, at) => ({ event, stamp: RECORDED + BigInt(at) }));
    const later = [
      { event: judgement as unknown as Told['event'], stamp: JUDGED },
      { event: retraction as unknown as Told['event'], stamp: UNDONE },
    ];
    await projectAnew(models.source, logOf([...told, ...later]));
  });
  afterAll(() => models.close());

  const ask = (name: string, knownAt = UNDONE): Promise<Answer> =>
    inSnapshot(
      models.reader,
      (snapshot) => namesAnswer(snapshot, { name, country: 'BY' }, { asOf: '2025-12-20', knownAt }) as Promise<Answer>,
    );

  it('given two spellings that a birth date ties, then both are listed with script, language and who used them', async () => {
    const { people } = await ask('Ales Bialiatski');
    expect(people).toHaveLength(1);
    const { spellings } = people[0]!;
    expect(spellings.map(({ name, script, used }) => [name, script, used])).toEqual([
      ['Ales Bialiatski', 'Latn', 2],
      ['Алесь Бяляцкі', 'Cyrl', 1],
    ]);
    expect(spellings[0]!.reports.map(({ type }) => type)).toEqual(['PersonDetained', 'PrisonersReleased']);
    expect(spellings[1]!.langs).toEqual(['be']);
  });

  it('given a spelling of another language in another block, then it is a candidate and no more than that', async () => {
    const { people } = await ask('Алесь Бяляцкі');
    expect(people[0]!.names).not.toContain(RUSSIAN.name);
    expect(people[0]!.candidates).toMatchObject([
      { name: RUSSIAN.name, identifiers: { says: 'names_only', same: [], other: [] } },
    ]);
  });

  it('given a judgement, then it shows by whom and on what evidence, and later that it was taken back', async () => {
    const of = async (knownAt: bigint) => (await ask('Ales Bialiatski', knownAt)).people[0]!.judgements;
    expect(await of(JUDGED - 1n)).toEqual([]);
    const told = { judgement: 'positive', because: 'Both were chairman of one organisation.', by };
    expect(await of(JUDGED)).toMatchObject([{ ...told, events: [judgement.id], undone: null }]);
    expect(await of(UNDONE)).toMatchObject([
      { ...told, undone: { event: retraction.id, type: 'ClaimRetracted', by, reason: 'identity_error' } },
    ]);
  });

  it('given father and son, then neither is a candidate for the other', async () => {
    const { people } = await ask('Viktar Babaryka');
    expect(people).toMatchObject([{ names: ['Viktar Babaryka'], candidates: [] }]);
  });

  it('given a spelling that nobody bears, then those whom it could mean are told with a score', async () => {
    const { people, alike } = await ask('Марія Колеснікова');
    expect(people).toEqual([]);
    expect(alike).toMatchObject([{ name: 'Maria Kolesnikova', because: { like: 'Марія Колеснікова' } }]);
    expect(alike[0]!.score).toBeGreaterThanOrEqual(0.84);
  });

  it('given a name that only a list of members has, then it is found there', async () => {
    expect(await ask('Somebody Unheard')).toMatchObject({
      people: [],
      alike: [],
      namedInGroups: [{ name: 'Somebody Unheard', used: 1 }],
    });
  });

  it('given a day before anything was known, then there is nobody', async () => {
    expect(await ask('Ales Bialiatski', RECORDED - 1n)).toMatchObject({ people: [], alike: [], namedInGroups: [] });
  });
});
