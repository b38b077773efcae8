import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freePort, identify } from '../embedded/index.js';
import { startKafkaHome, type KafkaHome } from './index.js';

const STAND_IN = join(import.meta.dirname, 'testing', 'stand-in.mjs');
const IN_ORDER = ['gateway', 'ingest', 'recorder', 'projector', 'query', 'audit'];

describe('the Kafka home on one machine', () => {
  let folder: string;
  let env: Record<string, string | undefined>;
  let lines: string;
  let home: KafkaHome | undefined;
  const start = async (): Promise<KafkaHome> => {
    const argvOf = (name: string): string[] => [process.execPath, STAND_IN, name];
    home = await startKafkaHome(env, { argvOf, write: (text) => (lines += text) });
    return home;
  };
  const tale = async (word: string): Promise<string[][]> => {
    const told = await readFile(String(env.TALE), 'utf8');
    return told
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
      .filter(([, verb]) => verb === word);
  };
  const aliveOf = async (told: string[][]): Promise<unknown[]> => {
    const found = await Promise.all(told.map(([, , pid]) => identify(Number(pid))));
    return found.filter((who) => who !== undefined);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-home-'));
    lines = '';
    home = undefined;
    env = {
      PATH: process.env.PATH,
      PORT: String(await freePort()),
      CLEMENCY_DATA: join(folder, 'data'),
      TALE: join(folder, 'tale'),
      KAFKA_BROKERS: 'broker.example:9092',
      DATABASE_URL: 'postgres://a@db.example/a',
      QUERY_DATABASE_URL: 'postgres://b@db.example/a',
    };
  });
  afterEach(async () => {
    await home?.stop();
    await rm(folder, { recursive: true });
  });

  it('given a start, then every service and the gateway are ready and know what they need', async () => {
    const { url } = await start();
    expect(url).toBe(`http://127.0.0.1:${env.PORT}`);
    const gateway = (await (await fetch(url)).json()) as { name: string; INGEST_URL: string };
    expect(gateway.name).toBe('gateway');
    expect(await (await fetch(gateway.INGEST_URL)).json()).toEqual({
      name: 'ingest',
      KAFKA_BROKERS: env.KAFKA_BROKERS,
      LEDGER: 'clemency',
      QUERY_DATABASE_URL: env.QUERY_DATABASE_URL,
    });
    expect(lines).toContain('recorder  | hello from recorder\n');
  });

  it('given a stop, then all end in order and nothing is left behind', async () => {
    const { stop } = await start().then((started) => ({ stop: () => started.stop() }));
    await stop();
    await stop();
    expect((await tale('ends')).map(([name]) => name)).toEqual(IN_ORDER);
    expect(await aliveOf(await tale('begins'))).toEqual([]);
  });

  it('given a service that dies, then it is started again at the same place', async () => {
    const { url } = await start();
    const { INGEST_URL } = (await (await fetch(url)).json()) as { INGEST_URL: string };
    const [first] = (await tale('begins')).filter(([name]) => name === 'ingest');
    process.kill(Number(first?.[2]), 'SIGKILL');
    const again = async (): Promise<boolean> =>
      (await tale('begins')).filter(([name]) => name === 'ingest').length === 2;
    while (!(await again())) await sleep(50);
    const answers = (): Promise<boolean> =>
      fetch(INGEST_URL).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await answers())) await sleep(50);
    expect(lines).toContain('ingest    | ended (SIGKILL); it is started again in 250 ms\n');
  });

  it('given a service that always dies, then the home gives up after five restarts and ends everything', async () => {
    env.WEAK = 'projector';
    await expect(start()).rejects.toThrow('projector ended 6 times within a minute (last: exit code 3)');
    expect((await tale('begins')).filter(([name]) => name === 'projector')).toHaveLength(6);
    expect(await aliveOf(await tale('begins'))).toEqual([]);
    expect((await tale('ends')).map(([name]) => name)).toEqual(['ingest', 'recorder', 'query', 'audit']);
  }, 60_000);

  it('given only one of the two database addresses, then one sentence asks for both', async () => {
    env.QUERY_DATABASE_URL = undefined;
    await expect(start()).rejects.toThrow('Set both DATABASE_URL and QUERY_DATABASE_URL');
  });

  it('given kill -9 of the supervisor, then the next start ends what it left and goes on', async () => {
    const supervisor = spawn(process.execPath, [join(import.meta.dirname, 'testing', 'supervise.mjs'), STAND_IN], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: supervisor.stdout }), 'line');
    const left = await tale('begins');
    expect(left).toHaveLength(6);
    supervisor.kill('SIGKILL');
    await once(supervisor, 'exit');
    expect(await aliveOf(left)).toHaveLength(6);
    await start();
    expect(await aliveOf(left)).toEqual([]);
    expect(lines).toContain(`ended what an earlier run had left behind: ${IN_ORDER.join(', ')}`);
  });
});
