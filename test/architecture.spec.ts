import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '..');
const CRUISER = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs');

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** Every breach of the rules in a tree, as `rule: from -> to`. */
async function breachesOf(tree: string): Promise<string[]> {
  const args = [CRUISER, '--config', '.dependency-cruiser.mjs', '--output-type', 'json', 'apps', 'libs', 'test'];
  // The exit code is the number of breaches, so a run that found some counts as failed; its output is what we want.
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree, maxBuffer: 1 << 28 }).catch(
    (error: { stdout?: string }) => {
      if (!error.stdout?.startsWith('{')) throw error;
      return { stdout: error.stdout };
    },
  );
  const { summary } = JSON.parse(stdout) as { summary: { violations: Violation[] } };
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

const INDEX = { '#domain': 'domain', '#log': 'log', '#service': 'service', '#read-models': 'read-models' } as const;

/** Files in which no rule sees a fault: what the breaches lead to, and what the exceptions allow. */
const SOUND: Record<string, string> = {
  ...Object.fromEntries(Object.values(INDEX).map((room) => [`libs/${room}/src/index.ts`, 'export const a = 1;'])),
  'libs/log/src/inner.ts': 'export const a = 1;',
  'libs/domain/src/testing/examples.ts': 'export const a = 1;',
  'libs/domain/src/hashed.ts': "import { createHash } from 'node:crypto';\nexport const a = createHash;",
  'libs/log/src/transport.ts': "import { Server } from '@nestjs/microservices';\nexport const a = Server;",
  'libs/log/src/b30.ts': "import * as taken from './b29.js';\nexport const back = taken;",
  'libs/log/src/client.ts': "import { Kafka } from 'kafkajs';\nexport const a = Kafka;",
  'apps/ingest/src/ingest.module.ts': "import { a } from '#log';\nexport const b = a;",
  'apps/clemency/src/all.ts': "import { b } from '../../ingest/src/ingest.module.js';\nexport const c = b;",
  'apps/query/src/named.ts': "import { a } from '#domain';\nexport const b = a;",
};

/** Each line one file that breaks exactly one arrow, and the rule that must say so. */
const BREACHES: readonly (readonly [rule: string, file: string, specifier: string])[] = [
  ['arrow-libs-domain', 'libs/domain/src/b1.ts', '#log'],
  ['arrow-libs-extraction', 'libs/extraction/src/b2.ts', '#log'],
  ['arrow-libs-transparency', 'libs/transparency/src/b3.ts', '#domain'],
  ['arrow-libs-log', 'libs/log/src/b4.ts', '#service'],
  ['arrow-libs-register', 'libs/register/src/b5.ts', '#service'],
  ['arrow-libs-read-models', 'libs/read-models/src/b6.ts', '#log'],
  ['arrow-libs-process', 'libs/process/src/b6.ts', '#domain'],
  ['arrow-libs-service', 'libs/service/src/b7.ts', '#domain'],
  ['arrow-apps-ingest', 'apps/ingest/src/b8.ts', '#read-models'],
  ['arrow-apps-recorder', 'apps/recorder/src/b9.ts', '#read-models'],
  ['arrow-apps-projector', 'apps/projector/src/b10.ts', '../../recorder/src/b9.js'],
  ['arrow-apps-query', 'apps/query/src/b11.ts', '#log'],
  ['arrow-apps-audit', 'apps/audit/src/b12.ts', '../../query/src/named.js'],
  ['pure-domain', 'libs/domain/src/b13.ts', 'node:fs'],
  ['pure-extraction', 'libs/extraction/src/b14.ts', 'node:crypto'],
  ['pure-transparency', 'libs/transparency/src/b15.ts', 'node:fs/promises'],
  ['pure-packages', 'libs/domain/src/b16.ts', 'pg'],
  ['index-only', 'apps/ingest/src/b17.ts', '../../../libs/log/src/inner.js'],
  ['apps-apart', 'apps/query/src/b18.ts', '../../ingest/src/ingest.module.js'],
  ['libs-below-apps', 'libs/service/src/b19.ts', '../../../apps/ingest/src/ingest.module.js'],
  ['kafka-in-the-log', 'apps/ingest/src/b21.ts', 'kafkajs'],
  ['nest-at-the-edges', 'libs/log/src/b22.ts', '@nestjs/common'],
  ['typeorm-in-the-read-models', 'libs/log/src/b23.ts', 'typeorm'],
  ['tests-stay-tests', 'libs/domain/src/b24.ts', './testing/examples.js'],
  ['declared-packages', 'libs/domain/src/b25.ts', 'fast-check'],
  ['resolvable', 'libs/domain/src/b26.ts', './nowhere.js'],
  ['no-junk-drawer', 'libs/domain/src/b27.ts', './utils/b28.js'],
  ['no-junk-drawer-either', 'libs/domain/src/utils/b28.ts', '../hashed.js'],
  ['no-cycle', 'libs/log/src/b29.ts', './b30.js'],
];

async function plant(tree: string): Promise<void> {
  const write = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(tree, file)), { recursive: true });
    await writeFile(join(tree, file), text);
  };
  for (const name of ['package.json', 'tsconfig.json', '.dependency-cruiser.mjs']) {
    await cp(join(ROOT, name), join(tree, name));
  }
  await symlink(join(ROOT, 'node_modules'), join(tree, 'node_modules'), 'junction');
  await mkdir(join(tree, 'test'));
  for (const [file, text] of Object.entries(SOUND)) await write(file, text);
  for (const [, file, specifier] of BREACHES) {
    await write(file, `import * as taken from '${specifier}';\nexport const breach = taken;`);
  }
}

describe('the arrows of the house', () => {
  let tree: string;
  let breaches: string[];
  beforeAll(async () => {
    tree = await realpath(await mkdtemp(join(tmpdir(), 'clemency-arrows-')));
    await plant(tree);
    breaches = await breachesOf(tree);
  });
  afterAll(() => rm(tree, { recursive: true }));

  it.each(BREACHES)('given a planted breach of %s, then the rule names the file', (rule, file) => {
    expect(breaches.filter((breach) => breach.startsWith(`${rule}: ${file} -> `))).toHaveLength(1);
  });

  it('given files that keep the rules, then no rule names them', () => {
    const named = breaches.filter((breach) => Object.keys(SOUND).some((file) => breach.includes(`: ${file} ->`)));
    expect(named).toEqual([]);
  });

  it('has a planted breach for every rule', async () => {
    const { default: config } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    const planted = new Set(BREACHES.map(([rule]) => rule));
    expect(config.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });
});
