import type { DataSource, QueryRunner } from 'typeorm';
import type { Instant } from '#domain';

/** One generation, in one snapshot: everything that a request reads through it was so at one moment. */
export interface Snapshot {
  readonly runner: QueryRunner;
  readonly generation: string;
  /** Up to here everything recorded is folded, in every partition. */
  readonly knownUpTo: Instant;
  /** The newest known time that any row can have. */
  readonly newest: Instant;
}

/** A snapshot that is open until it is closed: it keeps a connection, and the database keeps for it what others replace. */
export interface OpenSnapshot {
  readonly snapshot: Snapshot;
  close(): Promise<void>;
}

/** For whoever hands out what he reads while he reads it. Others take `inSnapshot`, which can't forget to close. */
export async function openSnapshot(source: DataSource): Promise<OpenSnapshot> {
  const runner = source.createQueryRunner();
  const close = async (): Promise<void> => {
    try {
      // It has only read: there is nothing to be committed.
      if (runner.isTransactionActive) await runner.rollbackTransaction();
    } finally {
      await runner.release();
    }
  };
  try {
    await runner.startTransaction('REPEATABLE READ');
    return { snapshot: await snapshotOf(runner), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function snapshotOf(runner: QueryRunner): Promise<Snapshot> {
  const [pointer] = (await runner.query(
    `select generation, set_config('search_path', generation, true), set_config('transaction_read_only', 'on', true)
     from read.pointer`,
  )) as { generation: string }[];
  if (!pointer) throw new Error('No generation of the read models answers yet.');
  const [clock] = (await runner.query(
    `select min(greatest(known, caught_up)) as up_to, max(known) as newest from position where topic = 'events'`,
  )) as { up_to: string; newest: string }[];
  const { generation } = pointer;
  return { runner, generation, knownUpTo: BigInt(clock!.up_to), newest: BigInt(clock!.newest) };
}

/**
 * Runs a request's reads in one read-only snapshot of the generation that answers.
 * @param work must not keep the runner
 */
export async function inSnapshot<Result>(
  source: DataSource,
  work: (snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
  const { snapshot, close } = await openSnapshot(source);
  try {
    return await work(snapshot);
  } finally {
    await close();
  }
}

/** The generation that answers now. @throws where none does */
export async function liveGeneration(source: DataSource): Promise<string> {
  const [pointer] = await source.query<{ generation: string }[]>('select generation from read.pointer');
  if (!pointer) throw new Error('No generation of the read models answers yet.');
  return pointer.generation;
}
