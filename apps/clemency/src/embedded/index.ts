export { CURRENT, openDataFolder, type DataFolder, type FolderFormat } from './data-folder.js';
export { makeDataFolder } from './fresh-folder.js';
export { FolderInUse } from './owner.js';
export { startPostgres, type EmbeddedPostgres } from './postgres.js';
export { end, identify, signal, type ProcessIdentity } from './processes.js';
export { folderMeant, kafkaHomeIn, reachDatabase, type ReachedDatabase } from './reach.js';
export { freePort } from './server.js';
export { Trouble, asTrouble, tellsOfFullDisk, withTrouble } from './trouble.js';
