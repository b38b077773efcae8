#!/usr/bin/env node
// Reads two names a line, apart by a tab, and prints 1 where they could be one person's and 0 where not. It streams: a
// list of any length runs in the memory of a few lines.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { isCandidate } from '../../dist/libs/domain/src/names/index.js';

const FLUSH_CHARS = 65_536;

let lineNumber = 0;
let pending = '';
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  lineNumber += 1;
  const names = line.split('\t');
  if (names.length !== 2) {
    process.stdout.write(pending);
    console.error(`Line ${lineNumber} has ${names.length} fields: write two names with one tab between them.`);
    process.exit(1);
  }
  pending += isCandidate(names[0], names[1]) ? '1\n' : '0\n';
  if (pending.length >= FLUSH_CHARS) {
    if (!process.stdout.write(pending)) await once(process.stdout, 'drain');
    pending = '';
  }
}
process.stdout.write(pending);
