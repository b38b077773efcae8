import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseAvailable } from './setup/database.js';
import { openHouse, type House } from './house.js';

const run = promisify(execFile);
const README = readFileSync(join(import.meta.dirname, '..', 'README.md'), 'utf8');

interface Example {
  readonly command: string;
  /** The lines of comment below it: the answer, shortened. */
  readonly shown: string;
}

/** The commands of "Everyday use", in their order, each with what the README says that it answers. */
function examples(): Example[] {
  const blocks = [
    ...README.split('## Everyday use')[1]!
      .split('\n## ')[0]!
      .matchAll(/```sh\n(.*?)```/gs),
  ];
  return blocks.map(([, block]) => {
    const lines = block!.trimEnd().split('\n');
    const comment = lines.filter((line) => line.startsWith('#')).map((line) => line.slice(1).trim());
    return { command: lines.filter((line) => !line.startsWith('#')).join('\n'), shown: comment.join('') };
  });
}

const SHORTENED = /…/;
/** Names and values of a shortened answer that are the same at every run: all but instants and what was cut. */
function lasting(shown: string): string[] {
  const pairs = shown.match(/"\w+":(?:"[^"]*"|true|false|null|\d+)/g) ?? [];
  return pairs.filter((pair) => !/^"known/.test(pair) && !SHORTENED.test(pair));
}

const describeHere = databaseAvailable() ? describe : describe.skip;

describeHere('The everyday commands of the README, with the log in Postgres', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse('postgres');
  }, 90_000);
  afterAll(() => house?.close(), 60_000);

  const answerOf = async (command: string): Promise<string> => {
    const { stdout } = await run('sh', ['-c', command.replaceAll('http://127.0.0.1:3000', house.url)]);
    return stdout;
  };

  it('answer, one after the other, what the README shows', async () => {
    const all = examples();
    expect(all).toHaveLength(4);
    for (const { command, shown } of all) {
      const expected = lasting(shown);
      expect(expected.length).toBeGreaterThan(1);
      const answer = await answerOf(command);
      expect(expected.filter((pair) => !answer.includes(pair))).toEqual([]);
    }
  }, 60_000);

  it('leave a ledger that is checked as the README says', async () => {
    const [, path = '', shown = ''] = /\*\*Check\.\*\* `GET (\S+)`[^`]+`([^`]+)`/.exec(README) ?? [];
    const answer = await answerOf(`curl -s 'http://127.0.0.1:3000${path}'`);
    expect(lasting(shown).filter((pair) => !answer.includes(pair))).toEqual([]);
  }, 60_000);
});
