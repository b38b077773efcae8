export { CURRENT, openDataFolder, type DataFolder, type FolderFormat } from './data-folder.js';
export { startPostgres, type EmbeddedPostgres } from './postgres.js';
export { end, identify, signal, type ProcessIdentity } from './processes.js';
export { freePort } from './server.js';
export { Trouble, asTrouble, tellsOfFullDisk, withTrouble } from './trouble.js';
