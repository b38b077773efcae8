import { words } from './words.js';

/** A capitalised run that has one of these is an organisation and no person. */
export const ORGANISATION_WORDS: ReadonlySet<string> = new Set(
  words(`
  ministry ministries company co co. corp corp. corporation inc inc. ltd ltd. llc oao oaa jsc pjsc ooo plc gmbh sa
  bank banks church court courts university institute party union council commission committee department departments
  treasury office bureau agency administration authority service services police army forces guard force parliament
  congress senate house assembly organization organisation association foundation centre center club group federation
  league alliance initiative network press news agency post times guardian journal radio television tv channel airlines
  airways airport airline petroleum oil industries industrija srbije holdings holding enterprise enterprises trust
  regime cartel movement front brigade battalion corps regiment prison colony regulations act code register list order
  agreement accords treaty resolution program programme conference summit olympic games cup palace square street river
  mountain island islands province region district city county state states kingdom republic emirates sea ocean
  liberty freedom strikes strike protests administration secretariat tribunal red cross crescent
  international commission's nations viasna vyasna memorial amnesty reuters watch pen cpj osce nato un eu kgb fsb ofac
  belaruskali agrorozkvit belavia belneftekhim naftan absolutbank gazprom rosneft citgo hamas hezbollah taliban isis isil
  tatmadaw kremlin pentagon interpol wagner spokesperson's sandinistas capitol emergency powers
  nationals persons specially designated blocked lists sdn ear bis sector magnitsky global human deal plan family
  squad jazeera arabiya bar sputnik stream ag
`),
);

/** Bodies that do not hold people in a state's name. Their confinement of somebody is another kind of wrong. */
export const PRIVATE_CAPTORS = /\b(?:church|sect|cult|scientology|gang|husband|parents|landlord|employer)\b/i;

/** Capitalised words that stand for a text of law. */
export const INSTRUMENT = new RegExp(
  [
    String.raw`(?:[A-Z][\p{L}-]+ )?General Licen[cs]es?(?: No\.?)? ?\d+[A-Z]?`,
    String.raw`GLs? ?\d+[A-Z]?`,
    String.raw`Executive Orders? (?:No\. ?)?\d{4,5}`,
    String.raw`E\.O\.s? \d{4,5}`,
    String.raw`(?:Council )?(?:Implementing )?(?:Regulation|Decision) \((?:EU|CFSP|EC)\)(?: No)? ?\d+/\d+`,
    String.raw`(?:Security Council )?[Rr]esolution \d{3,4}(?: \(\d{4}\))?`,
    String.raw`[Dd]ecree No\.? ?\d+`,
    String.raw`INT/\d{4}/\d+`,
    String.raw`(?:the )?[A-Z][\p{L}-]+(?:[ -][A-Z][\p{L}-]+){0,3} Sanctions Regulations`,
    String.raw`(?:[Aa]n?|[Tt]he|historic) [Ee]xecutive [Oo]rder`,
  ].join('|'),
  'u',
);

/** What a restriction or its relief rests on, where the text names no act of its own: a law, a list, a mechanism. */
export const BASIS = new RegExp(
  [
    String.raw`(?:[A-Z][\p{L}-]+ (?:(?:and|of|for|on|in) )?){1,7}Act\b(?: of \d{4})?`,
    String.raw`[Ss]ection \d+(?:\([\w]+\))*(?: of the (?:[A-Z][\p{L}-]+ (?:and )?){1,6}Act)?`,
    String.raw`(?:National Security )?Presidential Memorandum`,
    String.raw`Proclamation \d{4,5}`,
    String.raw`(?:E\.O\.s?|[Ee]xecutive [Oo]rders?)(?: of \p{Lu}\p{L}+ \d{1,2}, \d{4})?`,
    String.raw`(?:\d+th|\w+teenth) (?:package|round)(?: of sanctions)?`,
    String.raw`snapback(?: mechanism)?`,
    String.raw`(?:a series of )?[Gg]eneral [Ll]icen[cs]es?`,
    String.raw`(?:Entity|Unverified|Military End[- ]User|SDN) List`,
  ].join('|'),
  'u',
);
