import type { Act } from './verbs.js';
import { lines } from './words.js';

/**
 * Turns of phrase, one a line: words by form, `|` between those that may stand for one another. `take~` is every form
 * of "take", `the|a?` may be left out, `#` is a number, `!of|for` says what does not come next, `*4` leaves up to four
 * words between, `*` eight times as many at most as it needs. Behind `=` stands the verb that it goes for, where the
 * claim files tell verbs apart.
 */
export interface Idiom {
  readonly words: string;
  readonly act: Act;
  /** Where the person stands: before it as the subject, after it as the object, or in the first gap. */
  readonly who: 'subject' | 'object' | 'gap';
}

type Turns = Readonly<Partial<Record<Idiom['who'], readonly string[]>>>;

const RELEASE: Turns = {
  subject: lines(`
    walk~ free
    go~ free
    is|are|was|were|now free !to|of =home
    is|are a free man|woman
    leave~ *3 prison|jail|custody|detention|colony
    walk~|step~|stride~ out of *3 prison|prisons|jail|jails|custody|detention|colony|gates|court|courtroom =home
    come~|get~ out of *3 prison|prisons|jail|jails|custody|detention|colony|captivity
    emerge~|escape~ from *4 prison|prisons|jail|jails|custody|detention|colony|captivity
    is|are|was|were|been|now out of|on jail|prison|bail|parole
    got out !of =home
    regain~|gain~|taste~|get~ his|her|their? freedom|liberty
    win~ his|her|their? early? release|freedom|liberty !of|for
    make~|post~ bail =home
    fly~|head~ home =home
    return~|come~|go~|arrive~ back? home =home
    on their|his|her way home =home
    is|are finally home =home
    is|are|was|were|now back home =home
    was|were|been|is|are reunited with =home
    prison|jail gates|doors opened|open for =home
  `),
  object: lines(`
    set~ free
    let~ go =home
    let~ out of? =home
    let~ off !the|a|an =home
    send~|bring~ home =home
    grant~|give~ bail|parole to?
    granted|given early|conditional|compassionate|humanitarian|provisional|temporary release|parole|freedom
    granted freedom|release
    discharge~ from prison|jail|custody|detention =home
    allowed|permitted|cleared home|to leave|return|go|fly|home =home
    allowed|let home =home
    put on|onto|aboard a|the plane|flight|bus|jet|airliner =home
    hand~|turn~ over to? =over
    flown out of
    open~ the|its? prison|jail gates|doors for|to =home
  `),
  gap: lines(`
    set~ *8 free =home
    let~ *6 go|out =home
    put~ *8 on|onto|aboard a|the plane|flight|bus|jet|airliner =home
    fly~|bus|bused *8 to =over
    send~|bring~ * home =home
    allow~ *6 home =home
    hand~|turn~ *8 over =over
    grant~|give~ *6 bail|parole
  `),
};

const DETAIN: Turns = {
  subject: lines(`
    hostage|hostages taken|seized
    in|behind *3 detention|custody|captivity|prison|jail|bars|confinement|arrest since
    end~ up in|behind *2 jail|prison|custody|detention|bars
  `),
  object: lines(`
    take~ into custody
    took|taken|taking|takes hostage
    lock~ up
    pick~ up =taken
    round~|sweep~ up
    haul~|drag~|cart~|whisk~|take~ away|in|off !at|on|his|her|their|its|the|a|an =taken
    lead~ away in handcuffs|cuffs|chains
    forcibly disappeared
    sent to prison|jail =jail
    sent to *2 pre-trial|pretrial detention
    held since
    held|kept|detained in|at|by *5 since
    held for *7 days|weeks|months|years
    taken|dragged|snatched|hauled from|off|out *4 home|house|apartment|flat|office|newsroom|car|street|hotel|bed =taken
    bundle~|force~|shove~|push~ into *2 van|car|vehicle|minibus|truck =taken
    throw~|put~ in|into|behind jail|prison|bars
    placed|put|held|kept|remanded|taken in|into|under *3 custody|detention|arrest !warrant
  `),
  gap: lines(`
    take~ *8 into custody
    take~|drag~|snatch~|haul~ *6 from|off|out his|her|their|a|the home|house|apartment|flat|office|newsroom|car|street|hotel|bed =taken
    take~|haul~|drag~|whisk~|lead~ *6 away|off !at|to|on|from|with =taken
    haul~|drag~ *6 off to =taken
    bundle~|force~|shove~|push~ *6 into *2 van|car|vehicle|minibus|truck =taken
    send~ *8 to prison|jail =jail
    lock~ *6 up
    throw~|put~ *8 in|into|behind jail|prison|bars
    place~|put~|remand~|take~ *8 in|into|under pre-trial|pretrial|police? custody|detention|arrest
    order~ *6 held|detained|jailed
  `),
};

const SENTENCE: Turns = {
  subject: lines(`
    has|have|had|having his|her|their *5 sentence|sentences|term upheld|confirmed =serving
    get~|receive~|draw~|handed|given a|an|at|up|between|more|over|nearly|another|additional|suspended|lengthy|long|prison|jail|# *6 years|months|year|month|sentence|sentences|term|terms|imprisonment =handed
    get~|receive~|handed|given prison|jail|life|terms|sentences =handed
    receive~|handed|given *3 sentences|terms =handed
    handed down? to|on|against =handed
    serving|serve|serves|served a|an|his|her|their|out|several|multiple|life|consecutive|# =serving
    completing|completed|finished|finishing a|an|his|her|their =completing
    doing # years =serving
  `),
  object: lines(`
    sent to *3 prison|jail|colony|camp|years for =handed
    put away for =handed
    ordered to serve =handed
    found guilty =convict
    condemned to death|life|# =sentence
    impose~ *6 sentence|sentences|term|terms on|against =handed
    hand~ down|out *8 to|for|on|against =handed
    slapped|hit with a|an|# *3 years|sentence|term =handed
  `),
  gap: lines(`
    hand~|give~ *9 years|sentence|term =handed
    send~ *8 to *3 prison|jail|colony|camp for =handed
    put~ *6 away for =handed
    find~ *8 guilty =convict
    condemn~ *8 to death|life|# =sentence
    slap~ *8 with a|an|# *3 years|sentence|term =handed
  `),
};

const PARDON: Turns = {
  subject: lines(`
    has|have|had|having|see|saw|sees|seen|get~ his|her|their *5 sentence|sentences|term|terms halved|commuted|reduced|cut|shortened|slashed|shaved|lowered
    sentence|sentences|term|terms commuted|reduced|cut|shortened|shaved|changed|lowered to
    benefit~|profit~ from *5 amnesty|pardon|pardons|clemency
    included|covered in|by an|the *3 amnesty|pardon
    receive~|win~|won|get~|obtain~|secure~|earn~|accept~ a|an? *4 pardon|pardons|amnesty|clemency|reprieve !for|of
  `),
  object: lines(`
    amnesty|pardon covered|covers|covering
    spared the|from? death|execution|gallows
  `),
};

const EXPEL: Turns = {
  object: lines(`
    driven|sent|bused|thrown|kicked|ordered|forced out of !prison|jail|the|court|office
    thrown|kicked|ordered|forced|driven out of the country
    forced|force|forces|forcing into|to exile|leave
    sent|forced|driven|forcing|going|go|went into exile
    bundle~|force~ on|onto|aboard a|the *2 flight|plane|jet
    removed from the country
  `),
  gap: lines(`
    strip~ *4 of *3 citizenship
    throw~|kick~|drive~ *8 out of the country
    force~|send~|drive~ *8 into exile
    bundle~|force~ *8 on|onto|aboard a|the *2 flight|plane|jet
  `),
};

const TRANSFER: Turns = {
  object: lines(`
    put~|place~ under *3 house arrest
    grant~|give~ house arrest to?
    taken|flown|rushed|brought|evacuated|admitted to
    taken|rushed|flown|evacuated from *2 prison|jail|cell|colony|detention to
    moved|transferred|sent|released|returned|confined|switched|shifted to|into house arrest
    moved|transferred from *8 to|into house arrest
    return|returned|sent|taken back|to to|a|the? prison|penal|jail
    returned to prison|jail|custody
    serve *5 under house arrest
  `),
  gap: lines(`
    put~|place~ * under *3 house arrest
  `),
};

const DIE: Turns = {
  subject: lines(`
    found dead
    pass~ away
    lose~ his|her life
    killed|murdered|beaten|tortured to? in|inside|at|death *6 prison|jail|custody|detention|colony|cell|captivity
  `),
};

const EASE: Turns = {
  subject: lines(`
    come~ off =remove
    come~ to an end =end
    expire~|lapse~ =end
    no longer under|on =delist
  `),
  object: lines(`
    taken|struck|pulled|crossed|wiped off =remove
    dropped|deleted|scratched|cleared from =remove
    take~ out of =remove
    roll~|scale~|wind~ back =ease
    water~|wind~|roll~ down =ease
    strike~ down =annul
    do~ away with =abolish
    exempt|exempted from =exempt
  `),
  gap: lines(`
    take~|pull~|cross~|wipe~|strike~ * off =remove
    drop~ *8 from =remove
    take~ *8 out of =remove
    let~|allow~ *8 to? expire|lapse =end
  `),
};

const IMPOSE: Turns = {
  subject: lines(`
    come~|fall~ under *4 sanctions =sanction
    been|was|were|is under *4 sanctions since =sanction
    land~|end~ up? on =place
    took|taken effect =impose
    take|takes effect =effect
    come|comes|go|goes|enter|enters into force|effect =effect
    came|went|entered into force|effect =impose
  `),
  object: lines(`
    put~ back? on|onto =place
    placed|put under *4 sanctions|restrictions =sanction
    hit|slapped|struck|targeted|punished with *4 sanctions|restrictions =sanction
    roll~ out =expand
    step~|ratchet~|ramp~|beef~ up =expand
    revoke~|cancel~|pull~ the|their? visas of? =visas
  `),
  gap: lines(`
    put~ * on|onto =place
    put~|place~ *8 under *4 sanctions =sanction
    hit|hits|hitting|slap~|strike~|target~|punish~ *10 with *4 sanctions|restrictions =sanction
    revoke~|cancel~|pull~ *8 visa|visas =visas
    strip~ *6 of *2 visa|visas =visas
  `),
};

const REIMPOSE: Turns = {
  object: lines(`
    put~|bring~ back =restore
  `),
  subject: lines(`
    is|are|was|were|came|come|snap~ back in|into force|place|effect =restore
  `),
};

const SWAP: Turns = {
  subject: lines(`
    exchanged|swapped|traded for
  `),
  object: lines(`
    prisoner|prisoners|hostage|detainee|inmate swap|swaps|exchange|exchanges
    exchange|exchanges|exchanged|exchanging|swap|swapped of|: *
    exchange|exchanged|exchanging|swap|swaps|swapped|swapping prisoners|captives|hostages|detainees|inmates
    in|of|under|through a|an|the swap|exchange for|with|between|mediated|brokered|negotiated|involving
  `),
  gap: lines(`
    exchanged|exchanging|swap|swaps|swapped|swapping * prisoners|captives|hostages|detainees|inmates
    exchange|exchanges !for|of|with|between *3 prisoners|captives|hostages|detainees
    trade~|swap~|exchanged|exchanging *8 for
  `),
};

const of = (act: Act, turns: Turns): Idiom[] =>
  (Object.entries(turns) as [Idiom['who'], readonly string[]][]).flatMap(([who, list]) =>
    list.map((words) => ({ words, act, who })),
  );

/** All of them. Of two that begin at one word the first goes, so what is more special stands first. */
export const IDIOMS: readonly Idiom[] = [
  ...of('swap', SWAP),
  ...of('pardon', PARDON),
  ...of('sentence', SENTENCE),
  ...of('transfer', TRANSFER),
  ...of('ease', EASE),
  ...of('expel', EXPEL),
  ...of('detain', DETAIN),
  ...of('recapture', { object: lines('led away') }),
  ...of('release', RELEASE),
  ...of('impose', IMPOSE),
  ...of('reimpose', REIMPOSE),
  ...of('die', DIE),
];
