import type { Home } from './ledger.js';
import { followingContract } from './following.js';
import { idlingContract } from './idling.js';
import { pipingContract } from './piping.js';
import { readingContract } from './reading.js';
import { sharingContract } from './sharing.js';
import { slowOwnerContract } from './slow-owner.js';
import { writingContract } from './writing.js';

export type { Home } from './ledger.js';

/**
 * The contract of `Log`, one suite for every adapter: anything true of one is true of the other. Each subject has a
 * ledger of its own, so that the suites of several homes can share one server.
 */
export function logContract(home: Home): void {
  describe(`the contract of the log, ${home.name}`, () => {
    writingContract(home);
    readingContract(home);
    followingContract(home);
    idlingContract(home);
    pipingContract(home);
    slowOwnerContract(home);
    sharingContract(home);
  });
}
