// A supervisor that can be killed: what it leaves behind, only a real process shows. Prints one line when all are ready.
import { startKafkaHome } from '../../../../../dist/apps/clemency/src/kafka-home/index.js';

const [standIn] = process.argv.slice(2);
await startKafkaHome(process.env, { argvOf: (name) => [process.execPath, standIn, name], write: () => undefined });
console.log('ready');
