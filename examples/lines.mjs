import { createReadStream } from 'node:fs';

/**
 * The lines of a file, or of standard input for `-`, as bytes and without their ends. As bytes, because a line that is
 * no UTF-8 must arrive as it is: decoded and encoded again it would be another, and nobody would learn of the fault.
 * @param {string} path
 * @returns {AsyncGenerator<{ number: number, bytes: Buffer }>} blank lines are left out and counted
 */
export async function* linesOf(path) {
  let number = 0;
  let rest = Buffer.alloc(0);
  for await (const chunk of path === '-' ? process.stdin : createReadStream(path)) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      const bytes = Buffer.concat([rest, chunk.subarray(from, end)]);
      rest = Buffer.alloc(0);
      from = end + 1;
      number += 1;
      if (!isBlank(bytes)) yield { number, bytes };
    }
    rest = Buffer.concat([rest, chunk.subarray(from)]);
  }
  if (!isBlank(rest)) yield { number: number + 1, bytes: rest };
}

const isBlank = (bytes) => bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);

/**
 * The same lines in groups that make one request each.
 * @param {AsyncIterable<{ number: number, bytes: Buffer }>} lines
 * @param {{ most: number, bytesMax: number }} bounds a longer line makes a group of its own
 */
export async function* groupsOf(lines, { most, bytesMax }) {
  let [group, bytes] = [[], 0];
  for await (const line of lines) {
    if (group.length === most || (group.length > 0 && bytes + line.bytes.length > bytesMax)) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(line);
    bytes += line.bytes.length;
  }
  if (group.length > 0) yield group;
}
