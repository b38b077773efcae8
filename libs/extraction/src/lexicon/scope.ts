/** What courts of every country punish; alone it is no matter of political prisoners. */
export const ORDINARY_CRIME =
  /\b(?:theft|stole|stolen|burglar\w*|burgle|robber\w*|shoplift\w*|murder\w*|manslaughter|rape|rapist|sexual(?:ly)? abus\w*|drug[- ](?:traffick\w*|dealing|offen[cs]es?|charges)|cocaine|heroin|marijuana|cannabis|narcotics|smuggl\w*|money launder\w*|wire fraud|tax (?:fraud|evasion)|health care fraud|embezzl\w*|shooting|gunman|stabbing|carjack\w*|kilograms of|drunk|assault charges|terror(?:ist)? (?:plot|attack|cell)|mafia|gang members?|suspects?|fentanyl|bribery)\b/i;

/** Words by which a text makes somebody's custody a political matter. */
export const POLITICAL =
  /\b(?:political(?:ly)?|politician|opposition|dissidents?|activists?|journalists?|protest\w*|human rights|prisoners? of conscience|unjust(?:ly)?|wrongful(?:ly)?|arbitrar\w+|regime|authoritarian|junta|coup|hostages?|exile\w*|clergy|bishops?|bloggers?|pro-?democracy|sanctions?|crackdown|repress\w+|extremis[mt]\w*|treason|insult\w+ the president|Nobel|free speech|freedom of|former (?:\w+ )?(?:prime minister|president|minister)|ex-president|Lukashenk[ao]|political prisoners?|citizens?|foreigners?|detainees|opponents?|critics?|dissent|spying|espionage|spy|spies|sedition|seditious|subver\w+|incit\w+|propaganda|blasphem\w+|defam\w+|national security|lawmakers?|dual nationals?|insult\w*|separatis\w+|environmentalists?|campaigners?|editors?|reporters?|civil society|state secrets|ousted|deposed|whistleblowers?)\b/i;

/** Pardons that nobody needs. */
export const CEREMONIAL = /\b(?:Thanksgiving|National Turkeys?|turkey pardon)\b/i;
