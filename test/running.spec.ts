import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const LOCK = join(import.meta.dirname, '..', 'scripts', 'run', 'lock.mjs');

describe('the lock of installing and building', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const contend = async (): Promise<void> => {
    const work = `async () => {
      appendFileSync(${JSON.stringify(join(folder, 'tale'))}, 'in ');
      await new Promise((resolve) => setTimeout(resolve, 30));
      appendFileSync(${JSON.stringify(join(folder, 'tale'))}, 'out ');
    }`;
    const script = `import { appendFileSync } from 'node:fs';
      import { alone } from ${JSON.stringify(LOCK)};
      await alone(${JSON.stringify(join(folder, 'lock'))}, ${work});`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    expect(await once(child, 'exit')).toEqual([0, null]);
  };

  it('given five processes at once, then they work one after another and leave nothing behind', async () => {
    await Promise.all(Array.from({ length: 5 }, contend));
    expect(await readFile(join(folder, 'tale'), 'utf8')).toBe('in out '.repeat(5));
    expect(await readdir(join(folder, 'lock'))).toEqual([]);
  });

  it('given the file of a dead process, then nobody waits for it', async () => {
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    await mkdir(join(folder, 'lock'));
    await writeFile(join(folder, 'lock', String(dead.pid)), '');
    await contend();
    expect(await readdir(join(folder, 'lock'))).toEqual([]);
  });
});

describe('which servers the tests need', () => {
  const NEEDS = join(import.meta.dirname, 'setup', 'needs.mjs');
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'clemency-specs-'));
    await mkdir(join(root, 'deep'));
    await writeFile(join(root, 'deep', 'broker.int.spec.ts'), 'openKafkaLog()');
    await writeFile(join(root, 'tables.int.spec.ts'), 'createDatabase()');
    await writeFile(join(root, 'topic.spec.ts'), 'a unit test that names Kafka and Postgres in passing');
  });
  afterEach(() => rm(root, { recursive: true }));

  it.each([
    [[], { postgres: true, kafka: true }],
    [['topic'], { postgres: false, kafka: false }],
    [['deep/broker'], { postgres: false, kafka: true }],
    [['tables', 'topic'], { postgres: true, kafka: false }],
  ])('given the patterns %j, then %j', async (patterns, needs) => {
    const { needsOf } = (await import(NEEDS)) as { needsOf(roots: string[], patterns: string[]): unknown };
    expect(needsOf([root], patterns)).toEqual(needs);
  });
});
