import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openDataFolder } from './data-folder.js';
import { freshFolder, hold } from './testing/holder.js';

describe('the data folder', () => {
  let parent: string;
  let path: string;
  beforeEach(async () => {
    parent = await freshFolder();
    path = join(parent, 'data');
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('given no folder, when it is opened, then it is made and says by what', async () => {
    const folder = await openDataFolder(path);
    expect(JSON.parse(await readFile(join(path, 'format.json'), 'utf8'))).toEqual({ format: 1, postgres: 18 });
    await folder.release();
    await (await openDataFolder(path)).release();
  });

  it('given a living owner, when another process opens it, then one sentence names the owner', async () => {
    const owner = await hold(path, 'folder');
    expect(owner.said).toEqual({ holds: true });
    await expect(openDataFolder(path)).rejects.toThrow(`in use by another Clemency (process ${owner.process.pid})`);
    await owner.kill();
  });

  it('given a stopped owner that answers nothing, then it still is the owner', async () => {
    const owner = await hold(path, 'folder');
    owner.process.kill('SIGSTOP');
    await expect(openDataFolder(path)).rejects.toThrow('in use by another Clemency');
    await owner.kill();
  });

  it('given an owner that was killed, then the next process owns it at once, and the dead socket is gone', async () => {
    const owner = await hold(path, 'folder');
    await owner.kill();
    expect(await readdir(join(path, 'owner'))).toHaveLength(1);
    const folder = await openDataFolder(path);
    expect(await readdir(join(path, 'owner'))).toHaveLength(1);
    await folder.release();
    expect(await readdir(join(path, 'owner'))).toEqual([]);
  });

  it('given a killed owner, when four processes want it at once, then exactly one gets it, every time', async () => {
    for (let round = 0; round < 2; round++) {
      await (await hold(path, 'folder')).kill();
      const contenders = await Promise.all(Array.from({ length: 4 }, () => hold(path, 'folder')));
      const owners = contenders.filter(({ said }) => said.holds);
      expect(contenders.map(({ said }) => said.sentence ?? '').join('\n')).not.toContain('crashed');
      expect(owners).toHaveLength(1);
      await owners[0]?.kill();
    }
  }, 120_000);

  it('given a path too long for a socket, then it is owned all the same', async () => {
    const long = join(path, 'a'.repeat(60), 'b'.repeat(60));
    // The socket then lies in the folder for temporary files, here one of our own, so that nothing is left in it.
    const env = { ...process.env, TMPDIR: parent };
    const owner = await hold(long, 'folder', env);
    expect(owner.said).toEqual({ holds: true });
    const second = await hold(long, 'folder', env);
    expect(second.said.sentence).toContain(`process ${owner.process.pid}`);
    await owner.kill();
  });

  it.each([
    [{ format: 2, postgres: 18 }, /newer than this Clemency.*`clemency backup`.*`clemency restore`/],
    [
      { format: 1, postgres: 17 },
      /made by PostgreSQL 17 and this Clemency brings PostgreSQL 18: run `clemency backup` with the Clemency that made it/,
    ],
    [{ colour: 'blue' }, /is not what Clemency wrote there/],
  ])('given a folder of %j, then it is refused in one sentence and not owned', async (format, sentence) => {
    await mkdir(path);
    await writeFile(join(path, 'format.json'), JSON.stringify(format));
    await expect(openDataFolder(path)).rejects.toThrow(sentence);
    await rm(join(path, 'format.json'));
    await (await openDataFolder(path)).release();
  });

  it('given a folder whose format.json was lost, then the cluster in it still tells its PostgreSQL', async () => {
    await mkdir(join(path, 'postgres'), { recursive: true });
    await writeFile(join(path, 'postgres', 'PG_VERSION'), '17\n');
    await expect(openDataFolder(path)).rejects.toThrow('made by PostgreSQL 17 and this Clemency brings PostgreSQL 18');
    await writeFile(join(path, 'postgres', 'PG_VERSION'), '18\n');
    await (await openDataFolder(path)).release();
  });

  it('given a file where the folder should be, then the error names it', async () => {
    await writeFile(path, '');
    await expect(openDataFolder(path)).rejects.toThrow(path);
  });
});
