import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '#process';
import { startWhole } from '../whole.js';
import { tellStory } from './story.js';

/**
 * Tells the story against the house that runs at HOST:PORT. Where none runs, one is started for it on a folder that is
 * removed again, so that a look around leaves nothing behind.
 */
export async function runDemo(config: Config, fatal: (error?: unknown) => void): Promise<{ stop(): Promise<void> }> {
  const print = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const url = `http://${config.HOST}:${config.PORT}`;
  const key = config.API_KEYS?.[0];
  if (await answers(url)) {
    await tellStory({ url, key, print });
    fatal();
    return { stop: () => Promise.resolve() };
  }
  print(`Nothing answers at ${url}, so a house is started for this story alone.`);
  const folder = await mkdtemp(join(tmpdir(), 'clemency-demo-'));
  const clean = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const whole = await startWhole({ ...config, PORT: 0, CLEMENCY_DATA: folder }, fatal);
    await tellStory({ url: whole.url, key, print });
    fatal();
    return {
      stop: async () => {
        await whole.stop();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const { ok } = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) });
    return ok;
  } catch (error) {
    if (error instanceof TypeError || (error as Error).name === 'TimeoutError') return false;
    throw error;
  }
}
