import { writeFileSync } from 'node:fs';
import type { Home } from '../house.js';
import type { Measured } from './findings.js';
import { machine } from './machine.js';
import { measureDisk } from './measures/disk.js';
import { measureHot } from './measures/hot.js';
import { measureIngest } from './measures/ingest.js';
import { measureProjector } from './measures/projector.js';
import { measureQuery } from './measures/query.js';
import { measureRebuild } from './measures/rebuild.js';
import { measureRecorder } from './measures/recorder.js';
import { measureVerify } from './measures/verify.js';
import { measureVisible } from './measures/visible.js';
import type { MeasureName, Options } from './options.js';
import { page } from './page.js';
import { figures, report, type HomeFindings } from './report.js';

const WAYS: Record<MeasureName, (home: Home, options: Options) => Promise<Measured>> = {
  ingest: (home, { effort }) => measureIngest(home, effort),
  recorder: (home, { effort }) => measureRecorder(home, effort),
  projector: (home, { events, sizes }) => measureProjector(home, events, sizes),
  // The largest number alone: at a lesser one nothing is slower.
  query: (home, { sizes, effort }) => measureQuery(home, [sizes.at(-1)!], effort),
  hot: (home, { effort }) => measureHot(home, effort),
  rebuild: (home, { effort }) => measureRebuild(home, effort),
  verify: (home, { sizes, effort }) => measureVerify(home, sizes, effort),
  visible: (home, { effort }) => measureVisible(home, effort),
  disk: (home, { effort }) => measureDisk(home, effort),
};

/** Measures what is asked for, one after the other, and prints the tables and last the figures as one line of JSON. */
export async function run(options: Options): Promise<void> {
  const here = await machine(process.env.TEST_DATABASE_URL!, options.homes.includes('kafka'));
  const homes: HomeFindings[] = [];
  for (const home of options.homes) {
    const findings: Measured[number][] = [];
    for (const name of options.only) {
      const began = performance.now();
      findings.push(...(await WAYS[name](home, options)));
      const seconds = ((performance.now() - began) / 1000).toFixed(0);
      process.stderr.write(`${name}, log in ${home}: measured in ${seconds} s\n`);
    }
    homes.push({ home, findings });
  }
  const tables = report(here, homes);
  if (options.write !== undefined) writeFileSync(options.write, page(tables));
  process.stdout.write(`${tables}\n\n${figures(here, homes)}\n`);
}
