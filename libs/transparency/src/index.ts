export * from './check.js';
export * from './checkpoint.js';
export * from './entries.js';
export * from './hashing.js';
export {
  isKeyName,
  parseSignerKey,
  parseVerifierKey,
  printSignerKey,
  printVerifierKey,
  type Signer,
  signerOf,
  type Verifier,
} from './keys.js';
export * from './note.js';
export * from './proof-file.js';
export * from './proofs.js';
export * from './refusal.js';
export * from './store.js';
export * from './tiles.js';
export * from './tree.js';
export * from './verify.js';
