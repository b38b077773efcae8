import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ReportAnswer } from './client.js';
import { freePort } from './house.js';

/** The embedded home as one person runs it: one process, a database of its own in a folder, signals from a terminal. */
const MAIN = join(import.meta.dirname, '..', 'dist', 'apps', 'clemency', 'src', 'main.js');

interface Running {
  readonly child: ChildProcess;
  readonly client: Client;
  readonly output: () => string;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

describe('The embedded home', () => {
  let folder: string;
  const running: Running[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-embedded-'));
    await chmod(folder, 0o711);
  });
  afterEach(async () => {
    for (const { child, ended } of running.splice(0)) {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    }
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  const start = (environment: Record<string, string>): Running => {
    const env = {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: '',
      KAFKA_BROKERS: '',
      CLEMENCY_DATA: join(folder, 'data'),
      ...environment,
    };
    const child = spawn(process.execPath, [MAIN, 'start'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    const one = {
      child,
      client: new Client(`http://127.0.0.1:${environment.PORT}`),
      output: () => chunks.join(''),
      ended,
    };
    running.push(one);
    return one;
  };
  const ready = async ({ client, output, child }: Running): Promise<void> => {
    for (const until = Date.now() + 60_000; ; await pause(100)) {
      if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}: ${output()}`);
      const answer = await client.get('/readyz').catch(() => undefined);
      if (answer?.status === 200) return;
      if (Date.now() > until) throw new Error(`It was not ready in time: ${output()}`);
    }
  };
  const report = (number: number) => ({
    source: { id: 'me', name: 'Me', kind: 'person' },
    lang: 'en',
    publishedAt: '2025-12-13T12:00:00Z',
    body: `Belarus pardoned ${number} prisoners on Saturday.`,
  });

  it('says in a few lines what is up, where the data lie and what to try, and stops in order on Ctrl-C', async () => {
    const port = String(await freePort());
    const house = start({ PORT: port });
    await ready(house);
    for (const until = Date.now() + 5000; !house.output().includes('Ctrl-C') && Date.now() < until;) await pause(50);
    expect(house.output()).toContain(`http://127.0.0.1:${port}`);
    expect(house.output()).toContain(join(folder, 'data'));
    expect(
      house
        .output()
        .split('\n')
        .filter((line) => /^ {2}(npm|curl)/.test(line)),
    ).toHaveLength(3);
    house.child.kill('SIGINT');
    expect(await house.ended).toBe(0);
    expect(processesOf(folder)).toEqual([]);
  }, 90_000);

  it('finds all its data again, also when it is started at once after kill -9', async () => {
    const port = String(await freePort());
    const sent: { reportId: string; position: string }[] = [];
    for (let round = 0; round < 3; round += 1) {
      const house = start({ PORT: port });
      await ready(house);
      for (const { reportId, position } of sent) {
        const { receipt } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
        expect(receipt).not.toBeNull();
      }
      const several = await Promise.all(
        Array.from({ length: 20 }, (_, at) => house.client.report(report(round * 100 + at + 2))),
      );
      sent.push(...several);
      house.child.kill('SIGKILL');
      await house.ended;
    }
    const house = start({ PORT: port });
    await ready(house);
    for (const { reportId, position } of sent) {
      const { receipt, events } = await house.client.read<ReportAnswer>(`/v1/reports/${reportId}`, position);
      expect(receipt?.data.events).toBe(events.length);
    }
    expect(await house.client.read('/v1/audit/rebuild')).toMatchObject({ identical: true });
  }, 180_000);

  it('refuses in one sentence a port that is in use, and a folder that a living instance owns', async () => {
    const port = String(await freePort());
    const house = start({ PORT: port });
    await ready(house);
    const samePort = start({ PORT: port, CLEMENCY_DATA: join(folder, 'other') });
    expect(await samePort.ended).toBe(1);
    expect(samePort.output()).toMatch(new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is in use: [^\\n]*\\n$`));
    const sameFolder = start({ PORT: String(await freePort()) });
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.output()).toMatch(/^[^\n]+\n$/);
    expect(sameFolder.output()).toContain(String(house.child.pid));
  }, 90_000);

  it('refuses in one sentence a folder of a newer version, a bad configuration, and a service without a database', async () => {
    const port = String(await freePort());
    const house = start({ PORT: port });
    await ready(house);
    house.child.kill('SIGTERM');
    expect(await house.ended).toBe(0);
    const file = join(folder, 'data', 'format.json');
    const format = JSON.parse(await readFile(file, 'utf8')) as { format: number };
    await writeFile(file, JSON.stringify({ ...format, format: format.format + 1 }));
    const newer = start({ PORT: port });
    expect(await newer.ended).toBe(1);
    expect(newer.output()).toMatch(/^[^\n]*newer[^\n]*\n$/);
    const bad = start({ PORT: 'many', LEDGER: 'Not A Name' });
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

/** Processes whose command line names the folder. */
function processesOf(folder: string): string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(folder) && !line.includes('ps -eo'));
}
