import { join } from 'node:path';
import { freePort, openDataFolder, type DataFolder, type Trouble } from '../embedded/index.js';
import { startBacking, type StartedBacking } from './backing.js';
import { endLeftovers } from './leftovers.js';
import { createLogView, type LogView } from './log-view.js';
import { GATEWAY, SERVICES, gatewayEnvironment, serviceEnvironment, untilReady } from './services.js';
import type { Environment, Service } from './services.js';
import { Supervised } from './supervised.js';

export interface KafkaHome {
  /** Where the gateway answers. */
  readonly url: string;
  /** Ends everything in order: gateway, services, broker, Postgres. Safe to call twice. */
  stop(): Promise<void>;
  /** Settles when something can't be kept running: then `stop` is to be called. Never rejects. */
  readonly failed: Promise<Trouble>;
}

export interface KafkaHomeOptions {
  /** Program and arguments of a service or the gateway; what was built, unless given. */
  readonly argvOf?: (name: Service | typeof GATEWAY) => readonly string[];
  /** Takes the lines of all programs. Standard output unless given. */
  readonly write?: (text: string) => void;
}

/**
 * The Kafka home on one machine: a broker and Postgres (or those that the environment names), each service as a process
 * of its own, the gateway in front. Resolves when all are ready.
 * @param env HOST, PORT, CLEMENCY_DATA, LEDGER, KAFKA_BROKERS, DATABASE_URL, QUERY_DATABASE_URL; the rest is passed on
 * @throws Trouble when something can't be started; what was started is stopped by then
 */
export async function startKafkaHome(env: Environment, options: KafkaHomeOptions = {}): Promise<KafkaHome> {
  const folder = await openDataFolder(env.CLEMENCY_DATA || './.data');
  const home = new Home(env, options, folder);
  try {
    await home.start();
    return home;
  } catch (error) {
    await home.stop();
    // What could not be kept running is the reason; that the start was broken off because of it is not.
    throw home.trouble ?? error;
  }
}

class Home implements KafkaHome {
  trouble: Trouble | undefined;
  readonly failed: Promise<Trouble>;
  readonly url: string;
  private readonly view: LogView;
  private readonly argvOf: (name: Service | typeof GATEWAY) => readonly string[];
  private readonly running: Supervised[] = [];
  private readonly broken = new AbortController();
  private backing: StartedBacking | undefined;
  private stopped: Promise<void> | undefined;
  private tellFailed: (trouble: Trouble) => void = () => undefined;

  constructor(
    private readonly env: Environment,
    options: KafkaHomeOptions,
    private readonly folder: DataFolder,
  ) {
    const write = options.write ?? ((text: string) => void process.stdout.write(text));
    this.view = createLogView(write, options.write === undefined && process.stdout.isTTY);
    this.argvOf = options.argvOf ?? builtArgv;
    this.url = `http://${hostInUrl(env.HOST || '127.0.0.1')}:${env.PORT || '3000'}`;
    this.failed = new Promise((resolve) => (this.tellFailed = resolve));
  }

  async start(): Promise<void> {
    const left = await endLeftovers(this.pidFolder, [GATEWAY, ...SERVICES]);
    if (left.length > 0) this.view.say('clemency', `ended what an earlier run had left behind: ${left.join(', ')}`);
    const { view, fatal } = this;
    const log = (name: string, line: string): void => view.say(name, line);
    const backing = await startBacking(this.env, { folder: this.folder.path, log, fatal });
    this.backing = backing;
    const ports = new Map<Service, number>();
    for (const name of SERVICES) ports.set(name, await freePort());
    for (const [name, port] of ports) await this.launch(name, serviceEnvironment(this.env, backing, port));
    await Promise.all(
      [...ports].map(([name, port]) => untilReady(name, `http://127.0.0.1:${port}`, this.broken.signal)),
    );
    await this.launch(GATEWAY, gatewayEnvironment(this.env, ports));
    await untilReady(GATEWAY, this.url, this.broken.signal);
    this.view.say('clemency', `all services are ready: ${this.url}`);
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  private async stopAll(): Promise<void> {
    this.broken.abort();
    // The gateway came last and goes first; the services go in the order of a report's way.
    const gateway = this.running.length > SERVICES.length ? this.running.slice(-1) : [];
    for (const program of [...gateway, ...this.running.slice(0, SERVICES.length)]) await program.stop();
    await this.backing?.stop();
    await this.folder.release();
  }

  private async launch(name: Service | typeof GATEWAY, env: Environment): Promise<void> {
    const around = { view: this.view, folder: this.pidFolder, fatal: this.fatal };
    const program = new Supervised({ name, argv: this.argvOf(name), env }, around);
    this.running.push(program);
    await program.start();
  }

  private readonly fatal = (trouble: Trouble): void => {
    this.trouble ??= trouble;
    this.broken.abort(trouble);
    this.tellFailed(trouble);
  };

  private get pidFolder(): string {
    return join(this.folder.path, 'run');
  }
}

const hostInUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Where the build put the programs: beside this one. */
function builtArgv(name: Service | typeof GATEWAY): readonly string[] {
  const apps = join(import.meta.dirname, '..', '..', '..');
  const main = (app: string): string => join(apps, app, 'src', 'main.js');
  return name === GATEWAY ? [process.execPath, main('clemency'), GATEWAY] : [process.execPath, main(name)];
}
