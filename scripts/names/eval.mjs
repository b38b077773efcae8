#!/usr/bin/env node
// Measures the names room on a list of people. The CSV has a column `name` and a column `alias` with more spellings,
// apart by semicolons: two spellings of one row are one person, spellings of two rows are two. What the rules are tuned
// on says little about what they are worth, so odd and even rows are reported apart.
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { CANDIDATE_FROM, blockKey, similarity } from '../../dist/libs/domain/src/names/index.js';

const EXAMPLES_MAX = 20;

const [path] = process.argv.slice(2);
if (path === undefined) {
  console.error('Say which list: node scripts/names/eval.mjs LIST.csv (columns `name` and `alias`).');
  process.exit(1);
}

const people = await readPeople(path);
const own = samePersonPairs(people);
const cross = crossPersonPairs(people);
const blocks = blocksOf(people);
report();

/** One array of spellings a row, each spelling once. */
async function readPeople(file) {
  const rows = [];
  for await (const row of createReadStream(file).pipe(parse({ columns: true, bom: true, skip_empty_lines: true }))) {
    if (row.name === undefined)
      throw new Error(`${file} has no column \`name\`; it has: ${Object.keys(row).join(', ')}.`);
    const spellings = `${row.name};${row.alias ?? ''}`.split(';').map((spelling) => spelling.trim());
    rows.push([...new Set(spellings.filter((spelling) => spelling !== ''))]);
  }
  return rows;
}

function samePersonPairs(rows) {
  const pairs = [];
  rows.forEach((names, row) => {
    for (const [one, other] of pairsOf(names)) {
      pairs.push({
        half: row % 2,
        one,
        other,
        found: similarity(one, other) >= CANDIDATE_FROM,
        meet: blockKey(one) === blockKey(other),
      });
    }
  });
  return pairs;
}

function crossPersonPairs(rows) {
  const found = [];
  let compared = 0;
  for (const [one, other] of pairsOf(rows)) {
    for (const left of one) {
      for (const right of other) {
        compared += 1;
        const alike = similarity(left, right);
        if (alike >= CANDIDATE_FROM) found.push({ left, right, alike });
      }
    }
  }
  return { compared, found };
}

/** How many people each block holds. */
function blocksOf(rows) {
  const sizes = new Map();
  for (const names of rows) {
    for (const key of new Set(names.map(blockKey))) sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  return [...sizes].sort(([, one], [, other]) => other - one);
}

function report() {
  const share = (pairs, is) => Number((pairs.filter(is).length / Math.max(1, pairs.length)).toFixed(4));
  const half = (parity) => own.filter((pair) => pair.half === parity);
  const [largest] = blocks;
  const figures = {
    people: people.length,
    samePersonPairs: own.length,
    recall: share(own, (pair) => pair.found),
    recallOddRows: share(half(0), (pair) => pair.found),
    recallEvenRows: share(half(1), (pair) => pair.found),
    crossPersonPairs: cross.compared,
    falsePairs: cross.found.length,
    sameBlock: share(own, (pair) => pair.meet),
    blocks: blocks.length,
    largestBlockPeople: largest?.[1] ?? 0,
    threshold: CANDIDATE_FROM,
  };
  list(
    'Missed',
    own.filter((pair) => !pair.found).map(({ one, other }) => `${one} | ${other}`),
  );
  list(
    'False',
    cross.found.map(({ left, right, alike }) => `${left} | ${right} (${alike.toFixed(3)})`),
  );
  list(
    'In two blocks',
    own.filter((pair) => !pair.meet).map(({ one, other }) => `${one} | ${other}`),
  );
  list(
    'Largest blocks',
    blocks.slice(0, 5).map(([key, size]) => `${key}: ${size} people`),
  );
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(20)} ${value}`);
  console.log(JSON.stringify(figures));
}

function list(title, lines) {
  console.log(`${title}: ${lines.length}${lines.length > EXAMPLES_MAX ? `, the first ${EXAMPLES_MAX}` : ''}`);
  for (const line of lines.slice(0, EXAMPLES_MAX)) console.log(`  ${line}`);
}

function* pairsOf(items) {
  for (let at = 0; at < items.length; at += 1) for (const other of items.slice(at + 1)) yield [items[at], other];
}
