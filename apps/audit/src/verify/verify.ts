import { checkEvent, checkSubmission } from '#domain';
import type { Log } from '#log';
import type { Means } from '#read-models';
import { Refusal } from '#service';
import { readTile, sameBytes, tilePath, type TileFile, type Verifier } from '#transparency';
import { Causes } from './causes.js';
import { compareLeaves } from './comparing.js';
import { Findings, type Finding } from './findings.js';
import { readHeads, type Heads } from './heads.js';
import { judge } from './judging.js';
import { foundLeaves, signedLeaves, type FoundRecord } from './leaves.js';
import { Quotes, type QuotesOfReports } from './quotes.js';
import type { SignedStore } from './signed-store.js';
import { SigningKeys } from './signing-keys.js';
import { trustIn } from './trust.js';

/** What a look at everything came to. */
export interface Verification {
  readonly ok: boolean;
  readonly ledger: string;
  readonly partitions: number;
  readonly events: number;
  /** Records of `reports`: reports, reviews and what else came in. */
  readonly submissions: number;
  /** Signed for different trees; a checkpoint that is in the topic and in the folder is one. */
  readonly checkpoints: number;
  readonly quotes: number;
  /** Events that no checkpoint covers yet: nothing but what they say of themselves is known of them. */
  readonly unsigned: number;
  /** How many partitions' checkpoints were verified by keys from outside; by the house's own the others. */
  readonly keysGiven: number;
  readonly faults: number;
  readonly findings: readonly Finding[];
}

export interface ToVerify {
  readonly log: Log;
  readonly store: SignedStore;
  /** Verifier keys from outside. */
  readonly given: readonly Verifier[];
}

/**
 * Reads everything again, from the first record on, and holds it to what was signed, to its schemas, and to itself.
 * Only the log, the checkpoints and the keys are asked; no read model and no register is believed. What is found is
 * data: nothing is thrown for it.
 * @throws Refusal where there is nothing to hold the log to
 */
export async function verifyLedger({ log, store, given }: ToVerify, means: Means = {}): Promise<Verification> {
  const bound = await store.bound();
  if (!bound)
    throw new Refusal(
      `${store.name} holds no checkpoints: name the folder (TLOG_DIR) or the house that has them with --tlog.`,
    );
  const { ledger, origins } = bound;
  if (origins.length !== log.partitions) {
    throw new Refusal(
      `${store.name} has checkpoints of ${origins.length} partitions, and the log has ${log.partitions}: they are not of one ledger.`,
    );
  }
  const findings = new Findings();
  const own = await store.keys();
  const [trust, signing] = [trustIn(given, own), new SigningKeys(own)];
  const settled = await log.ends('events');
  const heads = await readHeads(log, { store, origins, trust, signing, findings });
  const [causes, quotes] = [await Causes.open(log, findings), await Quotes.open(log, findings)];
  try {
    const reading = new Reading({ log, store, ledger, findings, signing, causes, quotes, settled }, means);
    const { unsigned } = await reading.readEvents(heads);
    await reading.readReports();
    signing.judge(origins, findings);
    await causes.compare();
    const { events, submissions } = reading;
    return {
      ...{ ok: findings.count === 0, ledger, partitions: log.partitions, events, submissions },
      checkpoints: heads.reduce((sum, { count }) => sum + count, 0),
      ...{ quotes: quotes.checked, unsigned },
      keysGiven: origins.filter((origin) => trust.given.has(origin)).length,
      ...{ faults: findings.count, findings: findings.all() },
    };
  } finally {
    await Promise.all([causes.close(), quotes.close()]);
  }
}

interface Surroundings {
  readonly log: Log;
  readonly store: SignedStore;
  /** The `source` of its records. */
  readonly ledger: string;
  readonly findings: Findings;
  readonly signing: SigningKeys;
  readonly causes: Causes;
  readonly quotes: Quotes;
  /** Where `events` ended before: what is before that was appended together with what is read of the other partitions. */
  readonly settled: readonly bigint[];
}

/** One reading of the whole log, and how far it is. */
class Reading {
  events = 0;
  submissions = 0;
  private done = 0;
  private total = 0;

  constructor(
    private readonly around: Surroundings,
    private readonly means: Means,
  ) {}

  async readEvents(heads: readonly Heads[]): Promise<{ unsigned: number }> {
    const { log, store, findings } = this.around;
    const ends = await log.ends('events');
    this.total = sum(ends) + sum(await log.ends('reports'));
    let unsigned = 0;
    for (const [partition, end] of ends.entries()) {
      const sizes = heads[partition]!.sizes();
      if (sizes.length === 0) {
        const says = `neither ${store.name} nor the topic has a checkpoint of it`;
        findings.add({ kind: 'stored', topic: 'events', partition, ordinal: null, eventId: null, says });
      }
      const sides = {
        signed: signedLeaves(store, partition, sizes),
        found: foundLeaves(log, { partition, end }, (batch) => this.take(batch)),
      };
      const compared = await compareLeaves(sides, sizes, (tiles) => this.compareTiles(partition, tiles));
      for (const fault of judge({ partition, heads: heads[partition]!, compared, store: store.name }))
        findings.add(fault);
      unsigned += Math.max(0, compared.topic.size - (sizes.at(-1) ?? 0));
    }
    return { unsigned };
  }

  /** Reports are read after the events: whatever caused one of these is there. */
  async readReports(): Promise<void> {
    const { log, quotes } = this.around;
    for (const [partition, end] of (await log.ends('reports')).entries()) {
      let isFirst = true;
      for await (const waiting of quotes.turns(partition)) {
        await this.readReportsOf({ partition, end }, waiting, isFirst);
        isFirst = false;
      }
    }
  }

  private async readReportsOf(
    { partition, end }: { partition: number; end: bigint },
    waiting: QuotesOfReports,
    isFirst: boolean,
  ): Promise<void> {
    const { log, ledger, signing, causes, findings } = this.around;
    let ordinal = 0;
    for await (const { records } of log.readFound('reports', partition, 0n, end)) {
      this.means.signal?.throwIfAborted();
      for (const { key, value } of records) {
        const { record, breaches } = checkSubmission(value, { key, ledger });
        if (record?.type === 'ReportReceived') waiting.check(record.id, record.data.body);
        if (record) signing.tells(record);
        if (isFirst && record) await causes.addSubmission({ partition, ordinal, value }, record);
        const id = record?.id ?? null;
        for (const { kind, field, says } of isFirst ? breaches : []) {
          findings.add({ kind, topic: 'reports', partition, ordinal, eventId: id, says: `${field} ${says}`.trim() });
        }
        ordinal++;
      }
      if (isFirst) this.submissions += records.length;
      if (isFirst) this.tell(records.length);
    }
    waiting.end();
  }

  private async take(batch: readonly FoundRecord[]): Promise<void> {
    this.means.signal?.throwIfAborted();
    const { ledger, findings, signing, causes, quotes, settled } = this.around;
    for (const found of batch) {
      const { partition, ordinal, offset, key, value } = found;
      const { record, breaches } = checkEvent(value, { key, ledger });
      const seen = record?.id ?? null;
      for (const { kind, field, says } of breaches) {
        findings.add({ kind, topic: 'events', partition, ordinal, eventId: seen, says: `${field} ${says}`.trim() });
      }
      await causes.addEvent(found, record, offset < settled[partition]!);
      if (record) signing.tells(record);
      if (record) await quotes.add(found, record);
    }
    this.events += batch.length;
    this.tell(batch.length);
  }

  /** What is stored is served to others, who build their proofs on it. */
  private async compareTiles(partition: number, tiles: readonly TileFile[]): Promise<void> {
    const { store, findings } = this.around;
    for (const { tile, bytes } of tiles) {
      const stored = await readTile(store.tiles(partition), tile).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'NotProven') return undefined;
        throw error;
      });
      if (stored && sameBytes(stored, bytes)) continue;
      const says = `${tilePath(tile)} in ${store.name} ${stored ? 'is not that of its entries' : 'is missing or damaged'}`;
      findings.add({ kind: 'stored', topic: 'events', partition, ordinal: null, eventId: null, says });
    }
  }

  private tell(count: number): void {
    this.done += count;
    this.means.told?.({ done: this.done, total: this.total, phase: 'verifying' });
  }
}

const sum = (ends: readonly bigint[]): number => ends.reduce((all, end) => all + Number(end), 0);
