/**
 * By which rule an answer chose what it says of a field. The names are stable: a reader may store them. `docs/rules.md`
 * has a section for each, and a test holds the two together.
 */
export const RULES = {
  latest_turn: 'What is told of the last day decides; what is told of earlier days was so before.',
  same_day_order: 'Several things are told of that day, and one of them comes after the others by its nature.',
  same_day_contradiction: 'Several things are told of that day that can not all be so: the status is disputed.',
  denied_within_a_month: 'Somebody denies it, of a day within 31 days: the status is disputed.',
  ended_untold: 'What began anew had ended before, and nobody told when: until then the status is unknown.',
  nothing_told: 'Nothing that changes the status is told of these days: it is unknown.',
  narrowest_date: 'It began on the first day of which it is told; the narrowest date bounds until when.',
  turn_to_turn: 'From the day on which it began to the one on which something else is told.',
  first_recorded: 'As the claim has it that was recorded first; other spellings are listed as what they are.',
  most_exact_claim: 'As the most exact claim of the occurrence has it; vaguer ones that agree with it join it.',
  strongest_link: 'As the claim with the strongest link has it.',
  as_claimed: 'One claim, as it was made: figures are not summed, averaged or repaired.',
  every_claim: 'All that is told, each for itself; nothing is chosen.',
  episodes_of_detention: 'Put together of arrests, releases and what else turns the status, in order of days.',
  net_effect: 'Derived of the acts that stand on that day: listings, easings in force, wind-downs and their ends.',
  stated_ownership: 'As owners are stated, one link far, by the authority’s own rule of 50 percent.',
  group_members: 'Who is named in the claims of the group or joined to it later, less whose name was withdrawn.',
  group_parts: 'The divisions that the claims give, with those members whose part is known.',
  groups_beside: 'Other groups of within three days, by how their figures and populations relate.',
  legs_performed: 'Each leg by the acts that performed it, followed it or took it back.',
  judgements_that_stand: 'Judgements of identity that nobody has taken back.',
  row_as_it_is: 'As the row has it; its own address tells why.',
  people_by_status: 'The people of the country whose row of that day has the status, counted one by one.',
  people_by_month: 'Each person once a month who is told to have left custody on a day of it, by how.',
  dated_in_month: 'What is dated to the month, side by side; nothing is summed.',
  people_identified: 'Names of one block, which may be one person, counted once: so it is at least so many.',
  figures_that_meet: 'What all figures of the same people and days allow; null where two of them contradict.',
  severest_programme: 'Of several programmes of one authority, what restricts most.',
  freeze_in_force:
    'Whether a programme with an asset freeze blocks on the day; null where what is told leaves it open.',
  followed_by_instrument: 'Acts with an instrument under the same programme, at most 180 days after the words.',
  freed_and_held: 'Put together of releases, arrests, expulsions and being led back, in order of days.',
  names_alike: 'Names so much alike that they could be one person’s; nothing is joined by that.',
  told_by_source: 'What reports of the source claim, whatever became of it; counted, not weighed.',
  taken_back: 'Claims that no row rests on any more, each with the act that took it back.',
  rests_on_one_source: 'Rows of which no other source tells anything that stands.',
  matches_query:
    'People and targets by how alike a name is, reports by how well their words answer, each kind by itself.',
} as const;
export type Rule = keyof typeof RULES;

/** Why a claim is not what the answer says. */
export const REASONS = {
  earlier: 'It is told of an earlier day, and something else of a later one.',
  same_day: 'It is told of the same day, on which something else comes after it or contradicts it.',
  undated_past: 'It is history without a day, and something else is told of the time before it was recorded.',
  denied: 'It denies what others say.',
  modality: 'It does not say that the thing came about: it is announced, demanded, rumoured or the like.',
  other_date: 'It gives another day, or a wider range of days.',
  recorded_later: 'It was recorded later.',
  less_exact: 'Another claim of the same occurrence is more exact.',
  weaker: 'Another claim says that the link is stronger.',
  conflicting: 'It is a figure of the same people and days that can not be true together with this one.',
} as const;
export type Reason = keyof typeof REASONS;
