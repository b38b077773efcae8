import { Command } from 'commander';
import { main, readConfig } from '#process';
import { addAuditCommands } from './audit/command.js';
import { addBackupCommands } from './backup/index.js';
import { addGenerationCommands } from './generation/command.js';
import { addIngestCommand } from './ingest/command.js';
import { addParkedCommands } from './parked.js';
import { addRejectedCommands } from './rejected.js';
import { addReextractCommand } from './reextract.js';
import { addStatusCommand } from './status/command.js';

// A house is loaded only by those commands that are one: the others are small and start at once.
const program = new Command('clemency').description('A ledger of sanctions and political prisoners.');

program
  .command('start', { isDefault: true })
  .description('everything in one process; without DATABASE_URL on an embedded PostgreSQL')
  .action(() =>
    main(async (fatal) => {
      const { startWhole } = await import('./whole.js');
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
      const { startKafkaHome } = await import('./kafka-home/index.js');
      const { kafkaHomeIn } = await import('./embedded/index.js');
      const folder = kafkaHomeIn(readConfig().CLEMENCY_DATA);
      const home = await startKafkaHome({ ...process.env, CLEMENCY_DATA: folder });
      void home.failed.then(fatal);
      process.stdout.write(greeting(home.url, folder));
      return home;
    }),
  );

program
  .command('gateway')
  .description('one public port that passes requests on to the services')
  .action(() =>
    main(async () => {
      const { startGateway } = await import('./gateway.js');
      return startGateway(readConfig());
    }),
  );

program
  .command('demo')
  .description('send three sample reports and tell what became of them')
  .action(() =>
    main(async (end) => {
      const { runDemo } = await import('./demo/demo.js');
      return runDemo(readConfig(), end);
    }),
  );

// Each is a file or folder of its own. Those for a house that runs speak to it over HTTP.
addGenerationCommands(program);
addIngestCommand(program);
addStatusCommand(program);
addRejectedCommands(program);
addParkedCommands(program);
addReextractCommand(program);
addAuditCommands(program);
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
