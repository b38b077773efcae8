import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const POM = join(HERE, 'pom.xml');
const CACHE = join(HERE, '..', '..', '.cache');
const JAVA_MIN = 17;

/** The version of Apache Kafka that the pom names. */
export const kafkaVersion = () => {
  const version = /<kafka\.version>([^<]+)</.exec(readFileSync(POM, 'utf8'))?.[1];
  if (!version) throw new Error(`${POM} names no kafka.version.`);
  return version;
};

/** Can this machine run the jars: a Java of at least 17, and either the jars themselves or Maven to fetch them? */
export function jarsAvailable() {
  return javaMajor() >= JAVA_MIN && (existsSync(jarFolder()) || runs('mvn', ['-v']));
}

/**
 * The folder with the broker's jars. Fetched once with Maven (54 MB), kept under `.cache`.
 * @param {(line: string) => void} log
 * @returns {Promise<string>}
 */
export async function fetchJars(log) {
  if (javaMajor() < JAVA_MIN) throw new Error(`Kafka needs Java ${JAVA_MIN} or newer; install one or put it on PATH.`);
  const folder = jarFolder();
  if (existsSync(folder)) return folder;
  log(`fetching Apache Kafka ${kafkaVersion()} with Maven (54 MB, once)`);
  await mkdir(CACHE, { recursive: true });
  const fresh = `${folder}.${process.pid}.part`;
  try {
    await copyDependencies(fresh);
    await rename(fresh, folder).catch(async (error) => {
      // Another run has finished the same download a moment earlier: its folder is as good as ours.
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  return folder;
}

const jarFolder = () => join(CACHE, `kafka-${kafkaVersion()}`);

function copyDependencies(folder) {
  const args = ['-q', '-B', '-f', POM, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
  return new Promise((resolve, reject) => {
    const mvn = spawn('mvn', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [mvn.stdout, mvn.stderr]) stream.on('data', (chunk) => (output += chunk));
    mvn.on('error', (cause) => reject(new Error(`Maven could not be started: ${cause.message}`, { cause })));
    mvn.on('close', async (code) => {
      const jars = code === 0 ? (await readdir(folder)).filter((name) => name.endsWith('.jar')) : [];
      if (jars.length > 0) return resolve();
      const last = output.trim().split('\n').slice(-8).join('\n');
      reject(new Error(`Maven could not fetch the jars of Apache Kafka (exit code ${code}):\n${last}`));
    });
  });
}

function javaMajor() {
  const { stderr, stdout, error } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (error) return 0;
  return Number(/version "(\d+)/.exec(`${stderr}${stdout}`)?.[1] ?? 0);
}

const runs = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;
