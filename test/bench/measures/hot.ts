import type { Draft } from '#log';
import { openHouse, type Home } from '../../house.js';
import { claims } from '../data/hot.js';
import { median, ratio, secondsOf, type Measured } from '../findings.js';
import { Projecting } from '../projecting.js';

const EVENTS = 100_000;
const BATCH = 2000;
const ROUNDS = 7;
const TIMES_MAX = 3;

/**
 * What a batch costs that is all about one person of whom a hundred thousand events tell already, beside one about as many
 * people as it has events. The log has no part in it, so it is measured once.
 */
export async function measureHot(home: Home, effort: number): Promise<Measured> {
  if (home === 'kafka') return [];
  const house = await openHouse(home, []);
  const projecting = await Projecting.open(house.databaseUrl);
  try {
    const { source } = house.ledger;
    const [hot, spread] = [claims(source, 'hot'), claims(source, 'spread')];
    const [size, many] = [EVENTS, BATCH].map((count) => Math.max(200, Math.ceil(count * effort))) as [number, number];
    for (let events = 0; events < size; events += many) await projecting.batch(take(hot, many));
    const batch = (of: Generator<Draft>): Promise<number> => {
      const drafts = take(of, many);
      return secondsOf(() => projecting.batch(drafts));
    };
    await batch(spread);
    const [hotSeconds, spreadSeconds] = [[] as number[], [] as number[]];
    for (let round = 0; round < ROUNDS; round += 1) {
      hotSeconds.push(await batch(hot));
      spreadSeconds.push(await batch(spread));
    }
    await projecting.forget();
    const anew = await batch(hot);
    const shown = size.toLocaleString('en');
    return [
      ratio(
        'hotToSpread',
        `a batch about one person with ${shown} events / about many`,
        [median(hotSeconds), median(spreadSeconds)],
        {
          most: TIMES_MAX,
        },
      ),
      {
        name: 'hotBatchMs',
        says: `a batch of ${many} about that person`,
        value: 1000 * median(hotSeconds),
        unit: 'ms',
      },
      {
        name: 'spreadBatchMs',
        says: `a batch of ${many} about as many people`,
        value: 1000 * median(spreadSeconds),
        unit: 'ms',
      },
      { name: 'hotAnewMs', says: 'the first batch about that person after a start', value: 1000 * anew, unit: 'ms' },
    ];
  } finally {
    await projecting.close();
    await house.close();
  }
}

const take = (of: Generator<Draft>, count: number): Draft[] =>
  Array.from({ length: count }, () => of.next().value as Draft);
