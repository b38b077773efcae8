import { Refusal } from '#process';
import { parseVerifierKey, type Verifier } from '#transparency';
import type { SignedStore } from '../../../audit/src/verify/index.js';
import type { House } from '../house.js';

/**
 * What the audit service of a running house shows to everybody: the newest checkpoint of each partition, the tiles under
 * it, and its keys. The older checkpoints are in the topic.
 */
export function houseStore(house: House): SignedStore {
  const ask = async (path: string): Promise<Buffer | undefined> => {
    const answer = await house.fetch(path);
    if (answer.ok) return Buffer.from(await answer.arrayBuffer());
    const text = await answer.text();
    // 503: nothing is signed yet.
    if (answer.status === 404 || answer.status === 503) return undefined;
    throw house.refusal(answer, text);
  };
  const under = (partition: number, path: string) => ask(`/v1/audit/tlog/${partition}/${path}`);
  const keys = async (): Promise<Verifier[]> => {
    const text = (await ask('/v1/audit/keys'))?.toString() ?? '';
    return text.split('\n').filter(Boolean).map(parseVerifierKey);
  };
  return {
    name: house.url,
    bound: async () => {
      const { ledger, topics } = await house.read<{ ledger: string; topics: { events: string[] } }>('/v1/audit/state');
      const names = (await keys()).map(({ name }) => name);
      const origins = topics.events.map((_, partition) => {
        const origin = names.find((name) => name.endsWith(`/${ledger.split(':').at(-1)}/events/${partition}`));
        if (origin === undefined) throw new Refusal(`${house.url} shows no key of events/${partition}.`);
        return origin;
      });
      return { ledger, origins };
    },
    keys,
    checkpoints: nothing,
    current: async (partition) => (await under(partition, 'checkpoint'))?.toString(),
    tiles: (partition) => ({ read: (path) => under(partition, path) }),
    places: () => Promise.resolve(undefined),
  };
}

async function* nothing(): AsyncGenerator<string> {}
