import { kafkaAvailable } from '../../scripts/kafka/broker.mjs';
import { keepServers } from '../../test/setup/servers.mjs';
import { optionsOf } from './options.js';

const options = optionsOf(process.argv.slice(2));
const { TEST_DATABASE_URL, KAFKA_BROKERS, TEST_KAFKA_BROKERS = KAFKA_BROKERS } = process.env;
const wanted: ('postgres' | 'kafka')[] = [];
if (!TEST_DATABASE_URL) wanted.push('postgres');
if (options.homes.includes('kafka') && !TEST_KAFKA_BROKERS) wanted.push('kafka');
if (wanted.includes('kafka') && !kafkaAvailable()) {
  throw new Error('The Kafka home needs Java 17 with Maven, Docker, or KAFKA_BROKERS; without: --home postgres.');
}
const kept = await keepServers(wanted);
Object.assign(process.env, TEST_KAFKA_BROKERS ? { TEST_KAFKA_BROKERS } : {}, kept.variables);
try {
  // Only now: what these files load asks the environment where the servers are.
  const { run } = await import('./run.js');
  await run(options);
} finally {
  await kept.stop();
}
