import { join } from 'node:path';
import { Command } from 'commander';
import { main, readConfig } from '#service';
import { addBackupCommands } from './backup/index.js';
import { runDemo } from './demo/demo.js';
import { startGateway } from './gateway.js';
import { startKafkaHome } from './kafka-home/index.js';
import { startWhole } from './whole.js';

const program = new Command('clemency').description('A ledger of sanctions and political prisoners.');

program
  .command('start', { isDefault: true })
  .description('everything in one process; without DATABASE_URL on an embedded PostgreSQL')
  .action(() =>
    main(async (fatal) => {
      const whole = await startWhole(readConfig(), fatal);
      process.stdout.write(greeting(whole.url, whole.place));
      return whole;
    }),
  );

program
  .command('start:kafka')
  .description('a Kafka broker, PostgreSQL, and each service as a process of its own behind the gateway')
  .action(() =>
    main(async (fatal) => {
      const config = readConfig();
      // A ledger keeps its log where it was born, so each home has a folder of its own.
      const folder = join(config.CLEMENCY_DATA, 'kafka-home');
      const home = await startKafkaHome({ ...process.env, CLEMENCY_DATA: folder });
      void home.failed.then(fatal);
      process.stdout.write(greeting(home.url, folder));
      return home;
    }),
  );

program
  .command('gateway')
  .description('one public port that passes requests on to the services')
  .action(() => main(() => startGateway(readConfig())));

program
  .command('demo')
  .description('send three sample reports and tell what became of them')
  .action(() => main((end) => runDemo(readConfig(), end)));

addBackupCommands(program);

await program.parseAsync();

function greeting(url: string, place: string): string {
  return [
    `Clemency is up: ${url} (API: ${url}/docs). Data: ${place}. Ctrl-C stops it.`,
    'Try, in another terminal:',
    '  npm run demo',
    `  curl -s ${url}/v1/reports -H 'content-type: application/json' -d '{"source":{"id":"me","name":"Me","kind":"person"},"body":"Belarus pardoned 123 prisoners on Saturday."}'`,
    `  curl -s '${url}/v1/releases?country=BY'`,
    '',
  ].join('\n');
}
