import { openLedger } from '#register';
import { readConfig, Refusal } from '#process';
import { createDatabase, databaseAvailable, type TestDatabase } from '../../../test/setup/database.js';
import { withLedger } from './direct.js';

const describeHere = databaseAvailable() ? describe : describe.skip;

describeHere('work on a ledger itself', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop(), 30_000);

  it('is refused where there is no ledger, and when its database goes away, each in one sentence', async () => {
    const config = readConfig({ DATABASE_URL: database.url });
    const cut = () =>
      withLedger({}, config, async ({ database: tables }) => {
        const runner = tables.createQueryRunner();
        const [backend] = (await runner.query('select pg_backend_pid() as pid')) as { pid: number }[];
        await tables.query('select pg_terminate_backend($1)', [backend!.pid]);
        await runner.query('select pg_sleep(1)');
      });
    await expect(cut()).rejects.toThrow(/holds no ledger yet/);
    await (await openLedger({ databaseUrl: database.url, name: config.LEDGER })).close();
    const refused = await cut().then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(refused).toBeInstanceOf(Refusal);
    expect((refused as Refusal).message).toMatch(/^The database went away meanwhile \([^\n]+\): call it again/);
  }, 60_000);
});
