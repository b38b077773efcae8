import type { ClaimDraft, Count, DataOf } from '#domain';
import { undergoersIn } from '../entities/undergoers.js';
import type { Line, Scene } from '../scene.js';
import { isEmpty, textOf, within, type Range } from '../text/token.js';
import { custodian, draft, happened, type Telling } from './telling.js';

type Metric = DataOf<'CountClaimed'>['metric'];

/** "since July 2024", "since taking office", "over the past year", "so far this year": a figure that adds up. */
const CUMULATIVE =
  /\bsince\b|\bover the (?:past|last)\b|\bin the (?:past|last) (?:\w+ )?(?:days|weeks|months|years?)\b|\bso far\b|\bto date\b|\bin total\b|\baltogether\b|\bbrings? the (?:total|number)|\bbringing (?:the|to)\b|\bhave now\b/i;

/** Cumulative figures told by an act: "have secured the release of 47 since taking office". */
export function countedByAct(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  const metric = metricOf(telling);
  if (!metric || !happened(telling)) return [];
  const { group } = undergoersIn(scene.body, line, metric === 'sanctioned' ? nearTo(predication) : predication.patient);
  if (!group?.counted || !(isCumulative(line, telling) || isTally(telling, metric, group.count))) return [];
  return [claim(telling, metric, group.count, group.population)];
}

/** On whom a sanction is stands right behind its verb: "visa bans on officials who arrested more than 300" counts others. */
const nearTo = ({ patient }: Telling['predication']): Range => ({
  ...patient,
  to: Math.min(patient.to, patient.from + 8),
});

/** Whether a group's figure is a running total: then the act is not told once more as an act of its own. */
export function isCumulative(line: Line, { predication }: Pick<Telling, 'predication'>): boolean {
  if (!CUMULATIVE.test(line.text)) return false;
  // "adds eight officials, bringing the total to 97": the eight are this act's own.
  const brings = line.sentence.tokens.findIndex(({ lower }) => /^bring(?:s|ing)$/.test(lower));
  if (brings > predication.at.from && !/\bsince\b|\bso far\b|\bto date\b/i.test(line.text)) return false;
  // "released 52 since the talks began" is one; "since 2020, when he was arrested" belongs to another verb.
  const since = line.sentence.tokens.findIndex((token) =>
    /^(?:since|past|total|date|altogether|far|now)$/.test(token.lower),
  );
  // "soldiers detained since July were pardoned": the span of time is that of their detention.
  const another = line.predications.some(
    ({ form, at }) =>
      (form === 'participle' && at.from < since && since < predication.at.from) ||
      // "released eight, three of whom had been held since May".
      (form !== 'nominal' && at.from > predication.at.to && at.from < since && since - at.from < 4),
  );
  return since >= 0 && !another && (Math.abs(since - predication.at.from) < 22 || since < 3);
}

/** "we have sanctioned more than 100": a perfect without a date and a lower bound is a tally. */
function isTally({ line, predication }: Telling, metric: Metric, count: Count): boolean {
  if (metric !== 'sanctioned' || count.qualifier !== 'at_least' || line.dates.length > 0) return false;
  return line.sentence.tokens.slice(0, predication.at.from).some((token) => /^(?:have|has|'ve)$/.test(token.lower));
}

function metricOf({ predication: { acts } }: Telling): Metric | undefined {
  if (acts.includes('release')) return 'released';
  if (acts.includes('pardon')) return 'pardoned';
  if (acts.includes('die')) return 'died';
  return acts.includes('impose') ? 'sanctioned' : undefined;
}

function claim(telling: Telling, metric: Metric, count: Count, population: string): ClaimDraft {
  const window = windowOf(telling.scene, telling.line);
  return draft(
    telling,
    'CountClaimed',
    { country: custodian(telling), metric, count, window, population: population.slice(0, 300) },
    telling.modality === 'background' && telling.predication.aside ? { modality: 'performed' } : {},
  );
}

function windowOf(scene: Scene, line: Line): { from?: string; to?: string } {
  const since = line.dates.find(
    (date) => date.bound === 'since' || /\bsince\b/i.test(scene.body.slice(Math.max(0, date.start - 20), date.start)),
  );
  return { ...(since ? { from: since.edtf.slice(0, 30) } : {}), ...(scene.day ? { to: scene.day } : {}) };
}

const HELD_BEFORE =
  /\blist of (?:[\w' ]{0,40})?(?:prisoners|detainees)(?: (?:in|of) [\w ]{1,20})? (?:now |currently )?(?:has|numbers|names|includes|contains|stands at)\s*$|\b(?:(?:still |currently )?hold(?:s|ing)?|continu(?:e|es|ed) to hold|there (?:are|were|remain)(?: still| currently)?|(?:counts?|lists?|recogni[sz](?:es|ed)|identif(?:y|ies|ied)|document(?:s|ed)|put(?:s)? the number (?:of [\w ]{3,40} )?at)(?: (?:currently|now))?|\bnumber of [^.;]{3,60}\b(?:prisoners|detainees|inmates|hostages)\b[^.;]{0,60}\b(?:to|at|is|was))\s*$/i;
const HELD_AFTER =
  /^[^.;]{0,60}\b(?:(?:still )?(?:remain(?:s|ed)?|languish(?:es)?|sit) (?:behind bars|in (?:[\w']+ )?(?:prisons?|jails?|custody|detention)|imprisoned|jailed|incarcerated|locked up|detained)|(?:are|were) (?:considered|recogni[sz]ed|regarded)(?: to be| as)? (?:political prisoners|prisoners of conscience)|(?:are|were) (?:still |currently |now )?(?:being )?(?:held|detained|imprisoned|jailed|locked up|behind bars|in (?:[\w']+ )?(?:prisons?|jails?|detention|custody))|still (?:behind bars|held|in (?:prison|jail|detention|custody)))/i;

const HELD_WORDS =
  /\bh[eo]ld|\b(?:counts|lists|documents|recogni[sz]es|identifies)\b|\bremain|\bbehind bars|\bthere (?:are|were)\b|\bpolitical prisoners\b|\bstill\b|\b(?:are|were) (?:currently |now )?(?:in (?:prison|jail)|jailed|imprisoned|detained)/i;
/** What makes those counted prisoners for what they think, where the noun does not. */
const CAPTIVE =
  /political prisoner|prisoners? of conscience|\bon political grounds|for political reasons|politically|unjust|arbitrar|wrongful|\bbehind bars|\bin (?:[\w']+ )?(?:prisons?|jails?|detention|custody)\b|activists|journalists|dissidents|opponents|critics/i;

/** Figures of those held, which no act tells: "more than 1,100 remain behind bars", "still holds 64". */
export function countedAsHeld(telling: Pick<Telling, 'scene' | 'line' | 'told'>): ClaimDraft[] {
  const { scene, line } = telling;
  if (!HELD_WORDS.test(line.text)) return [];
  return line.counts.flatMap((mention) => {
    if (mention.partial) return [];
    const { tokens, start } = line.sentence;
    const [from, to] = [tokens[mention.from]!.start - start, tokens[mention.to - 1]!.end - start];
    const before = line.text
      .slice(0, from)
      .replace(/\b(?:more than|over|at least|about|some|around|nearly|almost|an estimated) $/i, '');
    const population = textOf(scene.body, line.sentence, mention.population);
    if (!mention.headed && !isEmpty(mention.population)) return [];
    const captive = /prisoner|detainee|hostage|inmate/i.test(population) || CAPTIVE.test(line.text);
    if (!captive || !(HELD_BEFORE.test(before) || HELD_AFTER.test(line.text.slice(to)))) return [];
    const label = isEmpty(mention.population) ? 'people' : population;
    return [figureOf(telling, { from: mention.from, metric: 'held', count: mention.count, population: label })];
  });
}

interface Figure {
  readonly from: number;
  readonly metric: Metric;
  readonly count: Count;
  readonly population: string;
}

/** A figure of how things stand on the day of the report. */
function figureOf(telling: Pick<Telling, 'scene' | 'line' | 'told'>, figure: Figure): ClaimDraft {
  const at = { from: figure.from, to: figure.from + 1 };
  const clause = { from: 0, to: telling.line.sentence.tokens.length };
  const predication = {
    acts: [],
    base: 'hold',
    form: 'active',
    tense: 'base',
    at,
    group: at,
    agent: clause,
    patient: at,
    rest: clause,
    aside: false,
  } as const;
  const whole: Telling = { ...telling, predication, modality: 'ongoing' };
  const window = telling.scene.day ? { to: telling.scene.day } : {};
  const { metric, count, population } = figure;
  return draft(whole, 'CountClaimed', {
    country: custodian(whole),
    metric,
    count,
    window,
    population: population.slice(0, 300),
  });
}

const TOTAL =
  /\b(?:total|number) of [^;]{3,90}\b(?:rises|rose|reache[sd]|grows|grew|climbs|climbed|stands|is|are|was|comes|came|went|up) (?:now )?(?:to|at) $|\bnumber of [^;]{3,90}\bhas (?:now )?(?:risen|grown|climbed|reached) (?:to )?$|\bbring(?:s|ing)? (?:the total )?to $|\b(?:apply|applies|applied|extend|extends) to (?:a total of )?|\b(?:measures|sanctions) (?:now )?cover (?:a total of )?|\b(?:total|number) (?:of [\w ]{3,70} )?(?:now )?(?:to|at|is|stands at|exceeds|tops) $/i;

/** "the measures now apply to 310 individuals": how many are under sanctions, which no act tells. */
export function countedAsSanctioned(telling: Pick<Telling, 'scene' | 'line' | 'told'>): ClaimDraft[] {
  const { line } = telling;
  if (
    !/\b(?:sanctions|restrictive measures|designations|listed|restricted|sanctioned|blacklisted|designated)\b/i.test(
      line.text,
    )
  )
    return [];
  const { tokens, start } = line.sentence;
  const before = ({ from }: { from: number }): string =>
    line.text
      .slice(0, tokens[from]!.start - start)
      .replace(/\b(?:more than|over|at least|about|some|nearly|almost) $/i, '');
  const mention = line.counts.find((each) => TOTAL.test(before(each)));
  if (!mention) return [];
  const population = textOf(telling.scene.body, line.sentence, mention.population);
  return [
    figureOf(telling, {
      from: mention.from,
      metric: 'sanctioned',
      count: mention.count,
      population: population || 'people',
    }),
  ];
}

const ORDINAL =
  'second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth'.split(
    ' ',
  );

const ORDINALS = new RegExp(`\\b(${ORDINAL.join('|')})\\b`, 'gi');
const ORDINAL_SINCE = new RegExp(`\\b(?:the )(${ORDINAL.join('|')})\\b[^.;]{0,80}\\bsince\\b`, 'i');

/** "the ninth such death since 2021", "the fourth freed since May": an ordinal is a count. */
export function countedByOrdinal(telling: Telling): ClaimDraft[] {
  const { line, predication } = telling;
  const metric = metricOf(telling);
  const match = metric && ORDINAL_SINCE.exec(line.text);
  if (!match || metric === 'sanctioned' || !happened(telling)) return [];
  const last = [...line.predications]
    .reverse()
    .find((other) => other.acts.some((act) => predication.acts.includes(act)));
  if (last && !within(predication.at.from, last.at)) return [];
  const all = [...match[0].matchAll(ORDINALS)];
  const value = ORDINAL.indexOf(all.at(-1)![1]!.toLowerCase()) + 2;
  return [claim(telling, metric, { value, qualifier: 'exact' }, metric === 'died' ? 'detainees' : 'people')];
}
