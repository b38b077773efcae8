import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, realpath, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Trouble } from './trouble.js';

/** sockaddr_un holds 104 bytes on macOS and 108 on Linux, the closing zero included. */
const SOCKET_PATH_BYTES_MAX = 100;
const TRIES = 20;
const ANSWER_MS_MAX = 2000;

/** A living process owns the folder. */
export class FolderInUse extends Trouble {}

/**
 * Makes this process the one owner of a folder, for as long as it lives: the kernel closes a socket however its
 * process ends, so an owner that was killed leaves nothing that could be taken for a living one, and no clock is asked.
 *
 * Each contender first shows a socket of its own under a name that nobody used before, then looks at all others. Of
 * two, at least the later one sees the other and withdraws; both may, and try again after an uneven pause. A socket
 * that nobody answers behind can be removed by anyone, since its name never comes back to life.
 * @returns what gives the folder up again
 * @throws FolderInUse naming the process that owns it
 */
export async function ownFolder(folder: string): Promise<() => Promise<void>> {
  const place = await realpath(folder);
  if (process.platform === 'win32') return ownPipe(place);
  const sockets = await socketFolder(place);
  for (let tries = 1; ; tries++) {
    const own = await showSocket(sockets);
    const other = await livingOther(sockets, own.name);
    if (other === undefined) {
      own.decide();
      return () => own.withdraw();
    }
    await own.withdraw();
    if (other.owns || tries === TRIES) throw ownedBy(folder, other.pid);
    await sleep(20 + Math.random() * 20 * Math.min(tries, 10));
  }
}

async function socketFolder(place: string): Promise<string> {
  const near = join(place, 'owner');
  const longest = Buffer.byteLength(join(near, socketName()));
  const folder = longest <= SOCKET_PATH_BYTES_MAX ? near : join(tmpdir(), `clemency-${hashOf(place)}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

const socketName = (): string => `${randomBytes(6).toString('hex')}.sock`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

async function showSocket(folder: string): Promise<{ name: string; decide(): void; withdraw(): Promise<void> }> {
  const name = socketName();
  let word = 'contends';
  const server = await listen(join(folder, `.${name}`), () => `${process.pid} ${word}`);
  // Seen only now that it answers: between bind and listen a living socket looks like a dead one.
  await rename(join(folder, `.${name}`), join(folder, name));
  return { name, decide: () => void (word = 'owns'), withdraw: () => withdraw(server, join(folder, name)) };
}

async function withdraw(server: Server, path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    // The folder may be gone as a whole, as after a test.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

interface Other {
  readonly pid: string;
  readonly owns: boolean;
}

async function livingOther(folder: string, own: string): Promise<Other | undefined> {
  for (const name of await readdir(folder)) {
    if (name === own || name.startsWith('.') || !name.endsWith('.sock')) continue;
    const other = await ask(join(folder, name));
    if (other !== undefined) return other;
    await unlink(join(folder, name)).catch((error: unknown) => {
      // Another contender found it dead as well and was quicker.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
  return undefined;
}

async function ownPipe(place: string): Promise<() => Promise<void>> {
  const path = `\\\\.\\pipe\\clemency-${hashOf(place.toLowerCase())}`;
  try {
    const server = await listen(path, () => `${process.pid} owns`);
    return () => new Promise<void>((resolve) => server.close(() => resolve()));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw ownedBy(place, (await ask(path))?.pid ?? 'unknown');
  }
}

const ownedBy = (folder: string, pid: string): FolderInUse =>
  new FolderInUse(
    `The data folder ${folder} is in use by another Clemency (process ${pid}): stop that one, or set CLEMENCY_DATA to a folder of your own.`,
  );

function listen(path: string, answer: () => string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      // Whoever asks may be gone before the answer; that is no trouble of the owner's.
      socket.on('error', () => socket.destroy());
      socket.end(answer());
    });
    server.once('error', reject);
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Errors of a connection whose other side is there: it hung up on us, or has no time (the queue of a stopped process is full). */
const ALIVE = new Set(['ECONNRESET', 'EPIPE', 'EAGAIN']);
const DEAD = new Set(['ECONNREFUSED', 'ENOENT']);

/** @returns who is behind the socket, with the pid `unknown` when it is too busy to answer; undefined for nobody */
function ask(path: string): Promise<Other | undefined> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(path);
    const timer = setTimeout(() => socket.destroy(), ANSWER_MS_MAX);
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.once('close', () => {
      clearTimeout(timer);
      const [pid = '', word = 'owns'] = answer.split(' ');
      resolve({ pid: pid || 'unknown', owns: word === 'owns' });
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (DEAD.has(error.code ?? '')) resolve(undefined);
      else if (ALIVE.has(error.code ?? '')) resolve({ pid: 'unknown', owns: false });
      else reject(error);
    });
  });
}
