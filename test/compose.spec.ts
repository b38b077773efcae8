import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as dclint from 'dclint';
import { parse } from 'yaml';
import { readConfig } from '#service';
import { freePort } from './house.js';

const ROOT = join(import.meta.dirname, '..');
const FILE = join(ROOT, 'docker-compose.yml');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly healthcheck: { readonly test: readonly string[] };
  readonly networks: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly restart: string;
  readonly deploy: { resources: { limits: { cpus: string; memory: string } } };
}
interface Composition {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

/** Its types name files without their endings, which are not found here; these say as much as is used. */
interface Linter {
  lintFiles(paths: readonly string[], alsoFolders: boolean): readonly { readonly messages: readonly unknown[] }[];
}
const { DCLinter }: { DCLinter: new (config: object) => Linter } = dclint;

/** `.env` as somebody who follows `.env.example` would fill it in. */
const FILLED = { API_KEYS: 'key-one,key-two', POSTGRES_PASSWORD: 'owner-password', QUERY_PASSWORD: 'query-password' };
const exampled = new Map(
  [...read('.env.example').matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
);

/** What Compose does with `${NAME}`, `${NAME:-default}` and `${NAME:?sentence}`, as far as the file uses them. */
function compose(environment: Readonly<Record<string, string>>): Composition {
  const text = read('docker-compose.yml').replace(
    /\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g,
    (_, name: string, kind?: string, rest: string = '') => {
      const value = environment[name];
      if (value) return value;
      if (kind === '?') throw new Error(`${name}: ${rest}`);
      return kind === '-' ? rest : '';
    },
  );
  return parse(text, { merge: true }) as Composition;
}

const APPS = ['ingest', 'recorder', 'projector', 'query', 'audit', 'gateway'];

describe('docker-compose.yml', () => {
  const { services, volumes, networks } = compose({ ...Object.fromEntries(exampled), ...FILLED });
  const ours = Object.entries(services).filter(([name]) => APPS.includes(name));
  const settingsOf = (name: string): Record<string, string> =>
    Object.fromEntries(Object.entries(services[name]!.environment).map(([key, value]) => [key, String(value)]));

  it('is what the schema of Compose files allows, with every image and port pinned', () => {
    const rules = {
      'service-keys-order': 0,
      'services-alphabetical-order': 0,
      'service-dependencies-alphabetical-order': 0,
      'top-level-properties-order': 0,
      // Both quote a list in one line, which YAML needs.
      'no-quotes-in-volumes': 0,
      'require-quotes-in-ports': 0,
    } as const;
    const results = new DCLinter({ rules, quiet: true, debug: false, exclude: [] }).lintFiles([FILE], false);
    expect(results).toHaveLength(1);
    expect(results[0]!.messages).toEqual([]);
  });

  it('starts all six services, a broker and a database', () => {
    expect(Object.keys(services).sort()).toEqual([...APPS, 'kafka', 'postgres'].sort());
  });

  it.each(APPS)('starts %s with a program that is in the house', (name) => {
    const [node, path = '', ...rest] = services[name]!.command ?? [];
    expect(node).toBe('node');
    expect(rest).toEqual(name === 'gateway' ? ['gateway'] : []);
    const source = path.replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect(source).toBe(`apps/${name === 'gateway' ? 'clemency' : name}/src/main.ts`);
    expect(existsSync(join(ROOT, source))).toBe(true);
    expect(services[name]).toMatchObject({ image: 'clemency:local', build: '.', pull_policy: 'build' });
  });

  it.each(APPS)('gives %s a configuration that it takes, and no variable that it does not know', (name) => {
    const config = readConfig(settingsOf(name));
    expect(Object.keys(settingsOf(name)).filter((variable) => !(variable in config))).toEqual([]);
    expect(config.API_KEYS).toEqual(['key-one', 'key-two']);
  });

  it('lets nothing start without keys and passwords, and says which is missing', () => {
    for (const missing of Object.keys(FILLED)) {
      expect(() => compose({ ...FILLED, [missing]: '' })).toThrow(`${missing}: copy .env.example to .env`);
    }
    expect(() => readConfig({ ...settingsOf('ingest'), API_KEYS: '' })).toThrow('set API_KEYS');
  });

  it('asks for no variable that .env.example does not name, and the other way round', () => {
    const asked = [...read('docker-compose.yml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!);
    expect([...new Set(asked)].sort()).toEqual([...exampled.keys()].sort());
  });

  it('points every service at the broker, the database and the services under the names that they have', () => {
    const addresses = ours.flatMap(([, { environment }]) =>
      Object.entries(environment)
        .filter(([variable]) => /_URL$|_BROKERS$/.test(variable))
        .map(([variable, value]) => ({ variable, url: new URL(String(value).replace(/^(?!\w+:\/\/)/, 'kafka://')) })),
    );
    expect(addresses.length).toBeGreaterThan(10);
    for (const { variable, url } of addresses) {
      const [, name] = /^([A-Z]+)_URL$/.exec(variable) ?? [];
      const expected = /DATABASE/.test(variable)
        ? 'postgres'
        : variable === 'KAFKA_BROKERS'
          ? 'kafka'
          : name?.toLowerCase();
      const port = { postgres: '5432', kafka: '9092' }[expected ?? ''] ?? '3000';
      expect(`${variable} ${url.hostname}:${url.port}`).toBe(`${variable} ${expected}:${port}`);
      expect(Object.keys(services)).toContain(url.hostname);
    }
    expect(services.kafka!.environment.KAFKA_ADVERTISED_LISTENERS).toBe('PLAINTEXT://kafka:9092');
  });

  it('keeps the owner’s password and the broker from the query service and the gateway', () => {
    for (const name of ['query', 'gateway']) {
      expect(Object.keys(settingsOf(name))).not.toContain('DATABASE_URL');
      expect(Object.keys(settingsOf(name))).not.toContain('KAFKA_BROKERS');
    }
    expect(new URL(settingsOf('query').QUERY_DATABASE_URL!).username).toBe('clemency_query');
  });

  it('waits only for what is there, and for health only where health is checked', () => {
    for (const { depends_on: needs = {} } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(needs)) {
        expect(Object.keys(services)).toContain(name);
        expect(['service_started', 'service_healthy']).toContain(condition);
      }
    }
    for (const { healthcheck } of Object.values(services)) expect(healthcheck.test.length).toBeGreaterThan(1);
  });

  it('asks each service whether it is ready, at the port on which it listens', () => {
    for (const [name, { healthcheck }] of ours) {
      const port = readConfig(settingsOf(name)).PORT;
      expect(healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${port}/readyz`);
    }
  });

  it('opens one port, the gateway’s, on the loopback alone', () => {
    const ports = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(ports).toEqual(['gateway 127.0.0.1:3000:3000']);
    expect(
      Object.entries(services)
        .filter(([, { networks }]) => networks.includes('outside'))
        .map(([name]) => name),
    ).toEqual(['gateway']);
    expect(networks.inside).toEqual({ internal: true });
  });

  it('restarts and bounds everything, and keeps the log and the tables in volumes', () => {
    for (const { restart, deploy } of Object.values(services)) {
      expect(restart).toBe('unless-stopped');
      expect(deploy.resources.limits).toEqual({ cpus: expect.any(String), memory: expect.stringMatching(/^\d+[mg]$/) });
    }
    const kept = Object.values(services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]!));
    expect(kept.sort()).toEqual(Object.keys(volumes).sort());
    expect(services.kafka!.volumes).toEqual([`kafka:${services.kafka!.environment.KAFKA_LOG_DIRS}`]);
  });

  it('runs the broker that the tests run, so that it can lose neither a topic nor a place in one', () => {
    const [, version] = /<kafka\.version>([^<]+)</.exec(read('scripts/kafka/pom.xml')) ?? [];
    const { image, environment } = services.kafka!;
    expect(image).toBe(`apache/kafka:${version}`);
    expect(environment.KAFKA_AUTO_CREATE_TOPICS_ENABLE).toBe('false');
    expect(environment.KAFKA_OFFSETS_RETENTION_MINUTES).toBe(2 ** 31 - 1);
    const replicas = Object.entries(environment).filter(([name]) => /REPLICATION_FACTOR$|MIN_ISR$/.test(name));
    expect(replicas.map(([, value]) => value)).toEqual([1, 1, 1, 1, 1]);
    expect(readConfig(settingsOf('recorder')).KAFKA_REPLICATION).toBe('single');
    expect(Buffer.from(String(environment.CLUSTER_ID), 'base64url')).toHaveLength(16);
  });

  it('has a readiness check that fails where nobody listens', async () => {
    const { spawnSync } = await import('node:child_process');
    const [, , flag = '', script = ''] = services.ingest!.healthcheck.test;
    const port = await freePort();
    const { status } = spawnSync(process.execPath, [flag, script.replace('3000', String(port))]);
    expect([flag, status]).toEqual(['-e', 1]);
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');
  const ignored = read('.dockerignore').split('\n');

  it('copies into the build what is there, and nothing that .dockerignore keeps away', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names]) => names!.split(' '));
    expect(copied.length).toBeGreaterThan(5);
    for (const name of copied) {
      expect(existsSync(join(ROOT, name))).toBe(true);
      expect(ignored).toContain(`!${name}`);
    }
    expect(ignored).toContain('*');
    expect(ignored).not.toContain('!.env');
  });

  it('runs as a user without rights, on a Node that the house supports, with a command that exists', () => {
    const lines = dockerfile.split('\n');
    expect(lines.filter((line) => line.startsWith('FROM ')).every((line) => line.startsWith('FROM node:24-slim'))).toBe(
      true,
    );
    expect(lines.indexOf('USER node')).toBeGreaterThan(dockerfile.split('\n').lastIndexOf('FROM node:24-slim'));
    const [, program = ''] = JSON.parse(/^CMD (.+)$/m.exec(dockerfile)![1]!) as string[];
    expect(existsSync(join(ROOT, program.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
  });
});
