import { main, readConfig } from '#service';
import { startProjector } from './start.js';

await main((fatal) => startProjector(readConfig(), fatal));
