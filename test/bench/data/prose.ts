import { COUNTRIES, personNamed, placeNamed } from './names.js';
import { dice, type Dice } from './random.js';
import { aboutOf, named, SEED, type SampleReport } from './reports.js';

/** About as long as a story of a news agency, in UTF-16 units. */
const LENGTH = 3000;

/** This part of the sentences claims something; the others are what stands around it. */
const CLAIMING = 0.25;

/** A report that has to be read: English prose put together from sentences, no two reports alike. */
export function proseReport(number: number, seed = SEED): SampleReport {
  const roll = dice(seed, number, 29);
  const scene = sceneOf(roll, seed);
  let body = `${scene.capital.toUpperCase()}, Dec 13 (Wire ${number % 40}) - ${roll.pick(CLAIMS)(scene)}`;
  for (let sentences = 1; body.length < LENGTH; sentences += 1) {
    const sentence = roll.chance(CLAIMING) ? roll.pick(CLAIMS)(scene) : roll.pick(AROUND)(scene);
    body += sentences % 4 === 0 ? `\n\n${sentence}` : ` ${sentence}`;
  }
  return named({ ...aboutOf(number, 'prose'), title: `What happened in ${scene.country}`, body });
}

interface Scene {
  readonly country: string;
  readonly capital: string;
  person(): string;
  place(): string;
  number(): number;
  day(): string;
}

const regions = new Intl.DisplayNames(['en'], { type: 'region' });
const MONTHS = ['January', 'March', 'April', 'June', 'July', 'September', 'October', 'November'];

function sceneOf(roll: Dice, seed: number): Scene {
  return {
    country: regions.of(roll.pick(COUNTRIES))!,
    capital: placeNamed(roll.below(400)),
    person: () => personNamed(seed, roll.below(20_000)),
    place: () => placeNamed(roll.below(400)),
    number: () => 3 + roll.below(200),
    day: () => `${1 + roll.below(28)} ${roll.pick(MONTHS)} ${2021 + roll.below(5)}`,
  };
}

type Sentence = (scene: Scene) => string;

const CLAIMS: readonly Sentence[] = [
  (s) => `${s.country} pardoned ${s.number()} prisoners on ${s.day()}, among them the teacher ${s.person()}.`,
  (s) => `The journalist ${s.person()} was released from prison on ${s.day()} and left the country the same night.`,
  (s) => `The lawyer ${s.person()} was detained in ${s.place()} on ${s.day()} and taken away in an unmarked car.`,
  (s) =>
    `A court in ${s.place()} sentenced the activist ${s.person()} to ${2 + (s.number() % 9)} years in prison on ${s.day()}.`,
  (s) => `More than ${s.number()} political prisoners have been freed in ${s.country} since July 2024, a monitor said.`,
  (s) => `The United States eased its sanctions on potash from ${s.country} on ${s.day()}.`,
  (s) => `The European Union imposed sanctions on the state bank of ${s.country} on ${s.day()}.`,
  (s) => `Exiled politicians demanded the release of the writer ${s.person()}.`,
];

const AROUND: readonly Sentence[] = [
  (s) => `Few in ${s.place()} had expected any of it, and the market square was as empty as on any other winter day.`,
  () => 'Diplomats who had followed the talks for months warned that nothing of it was written down anywhere.',
  (s) => `State television in ${s.country} gave it forty seconds between the weather and a report on the harvest.`,
  () => 'The full text of the decree was not made public, and the press service did not answer written questions.',
  (s) => `An analyst in ${s.capital} called it a small step on a long road and would not say where the road leads.`,
  () =>
    'Lawyers said that they had learnt of it from the radio, like everybody else, and were still waiting for papers.',
  (s) => `Trade between ${s.country} and its neighbours has fallen by a third within two years, by official figures.`,
  () => 'A spokesperson declined to comment on the details and referred to a statement that is to follow next week.',
  (s) => `The road from ${s.place()} to the border was closed for several hours, and buses waited along the verge.`,
  () => 'Similar announcements in earlier years were followed by long silences, and some of them by the opposite.',
  () => 'What it means for the talks on energy and on transit is unclear, people familiar with the matter said.',
  (s) => `In ${s.capital} a small crowd stood in the cold with flowers and a few hand-painted signs until it was dark.`,
];
