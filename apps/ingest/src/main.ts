import { main, readConfig } from '#service';
import { startIngest } from './start.js';

await main((fatal) => startIngest(readConfig(), fatal));
