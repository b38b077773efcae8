import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { compileFunction } from 'node:vm';
import * as domain from '#domain';
import * as chrono from 'chrono-node';
import countries from 'i18n-iso-countries';
import model from 'wink-eng-lite-web-model';
import winkNLP from 'wink-nlp';
import type { extract } from '#extraction';
import { Instrumenter, SWITCHES } from './instrument.js';
import { Switches, type Pattern, type Rule } from './switches.js';

type Extract = typeof extract;
type Module = Record<string, unknown>;
type Load = (require: (name: string) => unknown, exports: Module, switches: Switches) => void;

/** What the extractor imports from outside itself. */
const OUTSIDE: Readonly<Record<string, unknown>> = {
  '#domain': domain,
  'chrono-node': chrono,
  'i18n-iso-countries': { __esModule: true, default: countries },
  'wink-eng-lite-web-model': { __esModule: true, default: model },
  'wink-nlp': { __esModule: true, default: winkNLP },
};

/** Files without rules of the language: they are loaded once, and what they make of a text is kept. */
const SHARED = /^text\//;

/** The extractor with its rules made switchable, from its sources. */
export class Workshop {
  readonly rules: readonly Rule[];
  readonly #count: number;
  readonly patterns: readonly Pattern[];
  readonly #loads: ReadonlyMap<string, Load>;
  readonly #shared = new Map<string, Module>();

  /** @param folder the sources of `libs/extraction` */
  constructor(folder: string) {
    const instrumenter = new Instrumenter();
    const loads = new Map<string, Load>();
    for (const file of sourcesIn(folder)) {
      const { code } = instrumenter.file(file, readFileSync(join(folder, file), 'utf8'), !SHARED.test(file));
      const parameters = ['require', 'exports', SWITCHES];
      loads.set(file.replace(/\.ts$/, '.js'), compileFunction(code, parameters, { filename: file }) as Load);
    }
    this.rules = instrumenter.rules;
    this.#count = instrumenter.rules.length;
    this.patterns = instrumenter.patterns;
    this.#loads = loads;
  }

  /** The extractor without some of its rules, and what its switches have seen. */
  without(off: Iterable<number>, recording = false): { extract: Extract; switches: Switches } {
    const switches = new Switches(this.#count, this.patterns, off, recording);
    const modules = new Map<string, Module>();
    const read = this.#require('extract.js', modules, switches)['extract'] as Extract;
    const extract: Extract = (report) => {
      switches.begin();
      return read(report);
    };
    return { extract, switches };
  }

  #require(path: string, modules: Map<string, Module>, switches: Switches): Module {
    const kept = SHARED.test(path) ? this.#shared : modules;
    const known = kept.get(path);
    if (known) return known;
    const module: Module = {};
    kept.set(path, module);
    const load = this.#loads.get(path);
    if (!load) throw new Error(`The extractor has no file ${path}.`);
    const require = (name: string): unknown => {
      if (name.startsWith('.')) return this.#require(posix.join(posix.dirname(path), name), modules, switches);
      if (!(name in OUTSIDE))
        throw new Error(`${path} imports ${name}, which test/eval/rules/variant.ts does not know.`);
      return OUTSIDE[name];
    };
    load(require, module, switches);
    if (path === 'text/segment.js') remember(module, 'segment');
    if (path === 'text/calendar.js') remember(module, 'calendarDates');
    return module;
  }
}

/** Answers the same question from memory: hundreds of variants read the same texts, looked back on from the same days. */
function remember(module: Module, name: string): void {
  const make = module[name] as (text: string, instant?: Date) => unknown;
  const known = new Map<string, unknown>();
  module[name] = (text: string, instant?: Date): unknown => {
    const key = instant ? `${instant.getTime()} ${text}` : text;
    if (!known.has(key)) known.set(key, make(text, instant));
    return known.get(key);
  };
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('testing/'))
    .sort();
