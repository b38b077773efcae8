import type { ProducedEvent } from '#domain';
import { dice, type Dice } from './random.js';
import { AUTHORITIES, COUNTRIES, dayOf, entityNamed, placeNamed, personNamed } from './names.js';

/** A claim as a producer states it, and the sentence that says it. */
export interface Told {
  readonly type: ProducedEvent['type'];
  readonly data: Record<string, unknown>;
  readonly sentence: string;
}

/**
 * Something that happened, told by many reports: what and when is a pure function of its number. The kinds are in the
 * proportions of news: mostly people, some figures, sanctions and groups, few exchanges.
 */
export function tell(seed: number, happening: number, how: Dice): Told {
  const what = dice(seed, happening);
  const kind = what.next();
  // One source in ten dates it to the day after.
  const day = dayOf(what.below(2100) + (how.chance(0.1) ? 1 : 0));
  const context = { what, how, day, country: what.pick(COUNTRIES) };
  if (kind < 0.58) return person(context, personNamed(seed, happening));
  if (kind < 0.73) return figure(context);
  if (kind < 0.85) return sanction(context);
  return kind < 0.96 ? group(context, seed, happening) : exchange(context);
}

interface Context {
  readonly what: Dice;
  readonly how: Dice;
  readonly day: string;
  readonly country: string;
}

function person({ what, how, day, country }: Context, name: string): Told {
  const who = { person: { name, script: 'Latn', country, identifiers: [] }, occurred: day };
  const place = placeNamed(what.below(400));
  // A life has few dates, and each of them is told again and again.
  const [detained, sentenced, freed] = [
    dayOf(what.below(700)),
    dayOf(700 + what.below(700)),
    dayOf(1400 + what.below(700)),
  ];
  switch (how.below(8)) {
    case 0:
    case 1:
      return {
        type: 'PersonDetained',
        data: { ...who, occurred: detained, place, basis: 'arrest', charges: ['organising an unauthorised assembly'] },
        sentence: `${name} was detained in ${place} on ${detained} and accused of organising an unauthorised assembly, a lawyer said.`,
      };
    case 2:
      return {
        type: 'PersonSentenced',
        data: {
          ...who,
          occurred: sentenced,
          court: `a district court of ${place}`,
          articles: ['342'],
          term: 'seven years',
        },
        sentence: `A district court of ${place} sentenced ${name} to seven years under article 342 on ${sentenced}, behind closed doors.`,
      };
    case 3:
      return {
        type: 'StatusRecognised',
        data: {
          ...who,
          occurred: sentenced,
          modality: 'ongoing',
          definition: 'guidelines of 2021',
          status: 'political prisoner',
        },
        sentence: `Rights groups hold ${name} to be a political prisoner under their guidelines of 2021.`,
      };
    case 4:
      return {
        type: 'PrisonerTransferred',
        data: { ...who, from: place, to: placeNamed(what.below(400)) },
        sentence: `${name} was moved from the prison of ${place} to another one on ${day}, relatives were told.`,
      };
    case 5:
      return {
        type: 'DurationClaimed',
        data: { ...who, count: { value: 400 + what.below(1500), qualifier: 'at_least' }, unit: 'days' },
        sentence: `By ${day} ${name} had been held for hundreds of days, for most of them without letters or visits.`,
      };
    case 6:
      return {
        type: 'PrisonerPardoned',
        data: { ...who, occurred: freed, by: 'the president', act: 'decree', conditions: [] },
        sentence: `The president signed a decree of clemency for ${name} on ${freed}, his press service said.`,
      };
    default:
      return {
        type: 'PrisonerReleased',
        data: { ...who, occurred: freed, mode: 'pardoned', conditions: [] },
        sentence: `${name} walked out of the prison of ${place} on ${freed} and was met by friends.`,
      };
  }
}

function figure({ what, how, day, country }: Context): Told {
  const value = 20 + what.below(2000);
  const metric = what.pick(['released', 'held', 'pardoned', 'died'] as const);
  const qualifier = how.pick(['at_least', 'about', 'exact'] as const);
  return {
    type: 'CountClaimed',
    data: {
      occurred: day,
      country,
      metric,
      count: { value, qualifier },
      window: {},
      population: 'political prisoners',
    },
    sentence: `Observers put the number of political prisoners ${metric} in ${country} by ${day} at ${value}, up from a year before.`,
  };
}

function sanction({ what, how, day, country }: Context): Told {
  const target = { kind: 'entity', name: entityNamed(what.below(3000)), country, identifiers: [] };
  const authority = what.pick(AUTHORITIES);
  const act = { occurred: day, authority, country, target, dates: { effective: day } };
  if (how.chance(0.6)) {
    return {
      type: 'SanctionImposed',
      data: { ...act, measures: ['asset_freeze', 'export_control'] },
      sentence: `${target.name} was put on the list of ${authority} on ${day}; its assets are frozen and exports to it need a licence.`,
    };
  }
  return {
    type: 'SanctionEased',
    data: { ...act, means: 'general_licence', licence: { number: `${what.below(90) + 10}`, unblocks: false } },
    sentence: `A general licence of ${authority} lets others trade with ${target.name} from ${day}, but unblocks nothing.`,
  };
}

function group({ what, how, day, country }: Context, seed: number, happening: number): Told {
  const value = 5 + what.below(200);
  const named = [1, 2, 3].map((at) => ({
    name: personNamed(seed, happening + at * 7919),
    script: 'Latn',
    country,
    identifiers: [],
  }));
  const type = how.chance(0.5) ? 'PrisonersPardoned' : 'PrisonersReleased';
  return {
    type,
    data: {
      occurred: day,
      country,
      by: 'the president',
      count: { value, qualifier: 'exact' },
      population: 'prisoners',
      named,
    },
    sentence: `${country} freed ${value} prisoners on ${day}, among them ${named.map(({ name }) => name).join(', ')}.`,
  };
}

function exchange({ what, day, country }: Context): Told {
  const other = what.pick(COUNTRIES.filter((one) => one !== country));
  const count = 2 + what.below(40);
  return {
    type: 'ExchangeReported',
    data: {
      occurred: day,
      legs: [
        { party: { name: country, country }, gives: { words: `the release of ${count} prisoners` } },
        { party: { name: other, country: other }, gives: { words: 'the easing of trade' } },
      ],
      link: 'reported_quid_pro_quo',
      brokers: [],
    },
    sentence: `${country} let ${count} prisoners go on ${day} in what diplomats called a trade with ${other} over its exports.`,
  };
}
