import type { DataOf } from '#domain';
import type { Telling } from './telling.js';

type Licence = NonNullable<DataOf<'SanctionEased'>['licence']>;

const NUMBER = /\b(?:General Licen[cs]e|GL)s?(?: No\.?)? ?(\d+[A-Z]?)\b|\b(INT\/\d{4}\/\d+)\b/;
const OWNED = /\b(\d{1,3})(?:\.\d+)? ?(?:percent|per cent|%)/i;

/** A general licence's number, parties and limits, from its sentence and those after it about the same licence. */
export function licenceOf(telling: Telling): Licence | undefined {
  const { line } = telling;
  const match = NUMBER.exec(line.text);
  const number = match?.[1] ?? match?.[2];
  if (!number) return undefined;
  const text = about(telling, number);
  const owned = OWNED.exec(text);
  const percent = owned && /\bown(?:s|ed|ership)?\b/i.test(text) ? Number(owned[1]) : undefined;
  const supersedes =
    /\b(?:supersed\w+|replac\w+)(?: (?:and supersed\w+|the|earlier|previous))* (?:General Licen[cs]e|GL)(?: No\.?)? ?(\d+[A-Z]?)/i.exec(
      text,
    )?.[1];
  const unblocks = unblocking(text);
  return {
    number,
    parties: partiesOf(text),
    ...(percent && percent <= 100
      ? { ownershipRule: { percent, aggregate: !/\bindividually\b(?! or)/i.test(text) } }
      : {}),
    excludes: excludesOf(text),
    ...(unblocks === undefined ? {} : { unblocks }),
    ...(supersedes ? { supersedes } : {}),
  };
}

/** The licence's sentence and the next ones until another licence is spoken of. */
function about({ scene, line }: Telling, number: string): string {
  const texts = [line.text];
  for (const next of scene.lines.slice(line.at + 1, line.at + 6)) {
    const other = NUMBER.exec(next.text);
    if (other && (other[1] ?? other[2]) !== number) break;
    texts.push(next.text);
  }
  return texts.join(' ');
}

function unblocking(text: string): boolean | undefined {
  if (/\b(?:not|n't|no|nor|without|neither)\b[^.;]{0,40}\bunblock/i.test(text) || /\bremains? blocked\b/i.test(text))
    return false;
  return /\bunblock(?:s|ed)\b/i.test(text) ? true : undefined;
}

function excludesOf(text: string): string[] {
  const found = /\bdoes not (?:authori[sz]e|permit|cover|extend to) ([^.;]{3,300})/i.exec(text)?.[1];
  return found && !/unblock/i.test(found.slice(0, 20)) ? [found.trim()] : [];
}

const COMPANY = /\p{Lu}[\p{L}\p{N}.&'’-]*(?: (?:(?:of|for) )?\p{Lu}[\p{L}\p{N}.&'’-]*)*/gu;

/** Proper names after "with" or "involving" behind the authorising word. */
function partiesOf(text: string): string[] {
  const list =
    /\b(?:transactions|activities|dealings|exports|imports)\b[^.;]{0,60}?\b(?:with|involving|by|to)\b (?:the )?(?=\p{Lu})(.*)$/u.exec(
      text,
    )?.[1];
  if (!list) return [];
  const ended = list.split(
    /\b(?:(?:and|or) (?:any |all |the |other )*(?:entit|compan|subsidiar)|that are|which)|; |(?<=[a-z]{4})\. /,
  )[0]!;
  const names = ended.split(/,\s*(?:and )?|\s+and\s+(?=\p{Lu}|the )/u).flatMap((part) => part.match(COMPANY) ?? []);
  return [...new Set(names.map((name) => name.replace(/[.,;]$/, '')))].filter((name) => name.length > 2).slice(0, 50);
}
