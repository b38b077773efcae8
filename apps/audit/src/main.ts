import { main, readConfig } from '#service';
import { startAudit } from './start.js';

await main(() => startAudit(readConfig()));
