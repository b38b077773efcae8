import { main, readConfig } from '#service';
import { startQuery } from './start.js';

await main(() => startQuery(readConfig()));
