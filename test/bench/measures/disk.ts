import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, type Home } from '../../house.js';
import { proseReport } from '../data/prose.js';
import type { Measured } from '../findings.js';
import { expectStatus, Sender } from '../sender.js';

const REPORTS = 1000;
/** Comes before, so that every table and index has its first pages. */
const FIRST = 200;
const MAIN = join(import.meta.dirname, '..', '..', '..', 'dist', 'apps', 'clemency', 'src', 'main.js');

/**
 * How much the data folder of the embedded home grows with reports of 3,000 characters and all that they cause. It is
 * looked at after a stop in order, which ends with a checkpoint; the write-ahead log, which is recycled, is apart.
 */
export async function measureDisk(home: Home, effort: number): Promise<Measured> {
  if (home === 'kafka') return [];
  const folder = await mkdtemp(join(tmpdir(), 'clemency-bench-'));
  const [first, reports] = [FIRST, REPORTS].map((count) => Math.max(40, Math.ceil(count * effort))) as [number, number];
  try {
    await inEmbeddedHome(folder, (url) => send(url, 0, first));
    const before = await bytesUnder(folder, isOurs);
    await inEmbeddedHome(folder, (url) => send(url, first, reports));
    const after = await bytesUnder(folder, isOurs);
    const writeAhead = await bytesUnder(folder, (path) => path.includes('pg_wal'));
    const perThousand = ((after - before) * 1000) / reports / 2 ** 20;
    return [
      {
        name: 'diskMiBPer1000',
        says: 'disk, embedded home, 1,000 stories of 3,000 characters',
        value: perThousand,
        unit: 'MiB',
      },
      {
        name: 'writeAheadMiB',
        says: 'disk, embedded home, write-ahead log beside it',
        value: writeAhead / 2 ** 20,
        unit: 'MiB',
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const isOurs = (path: string): boolean => !path.includes('pg_wal') && !path.endsWith('.log');

/** Starts it as a person does, and stops it as Ctrl-C does. */
async function inEmbeddedHome(folder: string, work: (url: string) => Promise<void>): Promise<void> {
  const port = await freePort();
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      CLEMENCY_DATA: folder,
      PORT: String(port),
      DATABASE_URL: '',
      QUERY_DATABASE_URL: '',
      KAFKA_BROKERS: '',
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  try {
    const url = `http://127.0.0.1:${port}`;
    for (const until = Date.now() + 60_000; !(await isReady(url)); await pause(100)) {
      if (child.exitCode !== null || Date.now() > until) throw new Error('The embedded home did not become ready.');
    }
    await work(url);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** Before it listens, a connection is refused: that is a no. */
const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );

async function send(url: string, first: number, reports: number): Promise<void> {
  const sender = new Sender(url, 1);
  try {
    for (let at = 0; at < reports; at += 100) {
      const lines = Array.from({ length: Math.min(100, reports - at) }, (_, line) =>
        JSON.stringify(proseReport(first + at + line).report),
      );
      const reply = await sender.post('/v1/reports', lines.join('\n'), 'application/x-ndjson');
      const { position } = JSON.parse(expectStatus(reply, 207).text) as { position: string };
      expectStatus(await sender.get(`/v1/counts?limit=1&wait=60000&after=${position}`), 200);
    }
  } finally {
    sender.close();
  }
}

async function bytesUnder(folder: string, counts: (path: string) => boolean): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && counts(path)) bytes += (await stat(path)).size;
  }
  return bytes;
}
