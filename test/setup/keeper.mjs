// Keeps the servers that the tests use, for as long as its standard input is open: however Jest ends (in order, by
// Ctrl-C, by kill -9), the pipe closes and the servers are stopped and their folders removed. It is told in its
// arguments what to start, and prints one JSON line, the environment for the tests.
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

const wanted = new Set(process.argv.slice(2));
const folder = await mkdtemp(join(tmpdir(), 'clemency-tests-'));
const stops = [() => rm(folder, { recursive: true, force: true })];

const parentGone = new Promise((resolve) => process.stdin.resume().once('end', resolve).once('error', resolve));
const starting = start();
try {
  const variables = await starting;
  process.stdout.write(`${JSON.stringify(variables)}\n`);
  await parentGone;
} catch (error) {
  process.stdout.write(`${JSON.stringify({ trouble: error.message })}\n`);
  process.exitCode = 1;
} finally {
  for (const stop of stops.reverse()) await stop();
}
process.exit();

async function start() {
  const variables = {};
  if (wanted.has('postgres')) {
    const { openDataFolder, startPostgres } = await import('../../dist/apps/clemency/src/embedded/index.js');
    await chmod(folder, 0o711);
    const data = await openDataFolder(join(folder, 'data'));
    const server = await startPostgres(data.path);
    stops.push(() => server.stop());
    await forgetDurability(server.url);
    variables.TEST_DATABASE_URL = server.url;
    variables.TEST_QUERY_DATABASE_URL = server.queryUrl;
  }
  if (wanted.has('kafka')) {
    const { startBroker } = await import('../../scripts/kafka/broker.mjs');
    // It lives for minutes: what the second compiler of Java costs would never come back.
    process.env.JAVA_TOOL_OPTIONS = '-XX:TieredStopAtLevel=1';
    const broker = await startBroker({ folder: join(folder, 'kafka') });
    stops.push(() => broker.stop());
    variables.TEST_KAFKA_BROKERS = broker.brokers;
  }
  return variables;
}

/**
 * Data that are thrown away with the machine need not outlive its power. They still outlive every kill; the suites of
 * the embedded home start servers of their own, as durable as a user's.
 */
async function forgetDurability(url) {
  const client = new pg.Client(url);
  await client.connect();
  for (const setting of ['fsync', 'full_page_writes']) await client.query(`ALTER SYSTEM SET ${setting} = off`);
  await client.query('SELECT pg_reload_conf()');
  await client.end();
}
