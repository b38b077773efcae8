import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReportAnswer } from './client.js';
import { MAIN, reportOf, stop, untilReady, Workplace, type Running } from './embedded-home.js';
import { freePort } from './house.js';

/** What one person goes through with one folder, day after day. */
describe('The embedded home', () => {
  let place: Workplace;
  let port: string;
  let house: Running;
  beforeAll(async () => {
    place = await Workplace.open();
    port = String(await freePort());
  });
  afterAll(() => place.clean(), 60_000);

  const startReady = () => place.startReady('data', { PORT: port });

  it('says in a few lines what is up, where the data lie and what to try, and stops in order on Ctrl-C', async () => {
    house = await startReady();
    for (const until = Date.now() + 5000; !house.output().includes('Ctrl-C') && Date.now() < until;) await pause(50);
    expect(house.output()).toContain(`http://127.0.0.1:${port}`);
    expect(house.output()).toContain(place.path('data'));
    const tries = house.output().split('\n');
    expect(tries.filter((line) => /^ {2}(npm|curl)/.test(line))).toHaveLength(3);
    house.child.kill('SIGINT');
    expect(await house.ended).toBe(0);
    expect(place.processes()).toEqual([]);
  }, 90_000);

  it('finds all its data again, also when it is started at once after kill -9', async () => {
    const sent: { reportId: string; position: string }[] = [];
    house = await startReady();
    for (let round = 0; round < 2; round += 1) {
      const numbers = Array.from({ length: 20 }, (_, at) => round * 100 + at);
      sent.push(...(await Promise.all(numbers.map((number) => house.client.report(reportOf(number))))));
      house.child.kill('SIGKILL');
      expect(await house.ended).toBe('SIGKILL');
      house = await startReady();
      for (const { reportId, position } of sent) {
        const { receipt, events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
        expect(receipt?.data.events).toBe(events.length);
      }
    }
    expect(await house.client.read('/v1/audit/rebuild')).toMatchObject({ identical: true });
  }, 180_000);

  it('refuses in one sentence a port that is in use, and a folder that a living instance owns', async () => {
    const samePort = await place.start('other', { PORT: port });
    expect(await samePort.ended).toBe(1);
    expect(samePort.output()).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use: [^\\n]*\\n$`));
    const sameFolder = await place.start('data');
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.output()).toMatch(/^[^\n]+\n$/);
    expect(sameFolder.output()).toContain(String(house.child.pid));
    await untilReady(house);
  }, 90_000);

  it('refuses in one sentence a folder of a newer version, a bad configuration, and a service without a database', async () => {
    await stop(house);
    const file = join(place.path('data'), 'format.json');
    const format = JSON.parse(await readFile(file, 'utf8')) as { format: number };
    await writeFile(file, JSON.stringify({ ...format, format: format.format + 1 }));
    const newer = await place.start('data', { PORT: port });
    expect(await newer.ended).toBe(1);
    expect(newer.output()).toMatch(/^[^\n]*newer[^\n]*\n$/);
    const bad = await place.start('data', { PORT: 'many', LEDGER: 'Not A Name' });
    expect(await bad.ended).toBe(1);
    expect(bad.output()).toMatch(/^[^\n]*PORT[^\n]*LEDGER[^\n]*\n$/);
    const single = spawnSync(process.execPath, [MAIN.replace('clemency', 'recorder')], {
      env: { ...process.env, NODE_OPTIONS: '', DATABASE_URL: '', PORT: '0' },
      encoding: 'utf8',
    });
    expect(single.status).toBe(1);
    expect(single.stderr).toMatch(/^[^\n]*DATABASE_URL[^\n]*\n$/);
  }, 90_000);
});
