import { setTimeout as pause } from 'node:timers/promises';
import { inLanes } from './lanes.js';

describe('Work in lanes', () => {
  it('given more items than lanes, then each is done once, and no more are under way than there are lanes', async () => {
    const [done, under]: [number[], number[]] = [[], []];
    let now = 0;
    await inLanes([1, 2, 3, 4, 5], 2, async (item) => {
      under.push(++now);
      await pause(item % 2);
      now--;
      done.push(item);
    });
    expect(done.sort()).toEqual([1, 2, 3, 4, 5]);
    expect(Math.max(...under)).toBe(2);
  });

  it('given one that fails, then nothing more begins, and it rejects with that when what was under way is done', async () => {
    const [begun, done]: [number[], number[]] = [[], []];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      if (item === 2) throw new Error('broken');
      await pause(20);
      done.push(item);
    };
    await expect(inLanes([1, 2, 3], 2, work)).rejects.toThrow('broken');
    expect([begun, done]).toEqual([[1, 2], [1]]);
  });
});
