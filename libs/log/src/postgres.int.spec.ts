import { silent } from './testing/ledger.js';
import { openPostgresLog } from './postgres/index.js';
import { logContract } from './testing/contract.js';

const url = process.env.TEST_DATABASE_URL;

if (url) {
  logContract({ name: 'Postgres', open: (options) => openPostgresLog({ url, ...options, sink: silent }) });
} else {
  describe.skip('the log in Postgres: TEST_DATABASE_URL names no server to test on', () => {
    it('keeps the contract of the log', () => undefined);
  });
}
