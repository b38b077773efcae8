import { openHouse, type Home } from '../../house.js';
import { proseReport } from '../data/prose.js';
import { ratio, Rounds, type Measured } from '../findings.js';
import { MemoryWatch } from '../memory.js';
import { expectStatus, inTurn, Sender } from '../sender.js';
import { Yardstick } from '../yardsticks/child.js';

const CALLERS = 32;
/** Callers who send lines send much at once, so they are few. */
const LINE_CALLERS = 4;
const LINES = 100;
const ROUNDS = 4;
const ROUND_SECONDS = 2.5;

/**
 * The door, alone on the machine: reports of 3,000 characters, answered when they are durable, one a request and by the
 * hundred. Round by round beside a bare Fastify route that parses the same bytes and inserts them.
 */
export async function measureIngest(home: Home, effort: number): Promise<Measured> {
  const house = await openHouse(home, ['ingest']);
  const bare = await Yardstick.start('bare-route', {
    BENCH_DATABASE_URL: house.databaseUrl,
    BENCH_CONNECTIONS: String(CALLERS),
  });
  const [door, route] = [new Sender(house.program('ingest').url, CALLERS), new Sender(bare.first as string, CALLERS)];
  try {
    const memory = new MemoryWatch('ingest', house.program('ingest'));
    const seconds = Math.max(0.4, ROUND_SECONDS * effort);
    const rounds = { ours: new Rounds(), ourLines: new Rounds(), theirs: new Rounds(), theirLines: new Rounds() };
    let number = 0;
    const one = (): string => JSON.stringify(proseReport((number += 1)).report);
    const lines = (): string => Array.from({ length: LINES }, one).join('\n');
    const single = async (into: Rounds, sender: Sender, path: string): Promise<void> => {
      const sent = await inTurn(CALLERS, seconds, async () => expectStatus(await sender.post(path, one()), 202));
      into.add(sent.calls, sent.seconds);
    };
    const many = async (into: Rounds, sender: Sender, [path, status]: readonly [string, number]): Promise<void> => {
      const sent = await inTurn(LINE_CALLERS, seconds, async () =>
        expectStatus(await sender.post(path, lines(), 'application/x-ndjson'), status),
      );
      into.add(sent.calls * LINES, sent.seconds);
    };
    // Round 0 warms both up and does not count.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const cold = new Rounds();
      await single(round === 0 ? cold : rounds.ours, door, '/v1/reports');
      await single(round === 0 ? cold : rounds.theirs, route, '/one');
      await many(round === 0 ? cold : rounds.ourLines, door, ['/v1/reports', 207]);
      await many(round === 0 ? cold : rounds.theirLines, route, ['/lines', 202]);
    }
    return [...findingsOf(rounds), ...memory.stop(effort === 1)];
  } catch (error) {
    throw new Error(`The door could not be measured; it said: ${house.output()}`, { cause: error });
  } finally {
    door.close();
    route.close();
    await bare.stop();
    await house.close();
  }
}

function findingsOf(rounds: { ours: Rounds; ourLines: Rounds; theirs: Rounds; theirLines: Rounds }): Measured {
  const { ours, ourLines, theirs, theirLines } = rounds;
  return [
    ratio('doorToBareRoute', 'door / bare route, one report a request', [ours.perSecond, theirs.perSecond], {
      least: 0.4,
    }),
    ratio('linesToBareRoute', 'door / bare route, lines by the hundred', [ourLines.perSecond, theirLines.perSecond]),
    { name: 'door', says: 'door, one report a request, 32 callers', value: ours.perSecond, unit: 'reports/s' },
    { name: 'bareRoute', says: 'bare Fastify route with one insert', value: theirs.perSecond, unit: 'reports/s' },
    { name: 'doorLines', says: 'door, NDJSON by the hundred, 4 callers', value: ourLines.perSecond, unit: 'reports/s' },
    { name: 'bareRouteLines', says: 'bare route, the same lines', value: theirLines.perSecond, unit: 'reports/s' },
  ];
}
