import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { openDataFolder, type DataFolder } from './data-folder.js';
import { startPostgres, type EmbeddedPostgres } from './postgres.js';
import { identify } from './processes.js';
import { folderMeant } from './reach.js';
import { freshFolder, hold } from './testing/holder.js';

const isRoot = process.getuid?.() === 0;
const asRootIt = isRoot ? it : it.skip;
if (!isRoot) console.warn('Tests of the full disk and of closed folders are skipped: they need root.');

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

const serverPid = async (folder: string): Promise<number> =>
  Number((await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);

describe('the embedded Postgres', () => {
  let parent: string;
  let folder: DataFolder;
  let running: EmbeddedPostgres[];
  const start = async (path: string): Promise<EmbeddedPostgres> => {
    const server = await startPostgres(path);
    running.push(server);
    return server;
  };
  beforeEach(async () => {
    parent = await freshFolder();
    running = [];
    await chmod(parent, 0o755);
    folder = await openDataFolder(join(parent, 'data'));
  });
  afterEach(async () => {
    for (const server of running) await server.stop();
    await folder.release();
    await rm(parent, { recursive: true });
  });

  it('given a stopped house with that of start:kafka running in its folder, then whoever does not say which one he means is refused', async () => {
    const inner = await openDataFolder(join(folder.path, 'kafka-home'));
    try {
      const kafkaHome = await start(inner.path);
      await expect(folderMeant(undefined, folder.path)).resolves.toBe(folder.path);
      const server = await start(folder.path);
      await expect(folderMeant(undefined, folder.path)).resolves.toBe(folder.path);
      await server.stop();
      await expect(folderMeant(undefined, folder.path)).rejects.toThrow(
        /^Two ledgers are here: that of \S+data, whose .* \S+kafka-home, which runs/,
      );
      await expect(folderMeant(folder.path, inner.path)).resolves.toBe(folder.path);
      await kafkaHome.stop();
    } finally {
      await inner.release();
    }
  });

  it('given a new folder, then a durable server of version 18 answers that knows the letters of Cyrillic', async () => {
    const server = await start(folder.path);
    const [row] = await ask(
      server.url,
      `SELECT current_database() AS db, lower('АЛЕСЬ БЯЛЯЦКІ') AS lower, current_setting('fsync') AS fsync,
       current_setting('synchronous_commit') AS sync, current_setting('server_version_num')::int / 10000 AS major`,
    );
    expect(row).toEqual({ db: 'clemency', lower: 'алесь бяляцкі', fsync: 'on', sync: 'on', major: 18 });
    await server.stop();
    await expect(server.exited).resolves.toBe('exited with code 0');
    await server.stop();
  });

  it('given what the superuser wrote, then the query user reads what is granted and writes nothing', async () => {
    const server = await start(folder.path);
    await ask(
      server.url,
      'CREATE TABLE open (a int); GRANT SELECT ON open TO clemency_reader; CREATE TABLE closed (a int)',
    );
    const may = (sql: string) => ask(server.queryUrl, sql);
    await expect(may('SELECT * FROM open')).resolves.toEqual([]);
    await expect(may('SELECT * FROM closed')).rejects.toThrow('permission denied');
    await expect(may('INSERT INTO open VALUES (1)')).rejects.toThrow('read-only transaction');
    // The setting is a courtesy that a session may change; the grants are the lock.
    for (const act of [
      'INSERT INTO open VALUES (1)',
      'CREATE TABLE t (a int)',
      'CREATE TEMP TABLE t (a int)',
      'CREATE SCHEMA s',
    ]) {
      await expect(may(`BEGIN READ WRITE; ${act}`)).rejects.toThrow('permission denied');
    }
  });

  it('given a stop, when it starts again, then the data are there and another password is refused', async () => {
    const first = await start(folder.path);
    await ask(first.url, 'CREATE TABLE kept AS SELECT 1 AS a');
    await first.stop();
    const second = await start(folder.path);
    await expect(ask(second.url, 'SELECT a FROM kept')).resolves.toEqual([{ a: 1 }]);
    await expect(ask(second.url.replace(/:[^:@]+@/, ':guess@'), 'SELECT 1')).rejects.toThrow(
      'password authentication failed',
    );
  });

  it('given kill -9 of our process, when it starts again at once, then it works five times of five', async () => {
    await folder.release();
    for (let round = 0; round < 5; round++) {
      const holder = await hold(folder.path, 'postgres');
      expect(holder.said).toMatchObject({ holds: true });
      await ask(holder.said.url ?? '', `CREATE TABLE t${round} AS SELECT ${round} AS a`);
      const orphan = await serverPid(folder.path);
      await holder.kill();
      expect(await identify(orphan)).toBeDefined();
    }
    folder = await openDataFolder(folder.path);
    const server = await start(folder.path);
    await expect(ask(server.url, 'SELECT a FROM t4')).resolves.toEqual([{ a: 4 }]);
  }, 120_000);

  it('given a pid file that names a process which is no server of ours, then that process is left alone', async () => {
    await (await start(folder.path)).stop();
    const stale = `${process.pid}\n${join(folder.path, 'postgres')}\n1\n5432\n\n127.0.0.1\n 1 1\nready\n`;
    await writeFile(join(folder.path, 'postgres', 'postmaster.pid'), stale);
    await start(folder.path);
    expect(await serverPid(folder.path)).not.toBe(process.pid);
  });

  it('given a server that is killed under us, then `exited` tells, and the next start recovers', async () => {
    const server = await start(folder.path);
    await ask(server.url, 'CREATE TABLE kept AS SELECT 1 AS a');
    process.kill(await serverPid(folder.path), 'SIGKILL');
    await expect(server.exited).resolves.toBe('ended by SIGKILL');
    const next = await start(folder.path);
    await expect(ask(next.url, 'SELECT a FROM kept')).resolves.toEqual([{ a: 1 }]);
  });

  it('given a cluster without its passwords, then one sentence says which file is missing', async () => {
    await (await start(folder.path)).stop();
    await rm(join(folder.path, 'postgres.passwords.json'));
    await expect(start(folder.path)).rejects.toThrow('postgres.passwords.json');
  });

  asRootIt('given a folder above that is closed to the database user, then one sentence names it', async () => {
    await chmod(parent, 0o700);
    await expect(start(folder.path)).rejects.toThrow(`${parent} is closed to postgres`);
  });

  asRootIt.each([
    ['too small for a cluster', '24m', 0],
    ['filled after the cluster was made', '100m', 1],
  ])('given a disk that is %s, then one sentence says that it is full', async (_, size, starts) => {
    const disk = join(parent, 'disk');
    await mkdir(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', disk]);
    try {
      const small = await openDataFolder(join(disk, 'data'));
      for (let round = 0; round < starts; round++) await (await start(small.path)).stop();
      if (starts > 0) await fill(join(disk, 'ballast'));
      await expect(start(small.path)).rejects.toThrow(/^The disk is full: .*free some space and start again\.$/);
      await small.release();
    } finally {
      execFileSync('umount', ['--lazy', disk]);
    }
  });
});

async function fill(file: string): Promise<void> {
  await writeFile(file, Buffer.alloc(200 * 1024 * 1024)).then(
    () => {
      throw new Error('The disk should have been too small for this.');
    },
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC') throw error;
    },
  );
}
