import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kafkaVersion } from './jars.mjs';
import { settings } from './settings.mjs';

/** Is there a Docker engine that answers? The client alone is of no use. */
export const dockerAvailable = () => spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;

/**
 * Starts the broker as a container. The data live in a Docker volume that is named after the folder: a folder of this
 * machine would belong to the container's user.
 * @param {{ folder: string, port: number, more: Record<string, string | number | boolean> }} place
 * @returns {{ stop(): Promise<void>, lastLines(): string, hasEnded(): boolean }}
 */
export function runContainer({ folder, port, more }) {
  const name = `clemency-broker-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
  // Left behind by a parent that was killed.
  spawnSync('docker', ['rm', '-f', name], { stdio: 'ignore' });
  const data = '/var/lib/kafka/data';
  const publish = ['-p', `127.0.0.1:${port}:${port}`, '-v', `${name}:${data}`, '-m', '1g'];
  const started = docker(['run', '-d', '--name', name, ...publish, ...environment(port, data, more), image()]);
  writeFileSync(join(folder, 'broker.json'), JSON.stringify({ port }));
  if (started.status !== 0) throw new Error(`Docker could not start ${image()}: ${started.stderr.trim()}`);
  return {
    async stop() {
      docker(['stop', '-t', '20', name]);
      docker(['rm', '-f', name]);
    },
    lastLines: () => docker(['logs', '--tail', '8', name]).stdout,
    hasEnded: () => docker(['inspect', '-f', '{{.State.Running}}', name]).stdout.trim() !== 'true',
  };
}

const image = () => `apache/kafka:${kafkaVersion()}`;

function environment(port, logDir, more) {
  const place = {
    listeners: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://127.0.0.1:9093`,
    advertised: `PLAINTEXT://127.0.0.1:${port}`,
    controllerPort: 9093,
    logDir,
  };
  const variables = Object.entries({ ...settings(place), ...more }).map(([key, value]) => [
    `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`,
    value,
  ]);
  variables.push(['KAFKA_HEAP_OPTS', '-Xmx512m']);
  return variables.flatMap(([key, value]) => ['-e', `${key}=${value}`]);
}

const docker = (args) => spawnSync('docker', args, { encoding: 'utf8' });
