import type { DataOf } from '#domain';
import { words } from './words.js';

/** What is imposed, eased and lifted. A verb of the sanction acts counts only with one of these as its object. */
export const RESTRICTION_PHRASES =
  /\b(?:sanctions?|blacklist|(?:trade|export|import|travel|visa|investment|economic|financial|sectoral|blocking|banking|potash|oil|defense trade|international|remaining|existing|U\.?S\.?|EU|E\.U\.|western|aviation) (?:restrictions|curbs|bans?|controls|embargo(?:es)?|penalties|measures)|asset freezes?|arms embargo|travel bans?|visa bans?|export controls?|licen[cs](?:e|ing) requirements?|restrictive measures|(?:similar|comparable|parallel|matching) (?:measures|restrictions)|trade embargo|sanctions regulations|measures (?:(?:it|they|that|which) )?(?:(?:was|were|had|has|have) )?(?:been )?imposed|snapback|Caesar (?:Act|Syria)|Magnitsky Act|restrictions (?:on|against|imposed))\b/i;

/** Lists that people and companies are added to and removed from. */
export const LISTS =
  /\b(?:SDN list|specially designated nationals|sanctions? lists?|entity list|unverified list|blacklist|black list|consolidated list|blocked persons list|(?:state sponsors? of terror(?:ism)?|terror(?:ism|ist)?|terror sponsors?) (?:black)?list|list of (?:(?:state|foreign) )?(?:countries|specially|foreign|sanctioned|persons|(?:state )?sponsors|terror\w*|designated|blocked)|FSE list|annex (?:I|V|X)+\b|foreign sanctions evaders|restrictive measures list)/i;

/** What lists hold beside people, in the singular and the plural. */
export const TARGET_NOUNS: ReadonlySet<string> = new Set(
  words(`entity firm company bank vessel ship tanker aircraft plane jet organisation organization group enterprise business
  institution network target service ministry agency exchange trader refinery port airline factory subsidiary
  corporation outlet broadcaster conglomerate holding militia unit brigade wallet shipowner yacht helicopter
  minister judge prosecutor general commander oligarch governor mayor designee name party affiliate`).flatMap(
    (noun) => [noun, /(?:[^aeiou]y)$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`],
  ),
);

/** Things a sanction can be on; a goods word decides the kind of target. */
export const GOODS =
  /\b(?:potash(?: fertili[sz]ers?)?|potassium chloride|fertili[sz]ers?|(?:crude )?oil(?: and gas)?|natural gas|petroleum|gold|diamonds|timber|steel|aluminium|coal|aircraft parts|semiconductors|caviar|lumber|petrochemicals)\b/i;

export const SECTORS = /\b((?:[a-z]+(?: and [a-z]+)? )?(?:sectors?|industry))\b/i;

export const PROGRAMMES =
  /\b((?:[A-Z][a-z]+ )?(?:sanctions (?:programme|program|regime|regulations)|national emergency))\b/;

type Means = DataOf<'SanctionEased'>['means'];
/** How an easing is worded, the more special first. */
export const MEANS: readonly (readonly [RegExp, Means])[] = [
  [/\bgeneral licen[cs]es?\b|\bGLs? ?\d+/i, 'general_licence'],
  [/\bspecific licen[cs]es?\b/i, 'specific_licence'],
  [/\bwaive[ds]?\b|\bwaiving\b|\bwaivers?\b|\bexempt(?:s|ed|ions?)?\b/i, 'waiver'],
  [/\bsuspen(?:d|ds|ded|ding|sion)\b|\bpostpon\w+\b|\bpaus(?:e|es|ed|ing)\b/i, 'suspension'],
  [/\bderogations?\b/i, 'derogation'],
];

type Measure = NonNullable<DataOf<'SanctionImposed'>['measures']>[number];
/** OpenSanctions' words for the measures a text speaks of. */
export const MEASURE_WORDS: readonly (readonly [RegExp, Measure])[] = [
  [
    /\basset freezes?\b|\bblock(?:s|ed|ing)?\b[^.]{0,40}\b(?:sanctions|property|assets)\b|\bfreez\w+[^.]{0,20}\bassets\b|\bSDN\b|\bdesignat\w+\b/i,
    'asset_freeze',
  ],
  [/\bexport (?:controls?|restrictions|bans?)\b|\blicen[cs]e requirements?\b|\bEntity List\b/i, 'export_control'],
  [/\bimport (?:restrictions|bans?)\b/i, 'import_restrictions'],
  [/\b(?:travel|visa|entry) (?:bans?|restrictions)\b/i, 'travel_ban'],
  [/\barms embargo\b/i, 'arms_embargo'],
  [/\bdefense trade restrictions\b/i, 'arms_restrictions'],
  [/\binvestment bans?\b/i, 'investment_ban'],
  [/\bsectoral\b/i, 'sectoral'],
  [/\bfinancial (?:restrictions|sanctions)\b/i, 'financial_restrictions'],
  [/\b(?:airspace|flight|overflight|aviation) (?:bans?|restrictions)\b/i, 'transport_restrictions'],
];

/** Other things called sanctions: those of sports, courts, schools and environmental law. */
export const OTHER_SANCTIONS =
  /\b(?:Clean Air Act|air pollution|NCAA|FIFA|UEFA|football|soccer|basketball|rugby|cricket|tennis|championship|tournament|stadium|doping|athletes?|league|bar association|students? union|contempt of court|disciplinary|EPA)\b/i;
