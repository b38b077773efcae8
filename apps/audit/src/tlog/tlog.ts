import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DataSource } from 'typeorm';
import type { Ledger } from '#register';
import type { Config, Logger, Metrics } from '#service';
import { originsOf } from './origin.js';
import { TlogReader } from './reader.js';
import { TlogRefused } from './refused.js';
import { Signer } from './signer.js';
import { TlogFolder } from './tlog-folder.js';

export interface TlogOptions {
  readonly ledger: Ledger;
  readonly database: DataSource;
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The transparency logs of a ledger, one a partition of `events`, at work in this process. */
export interface Tlog {
  readonly reader: TlogReader;
  /** For readiness: what keeps it from signing. */
  check(): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** Where trees, checkpoints and keys are kept: outside PostgreSQL and outside the topic, which they bear witness of. */
export const tlogPath = ({ TLOG_DIR, CLEMENCY_DATA }: Config): string =>
  resolve(TLOG_DIR ?? join(CLEMENCY_DATA, 'tlog'));

/** Opens the folder and begins to sign, which goes on beside everything else. */
export async function startTlog({ ledger, database, config, logger, metrics }: TlogOptions): Promise<Tlog> {
  const folder = new TlogFolder(tlogPath(config));
  const origins = originsOf(ledger.source, ledger.log.partitions, config.TLOG_ORIGIN);
  const reader = new TlogReader(folder, database, origins);
  const refusal = await bind(folder, { ledger: ledger.source, origins });
  if (refusal !== undefined) {
    logger.error({ reason: refusal }, 'no checkpoint is signed');
    metrics.tlogRefused.set(1);
    return { reader, check: () => Promise.resolve(refusal), stop: () => Promise.resolve() };
  }
  const signer = new Signer({ log: ledger.log, source: ledger.source, database, folder, origins, logger, metrics });
  signer.start();
  return { reader, check: () => Promise.resolve(signer.check()), stop: () => signer.stop() };
}

interface Bound {
  readonly ledger: string;
  readonly origins: readonly string[];
}

/** A folder belongs to one ledger for ever, and so do the names under which it has signed. */
async function bind(folder: TlogFolder, bound: Bound): Promise<string | undefined> {
  await mkdir(folder.path, { recursive: true, mode: 0o700 });
  const stored = await folder.read('ledger.json');
  if (!stored) {
    const bytes = Buffer.from(`${JSON.stringify({ format: 1, ...bound }, undefined, 2)}\n`);
    await folder.writeAll([{ path: 'ledger.json', bytes }], 'changing');
    return undefined;
  }
  const { ledger, origins } = JSON.parse(stored.toString()) as Bound;
  if (ledger !== bound.ledger) {
    return new TlogRefused(
      `${folder.path} holds the checkpoints of the ledger ${ledger}, and this one is ${bound.ledger}: was its log made ` +
        'anew? A ledger that has begun again needs a folder of its own (TLOG_DIR).',
    ).message;
  }
  if (origins.join() === bound.origins.join()) return undefined;
  return (
    `${folder.path} has signed as ${origins[0]} and is to sign as ${bound.origins[0]} now: ` +
    'TLOG_ORIGIN stays as it was when the first checkpoint was signed.'
  );
}
