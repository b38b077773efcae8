import { kafkaAvailable } from '../../scripts/kafka/broker.mjs';
import { needsOf } from './needs.mjs';
import { keepServers } from './servers.mjs';

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
  const { variables, stop } = await keepServers(wanted);
  globalThis.stopTestServers = stop;
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
