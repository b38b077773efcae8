import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { openDataFolder, startPostgres } from '../apps/clemency/src/embedded/index.js';
import type { Client, ReportAnswer } from './client.js';
import { reportOf, stop, Workplace } from './embedded-home.js';

/** A data folder of the first releases, with what they stored of one report and of the review that rejects one claim. */
const FIRST_LAYOUT = join(import.meta.dirname, 'old', 'first-layout.sql');
const REPORT = '8bbbc388-74d6-5d6d-8be7-abac20118af7';

async function makeOldFolder(path: string): Promise<void> {
  const folder = await openDataFolder(path);
  const server = await startPostgres(folder.path);
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(await readFile(FIRST_LAYOUT, 'utf8'));
  await client.end();
  await server.stop();
  await folder.release();
}

describe('A data folder of an older release', () => {
  let place: Workplace;
  beforeEach(async () => {
    place = await Workplace.open();
  });
  afterEach(() => place.clean(), 60_000);

  const expectOldFacts = async (client: Client): Promise<void> => {
    const { position } = await client.report(reportOf(1));
    const report = await client.read<ReportAnswer>(`/v1/reports/${REPORT}`, position);
    expect(report.receipt?.data.events).toBe(report.events.length);
    // The old events may be folded into a new generation only now: what this waits for came after them.
    const held = await client.read(`/v1/prisoners?asOf=2025-12-14&status=released`);
    const rows = held.items.filter(({ events }) => events.some((id) => report.events.some((event) => event.id === id)));
    expect(rows.map(({ name }) => name)).toEqual(['Ales Bialiatski']);
    const claims = report.events.filter(({ type }) => type === 'PrisonerReleased');
    expect(claims.map(({ data }) => (data.person as { name: string }).name).sort()).toEqual([
      'Ales Bialiatski',
      'Maria Kolesnikova',
    ]);
    expect(await client.read('/v1/audit/rebuild')).toMatchObject({ identical: true });
  };

  it('given the tables of the first releases, when this one starts on them, then it answers what they held and takes new reports; and so does a backup of them', async () => {
    await makeOldFolder(place.path('data'));
    expect(await place.run(['backup', place.path('old.tar')])).toMatchObject({ code: 0, errors: '' });
    const house = await place.startReady();
    await expectOldFacts(house.client);
    await stop(house);
    expect(house.output()).not.toContain('"level":50');

    expect(await place.run(['restore', place.path('old.tar'), '--data', place.path('again')])).toMatchObject({
      code: 0,
    });
    const restored = await place.startReady('again');
    await expectOldFacts(restored.client);
    await stop(restored);
  }, 120_000);

  it('given a folder of another PostgreSQL or a newer layout, then one sentence says which release to back it up with', async () => {
    await (await openDataFolder(place.path('data'))).release();
    const formats = [
      [
        { format: 1, postgres: 17 },
        /made by PostgreSQL 17 and this Clemency brings PostgreSQL 18: run `clemency backup` with/,
      ],
      [
        { format: 2, postgres: 18 },
        /of format 2, newer than this Clemency, [^\n]*`clemency backup` [^\n]*`clemency restore`/,
      ],
    ] as const;
    for (const [format, sentence] of formats) {
      await writeFile(place.path('data/format.json'), JSON.stringify(format));
      const house = await place.start();
      expect(await house.ended).toBe(1);
      expect(house.output()).toMatch(/^[^\n]+\n$/);
      expect(house.output()).toMatch(sentence);
    }
  }, 60_000);
});
