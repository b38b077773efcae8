import prettyBytes from 'pretty-bytes';
import type { Status } from '../../../audit/src/status.js';
import { printCount } from '../command.js';

/** Rows in columns; a column of numbers stands to the right, whatever its head is. */
export function printTable(rows: readonly (readonly string[])[]): string {
  const columns = (rows[0] ?? []).map((_, at) => rows.map((row) => row[at] ?? ''));
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const areNumbers = columns.map((cells) => cells.slice(1).every((cell) => /^[\d,]+$/.test(cell)));
  const pad = (cell: string, at: number): string =>
    areNumbers[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

/** What an operator asks first, on one screen. */
export function tableOf(url: string, status: Status): string {
  return [placesOf(url, status), countsOf(status), topicsOf(status), groupsOf(status)].map(printTable).join('\n\n');
}

function placesOf(url: string, status: Status): string[][] {
  const { ledger, postgres, dataFolder, kafka } = status;
  const schemas = Object.entries(postgres.schemas).map(([name, bytes]) => `${name} ${prettyBytes(bytes)}`);
  return [
    ['house', `${url}, ${status.home} home`],
    ['ledger', `${ledger.name}, id ${ledger.id}, ${ledger.partitions} partitions a topic`],
    ...(dataFolder ? [['data folder', `${dataFolder.path}, ${prettyBytes(dataFolder.bytes)}`]] : []),
    ...(kafka ? [['Kafka', `${kafka.brokers.join(', ')}, topics begin with ${kafka.prefix}`]] : []),
    ['PostgreSQL', `${postgres.version}, ${postgres.folder ?? 'in a folder that this user may not ask for'}`],
    ['database', `${postgres.database}, ${prettyBytes(postgres.bytes)} (${schemas.join(', ')})`],
    ['generation', status.generation],
    ['known up to', `${status.knownUpTo}, ${printSpan(status.behindMs)} ago`],
  ];
}

function countsOf({ counts }: Status): string[][] {
  const { parked, rejected } = counts;
  const parkedWords = parked.subjects === 0 ? '' : `${printCount(parked.events)} events wait`;
  return [
    ['holds', '', ''],
    ['reports', printCount(counts.reports), ''],
    ['events', printCount(counts.events), ''],
    ...Object.entries(counts.models).map(([name, { rows, versions }]) => [
      `${name} rows`,
      printCount(rows),
      `${printCount(versions)} with all versions`,
    ]),
    ['parked subjects', printCount(parked.subjects), parkedWords],
    ['rejected', printCount(rejected.records), rejected.exact ? '' : 'offsets; records are fewer'],
  ];
}

function topicsOf({ topics }: Status): string[][] {
  const rows = Object.entries(topics).map(([topic, ends]) => [
    topic,
    printCount(ends.reduce((sum, end) => sum + Number(end), 0)),
    ends.join(' '),
  ]);
  return [['topic', 'offsets', 'ends by partition'], ...rows];
}

function groupsOf({ groups }: Status): string[][] {
  const rows = groups.map(({ group, topic, lag, next }) => [group, topic, printCount(lag), next.join(' ')]);
  return [['group', 'reads', 'lag', 'next by partition'], ...rows];
}

function printSpan(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}
