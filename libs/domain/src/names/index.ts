export { blockKey } from './block.js';
export { foldName, personId } from './fold.js';
export { script } from './script.js';
export { CANDIDATE_FROM, isCandidate, similarity } from './similarity.js';
