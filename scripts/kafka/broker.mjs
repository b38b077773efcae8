import { mkdir, realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { dockerAvailable, runContainer } from './docker.mjs';
import { fetchJars, jarsAvailable } from './jars.mjs';
import { clearFolder, runJava } from './java.mjs';
import { answersAsBroker, freePorts, isFree } from './ports.mjs';

const START_MS_MAX = 60_000;
/** A free port may be taken by somebody else before the broker binds it: then another one is tried. */
const START_TRIES = 3;

/**
 * How this machine can run a broker: from the jars (Java 17 or newer, and Maven to fetch them once), else in Docker.
 * @returns {'jars' | 'docker' | undefined}
 */
export function kafkaAvailable() {
  if (jarsAvailable()) return 'jars';
  return dockerAvailable() ? 'docker' : undefined;
}

/**
 * Starts one combined KRaft node of Apache Kafka on the loopback, with its data in `folder`; data that are there
 * already are used again. A broker that a killed parent left behind in the folder is stopped first.
 * @param {import('./broker.mjs').BrokerOptions} options
 * @returns {Promise<{ brokers: string, pid: number | undefined, stop(): Promise<void> }>} `brokers` as `host:port`,
 *   `pid` of the Java process, undefined for a container
 * @throws Error when Java, Maven and Docker are missing, a port is taken, the folder is in use, or it does not start
 */
export async function startBroker({ folder, port, settings = {}, listeners = {}, log = () => {} }) {
  const way = kafkaAvailable();
  if (!way) throw new Error('Kafka needs Java 17 or newer with Maven, or a running Docker engine; neither is here.');
  await mkdir(folder, { recursive: true });
  const place = await realpath(folder);
  const jars = way === 'jars' ? await fetchJars(log) : undefined;
  const known = await clearFolder(place);
  if (port !== undefined && !(await isFree(port))) {
    throw new Error(`Port ${port} of 127.0.0.1 is taken by another program; give Kafka another one or stop that.`);
  }
  for (let tries = 1; ; tries++) {
    const [fresh, controllerPort] = await freePorts(2);
    const chosen = port ?? (known.port && tries === 1 && (await isFree(known.port)) ? known.port : fresh);
    const broker = jars
      ? runJava({ folder: place, jars, port: chosen, controllerPort, more: settings, listeners })
      : runContainer({ folder: place, port: chosen, more: settings });
    const trouble = await untilReady(broker, chosen);
    if (!trouble) {
      log(`Kafka answers on 127.0.0.1:${chosen} (data in ${place})`);
      return { brokers: `127.0.0.1:${chosen}`, pid: broker.pid, stop: () => broker.stop() };
    }
    await broker.stop();
    if (tries === START_TRIES || !/already in use|BindException/i.test(trouble)) throw new Error(trouble);
  }
}

/** @returns {Promise<string | undefined>} what went wrong, if anything */
async function untilReady(broker, port) {
  const deadline = Date.now() + START_MS_MAX;
  while (Date.now() < deadline) {
    if (broker.hasEnded()) return `Kafka ended while it started:\n${broker.lastLines()}`;
    if (await answersAsBroker(port)) return undefined;
    await sleep(100);
  }
  return `Kafka did not answer on 127.0.0.1:${port} within ${START_MS_MAX / 1000} s:\n${broker.lastLines()}`;
}
