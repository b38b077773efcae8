import { main, readConfig } from '#service';
import { startRecorder } from './start.js';

await main((fatal) => startRecorder(readConfig(), fatal));
