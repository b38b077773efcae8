import pg from 'pg';
import { clemency } from './cli.js';
import { describeHomes } from './house.js';
import { countOf, openWhole, reportOf, type Whole } from './whole.js';

describeHomes('An auditor replays the log from the command line', (home) => {
  let house: Whole;
  let position: string;
  let early: string;
  beforeAll(async () => {
    house = await openWhole({}, home);
    early = (await house.client.report(reportOf({ events: [countOf({}, 'AA'), countOf({}, 'AB')] }))).position;
    await house.client.read('/v1/counts', early);
    const body = 'Belarus pardoned 123 prisoners on Saturday, 13 December 2025. Ales Bialiatski was released.';
    position = (await house.client.report(reportOf({ body }))).position;
    await house.client.read('/v1/counts', position);
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const rebuild = async (...more: string[]) => {
    const ended = await clemency(['audit', 'rebuild', ...more], house.settings);
    return { ...ended, stdout: ended.stdout.toString() };
  };
  const ask = async (text: string): Promise<void> => {
    const client = new pg.Client(house.databaseUrl);
    await client.connect();
    await client.query(text);
    await client.end();
  };

  it('given read models as the log makes them, then it says so, with how much that is, also as of a position', async () => {
    const { code, stdout } = await rebuild();
    expect(stdout).toMatch(/^read_g\d+: identical, \d+ events, \d+ rows, digest [0-9a-f]{64}\n$/);
    expect(code).toBe(0);
    await house.client.settle();
    const then = await rebuild('--to', early, '--json');
    expect(JSON.parse(then.stdout)).toMatchObject({ identical: true, events: 3, upTo: expect.any(String) });
    const { body } = await house.client.get<{ digest: string; identical: boolean }>('/v1/audit/rebuild');
    expect(body.identical).toBe(true);
    expect(stdout).toContain(body.digest);
    expect((await rebuild('--to', 'yesterday')).code).toBe(1);
    expect((await rebuild('--to', '2999-01-01T00:00:00Z')).stderr).toContain('knownUpTo');
  }, 60_000);

  it('given a changed row, then it names the subject and the field with both values, and the exit code is 1', async () => {
    const { generation } = await house.client.read<{ generation: string }>('/v1/counts');
    await ask(`update ${generation}.count set value = 431 where subject = 'count/aa/released'`);
    await ask(`delete from ${generation}.basis where ctid in (select ctid from ${generation}.basis limit 1)`);
    const { code, stdout } = await rebuild();
    expect(code).toBe(1);
    expect(stdout).toContain('2 rows differ, in basis, count');
    expect(stdout).toMatch(/^count\/aa\/released {2}count changed \(live -> replayed\): id \S+,/m);
    expect(stdout).toContain('    value: 431 -> 430');
    expect(stdout).toMatch(/^\S+\/\S+ {2}basis missing here: id /m);
  }, 60_000);
});
