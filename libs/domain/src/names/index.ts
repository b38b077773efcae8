export { blockKey } from './block.js';
export { foldName, personId } from './fold.js';
export * from './identity.js';
export { script } from './script.js';
export { CANDIDATE_FROM, isCandidate, mentionsName, similarity } from './similarity.js';
