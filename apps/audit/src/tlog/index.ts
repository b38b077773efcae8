export { ProofController } from './proof.controller.js';
export { TlogReader } from './reader.js';
export { startTlog, tlogPath, type Tlog } from './tlog.js';
export { TlogController } from './tlog.controller.js';
