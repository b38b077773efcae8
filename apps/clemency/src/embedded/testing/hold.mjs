// A process that holds a data folder until it is killed, for tests: what a killed process leaves behind, only a real
// process shows. `node hold.mjs <folder> folder|postgres` prints one JSON line when it holds, or when it may not.
import { openDataFolder, startPostgres, Trouble } from '../../../../../dist/apps/clemency/src/embedded/index.js';

const [path, what] = process.argv.slice(2);
try {
  const folder = await openDataFolder(path);
  const server = what === 'postgres' ? await startPostgres(folder.path) : undefined;
  console.log(JSON.stringify({ holds: true, url: server?.url }));
  setInterval(() => undefined, 60_000);
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.log(JSON.stringify({ holds: false, sentence: error.message }));
}
