import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ownBrokers } from './brokers.js';

describe('The broker of a data folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-brokers-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('given an embedded home, then there is none', async () => {
    expect(await ownBrokers(folder)).toBeUndefined();
  });

  it('given one that listens, then it is named; given that it stopped, then one sentence says what to start', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    await mkdir(join(folder, 'kafka'));
    await writeFile(join(folder, 'kafka', 'broker.json'), JSON.stringify({ port }));
    expect(await ownBrokers(folder)).toEqual([`127.0.0.1:${port}`]);
    listener.close();
    await once(listener, 'close');
    await expect(ownBrokers(folder)).rejects.toThrow(
      /its broker does not run: start the house first \(npm run start:kafka\)\.$/,
    );
  });
});
