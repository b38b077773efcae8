import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { kafkaAvailable } from '../../scripts/kafka/broker.mjs';
import { needsOf } from './needs.mjs';

const KEEPER = fileURLToPath(new URL('keeper.mjs', import.meta.url));

/**
 * Jest's global setup: starts what the chosen tests need and says where it is: TEST_DATABASE_URL and
 * TEST_QUERY_DATABASE_URL (superuser, and a reader), TEST_KAFKA_BROKERS. A server given from outside is used instead.
 */
export default async function start(globalConfig, projectConfig) {
  const needs = needsOf(projectConfig.roots, globalConfig.testPathPatterns?.patterns ?? []);
  const given = process.env.TEST_KAFKA_BROKERS || process.env.KAFKA_BROKERS;
  if (given) process.env.TEST_KAFKA_BROKERS = given;
  const wanted = [];
  if (needs.postgres && !process.env.TEST_DATABASE_URL) wanted.push('postgres');
  if (needs.kafka && !given && canStartKafka()) wanted.push('kafka');
  if (wanted.length === 0) return;
  const keeper = spawn(process.execPath, [KEEPER, ...wanted], { detached: true, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(keeper, 'exit');
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  globalThis.stopTestServers = stop;
  // Jest has no teardown for an interrupted run; without this the servers would still be stopping when it has ended.
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.once(name, () => void stop().then(() => process.exit(code)));
  }
  const [line] = await Promise.race([
    once(createInterface({ input: keeper.stdout }), 'line'),
    ended.then(() => ['{"trouble":"the process that keeps them ended; run `npm test`, which builds first"}']),
  ]);
  const { trouble, ...variables } = JSON.parse(line);
  if (trouble) throw new Error(`The servers for the tests did not start: ${trouble}`);
  Object.assign(process.env, variables);
}

function canStartKafka() {
  if (kafkaAvailable()) return true;
  const sentence = 'Kafka: none of KAFKA_BROKERS, Java with Maven, and Docker is here';
  // Where everything must be tested, a test left out is a failure.
  if (process.env.CI === 'true') throw new Error(`${sentence}, and CI may not skip its tests.`);
  console.warn(`${sentence}: those tests are skipped.`);
  return false;
}
