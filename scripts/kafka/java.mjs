import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printSettings, settings } from './settings.mjs';

const STOP_MS_MAX = 20_000;

/**
 * Starts the broker as a Java process in a process group of its own: Ctrl-C in a terminal reaches the whole group of
 * the parent, and the broker must outlive its clients' orderly shutdown.
 * @param {{ folder: string, jars: string, port: number, controllerPort: number, more: Record<string, string | number | boolean>, listeners: Record<string, number> }} place
 * @returns {{ pid: number, stop(): Promise<void>, lastLines(): string, hasEnded(): boolean }}
 */
export function runJava({ folder, jars, port, controllerPort, more, listeners }) {
  const propertiesFile = writeProperties({ folder, port, controllerPort, more, listeners });
  format({ folder, jars, propertiesFile });
  const logFile = join(folder, 'broker.log');
  const output = openSync(logFile, 'w');
  const args = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-Dlog4j2.level=WARN', '-cp', join(jars, '*')];
  const child = spawn('java', [...args, 'kafka.Kafka', propertiesFile], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const killAtExit = () => child.exitCode === null && child.kill('SIGTERM');
  process.once('exit', killAtExit);
  writeFileSync(pidFile(folder), JSON.stringify({ pid: child.pid, parent: process.pid, port }));
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid,
    hasEnded,
    lastLines: () => readFileSync(logFile, 'utf8').trim().split('\n').slice(-8).join('\n'),
    async stop() {
      process.removeListener('exit', killAtExit);
      if (!hasEnded()) await endProcess(child.pid, ended);
      writeFileSync(pidFile(folder), JSON.stringify({ port }));
    },
  };
}

/**
 * What the folder remembers of its last broker. One that was left behind by a killed parent is stopped; one whose
 * parent lives is somebody else's.
 * @returns {Promise<{ port?: number }>} the port that its clients know
 */
export async function clearFolder(folder) {
  if (!existsSync(pidFile(folder))) return {};
  const { pid, parent, port } = JSON.parse(readFileSync(pidFile(folder), 'utf8'));
  if (pid === undefined || !commandLine(pid).includes(join(folder, 'server.properties'))) return { port };
  if (isAlive(parent)) {
    throw new Error(`The Kafka folder ${folder} is in use: process ${parent} runs broker ${pid} in it. Stop it first.`);
  }
  await endProcess(pid, untilGone(pid));
  return { port };
}

const pidFile = (folder) => join(folder, 'broker.json');

function writeProperties({ folder, port, controllerPort, more, listeners: others }) {
  const file = join(folder, 'server.properties');
  const advertised = Object.entries({ PLAINTEXT: port, ...others })
    .map(([name, at]) => `${name}://127.0.0.1:${at}`)
    .join(',');
  const listeners = `${advertised},CONTROLLER://127.0.0.1:${controllerPort}`;
  const place = { listeners, advertised, controllerPort, logDir: join(folder, 'log') };
  writeFileSync(file, printSettings({ ...settings(place), ...more }));
  return file;
}

/** Gives a new data folder its cluster id; one that has it is left as it is. */
function format({ folder, jars, propertiesFile }) {
  if (existsSync(join(folder, 'log', 'meta.properties'))) return;
  const bytes = randomBytes(16);
  // An id that began with a dash, as one of 64 does, would be taken for an option; Kafka's own never do.
  bytes[0] &= 0x7f;
  const id = bytes.toString('base64url');
  const args = ['-Xmx256m', '-cp', join(jars, '*'), 'kafka.tools.StorageTool'];
  const tool = spawnSync('java', [...args, 'format', '-t', id, '-c', propertiesFile, '--ignore-formatted'], {
    encoding: 'utf8',
  });
  if (tool.error) throw new Error(`java could not be started: ${tool.error.message}`, { cause: tool.error });
  if (tool.status !== 0) throw new Error(`Kafka could not format ${folder}: ${(tool.stderr || tool.stdout).trim()}`);
}

async function endProcess(pid, ended) {
  signal(pid, 'SIGTERM');
  const timer = new AbortController();
  const late = sleep(STOP_MS_MAX, 'late', { signal: timer.signal, ref: true }).catch(() => 'in time');
  if ((await Promise.race([ended, late])) === 'late') {
    signal(pid, 'SIGKILL');
    await ended;
  }
  timer.abort();
}

async function untilGone(pid) {
  while (isAlive(pid)) await sleep(100);
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It has ended by itself in the meantime, which is what was wanted.
    if (error.code !== 'ESRCH') throw error;
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line of a process, so that a number that was given to another process is not taken for our broker. */
function commandLine(pid) {
  const proc = `/proc/${pid}/cmdline`;
  if (existsSync(proc)) return readFileSync(proc, 'utf8').replaceAll('\0', ' ');
  return spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' }).stdout ?? '';
}
