import { appendHouseAct, type Ledger } from '#register';
import type { Verification } from './verify.js';

const shown = (count: number, one: string): string =>
  `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;

/** The outcome in one sentence. */
export function summaryOf(verification: Verification): string {
  const { ok, faults, events, partitions, checkpoints, submissions, quotes, unsigned, keysGiven } = verification;
  const what = [
    `${shown(events, 'event')} in ${shown(partitions, 'partition')}`,
    ...[shown(checkpoints, 'checkpoint'), shown(submissions, 'record')].map((text, at) =>
      at ? `${text} of reports` : text,
    ),
    shown(quotes, 'quote'),
  ].join(', ');
  const newer = unsigned === 0 ? '' : `; ${shown(unsigned, 'event')} newer than the last checkpoint`;
  const keys =
    keysGiven === partitions
      ? 'keys from elsewhere'
      : `keys that the house itself keeps${keysGiven > 0 ? `, ${keysGiven} from elsewhere` : ''}`;
  return `${ok ? 'verified' : `FAILED: ${shown(faults, 'fault')}`}, ${what}${newer}; by ${keys}`;
}

const ACTOR = { id: 'clemency audit verify', name: 'clemency audit verify' };

/** Appends to the log that it was verified, and with what result. Resolves when that is durable. */
export async function recordRun(ledger: Pick<Ledger, 'log' | 'source'>, verification: Verification): Promise<void> {
  const { events, submissions, faults } = verification;
  await appendHouseAct(ledger, {
    type: 'VerificationRun',
    by: ACTOR,
    because: summaryOf(verification),
    records: events + submissions,
    findings: faults,
  });
}
