import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { TOPICS } from '#log';
import { Metrics, readConfig } from '#service';

/** The documents say what is. What they name is looked for here, so that they can't fall behind unseen. */
const ROOT = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));

const DECISIONS = filesUnder('docs/decisions', /\.md$/);
const DOCUMENTS = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs/bundle.md',
  'docs/operations.md',
  'docs/rules.md',
  'examples/README.md',
  ...DECISIONS,
];
const codeIn = (text: string): string[] => [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
/** The cells of the rows of the table whose head begins with this word. */
function table(document: string, head: string): string[][] {
  const lines = read(document).split('\n');
  const begin = lines.findIndex((line) => line.startsWith(`| ${head} |`));
  if (begin < 0) throw new Error(`${document} has no table that begins with "${head}".`);
  const rest = lines.slice(begin + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('The documents', () => {
  it.each([
    ['README.md', 120],
    ['ARCHITECTURE.md', 200],
  ])('keep %s within %i lines', (path, most) => {
    expect(read(path).trimEnd().split('\n').length).toBeLessThanOrEqual(most);
  });

  it.each(DOCUMENTS)('name in %s only paths that exist', (path) => {
    const roots = /^(apps|libs|test|scripts|docs|examples|\.ci)\//;
    const named = codeIn(read(path)).filter((code) => roots.test(code) && !/[<*]/.test(code));
    const plain = codeIn(read(path)).filter((code) =>
      /^[\w.][\w./-]*\.(md|json|yml|mjs|ts|sql)$|^Dockerfile$|^\.env\.example$/.test(code),
    );
    const links = [...read(path).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link]) => link!);
    const beside = links.map((link) => join(dirname(path), link));
    expect([...named, ...plain, ...beside].filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  it.each(DOCUMENTS)('name in %s only npm scripts that exist', (path) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const builtIn = ['ci', 'install', 'rebuild'];
    const named = [...read(path).matchAll(/(?:`|^)npm (?:run (?:-s )?)?([a-z][a-z:]*)/gm)].map(([, script]) => script!);
    expect(named.filter((script) => !(script in scripts) && !builtIn.includes(script))).toEqual([]);
  });

  it('name every script of package.json where contributors look', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const text = read('CONTRIBUTING.md');
    expect(
      Object.keys(scripts).filter((script) => !new RegExp(`\`npm (run (-s )?)?${script}[\` ]`).test(text)),
    ).toEqual([]);
  });

  it('name functions where they are', () => {
    const steps = read('ARCHITECTURE.md').split('## Life of a report')[1]!.split('\n## ')[0]!;
    const named = [...steps.matchAll(/`([A-Za-z]+(?:\.[a-z][A-Za-z]+)?)` (?:in |of )?\(?`([a-z]+\/[^`]+\.ts)`/g)];
    expect(named.length).toBeGreaterThan(20);
    const missing = named.filter(([, name, path]) =>
      name!.split('.').some((part) => !new RegExp(`\\b${part}\\b`).test(read(path!))),
    );
    expect(missing.map(([all]) => all)).toEqual([]);
  });

  it('give every decision its three parts and a number of its own', () => {
    const numbers = DECISIONS.map((path) => /(\d{3})-[a-z0-9-]+\.md$/.exec(path)?.[1]);
    expect(numbers.every((number) => number !== undefined)).toBe(true);
    expect(new Set(numbers).size).toBe(DECISIONS.length);
    for (const path of DECISIONS) {
      expect(read(path)).toMatch(/^# \d{3}\. [^\n]+\n\n## Context\n\n.+\n## Decision\n\n.+\n## Consequences\n\n/s);
      expect(read(path).split('\n').length).toBeLessThan(60);
    }
  });
});

describe('The tables of the documents', () => {
  it('have every variable of the configuration, with its default', () => {
    const schemas = ['config', 'kafka-access'].map((file) => read(`libs/process/src/${file}.ts`)).join('\n');
    const known = [...schemas.matchAll(/^ {2}([A-Z][A-Z_]*):/gm)].map(([, name]) => name!);
    const rows = table('docs/operations.md', 'variable');
    expect(rows.flatMap(([names = '']) => codeIn(names)).sort()).toEqual(known.sort());
    const defaults = new Map(Object.entries(readConfig({})).map(([name, value]) => [name, String(value)]));
    for (const [names = '', standard = ''] of rows) {
      for (const name of codeIn(names)) {
        const [given] = codeIn(standard);
        expect(`${name} ${given}`).toBe(`${name} ${defaults.get(name)}`);
      }
    }
  });

  it('have the arrows that the rules have', async () => {
    const { default: config } = (await import(join(ROOT, '.dependency-cruiser.mjs'))) as {
      default: { forbidden: { name: string; comment: string }[] };
    };
    const rules = config.forbidden.filter(({ name }) => name.startsWith('arrow-'));
    const there = (rooms: string): string[] =>
      (rooms.match(/(?:libs|apps)\/[a-z-]+/g) ?? []).filter((room) => existsSync(join(ROOT, room)));
    const expected = rules.flatMap(({ comment }) => {
      const [room, ...rooms] = there(comment.split(':')[0]!);
      return comment.startsWith(room ?? '-')
        ? [
            `${room}: ${
              rooms
                .map((name) => name.slice(5))
                .sort()
                .join(', ') || 'nothing of ours'
            }`,
          ]
        : [];
    });
    const rows = table('ARCHITECTURE.md', 'room').map(
      ([room = '', , rooms = '']) => `${codeIn(room)[0]}: ${rooms.split(', ').sort().join(', ')}`,
    );
    expect(rows.filter((row) => !row.startsWith('apps/clemency:')).sort()).toEqual(expected.sort());
  });

  it('prove each promise by a test of that name', () => {
    const rows = table('ARCHITECTURE.md', 'promise');
    expect(rows.length).toBeGreaterThan(15);
    for (const [promise, , tests = ''] of rows) {
      const proofs = [...tests.matchAll(/`([^`]+)`((?:,? "[^"]+")+)/g)];
      expect([promise, proofs.length > 0]).toEqual([promise, true]);
      for (const [, path, words] of proofs) {
        const found = [...words!.matchAll(/"([^"]+)"/g)].filter(([, part]) => !read(path!).includes(part!));
        expect([path, found.map(([, part]) => part)]).toEqual([path, []]);
      }
    }
  });

  it('have every metric and every topic', async () => {
    const metrics = (await new Metrics('documents').registry.getMetricsAsJSON()).map(({ name }) => name);
    expect(
      table('docs/operations.md', 'metric')
        .flatMap(([name = '']) => codeIn(name))
        .sort(),
    ).toEqual(metrics.sort());
    expect(
      table('docs/operations.md', 'topic')
        .flatMap(([name = '']) => codeIn(name))
        .sort(),
    ).toEqual([...TOPICS].sort());
  });

  it('have only sentences of trouble that the house says', () => {
    const sources = [...filesUnder('apps', /\.ts$/), ...filesUnder('libs', /\.ts$/)]
      .filter((path) => !/\.spec\.ts$|\/testing\//.test(path))
      .map((path) => read(path).replace(/['`] \+\s+['`]/g, ''));
    const says = (part: string): boolean => sources.some((source) => source.includes(part));
    const rows = table('docs/operations.md', 'begins with');
    expect(rows.length).toBeGreaterThan(15);
    const parts = rows.flatMap(([sentence = '']) => codeIn(sentence).flatMap((code) => code.split('…')));
    expect(parts.filter((part) => part.trim().length > 3 && !says(part.trim()))).toEqual([]);
  });
});
