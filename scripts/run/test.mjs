import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from './prepare.mjs';

/**
 * Runs Jest on what was built and on the sources beside it.
 * @param {string[]} args passed on to Jest
 * @returns {Promise<number>} the exit code
 */
export function test(args) {
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  // Jest's workers are processes of their own and take the flags from here.
  const flags = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
  const child = spawn(process.execPath, [jest, ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${flags}`.trim() },
  });
  // A terminal's Ctrl-C reaches Jest by itself; a signal sent to us alone does not. We wait until it has cleaned up.
  const pass = (name) => child.kill(name);
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 143)));
  });
}
