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
  release: words('release free liberate'),
  pardon: words('pardon amnesty commute reduce shorten halve cut lower remit'),
  detain: words(`
    detain arrest seize rearrest re-arrest jail imprison incarcerate apprehend kidnap abduct intern redetain
    re-detain
  `),
  sentence: words('sentence convict'),
  expel: words('expel deport exile banish'),
  transfer: words('transfer move relocate return'),
  die: words('die'),
  recapture: [],
  ease: words(`
    ease lift relax loosen suspend waive remove terminate end revoke rescind repeal drop scrap cancel annul
    delist unfreeze unblock postpone delay soften withdraw roll exempt authorize authorise permit allow
    strike delete cut dismantle abolish pause quash overturn
  `),
  impose: words(`
    impose sanction designate blacklist add expand extend tighten adopt slap announce place target list
    introduce levy freeze block restrict issue widen broaden unveil apply prohibit continue toughen
    strengthen enact hit declare redesignate re-designate relist re-list prolong ban bar publish join implement
  `),
  reimpose: words('reimpose re-impose reinstate reintroduce restore snap renew'),
};

/** Base, past and participle of the irregular ones above, and other words that only look like a form. */
export const IRREGULAR: Readonly<Record<string, readonly [past: string, participle: string]>> = {
  slap: ['slapped', 'slapped'],
  ban: ['banned', 'banned'],
  bar: ['barred', 'barred'],
  snap: ['snapped', 'snapped'],
  strike: ['struck', 'struck'],
  withdraw: ['withdrew', 'withdrawn'],
  freeze: ['froze', 'frozen'],
  unfreeze: ['unfroze', 'unfrozen'],
  expel: ['expelled', 'expelled'],
  transfer: ['transferred', 'transferred'],
  permit: ['permitted', 'permitted'],
  kidnap: ['kidnapped', 'kidnapped'],
  drop: ['dropped', 'dropped'],
  scrap: ['scrapped', 'scrapped'],
  cancel: ['cancelled', 'cancelled'],
  cut: ['cut', 'cut'],
  annul: ['annulled', 'annulled'],
  hit: ['hit', 'hit'],
  free: ['freed', 'freed'],
};

/** Nouns that name an act: what follows "of" or stands before in the possessive is who or what undergoes it. */
export const NOUNS: Readonly<Record<Exclude<Act, 'swap'>, readonly string[]>> = {
  release: words('release releases liberation freeing freedom'),
  pardon: words('pardon pardons amnesty amnesties clemency commutation commutations'),
  detain: words(`
    arrest arrests rearrest detention detentions imprisonment jailing abduction kidnapping incarceration
    roundup
  `),
  sentence: words('sentence sentences sentencing'),
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

/**
 * Turns of phrase: words by lemma or form, `*` for up to eight words between. `who` says where the person stands:
 * before it as the subject, after it as the object, or in the gap.
 */
export interface Idiom {
  readonly words: string;
  readonly act: Act;
  readonly who: 'subject' | 'object' | 'gap';
  /** The most tokens in its gap, where that is fewer than usual. */
  readonly gapMax?: number;
  /** Words with which its gap does not begin: "in exchange for" is another turn. */
  readonly gapNot?: RegExp;
  /** The verb that it stands for, where the claim files tell verbs apart. */
  readonly base?: string;
}

export const IDIOMS: readonly Idiom[] = [
  { words: 'set free', act: 'release', who: 'object' },
  { words: 'let go', act: 'release', who: 'object' },
  { words: 'walk|walked|walks free', act: 'release', who: 'subject' },
  { words: 'go|goes|went|gone free', act: 'release', who: 'subject' },
  { words: 'is|are|was|were|now free', act: 'release', who: 'subject' },
  { words: 'left|leave|leaves|leaving prison|jail|custody|detention', act: 'release', who: 'subject' },
  {
    words: 'left|leave|leaves|leaving * prison|jail|custody|detention|colony',
    act: 'release',
    who: 'subject',
    gapMax: 3,
  },
  {
    words: 'walk|walks|walked|walking out of * prison|jail|custody|detention|colony',
    act: 'release',
    who: 'subject',
    gapMax: 3,
  },
  { words: 'walk|walks|walked|walking out of prison|jail|custody|detention', act: 'release', who: 'subject' },
  { words: 'let out of', act: 'release', who: 'object' },
  { words: 'let out', act: 'release', who: 'object' },
  {
    words: 'escape|escapes|escaped|escaping from * prison|jail|custody|detention|colony',
    act: 'release',
    who: 'subject',
    gapMax: 4,
  },
  {
    words: 'escape|escapes|escaped|escaping from|prison|jail|custody prison|jail|custody|detention',
    act: 'release',
    who: 'subject',
  },
  { words: 'let|lets|letting * go', act: 'release', who: 'gap', gapMax: 6 },
  {
    words: 'walk|walks|walked|walking out of * prisons|jails|court|courtroom',
    act: 'release',
    who: 'subject',
    gapMax: 3,
  },
  { words: 'walk|walks|walked|walking out of court|courtroom', act: 'release', who: 'subject' },
  { words: 'granted early|conditional|compassionate release|parole', act: 'release', who: 'object' },
  { words: 'granted freedom|release', act: 'release', who: 'object' },
  {
    words: 'put|puts|putting * on|onto|aboard a|the plane|flight|bus|jet|airliner',
    act: 'release',
    who: 'gap',
    gapMax: 8,
  },
  { words: 'put on|onto|aboard a|the plane|flight|bus|jet|airliner', act: 'release', who: 'object' },
  { words: 'fly|flies|flew|flying|bus|bused * to', act: 'release', who: 'gap', gapMax: 8 },
  { words: 'hand|hands|handed|handing over', act: 'release', who: 'object' },
  { words: 'let|lets|letting * out of prison|jail|custody|detention|colony', act: 'release', who: 'gap', gapMax: 6 },
  { words: 'send|sends|sent|sending * home', act: 'release', who: 'gap' },
  { words: 'is|are finally home', act: 'release', who: 'subject' },
  { words: 'is|are|was|were|now back home', act: 'release', who: 'subject' },
  { words: 'fly|flies|flew|flown home', act: 'release', who: 'subject' },
  { words: 'get|gets|got|getting out of prison|jail|custody|detention', act: 'release', who: 'subject' },
  { words: 'heading home', act: 'release', who: 'subject' },
  { words: 'on their|his|her way home', act: 'release', who: 'subject' },
  { words: 'return|returns|returned|returning|came|come|comes home', act: 'release', who: 'subject' },
  { words: 'bring|brings|bringing|brought home', act: 'release', who: 'object' },
  { words: 'bring|brings|bringing|brought * home', act: 'release', who: 'gap' },
  { words: 'was|were|been|is|are reunited with', act: 'release', who: 'subject' },
  { words: 'take|takes|took|taken|taking into custody', act: 'detain', who: 'object' },
  { words: 'take|takes|took|taken|taking * into custody', act: 'detain', who: 'gap' },
  { words: 'hostage|hostages taken|seized', act: 'detain', who: 'subject' },
  { words: 'took|taken|taking|takes hostage', act: 'detain', who: 'object' },
  { words: 'lock|locks|locked|locking up', act: 'detain', who: 'object' },
  { words: 'picked up', act: 'detain', who: 'object' },
  { words: 'send|sends|sent|sending * to prison|jail', act: 'detain', who: 'gap', gapMax: 8, base: 'jail' },
  { words: 'sent to prison|jail', act: 'detain', who: 'object', base: 'jail' },
  { words: 'held since', act: 'detain', who: 'object' },
  { words: 'held for * days|weeks|months|years', act: 'detain', who: 'object', gapMax: 7 },
  { words: 'in|behind detention|custody|captivity|prison|jail|bars since', act: 'detain', who: 'subject' },
  { words: 'in pre-trial|pretrial|police|solitary detention|custody|confinement since', act: 'detain', who: 'subject' },
  {
    words: 'taken|dragged|snatched from * home|house|apartment|flat|office|newsroom|car',
    act: 'detain',
    who: 'object',
    gapMax: 4,
  },
  {
    words: 'take|takes|took|taking * from his|her|their home|house|apartment|flat|office|newsroom|car',
    act: 'detain',
    who: 'gap',
    gapMax: 8,
  },
  { words: 'round|rounds|rounded|rounding up', act: 'detain', who: 'object' },
  { words: 'throw|throws|threw|thrown in|into jail|prison', act: 'detain', who: 'object' },
  { words: 'put|puts|place|places|placed|placing under house arrest', act: 'transfer', who: 'object' },
  { words: 'put|puts|place|places|placed|placing * under house arrest', act: 'transfer', who: 'gap' },
  {
    words: 'placed|put|held|remanded|taken in|into|under * custody|detention|arrest',
    act: 'detain',
    who: 'object',
    gapMax: 3,
  },
  { words: 'placed|put|held|remanded|taken in|into|under custody|detention|arrest', act: 'detain', who: 'object' },
  { words: 'taken|flown|rushed|brought|evacuated|admitted to', act: 'transfer', who: 'object' },
  { words: 'moved|transferred|sent|released|returned|confined to|into house arrest', act: 'transfer', who: 'object' },
  { words: 'moved|transferred from * to|into house arrest', act: 'transfer', who: 'object', gapMax: 8 },
  { words: 'return|returned|sent|taken back|to to|a|the prison|penal|jail', act: 'transfer', who: 'object' },
  { words: 'handed|given|receives|received|receive a|an|the', act: 'sentence', who: 'subject' },
  {
    words: 'receive|receives|received|handed|given * sentences|terms',
    act: 'sentence',
    who: 'subject',
    base: 'handed',
    gapMax: 3,
  },
  {
    words: 'has|have|had|having his|her|their sentence|sentences|term halved|commuted|reduced|cut|shortened',
    act: 'pardon',
    who: 'subject',
  },
  {
    words: 'has|have|had|having his|her|their * sentence|sentences|term halved|commuted|reduced|cut|shortened',
    act: 'pardon',
    who: 'subject',
    gapMax: 5,
  },
  { words: 'get|gets|got prison|jail|life|a|an', act: 'sentence', who: 'subject', base: 'handed' },
  {
    words: 'receive|receives|received|handed|given terms|sentences|life',
    act: 'sentence',
    who: 'subject',
    base: 'handed',
  },
  {
    words:
      'handed|given one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty -|years|month year|in|behind|terms|and',
    act: 'sentence',
    who: 'subject',
    base: 'handed',
  },
  { words: 'hand|hands|handed|give|gives|gave * years|sentence|term', act: 'sentence', who: 'gap', gapMax: 9 },
  {
    words: 'serving|serve|serves|served a|an|his|her|their|out|two|three|several|multiple|life|consecutive',
    act: 'sentence',
    who: 'subject',
  },
  { words: 'completing|completed|finished|finishing a|an|his|her|their', act: 'sentence', who: 'subject' },
  { words: 'allowed|permitted|cleared to leave|return|go|fly', act: 'release', who: 'object' },
  { words: 'regain|regains|regained|regaining his|her|their freedom|liberty', act: 'release', who: 'subject' },
  { words: 'take|takes|took|taken|taking * off', act: 'ease', who: 'gap', base: 'remove' },
  { words: 'taken off', act: 'ease', who: 'object', base: 'remove' },
  { words: 'come|comes|came off', act: 'ease', who: 'subject', base: 'remove' },
  { words: 'put|puts|putting * on|onto', act: 'impose', who: 'gap', base: 'place' },
  { words: 'put|puts|putting back on|onto', act: 'impose', who: 'object', base: 'place' },
  { words: 'strip|stripped * of citizenship', act: 'expel', who: 'gap' },
  { words: 'flown out of', act: 'release', who: 'object' },
  { words: 'driven|sent|bused out of', act: 'expel', who: 'object' },
  { words: 'forced|force|forces|forcing into|to exile|leave', act: 'expel', who: 'object' },
  { words: 'sent|forced|driven|forcing|going|go|went into exile', act: 'expel', who: 'object' },
  { words: 'led away', act: 'recapture', who: 'object' },
  { words: 'prisoner|prisoners|hostage|detainee|inmate swap|swaps|exchange|exchanges', act: 'swap', who: 'object' },
  { words: 'exchange|exchanges|exchanged|exchanging|swap|swapped of|: *', act: 'swap', who: 'object' },
  {
    words: 'exchange|exchanged|exchanging|swap|swaps|swapped|swapping prisoners|captives|hostages|detainees|inmates',
    act: 'swap',
    who: 'object',
  },
  {
    words: 'exchanged|exchanging|swap|swaps|swapped|swapping * prisoners|captives|hostages|detainees|inmates',
    act: 'swap',
    who: 'gap',
  },
  {
    words: 'exchange|exchanges * prisoners|captives|hostages|detainees',
    act: 'swap',
    who: 'gap',
    gapMax: 3,
    gapNot: /^(?:for|of|with|between)$/,
  },
  { words: 'exchanged|swapped|traded for', act: 'swap', who: 'subject' },
  {
    words: 'in|of|under|through a|an|the swap|exchange for|with|between|mediated|brokered|negotiated|involving',
    act: 'swap',
    who: 'object',
  },
];
