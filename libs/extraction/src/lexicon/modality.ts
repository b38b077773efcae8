import type { Modality } from '#domain';
import { words } from './words.js';

/** `silent`: the words speak of the thing without saying anything about whether it came about. */
export type Cue = Modality | 'silent' | 'clear';

const cues: readonly (readonly [Cue, readonly string[]])[] = [
  [
    'demanded',
    words(`
      call calls called calling urge urges urged urging demand demands demanded demanding press presses
      pressed pressing appeal appeals appealed appealing ask asks asked asking request requests
      requested requesting seek seeks sought seeking want wants wanted insist insists insisted plead
      pleads pleaded advocate advocates advocated advocating campaign campaigned campaigning lobby
      lobbied lobbying petition petitioned push pushed pushing pushes encourage encourages encouraged
      implore implored recommend recommends recommended propose proposes proposed should must ought need
      needs wish wishes discussed
    `),
  ],
  [
    'announced',
    words(`
      will shall pledge pledges pledged pledging promise promises promised promising vow vows vowed
      agree agrees agreed agreeing plan plans planned planning intend intends intended prepare preparing
      prepares set due ready scheduled expected expect expects going about 'll offer offers offered
      willing commit directs directed instructs instructed order orders ordered ordering would tasked deal
      agreement upcoming forthcoming imminent bill draft poised promise pact commitment aims aim aimed
      develop developing
    `),
  ],
  [
    'conditional',
    words(`
      if unless whether may might could can consider considers considered considering mull mulls mulling
      weigh weighs weighing explore evaluate evaluating threaten threatens threatened threatening
      possible possibly potential potentially hope hopes hoped hoping provided once until empower
      empowers empowered allows authorizes authorizing prepared avoid avoiding avert prospect discuss
      discusses discussing talks negotiate negotiating negotiations suggest suggested suggests
      suggesting possibility open eventual readiness willingness
    `),
  ],
  [
    'refused',
    words(`
      refuse refuses refused refusing decline declines declined declining reject rejects rejected
      rejecting opposes oppose opposed delay delays delayed delaying resist resisted resists unwilling
    `),
  ],
  [
    'denied',
    words(`
      not n't never no neither none nobody without deny denies denied denying fail fails failed nor
      cannot dismiss dismisses dismissed dismissing
    `),
  ],
  ['rumoured', words(`rumour rumours rumor rumors rumored rumoured speculation unconfirmed speculated purported`)],
  [
    'silent',
    words(`
      await awaits awaited awaiting effort efforts maintain maintaining maintained ahead anniversary
      work worked working works help helping dedicated committed tirelessly policy procedure risk fear
      feared fears fearing celebrate deserve eligible condition conditions terms criteria pursue
      review reviews reviewing reviewed reassess
      pursuing strive fight fighting try tries tried trying attempt attempts attempted options options
    `),
  ],
  [
    'clear',
    words(`
      secure secures secured securing win won hail hails hailed welcome welcomes welcomed welcoming
      follow follows followed announced announces confirm confirms confirmed begin begins began start starts started resume resumes resumed continue
      continues continued manage managed forced see saw marks marked celebrated ensured obtain obtained
      thank thanks condemn condemns condemned praise praised led decision decide decides decided hereby
      able granted given received vote votes voted signed signs amend amends amended amending determine determines determined determination issue issues issued issuing adopts adopted adopting
      publishes published publishing
    `),
  ],
];

/** Words that govern what stands to their right, and what they make of it. */
export const CUES: ReadonlyMap<string, Cue> = new Map(
  cues.flatMap(([cue, list]) => list.map((word) => [word, cue] as const)),
);

/** Words that begin a clause of its own: cues before them do not reach over. */
export const BARRIERS: ReadonlySet<string> = new Set(
  words(`
    after because while although though whereas since when who whom whose which where following amid as
    but despite ; :
  `),
);
