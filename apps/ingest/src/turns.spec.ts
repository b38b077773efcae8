import { Turns } from './turns.js';

const busyMs = (ms: number): void => {
  for (const until = performance.now() + ms; performance.now() < until;);
};

describe('turns', () => {
  it('give back what the work made of each, in order', async () => {
    expect(await new Turns().each(['a', 'b', 'c'], (item, index) => `${index}${item}`)).toEqual(['0a', '1b', '2c']);
  });

  it('end with the first error, and what comes after it is not begun', async () => {
    const begun: number[] = [];
    const work = (item: number): void => {
      begun.push(item);
      if (item === 2) throw new Error('the second');
    };
    await expect(new Turns().each([1, 2, 3], work)).rejects.toThrow('the second');
    expect(begun).toEqual([1, 2]);
  });

  it('given ten requests of a second each, then whoever looks at the network waits for two slices at most', async () => {
    const turns = new Turns();
    const pieces = Array.from({ length: 20 }, (_, at) => at);
    // Counted in pieces, because a slice on a machine that is busy lasts longer and holds fewer of them.
    let done = 0;
    const work = (): void => {
      busyMs(5);
      done += 1;
    };
    const all = Promise.all(Array.from({ length: 10 }, () => turns.each(pieces, work)));
    let isOver = false;
    void all.then(() => (isOver = true));
    // The first slices of all ten are done at once, before anybody else has a turn.
    const between: number[] = [];
    for (let before = done; !isOver; before = done) {
      await new Promise((resolve) => setImmediate(resolve));
      between.push(done - before);
    }
    await all;
    expect(done).toBe(200);
    expect(Math.max(...between)).toBeLessThanOrEqual(2 * 4);
  });
});
