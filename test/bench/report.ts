import type { Finding } from './findings.js';
import type { Home } from '../house.js';
import type { Machine } from './machine.js';

export interface HomeFindings {
  readonly home: Home;
  readonly findings: readonly Finding[];
}

/** The tables of a run, in Markdown that can be read as it is: what is aimed at first. */
export function report(machine: Machine, homes: readonly HomeFindings[]): string {
  const all = unique(homes.flatMap(({ findings }) => findings));
  const compared = all.filter(isCompared);
  const plain = all.filter((finding) => !isCompared(finding));
  const heads = homes.map(({ home }) => `log in ${home === 'postgres' ? 'Postgres' : 'Kafka'}`);
  const valueIn = (name: string, home: HomeFindings): string => {
    const finding = home.findings.find((one) => one.name === name);
    return finding ? shown(finding) : '';
  };
  const parts = [
    table(
      ['compared, in one run', ...heads, 'aim'],
      compared.map((one) => [one.says, ...homes.map((home) => valueIn(one.name, home)), aimOf(one)]),
    ),
    table(
      ['measured', ...heads, 'unit'],
      plain.map((one) => [one.says, ...homes.map((home) => valueIn(one.name, home)), one.unit]),
    ),
    table(['machine', ''], Object.entries(machine)),
  ];
  return parts.join('\n\n');
}

/** Every figure under its home and name, for programs. */
export function figures(machine: Machine, homes: readonly HomeFindings[]): string {
  const ofHome = ({ findings }: HomeFindings) =>
    Object.fromEntries(findings.map(({ name, value }) => [name, Number(value.toPrecision(5))]));
  return JSON.stringify({ machine, ...Object.fromEntries(homes.map((home) => [home.home, ofHome(home)])) });
}

export const isMet = ({ value, aim }: Finding): boolean =>
  aim === undefined || ('least' in aim ? value >= aim.least : value <= aim.most);

const isCompared = ({ unit, aim }: Finding): boolean => unit === 'x' || aim !== undefined;

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.name, finding])).values()];
}

function shown(finding: Finding): string {
  const { value, unit, aim } = finding;
  const number = value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
  const measure = isCompared(finding) ? `${number}${unit === 'x' ? '' : ` ${unit}`}` : number;
  return aim ? `${measure} ${isMet(finding) ? 'met' : 'MISSED'}` : measure;
}

function aimOf({ aim, unit }: Finding): string {
  if (!aim) return '';
  const [sign, value] = 'least' in aim ? ['≥', aim.least] : ['≤', aim.most];
  return `${sign} ${value}${unit === 'x' ? '' : ` ${unit}`}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, at) => Math.max(3, ...[head, ...rows].map((row) => row[at]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!))).join(' | ')} |`;
  const rule = `|${widths.map((width, at) => (at === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
