export { FAULTS, type FaultKind, type Finding } from './findings.js';
export { folderStore, type SignedStore } from './signed-store.js';
export { recordRun, summaryOf } from './summary.js';
export { verifyLedger, type ToVerify, type Verification } from './verify.js';
