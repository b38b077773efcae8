import { isUtf8 } from 'node:buffer';
import { pipeline, Readable } from 'node:stream';
import { parse, type CsvError, type Info } from 'csv-parse';
import type { About, Format, FoundReport, Unfit } from './format.js';

const SOURCE = { id: 'ofac-sdn', name: 'OFAC, Specially Designated Nationals List', kind: 'sanctions_list' };

/**
 * SDN.CSV of the US Treasury: no head, twelve columns, `-0-` where there is nothing. Each entry is a report of its own,
 * which claims that the entry stands, once for each programme. An entry that is gone from today's list yields nothing:
 * absence is no act, and what lifts a sanction is a notice that can be named.
 *
 * The list tells no day of listing, so the claims have none; and nothing of the day on which it was fetched goes into
 * them, so that tomorrow's list is known already but for the entries that have changed. Whoever sends an old list and says
 * of which day it is has its entries stand on that day, and not on the one on which he sends it.
 */
export const ofacSdn: Format = {
  name: 'ofac-sdn',
  endings: ['sdn.csv'],
  counts: 'line',
  seeks: false,
  async *read({ bytes, about }): AsyncGenerator<FoundReport | Unfit> {
    const broken: CsvError[] = [];
    const parser = parse({ ...LAYOUT, on_skip: (error) => void (error && broken.push(error)) });
    // What fails on the way ends the parser, and is thrown by the loop.
    pipeline(Readable.from(bytes), parser, () => undefined);
    let end = 0;
    function* brokenBefore(line: number): Generator<Unfit> {
      // The parser is ahead of the loop; what it tells is told in its place.
      while (Number(broken[0]?.lines) < line) {
        const { lines, message } = broken.shift()!;
        yield { number: Number(lines), end, unfit: `is no CSV: ${message}` };
      }
    }
    for await (const { record, info } of parser as AsyncIterable<{ record: Buffer[]; info: Info }>) {
      yield* brokenBefore(info.lines);
      end = info.bytes;
      yield* entryIn(record, about, { number: info.lines, end });
    }
    yield* brokenBefore(Infinity);
  },
};

const LAYOUT = {
  bom: true,
  encoding: null,
  info: true,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_error: true,
} as const;

const COLUMNS = 12;

function* entryIn(
  record: readonly Buffer[],
  about: About,
  found: { number: number; end: number },
): Generator<FoundReport | Unfit> {
  // The file ends as files did under CP/M.
  if (record.length === 1 && record[0]!.equals(Buffer.from([0x1a]))) return;
  if (record.length !== COLUMNS) {
    yield { ...found, unfit: `has ${record.length} columns; the list has ${COLUMNS}` };
    return;
  }
  const cells = decoded(record);
  if (cells === undefined) yield { ...found, unfit: 'is no UTF-8 text' };
  else if (!/^\d+$/.test(cells[0] ?? '')) yield { ...found, unfit: 'does not begin with the number of an entry' };
  else if (cells[1] === undefined || cells[3] === undefined)
    yield { ...found, unfit: 'names no target or no programme' };
  else yield { ...found, json: Buffer.from(JSON.stringify(reportOf(cells, about))) };
}

type Cells = readonly (string | undefined)[];

function decoded(record: readonly Buffer[]): Cells | undefined {
  if (!record.every(isUtf8)) return undefined;
  return record.map((cell) => {
    const text = cell.toString().trim();
    return text === '-0-' || text === '' ? undefined : text;
  });
}

/** What the columns are called, from the third on, where they go into the body. */
const LABELS = ['Title', 'Call sign', 'Vessel type', 'Tonnage', 'Gross tonnage', 'Flag', 'Owner', 'Remarks'];

function reportOf(cells: Cells, about: About): object {
  const [number, name, type, listed = '', ...more] = cells;
  const programmes = [...new Set(listed.split(/\]\s*\[/).map((one) => one.replace(/[[\]]/g, '').trim()))];
  const head = [`Entry ${number}`, name, `Type: ${type ?? 'entity'}`, `Programme: ${programmes.join(', ')}`].join('\n');
  const rest = more.flatMap((value, at) => (value === undefined ? [] : [`${LABELS[at]}: ${value}`]));
  return {
    ...about,
    source: about.source ?? SOURCE,
    uri: `https://sanctionssearch.ofac.treas.gov/Details.aspx?id=${number}`,
    title: name,
    lang: 'en',
    body: [head, ...rest].join('\n'),
    events: programmes.map((programme) => ({
      type: 'SanctionImposed',
      data: {
        modality: 'ongoing',
        ...(about.publishedAt !== undefined && { occurred: about.publishedAt.slice(0, 10) }),
        // The head alone is quoted: remarks hold birth dates and papers of people, which belong into no event.
        evidence: [{ start: 0, end: head.length }],
        authority: 'US',
        agency: 'Office of Foreign Assets Control',
        ...countryOf(programme),
        programme,
        target: { kind: kindOf(type), name, identifiers: [{ scheme: 'ofac-sdn', value: number }] },
        // Whoever is on this list is blocked (31 CFR, chapter V); what else a programme restricts is not in it.
        measures: ['asset_freeze'],
      },
    })),
  };
}

/** Ships and aircraft are property that is blocked. */
function kindOf(type: string | undefined): 'entity' | 'person' | 'goods' {
  if (type === undefined) return 'entity';
  return type === 'individual' ? 'person' : 'goods';
}

/** Programmes that are about one country, by the beginning of their names. Others are about conduct, wherever it is. */
const COUNTRIES: readonly (readonly [string, string])[] = [
  ['BELARUS', 'BY'],
  ['BURMA', 'MM'],
  ['BURUNDI', 'BI'],
  ['CAR', 'CF'],
  ['CUBA', 'CU'],
  ['DARFUR', 'SD'],
  ['DPRK', 'KP'],
  ['DRCONGO', 'CD'],
  ['ETHIOPIA', 'ET'],
  ['HK', 'HK'],
  ['IRAN', 'IR'],
  ['IRAQ', 'IQ'],
  ['LEBANON', 'LB'],
  ['LIBYA', 'LY'],
  ['MALI', 'ML'],
  ['NICARAGUA', 'NI'],
  ['RUSSIA', 'RU'],
  ['SOMALIA', 'SO'],
  ['SOUTH SUDAN', 'SS'],
  ['SUDAN', 'SD'],
  ['SYRIA', 'SY'],
  ['VENEZUELA', 'VE'],
  ['YEMEN', 'YE'],
  ['ZIMBABWE', 'ZW'],
];

function countryOf(programme: string): { country?: string } {
  const found = COUNTRIES.find(
    ([name]) => programme.startsWith(name) && /^(?:$|[-\d])/.test(programme.slice(name.length)),
  );
  return found ? { country: found[1] } : {};
}
