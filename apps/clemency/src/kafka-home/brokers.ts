import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Refusal } from '#process';

/**
 * Where the broker listens that `start:kafka` runs in this data folder.
 * @returns undefined for a folder that never had one
 * @throws Refusal when it does not answer
 */
export async function ownBrokers(folder: string): Promise<string[] | undefined> {
  const file = await readFile(join(folder, 'kafka', 'broker.json'), 'utf8').catch(() => undefined);
  if (file === undefined) return undefined;
  const { port } = JSON.parse(file) as { port: number };
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } catch (cause) {
    throw new Refusal(
      `The log of ${folder} is in Kafka, and its broker does not run: start the house first (npm run start:kafka).`,
      { cause },
    );
  } finally {
    socket.destroy();
  }
  return [`127.0.0.1:${port}`];
}
