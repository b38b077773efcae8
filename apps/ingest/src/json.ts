import { parseJson, RecordRefused } from '#domain';
import { fieldName, invalid, Problem } from '#service';

/** Deeper than any report is, shallow enough for every recursion that a value meets on its way. */
const DEPTH_MAX = 32;
/** What 8 MiB of reports hold at most; a request of nothing but commas would take a gigabyte once it is parsed. */
const MEMBERS_MAX = 250_000;

/**
 * The JSON of a request or a record, as strict as I-JSON (RFC 7493): what the next reader could understand otherwise,
 * or could not write again, is refused rather than repaired.
 * @throws Problem 400 for what is no UTF-8, no JSON, too deep, or names a member twice; 413 for too many members; 422
 *   naming the field that holds a lone surrogate, a NUL, a number beyond a double, or a name that is none
 */
export function jsonOf(bytes: Uint8Array): unknown {
  refuseShape(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  const value = parsed(bytes);
  const fault = unwritable(value);
  if (fault) throw invalid([{ field: fieldName(fault.path) || 'body', message: fault.message }]);
  return value;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return parseJson(bytes);
  } catch (error) {
    if (error instanceof RecordRefused) throw new Problem(400, `The body ${error.message}.`, { cause: error });
    throw error;
  }
}

/**
 * Walks the text before anything is made of it. Of two members of one name `JSON.parse` keeps the last and says nothing.
 * No recursion, since a text may nest as deep as it is long; what is no JSON is left to the parser to refuse.
 */
function refuseShape(text: string): void {
  // One entry for each open bracket: the names so far in an object, nothing in an array.
  const open: (Set<string> | undefined)[] = [];
  let isName = false;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at];
    if (unit === '"') {
      const end = endOfString(text, at);
      if (isName) addName(open.at(-1), text.slice(at, end + 1));
      [isName, at] = [false, end];
    } else if (unit === '{' || unit === '[') {
      open.push(unit === '{' ? new Set() : undefined);
      isName = unit === '{';
      if (open.length > DEPTH_MAX) throw new Problem(400, `The body nests deeper than ${DEPTH_MAX} levels.`);
    } else if (unit === '}' || unit === ']') {
      open.pop();
      isName = false;
    } else if (unit === ',') {
      isName = open.at(-1) !== undefined;
      members += 1;
      if (members > MEMBERS_MAX) throw new Problem(413, `The body has more than ${MEMBERS_MAX} values.`);
    }
  }
}

function addName(names: Set<string> | undefined, quoted: string): void {
  const name = nameOf(quoted);
  if (!names || name === undefined) return;
  if (names.has(name)) throw new Problem(400, `The body names the member ${quoted.slice(0, 80)} twice in one object.`);
  names.add(name);
}

/** One name has many spellings, since any of its characters may be an escape. */
function nameOf(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Where the closing quote stands: the next one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at;
    while (text[before - 1] === '\\') before -= 1;
    if ((at - before) % 2 === 0) return at;
  }
  return text.length;
}

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/**
 * What no canonical JSON (RFC 8785) or no text of the database can hold, wherever it stands. The path is put together
 * on the way back, so that a large value without fault costs no more than a look at each part.
 */
function unwritable(value: unknown): Found | undefined {
  const message = faultOf(value);
  if (message !== undefined) return { path: [], message };
  if (value === null || typeof value !== 'object') return undefined;
  const members = value as Record<PropertyKey, unknown>;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    const named = typeof key === 'string' ? nameFaultOf(key) : undefined;
    const found = named === undefined ? unwritable(members[key]) : { path: [], message: named };
    if (found) return { ...found, path: [key, ...found.path] };
  }
  return undefined;
}

function faultOf(value: unknown): string | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'is larger than a number here can be';
  if (typeof value !== 'string') return undefined;
  if (!value.isWellFormed()) return 'holds a lone surrogate (half of a UTF-16 pair), which no UTF-8 text can';
  return value.includes('\u0000') ? 'holds a NUL character' : undefined;
}

function nameFaultOf(name: string): string | undefined {
  if (!name.isWellFormed()) return 'is a name with a lone surrogate';
  // The schemas behind this leave such a name out without a word.
  return name === '__proto__' ? 'is not known here' : undefined;
}
