import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseAvailable } from './setup/database.js';

/** The benchmark as somebody runs it who wants to see whether it runs: tiny, in the home with its log in Postgres. */
const RUN = join(import.meta.dirname, '..', 'scripts', 'run.mjs');
/** Not those that start what other tests start too: the embedded home for its disk, and a verification. */
const MEASURES = 'ingest,recorder,projector,rebuild,query,hot,visible';
const describeWithDatabase = databaseAvailable() ? describe : describe.skip;

describeWithDatabase('npm run bench', () => {
  let lines: string[];
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [RUN, 'bench', '--quick', '--home', 'postgres', '--only', MEASURES],
      {
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    );
    lines = stdout.trimEnd().split('\n');
  }, 480_000);

  it('given a tiny run, when it ends, then its last line has every figure, and each is a positive number', () => {
    const { machine, postgres } = JSON.parse(lines.at(-1)!) as Record<string, Record<string, unknown>>;
    expect(Object.keys(machine!)).toEqual(expect.arrayContaining(['processor', 'disk', 'node', 'load before']));
    const figures = Object.entries(postgres!);
    const names = [
      'door',
      'recorderProse',
      'projector',
      'unnest',
      'oneP99Ms4000',
      'pageToBare4000',
      'hotToSpread',
      'visibleP99Ms',
      'projectorPeakMiB',
    ];
    expect(figures.map(([name]) => name)).toEqual(expect.arrayContaining(names));
    expect(figures.filter(([, value]) => !(typeof value === 'number' && value > 0))).toEqual([]);
  });

  it('given an aim, then the table says beside the figure whether it is met', () => {
    expect(lines).toContainEqual(expect.stringMatching(/^\| projector \/ bare unnest .* (met|MISSED) \| +≥ 0\.5 \|$/));
  });

  it('given a measure that nobody knows, then it is refused with the names of those that are known', async () => {
    const refused = promisify(execFile)(process.execPath, [RUN, 'bench', '--only', 'speed'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    await expect(refused).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('speed is none of ingest'),
    });
  });
});
