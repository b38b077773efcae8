import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

const bin = (...path) => join(ROOT, 'node_modules', ...path);

const CHECKS = [
  ['prettier', bin('prettier', 'bin', 'prettier.cjs'), ['--check', '--log-level=warn', '.']],
  ['eslint', bin('eslint', 'bin', 'eslint.js'), ['.']],
  ['tsc', bin('typescript', 'bin', 'tsc'), ['--noEmit', '-p', 'tsconfig.json']],
  ['rooms', bin('dependency-cruiser', 'bin', 'dependency-cruise.mjs'), ['apps', 'libs', 'test']],
];

/**
 * Runs every check, two at a time, each one even when another fails, and tells how long each took.
 * @returns {Promise<number>} 0 when all are content
 */
export async function check() {
  const results = [];
  const waiting = [...CHECKS];
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results.push(await runCheck(...next));
  };
  await Promise.all([worker(), worker()]);
  return results.every((ok) => ok) ? 0 : 1;
}

function runCheck(name, script, args) {
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      const word = code === 0 ? 'ok' : 'FAILED';
      process.stdout.write(`${name.padEnd(9)} ${word.padEnd(7)} ${((Date.now() - began) / 1000).toFixed(1)} s\n`);
      if (code !== 0) process.stdout.write(`${output.trim()}\n`);
      resolve(code === 0);
    });
  });
}
