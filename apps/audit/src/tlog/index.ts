export { ProofController } from './proof.controller.js';
export { TlogReader } from './reader.js';
export { rotateKeys, type Rotated } from './rotation.js';
export { startTlog, tlogPath, type Tlog } from './tlog.js';
export { TlogController } from './tlog.controller.js';
