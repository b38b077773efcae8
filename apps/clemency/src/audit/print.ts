import type { Comparison } from '../../../audit/src/rebuild.js';
import { printCount, printSafe } from '../command.js';

const SHOWN_UNITS = 120;

/** An outcome in lines: the verdict first, then row by row and field by field what differs, live against replayed. */
export function printComparison(comparison: Comparison): string[] {
  const { generation, upTo, events, rows, identical, digest, differences, differing, parked } = comparison;
  const of = `${generation}${comparison.with === 'read_scratch' ? '' : ` and ${comparison.with}`}`;
  const known = upTo === null ? '' : `, as known at ${upTo}`;
  const lines = [
    identical
      ? `${of}: identical${known}, ${printCount(events)} events, ${printCount(rows)} rows, digest ${digest}`
      : `${of}: ${printCount(differences.count)} rows differ${known}, in ${differing.join(', ')} (${printCount(events)} events, ${printCount(rows)} rows replayed)`,
  ];
  for (const { table, subject, key, what, fields } of differences.first) {
    const name = Object.entries(key).map(([column, value]) => `${column} ${value}`);
    lines.push(`${printSafe(subject ?? 'of no known subject')}  ${table} ${WORDS[what]}: ${name.join(', ')}`);
    for (const [field, { live, replayed }] of Object.entries(fields)) {
      if (what !== 'extra' && what !== 'missing') lines.push(`    ${field}: ${shown(live)} -> ${shown(replayed)}`);
      else lines.push(`    ${field}: ${shown(what === 'extra' ? live : replayed)}`);
    }
  }
  const more = differences.count - differences.first.length;
  if (more > 0) lines.push(`... and ${printCount(more)} rows more`);
  for (const [side, subjects] of [
    ['only in the read models', parked.here],
    ['only in the replay', parked.replay],
  ] as const) {
    if (subjects.length > 0) lines.push(`parked ${side}: ${subjects.map(printSafe).join(', ')}`);
  }
  return lines;
}

const WORDS = { changed: 'changed (live -> replayed)', missing: 'missing here', extra: 'not in the log' } as const;

function shown(value: unknown): string {
  if (value === null) return 'nothing';
  const text = printSafe(typeof value === 'string' ? value : JSON.stringify(value));
  return text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}…` : text;
}
