import type { Page, Row } from './client.js';
import { describeHomes } from './house.js';
import { openWhole, reportOf, type Whole } from './whole.js';

/** Two names that are filed apart. */
const left = { name: 'Maria Ivanova', country: 'BY' };
const right = { name: 'Maria Petrova', country: 'BY' };
const by = { id: 'analyst-7', name: 'An analyst' };
const judgement = { left, right, judgement: 'positive', because: 'She took another name.', by };

interface Judged {
  readonly judgementId: string;
  readonly eventIds: readonly string[];
  readonly duplicate: boolean;
  readonly position: string;
}
interface Person extends Row {
  readonly names: readonly string[];
  readonly status: string;
  readonly judgements: readonly { readonly event: string; readonly judgement: string }[];
  readonly episodes: readonly { readonly detained: unknown; readonly ended: unknown }[];
}

describeHomes('Two people whom an analyst judges to be one', (home) => {
  let house: Whole;
  beforeAll(async () => {
    house = await openWhole({}, home);
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const read = <Body = Page>(path: string, after?: string) => house.client.read<Body>(path, after);
  const judge = async (value: unknown): Promise<Judged> => {
    const { status, body } = await house.client.post<Judged>('/v1/judgements', value);
    expect(status).toBe(202);
    return body;
  };
  const people = (position?: string) =>
    read<Page & { readonly items: readonly Person[] }>('/v1/prisoners?country=BY&asOf=2025-12-31', position);

  it('are one in every answer as known from then on, and two again when it is taken back', async () => {
    const said = (person: object, type: string, occurred: string, more: object = {}) => ({
      type,
      data: { person: { ...person, script: 'Latn' }, occurred, ...more },
    });
    const { position } = await house.client.report(
      reportOf({
        events: [
          said(left, 'PersonDetained', '2020-09-07', { charges: [] }),
          said(right, 'PrisonerReleased', '2021-07-14', { mode: 'pardoned', conditions: [] }),
        ],
      }),
    );
    const before = await people(position);
    expect(before.items.map(({ name, status }) => [name, status])).toEqual([
      ['Maria Ivanova', 'in_custody'],
      ['Maria Petrova', 'released'],
    ]);

    const judged = await judge(judgement);
    expect(judged).toMatchObject({ duplicate: false });
    expect(judged.eventIds).toHaveLength(2);
    const joined = await people(judged.position);
    expect(joined.items).toMatchObject([{ status: 'released', names: ['Maria Ivanova', 'Maria Petrova'] }]);
    for (const { id } of before.items) {
      const one = await read<Person>(`/v1/prisoners/${id}?asOf=2025-12-31`);
      expect(one).toMatchObject({
        id: joined.items[0]!.id,
        episodes: [{ detained: { earliest: '2020-09-07' }, ended: { earliest: '2021-07-14' } }],
        judgements: [{ judgement: 'positive', because: judgement.because, by }],
      });
      expect(judged.eventIds).toContain(one.judgements[0]!.event);
    }
    expect(await read('/v1/census?country=BY&asOf=2025-12-31')).toMatchObject({
      statuses: [{ status: 'released', certain: 1 }],
    });
    // What rests on the judgement though no claim of the row is of it.
    const { around } = await house.client.read<{ around: { rows: { id: string; model: string; ways: string[] }[] } }>(
      `/v1/audit/impact?event=${judged.eventIds[0]!}`,
    );
    expect(around.rows).toContainEqual(expect.objectContaining({ model: 'prisoner', ways: ['judgement'] }));
    const again = await judge({ ...judgement, left: right, right: left });
    expect(again).toMatchObject({ judgementId: judged.judgementId, duplicate: true });

    const review = { type: 'ClaimRetracted', of: judged.eventIds[0], by, reason: 'identity_error' };
    const undone = await house.client.post<{ position: string }>('/v1/reviews', review);
    expect(undone.status).toBe(202);
    const after = await people(undone.body.position);
    expect(after.items.map(({ id, status }) => [id, status])).toEqual(
      before.items.map(({ id, status }) => [id, status]),
    );
    const retracted = await read('/v1/events?type=ClaimRetracted');
    expect(retracted.items.map((event) => (event.data as { of: string }).of).sort()).toEqual(
      [...judged.eventIds].sort(),
    );
    const then = async (knownAt: string) =>
      (await read(`/v1/prisoners?country=BY&asOf=2025-12-31&knownAt=${knownAt}`)).items.length;
    expect([await then(before.knownAt), await then(joined.knownAt), await then(after.knownAt)]).toEqual([2, 1, 2]);
    expect(await read<{ identical: boolean }>('/v1/audit/rebuild')).toMatchObject({ identical: true, differing: [] });
  }, 120_000);

  it('given an array with one that is wrong, takes none of it and names the field', async () => {
    const { status, body } = await house.client.post<{ errors: { field: string }[] }>('/v1/judgements', [
      { ...judgement, because: 'Another reason.' },
      { ...judgement, judgement: 'perhaps' },
    ]);
    expect(status).toBe(422);
    expect(body.errors).toMatchObject([{ field: '[1].judgement' }]);
    const { items } = await read('/v1/events?type=IdentityJudged');
    expect(items).toHaveLength(2);
  });

  it('given lines, takes each good one and says of each bad one what is wrong', async () => {
    const another = { ...judgement, left: { ...left, name: 'Anna Ivanova' }, because: 'Seen in a third source.' };
    const lines = [JSON.stringify(another), '{', '', JSON.stringify({ ...another, judgement: 'perhaps' })];
    const post = () =>
      house.client.post<{ lines: Record<string, unknown>[]; position: string }>(
        '/v1/judgements',
        lines.join('\r\n'),
        'application/x-ndjson',
      );
    const { status, body } = await post();
    expect(status).toBe(207);
    expect(body.lines).toMatchObject([
      { line: 1, status: 202, duplicate: false },
      { line: 2, status: 400 },
      { line: 3, status: 400, problem: { detail: 'The line is empty.' } },
      { line: 4, status: 422, problem: { errors: [{ field: 'judgement' }] } },
    ]);
    const { items } = await read('/v1/events?type=IdentityJudged', body.position);
    expect(items).toHaveLength(4);
    expect((await post()).body.lines[0]).toMatchObject({ line: 1, status: 202, duplicate: true });
  });
});
