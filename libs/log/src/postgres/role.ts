import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LogRefused } from '../contract.js';
import { ROLE } from './connection.js';

// Roles belong to the whole server, so ledgers in other databases make the same one at the same time, and no lock of
// ours reaches them: duplicate_object, unique_violation, and "tuple concurrently updated" (which has no code of its own).
const RACES = ['42710', '23505', 'XX000'];
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Sees to it that the log's role exists and that the user who connects may take it on.
 * @throws LogRefused when the user may do neither and nobody has done it before
 */
export async function makeRole(client: pg.Client): Promise<void> {
  for (let attempt = 1; !(await mayTakeRole(client)); attempt++) {
    try {
      await makeAndGrant(client);
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === INSUFFICIENT_PRIVILEGE) throw refusal(error);
      if (!code || !RACES.includes(code) || attempt === 10) throw error;
      await sleep(20 * attempt);
    }
  }
}

async function makeAndGrant(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [ROLE]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${ROLE} NOLOGIN`);
  // On PostgreSQL 16 and later not even the maker of a role may take it on without being told so.
  await client.query(`GRANT ${ROLE} TO CURRENT_USER`);
}

async function mayTakeRole(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT pg_has_role(oid, CASE WHEN current_setting('server_version_num')::integer < 160000
                                  THEN 'MEMBER' ELSE 'SET' END) AS may
     FROM pg_roles WHERE rolname = $1`,
    [ROLE],
  );
  return rows[0]?.may ?? false;
}

const refusal = (cause: unknown): LogRefused =>
  new LogRefused(
    `The database user may not make the role ${ROLE} or take it on. Let an administrator run, once: ` +
      `CREATE ROLE ${ROLE} NOLOGIN; GRANT ${ROLE} TO <the user of DATABASE_URL>;`,
    { cause },
  );
