import type { ClaimDraft, Count, DataOf } from '#domain';
import type { Line } from '../scene.js';
import { custodian, draft, personOf, type Telling } from './telling.js';

const LENGTH =
  /\b(?:(?<qualifier>more than|over|at least|nearly|almost|about|around|some|exactly) )?(?:an? )?(?<number>\d{1,3}(?:,\d{3})+|\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?<plus>\+)?[- ](?<unit>day|week|month|year)s?\b(?! sentence| term| prison)/gi;
const CONFINED =
  /\b(?:in (?:confinement|prison|jail|custody|detention|captivity|a penal colony)|behind bars|imprison\w*|detained|held|locked up|in solitary|confinement|incarcerat\w+)\b/i;
const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ');

/** "spent over 1,600 days in confinement": how long somebody says that a named person has been held. */
export function lasted(telling: Pick<Telling, 'scene' | 'line' | 'told'>): ClaimDraft[] {
  const { line } = telling;
  if (!/\d|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve/i.test(line.text) || !CONFINED.test(line.text))
    return [];
  if (
    /\bsentenc\w+|\bserving a\b|\bterm\b/i.test(line.text) ||
    /\b(?:would|could|may|might|faces?|if)\b/i.test(line.text)
  )
    return [];
  return [...line.text.matchAll(LENGTH)].flatMap((match) => durationOf(telling, match));
}

function durationOf(telling: Pick<Telling, 'scene' | 'line' | 'told'>, match: RegExpExecArray): ClaimDraft[] {
  const { line } = telling;
  const after = line.text.slice(match.index, match.index + match[0].length + 60);
  const before = line.text.slice(Math.max(0, match.index - 60), match.index);
  if (!CONFINED.test(after) && !CONFINED.test(before)) return [];
  if (
    /^[^.]{0,60}\b(?:ago|later|old|after)\b/i.test(
      line.text.slice(match.index + match[0].length, match.index + match[0].length + 8),
    )
  )
    return [];
  const name =
    whoseDuration(line, line.sentence.start + match.index) ??
    (/\b(?:he|she|his|her)\b/i.test(before) ? telling.told.lastPerson : undefined);
  if (!name) return [];
  const token = line.sentence.tokens.findIndex((each) => each.start >= line.sentence.start + match.index);
  const at = { from: Math.max(0, token), to: Math.max(0, token) + 1 };
  const predication = {
    acts: [],
    base: 'last',
    form: 'nominal',
    tense: 'noun',
    at,
    group: at,
    agent: at,
    patient: at,
    rest: at,
    aside: false,
  } as const;
  const whole: Telling = { ...telling, predication, modality: 'background' };
  const fields = {
    person: personOf({ name }, custodian(whole)),
    count: countOf(match),
    unit: `${match.groups!['unit']!.toLowerCase()}s` as DataOf<'DurationClaimed'>['unit'],
  };
  return [{ ...draft(whole, 'DurationClaimed', fields, { modality: 'performed' }) }];
}

/** The last person named before the figure, else the first after it. */
function whoseDuration(line: Line, at: number): string | undefined {
  const before = line.people.filter((mention) => line.sentence.tokens[mention.from]!.start < at).at(-1);
  return (before ?? line.people[0])?.name;
}

function countOf({ groups }: RegExpExecArray): Count {
  const { number = '', qualifier = '', plus } = groups ?? {};
  const spelled = NUMBERS.indexOf(number.toLowerCase());
  const value = spelled > 0 ? spelled : Number(number.replaceAll(',', ''));
  if (plus || /more than|over|at least/i.test(qualifier)) return { value, qualifier: 'at_least' };
  return { value, qualifier: qualifier && !/exactly/i.test(qualifier) ? 'about' : 'exact' };
}
