import { kafkaAvailable } from '../../scripts/kafka/broker.mjs';
import { keepServers } from '../../test/setup/servers.mjs';
import { optionsOf } from './options.js';

const options = optionsOf(process.argv.slice(2));
const brokers = process.env.KAFKA_BROKERS;
const needsBroker = options.homes.includes('kafka') && !brokers;
if (needsBroker && !kafkaAvailable()) {
  process.stderr.write(
    'The Kafka home needs Java 17 with Maven, Docker, or KAFKA_BROKERS: use --home postgres without.\n',
  );
  process.exit(1);
}
const kept = await keepServers(needsBroker ? ['postgres', 'kafka'] : ['postgres']);
Object.assign(process.env, brokers ? { TEST_KAFKA_BROKERS: brokers } : {}, kept.variables);
try {
  // Only now: what these files load asks the environment where the servers are.
  const { run } = await import('./run.js');
  await run(options);
} finally {
  await kept.stop();
}
