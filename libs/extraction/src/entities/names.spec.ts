import { sceneOf } from '../scene.js';
import { segment } from '../text/segment.js';

const scene = (body: string) =>
  sceneOf({ source: { id: 's', name: 's', kind: 's' }, body }, body, segment(body).sentences);
const people = (body: string): string[] => scene(body).lines.flatMap((line) => line.people.map(({ name }) => name));
const countries = (body: string): string[] =>
  scene(body).lines.flatMap((line) => line.countries.map(({ country, kind }) => `${country} ${kind}`));

describe('names of people', () => {
  it.each([
    ['The Nobel laureate Ales Bialiatski and Maria Kolesnikova spoke.', ['Ales Bialiatski', 'Maria Kolesnikova']],
    ['President Ahmed al-Sharaa met Sheikh Tamim bin Hamad Al-Thani.', ['Ahmed al-Sharaa', 'Tamim bin Hamad Al-Thani']],
    ['They met Edward J. Marten and Ekrem İmamoğlu.', ['Edward J. Marten', 'Ekrem İmamoğlu']],
    ['Ales Bialiatski is free. Bialiatski spoke.', ['Ales Bialiatski', 'Ales Bialiatski']],
    ['The court heard Jan Novik and then June Novik.', ['Jan Novik', 'June Novik']],
    ['In June Lukashenko spoke, on 12 Jan Belarus did.', []],
    ['They freed prisoners, including Bialiatski and Babaryka.', ['Bialiatski', 'Babaryka']],
  ])('%s', (text, names) => {
    expect(people(text)).toEqual(names);
  });

  it.each([
    ['The Belarusian Potash Company and Human Rights Watch spoke.'],
    ['The United States and the European Union met in New York City.'],
    ['On Saturday the Minsk Regional Court sat.'],
  ])('none in: %s', (text) => {
    expect(people(text)).toEqual([]);
  });
});

describe('countries and what stands for them', () => {
  it.each([
    ['Washington and Brussels met Lukashenko.', ['US seat', 'EU seat', 'BY leader']],
    ['OFAC spoke of Belarusian potash.', ['US agency', 'BY demonym']],
    ['It is up to us.', []],
    ['MINSK (Wire) - Burma is far.', ['MM name']],
    ['Jordan Smith is no country.', []],
  ])('%s', (text, found) => {
    expect(countries(text)).toEqual(found);
  });
});
