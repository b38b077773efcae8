import type { DataSource, QueryRunner } from 'typeorm';

/** Classes of SQLSTATE that are about the values, not about the server: data, integrity, program limits (PostgreSQL, appendix A). */
const REFUSALS = new Set(['22', '23', '54']);

/** Postgres will never take these rows as they are: trying again does not help, leaving something out does. */
export class RowsRefused extends Error {
  override readonly name = 'RowsRefused';
}

/** Why Postgres refuses the values of a statement; undefined for trouble of any other kind, such as an outage. */
export function refusalOf(error: unknown): string | undefined {
  const { driverError } = Object(error) as { driverError?: { code?: string; message?: string } };
  if (!REFUSALS.has(driverError?.code?.slice(0, 2) ?? '')) return undefined;
  return `PostgreSQL refuses its rows: ${driverError!.message} (${driverError!.code})`;
}

/** Takes back what failed. Of a connection that was lost PostgreSQL has done so, and what failed first says more. */
export async function rolledBack(runner: QueryRunner): Promise<void> {
  await runner.rollbackTransaction().catch(() => undefined);
}

/**
 * Runs work in one transaction on one generation's tables; false rolls it back.
 * @throws RowsRefused where Postgres refuses a value
 */
export async function inGeneration(
  source: DataSource,
  generation: string,
  work: (runner: QueryRunner) => Promise<boolean>,
): Promise<boolean> {
  const runner = source.createQueryRunner();
  try {
    await runner.startTransaction();
    await runner.query(`set local search_path to ${generation}`);
    const written = await work(runner);
    if (written) await runner.commitTransaction();
    else await runner.rollbackTransaction();
    return written;
  } catch (error) {
    if (runner.isTransactionActive) await rolledBack(runner);
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    throw new RowsRefused(refusal, { cause: error });
  } finally {
    await runner.release();
  }
}

/**
 * Runs statements that Postgres may refuse, within a transaction that goes on whether it does or not.
 * @param keep false takes them back in either case
 * @returns why they are refused; undefined when they are not
 */
export async function attempt(
  runner: QueryRunner,
  statements: () => Promise<void>,
  keep = true,
): Promise<string | undefined> {
  await runner.query('savepoint part');
  try {
    await statements();
    await runner.query(keep ? 'release savepoint part' : 'rollback to savepoint part');
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    await runner.query('rollback to savepoint part');
    return refusal;
  }
}
