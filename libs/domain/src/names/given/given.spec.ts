import { soundOf } from '../sound.js';
import { knownGiven, shareName } from './given.js';
import { MEN } from './men.js';
import { WOMEN } from './women.js';

const share = (one: string, other: string): boolean => {
  const [first, second] = [knownGiven(soundOf(one)), knownGiven(soundOf(other))];
  return first !== undefined && second !== undefined && shareName(first, second);
};

describe('given names', () => {
  it.each([
    ['yauhen', 'евгений'],
    ['yevhen', 'yauheni'],
    ['uladzimir', 'володимир'],
    ['kastus', 'константин'],
    ['źmicier', 'дмитрий'],
    ['hanna', 'анна'],
    ['volha', 'ольга'],
    ['katsiaryna', 'катерина'],
    ['yury', 'юрій'],
    ['jerzy', 'юрий'],
    ['slava', 'viachaslau'],
    ['slava', 'stanislav'],
  ])('%s may be %s', (one, other) => {
    expect(share(one, other)).toBe(true);
  });

  it.each([
    ['aliaksandr', 'aliaksandra'],
    ['aliaksandr', 'aliaksei'],
    ['yulia', 'uliana'],
    ['anton', 'antanina'],
    ['stanislau', 'sviataslau'],
  ])('%s is not %s', (one, other) => {
    expect(share(one, other)).toBe(false);
  });

  it('have roots of plain letters, which go into keys', () => {
    for (const [root] of [...MEN, ...WOMEN]) expect(root).toMatch(/^[a-z]+$/);
  });

  it('hold no form that its row has already in another transliteration', () => {
    for (const [root, forms] of [...MEN, ...WOMEN]) {
      const heard = forms
        .split(' ')
        .map((form) => `${soundOf(form.toLowerCase())} ${soundOf(form.toLowerCase(), true)}`);
      expect([root, heard.length]).toEqual([root, new Set(heard).size]);
    }
  });
});
