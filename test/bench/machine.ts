import { mkdtempSync, openSync, closeSync, fsyncSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem, type } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { median } from './findings.js';

export type Machine = Readonly<Record<string, string>>;

/** What the figures depend on, in words. Asked before anything is measured, so that the load is that of others. */
export async function machine(databaseUrl: string, withKafka: boolean): Promise<Machine> {
  const [first] = cpus();
  return {
    processor: `${first?.model.trim() ?? 'unknown'}, ${cpus().length} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    disk: diskOf(tmpdir()),
    system: `${type()} ${release()}`,
    node: process.version,
    postgresql: await postgresVersion(databaseUrl),
    ...(withKafka ? { kafka: kafkaVersion() } : {}),
    'load before': loadavg()
      .map((load) => load.toFixed(2))
      .join(', '),
  };
}

/** What a durable answer waits for: 8 KiB, written and forced out. */
function diskOf(folder: string): string {
  const place = mkdtempSync(join(folder, 'clemency-bench-'));
  try {
    const file = openSync(join(place, 'probe'), 'w');
    const page = Buffer.alloc(8192, 1);
    const millis = Array.from({ length: 60 }, () => {
      const began = performance.now();
      writeSync(file, page);
      fsyncSync(file);
      return performance.now() - began;
    });
    closeSync(file);
    const { bsize, blocks } = statfsSync(place);
    return `${((bsize * blocks) / 2 ** 30).toFixed(0)} GiB, write and fsync of 8 KiB in ${median(millis).toFixed(2)} ms`;
  } finally {
    rmSync(place, { recursive: true });
  }
}

async function postgresVersion(url: string): Promise<string> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`);
  await client.end();
  return rows[0]!.version;
}

/** The version that scripts/kafka fetches; a broker from outside does not tell its own. */
function kafkaVersion(): string {
  if (process.env.KAFKA_BROKERS) return 'from outside';
  const pom = readFileSync(join(import.meta.dirname, '..', '..', 'scripts', 'kafka', 'pom.xml'), 'utf8');
  const version = /<kafka\.version>([^<]+)</.exec(pom)?.[1];
  return `${version ?? 'unknown'}, one broker`;
}
