import { words } from './words.js';

/** What a word can tell of. The claim files decide what a telling amounts to. */
export type Act =
  | 'release'
  | 'pardon'
  | 'detain'
  | 'sentence'
  | 'expel'
  | 'transfer'
  | 'die'
  | 'recapture'
  | 'ease'
  | 'impose'
  | 'reimpose'
  | 'swap';

/**
 * Verbs by act. Regular ones are given as the base alone; irregular ones as base/past/participle. Verbs of the
 * sanction acts only count with sanctions, listings or licences as their object: `lexicon/sanctions.ts` has those.
 */
export const VERBS: Readonly<Record<Exclude<Act, 'swap'>, readonly string[]>> = {
  release: words('release free liberate parole bail'),
  pardon: words('pardon amnesty commute reduce shorten halve cut lower remit'),
  detain: words(`
    detain arrest seize rearrest re-arrest jail imprison incarcerate apprehend kidnap abduct intern redetain
    re-detain nab remand
  `),
  sentence: words('sentence convict'),
  expel: words('expel deport exile banish extradite repatriate'),
  transfer: words('transfer move relocate return shift hospitalise hospitalize'),
  die: words('die perish'),
  recapture: [],
  ease: words(`
    ease lift relax loosen suspend waive remove terminate end revoke rescind repeal drop scrap cancel annul
    delist unfreeze unblock postpone delay soften withdraw roll exempt authorize authorise permit allow
    strike delete cut dismantle abolish pause quash overturn
  `),
  impose: words(`
    impose sanction designate blacklist add expand extend tighten adopt slap announce place target list
    introduce levy freeze block restrict issue widen broaden unveil apply prohibit continue toughen
    strengthen enact hit declare redesignate re-designate relist re-list prolong ban bar publish join implement approve penalize penalise
  `),
  reimpose: words('reimpose re-impose reinstate reintroduce restore snap renew'),
};

/** Past and participle of irregular verbs, and of those that double a letter though the last syllable has no stress. */
export const IRREGULAR: Readonly<Record<string, readonly [past: string, participle: string]>> = {
  strike: ['struck', 'struck'],
  withdraw: ['withdrew', 'withdrawn'],
  freeze: ['froze', 'frozen'],
  unfreeze: ['unfroze', 'unfrozen'],
  expel: ['expelled', 'expelled'],
  transfer: ['transferred', 'transferred'],
  permit: ['permitted', 'permitted'],
  kidnap: ['kidnapped', 'kidnapped'],
  cancel: ['cancelled', 'cancelled'],
  annul: ['annulled', 'annulled'],
  cut: ['cut', 'cut'],
  hit: ['hit', 'hit'],
  free: ['freed', 'freed'],
  take: ['took', 'taken'],
  put: ['put', 'put'],
  let: ['let', 'let'],
  set: ['set', 'set'],
  send: ['sent', 'sent'],
  bring: ['brought', 'brought'],
  throw: ['threw', 'thrown'],
  give: ['gave', 'given'],
  get: ['got', 'got'],
  go: ['went', 'gone'],
  do: ['did', 'done'],
  come: ['came', 'come'],
  leave: ['left', 'left'],
  lead: ['led', 'led'],
  lose: ['lost', 'lost'],
  find: ['found', 'found'],
  fly: ['flew', 'flown'],
  hold: ['held', 'held'],
  keep: ['kept', 'kept'],
  win: ['won', 'won'],
  drive: ['drove', 'driven'],
  draw: ['drew', 'drawn'],
  make: ['made', 'made'],
  stride: ['strode', 'stridden'],
  wind: ['wound', 'wound'],
  fall: ['fell', 'fallen'],
};

/** Nouns that name an act: what follows "of" or stands before in the possessive is who or what undergoes it. */
export const NOUNS: Readonly<Record<Exclude<Act, 'swap'>, readonly string[]>> = {
  release: words('release releases liberation freeing freedom'),
  pardon: words('pardon pardons pardoning amnesty amnesties clemency commutation commutations'),
  detain: words(`
    arrest arrests rearrest detention detentions imprisonment jailing abduction kidnapping incarceration
    roundup
  `),
  sentence: words('sentence sentences sentencing conviction convictions'),
  expel: words('expulsion expulsions deportation deportations exile banishment'),
  transfer: words('transfer'),
  die: words('death'),
  recapture: [],
  ease: words(`
    lifting easing relief removal suspension waiver waivers exemption exemptions relaxation loosening
    termination delisting revocation annulment rollback postponement reprieve carve-out cessation dismantling
  `),
  impose: words(`
    sanctions issuance imposition designation designations blacklisting introduction expansion extension
    adoption
  `),
  reimpose: words('reimposition re-imposition reinstatement snapback restoration'),
};
