import { words } from './words.js';

/** Nouns for people in whose number the ledger is interested, in the plural and the singular. */
export const PEOPLE_NOUNS: ReadonlySet<string> = new Set(
  words(`
  prisoners prisoner detainees detainee inmates inmate convicts convict captives captive hostages hostage people person
  persons individuals individual citizens citizen nationals national foreigners foreigner men man women woman activists
  activist journalists journalist reporters reporter dissidents dissident opponents opponent protesters protestors
  protester protestor demonstrators students student members member figures figure politicians politician leaders leader
  critics critic lawyers lawyer bloggers blogger priests clergymen clergy workers worker others other families names
  defenders defender campaigners campaigner laureates laypeople deputies employees officials official supporters
  civilians residents executives suspects suspect minors children teenagers pensioners foreigners expatriates editors
  candidates candidate soldiers pows clerics monks academics academic writers writer poets scholars trade-unionists
  unionists volunteers veterans captives compatriots offenders dual-nationals americans presidents parliamentarians
  lawmakers mayors organisers organizers monitors observers aides souls
  personnel staff staffers officers officer agents agent policemen soldier servicemen troops fighters fighter militants
  militant rebels rebel clergyman priest pastors pastor bishops bishop monk nuns nun imams imam preachers preacher
  churchgoers believers ministers minister judges judge prosecutors prosecutor deputy envoys envoy diplomats diplomat
  experts expert researchers researcher scientists scientist engineers engineer doctors doctor nurses medics teachers
  teacher professors professor lecturers artists artist musicians musician singers singer rappers filmmakers filmmaker
  directors actors bankers banker businessmen businessman businesspeople entrepreneurs entrepreneur oligarchs oligarch
  tycoons magnates contractors contractor interpreters sailors seafarers crew fishermen fisherman truckers pilots
  tourists tourist travellers missionaries missionary migrants migrant refugees refugee relatives peasants farmers
  miners strikers feminists separatists nationalists democrats secularists loyalists generals general commanders
  commander colonels conscripts reservists deserters councillors councilors senators legislators parliamentarian mps
  ex-ministers governors ambassadors allies associates colleagues volunteer whistleblowers leakers donors spies spy
  peacekeepers aid-workers co-defendants defendants defendant internees internee cameraman cameramen photographers
  photographer presenters columnists columnist cartoonists publishers translators translator historians historian
  witnesses christians muslims uyghurs rohingya kurds sunnis shias shiites hazaras yazidis tatars tibetans jews baha'is
  schoolchildren schoolgirls schoolboys pupils villagers growers employee supporter resident farmer miner cyclist cyclists sailor nurse medic senator lawmaker
  seminarians seminarian playwrights playwright justices comedians comedian vloggers vlogger influencers influencer youtubers
  unionist theologians exiles pilgrims lecturer demonstrator
  poet teenager pensioner publisher translator filmmaker rapper rappers actor actress councillor cartoonist skipper
  dealers dealer trader traders economists economist translator guards guard advisers adviser aide founders founder
  chairman broadcaster broadcasters commentators commentator satirist satirists novelist novelists essayist academic
  ex-president ex-premier lieutenants lieutenant scouts surgeon surgeons pharmacist grandmother mother father daughter son
  entertainer youths boys girls elders settlers fugitives convict operatives operative propagandists hackers smugglers traffickers
`),
);

/** People who are held, by the noun alone: no more is needed to know what their release means. */
export const CAPTIVE_NOUNS: ReadonlySet<string> = new Set(
  words(`
  prisoners prisoner detainees detainee inmates inmate convicts convict captives captive hostages hostage internees
  dissidents dissident
`),
);

export const POW_WORDS = /\b(?:prisoners? of war|pows?)\b/i;
/** Soldiers are jailed and pardoned as others are; taken or handed over in a war they are none of the ledger's. */
export const SOLDIERS = /\b(?:servicemen|soldiers|troops|combatants|fighters)\b/i;
export const OF_WAR = /\b(?:exchang\w+|swap\w*|captur\w+|captives?|front ?line|battlefield|ceasefire|truce)\b/i;

/** Roles that stand before or after a name, or for a person in an attribution. Lower case. */
export const ROLES: ReadonlySet<string> = new Set(
  words(`
  president vice-president premier minister chancellor prime secretary spokesman spokeswoman spokesperson envoy
  ambassador leader chief chairman chairwoman chair head director commissioner representative senator congressman
  congresswoman mayor governor general colonel judge prosecutor lawyer attorney activist journalist reporter blogger
  editor writer poet laureate politician candidate figure campaigner defender dissident teacher researcher critic
  analyst professor economist citizen opposition veteran musician artist priest bishop cardinal mechanic dancer
  businessman businesswoman entrepreneur banker founder member aide adviser advisor official speaker negotiator
  ex-president ex-minister co-founder organiser organizer monk scholar student executive counsellor former deputy
  king queen prince sheikh ruler commander mr mrs ms miss dr sir dame american
`),
);

export const TITLES: ReadonlySet<string> = new Set(
  words(`
  mr mr. mrs mrs. ms ms. miss dr dr. sir dame lady president vice-president vice prime minister premier chancellor
  secretary envoy ambassador senator sen. rep. congressman congresswoman governor gov. general gen. colonel col. captain
  judge prosecutor professor prof. king queen prince princess sheikh father pope bishop cardinal archbishop state
  counsellor press special commissioner deputy spokesman spokeswoman spokesperson speaker chairman chairwoman marine corps
  representative chief director laureate nobel prize peace foreign interior defence defense treasury attorney
  presidential hostage affairs american belarusian democrat republican commander supreme lieutenant major high
  first lady mayor sec. national security adviser advisor leader author activist journalist vice-minister
  citizen u.s. us economist lawyer the reporter blogger politician
`),
);

/** Parts of names that are written small. */
export const PARTICLES: ReadonlySet<string> = new Set(
  words('al- al de da do dos das del della der den di du el bin ibn ben van von la le e y af zu'),
);

/** Capitalised words that begin sentences or headings and are no names. */
export const NOT_NAMES: ReadonlySet<string> = new Set(
  words(`
  the a an this that these those it its he she they we i you his her their our my your who whom which what when where
  why how if as at by for from in into of on off to with within without after before since until while because although
  though but and or nor neither either so yet there here then than also today yesterday tomorrow now later earlier recently meanwhile
  however moreover instead following during under over among amid despite according including both each every all some
  many most several few no not none never only just even still once again additionally simultaneously subsequently
  separately specifically monday tuesday wednesday thursday friday saturday sunday january february march april may june
  july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec spring summer autumn
  winter christmas easter new more less at least one two three four five six seven eight nine ten eleven twelve
  political human rights government governments parliament constitution section sec article title federal executive order
  general license licence licenses note update updated photo source sources reuters ap afp bbc cnn politico interfax
  tass upi npr dw bloomberg guardian times post sanctions sanction potash internet covid nobel eastern western northern
  southern european soviet orthodox catholic muslim jewish islamic christian arab african asian latin middle god
  independence liberty day week year month released freed pardoned arrested detained sentenced q question answer
  twitter telegram facebook english russian annex subject part special state press secretary president prime minister
  mr mrs ms dr sir let thank thanks yes well please hello dear background whereas pursuant effective fact sheet
  officials authorities prisoners prisoner opposition activists journalists lawyers families relatives
  lawmakers protesters police prosecutors judge judges prison detention exile clemency pardon pardons amnesty
  statement spokesperson spokesman spokeswoman analysts observers critics supporters diplomats
  announcing restoring countering terminating strengthening holding supporting protecting ensuring
`),
);
