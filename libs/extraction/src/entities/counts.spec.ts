import { segment } from '../text/segment.js';
import { textOf } from '../text/token.js';
import { countsOf } from './counts.js';

const read = (text: string): unknown[] => {
  const sentence = segment(text).sentences[0]!;
  return countsOf(sentence).map(({ count, population }) => [
    count.value,
    count.qualifier,
    textOf(text, sentence, population),
  ]);
};

describe('numbers of people', () => {
  it.each([
    ['They freed 123 political prisoners.', [[123, 'exact', 'political prisoners']]],
    ['They freed more than 1,100 people.', [[1100, 'at_least', 'people']]],
    ['They freed one hundred and twenty-three prisoners.', [[123, 'exact', 'prisoners']]],
    ['They freed two thousand four hundred inmates.', [[2400, 'exact', 'inmates']]],
    ['They freed nearly 900 detainees.', [[900, 'about', 'detainees']]],
    ['They freed no more than 30 men.', [[30, 'at_most', 'men']]],
    ['They freed between 30 and 40 women.', [[30, 'range', 'women']]],
    ['They freed dozens of activists.', [[24, 'at_least', 'activists']]],
    ['They freed seven of the Americans.', [[7, 'exact', 'Americans']]],
  ])('%s', (text, counts) => {
    expect(read(text)).toEqual(counts);
  });

  it.each([
    ['It was on 13 December 2025.'],
    ['The 36-year-old spent 1,600 days there.'],
    ['They paid $500 and 3 percent.'],
    ['It is General License 13 under Executive Order 13405.'],
    ['He got 12 years for Article 130.'],
    ['They freed the constructor and a constructor of bridges.'],
  ])('none in: %s', (text) => {
    expect(read(text)).toEqual([]);
  });
});
