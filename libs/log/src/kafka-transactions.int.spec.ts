import type { Producer } from 'kafkajs';
import { PositionLost } from './contract.js';
import type { Batch, Log, Pipe } from './contract.js';
import { clientsOf, DefaultPartitioner } from './kafka/client.js';
import { PipeWork } from './kafka/pipe.js';
import { Transactor } from './kafka/transactor.js';
import {
  describeWithKafka,
  draft,
  freshPrefix,
  openTrial,
  rawClient,
  trialBrokers,
  until,
  Witness,
} from './kafka/testing/trials.js';

async function transactional(id: string, timeoutMs = 10_000): Promise<Producer> {
  const producer = rawClient().producer({
    transactionalId: id,
    transactionTimeout: timeoutMs,
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: DefaultPartitioner,
  });
  await producer.connect();
  return producer;
}

describeWithKafka('transactions in the Kafka log', () => {
  let prefix: string;
  let log: Log;
  let topic: string;

  beforeEach(async () => {
    prefix = freshPrefix();
    topic = `${prefix}events`;
    log = await openTrial({ prefix, partitions: 1, transactionTimeoutMs: 2000 });
  });
  afterEach(() => log.close());

  it('given only an aborted transaction at the end, when followed, then the position comes to the end', async () => {
    const producer = await transactional(`${prefix}a`);
    await log.append('events', [draft('before')]);
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ key: 'k', value: 'aborted' }] });
    await transaction.abort();
    const witness = new Witness();
    await witness.follow(log, 'events');
    await until(async () => witness.reached(await log.ends('events')));
    expect(await log.ends('events')).toEqual([3n]);
    expect(witness.values).toEqual(['before']);
    // And again while it is being followed: nothing but empty progress is delivered.
    const again = await producer.transaction();
    await again.send({ topic, messages: [{ key: 'k', value: 'aborted too' }] });
    await again.abort();
    await until(() => witness.positions.get(0) === 5n);
    expect(witness.batches.at(-1)).toMatchObject({ next: 5n, records: [] });
    await log.append('events', [draft('after')]);
    await until(() => witness.values.length === 2);
    expect(witness.values).toEqual(['before', 'after']);
    witness.batches.slice(1).forEach(({ from }, index) => expect(from).toBe(witness.batches[index]?.next));
    await producer.disconnect();
  });

  it('given aborted transactions that overlap, when read from any offset, then no aborted record shows', async () => {
    const [a, b] = await Promise.all([transactional(`${prefix}a`), transactional(`${prefix}b`)]);
    const first = await a.transaction();
    const second = await b.transaction();
    for (const transaction of [first, second, first, second]) {
      await transaction.send({ topic, messages: [{ key: 'k', value: 'aborted' }] });
    }
    await second.abort();
    await first.abort();
    await log.append('events', [draft('kept')]);
    await until(async () => (await log.ends('events'))[0] === 7n);
    for (let from = 0n; from < 7n; from++) {
      const batches: Batch[] = [];
      for await (const batch of log.read('events', 0, from, 7n)) batches.push(batch);
      expect(batches.flatMap(({ records }) => records.map(({ value }) => value.toString()))).toEqual(['kept']);
      expect(batches[0]?.from).toBe(from);
      expect(batches.at(-1)?.next).toBe(7n);
    }
    await Promise.all([a.disconnect(), b.disconnect()]);
  });

  it('given an abandoned transaction, then it hides what follows for about its timeout and no idle moment lies', async () => {
    const producer = await transactional(`${prefix}a`, 2000);
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ key: 'k', value: 'abandoned' }] });
    await producer.disconnect();
    const began = performance.now();
    const appendedAt = BigInt(Date.now()) * 1000n;
    await log.append('events', [draft('behind it')]);
    const witness = new Witness();
    await witness.follow(log, 'events');
    await until(() => witness.values.length > 0);
    expect(performance.now() - began).toBeGreaterThan(1000);
    expect(performance.now() - began).toBeLessThan(6000);
    expect(witness.values).toEqual(['behind it']);
    const early = witness.idle.filter(({ next }) => next === 0n);
    expect(early.length).toBeGreaterThan(0);
    early.forEach(({ caughtUpTo }) => expect(caughtUpTo).toBeLessThan(appendedAt));
  });

  describe('with an owner that was only slow', () => {
    const pipe: Pipe = {
      group: 'recorder',
      from: 'reports',
      transform: ({ records }) =>
        Promise.resolve(records.map(({ key, value }) => ({ topic: 'events' as const, key, print: () => value }))),
    };
    const owner = () =>
      new PipeWork(pipe, {
        clients: clientsOf({ brokers: trialBrokers ?? [] }, 'trial', () => {}),
        clock: () => 0n,
        timeoutMs: 2000,
        nameOf: (name) => `${prefix}${name}`,
        groupId: `${prefix}recorder.reports`,
        topicName: `${prefix}reports`,
        committed: () => log.committed('recorder', 'reports'),
      });
    const batch = async (from: bigint): Promise<Batch> => {
      const [end = 0n] = await log.ends('reports');
      for await (const found of log.read('reports', 0, from, end)) return found;
      throw new Error('Nothing was read.');
    };
    // The answer to a commit comes before the commit shows: a reader waits for the markers.
    const written = async (count: number) => {
      const witness = new Witness();
      const following = await witness.follow(log, 'events');
      await until(async () => witness.values.length >= count && witness.reached(await log.ends('events')));
      await following.stop();
      return witness.values;
    };

    it('when another has taken over, then the slow one is fenced and each record comes out once', async () => {
      await log.append('reports', [draft('one'), draft('two')]);
      const inHand = await batch(0n);
      const slow = owner();
      expect(await slow.begin([0])).toEqual([0n]);
      const fresh = owner();
      expect(await fresh.begin([0])).toEqual([0n]);
      await expect(slow.handle(inHand)).rejects.toMatchObject({ type: 'INVALID_PRODUCER_EPOCH' });
      await fresh.handle(inHand);
      expect(await written(2)).toEqual(['one', 'two']);
      await until(async () => (await log.committed('recorder', 'reports'))[0] === 2n);
      // It wakes up and tries again: its batch is not where the group stands any more.
      await expect(slow.handle(inHand)).rejects.toBeInstanceOf(PositionLost);
      expect(await written(2)).toEqual(['one', 'two']);
      await Promise.all([slow.release(), fresh.release()]);
    });

    it('when it holds an open transaction, then taking over aborts that', async () => {
      await log.append('reports', [draft('one')]);
      const slow = await transactional(`${prefix}recorder.reports.0`);
      const open = await slow.transaction();
      await open.send({ topic, messages: [{ key: 'k', value: 'half done' }] });
      const fresh = owner();
      await fresh.begin([0]);
      await fresh.handle(await batch(0n));
      await expect(open.commit()).rejects.toThrow();
      expect(await written(1)).toEqual(['one']);
      await Promise.all([slow.disconnect(), fresh.release()]);
    });

    it('when a batch gives nothing, then its offset is committed all the same', async () => {
      await log.append('reports', [draft('one')]);
      const quiet = await log.pipe({ ...pipe, transform: () => Promise.resolve([]) });
      await until(async () => (await log.committed('recorder', 'reports'))[0] === 1n);
      expect(await log.ends('events')).toEqual([0n]);
      await quiet.stop();
    });
  });

  it('given transactions back to back, then each is tried until the broker is done with the one before', async () => {
    const settings = {
      clients: clientsOf({ brokers: trialBrokers ?? [] }, 'trial', () => {}),
      clock: () => 0n,
      timeoutMs: 2000,
      nameOf: () => topic,
    };
    const transactor = await Transactor.open(`${prefix}fast`, settings);
    for (let next = 1n; next <= 20n; next++) {
      const consumed = { groupId: `${prefix}g.reports`, topicName: `${prefix}reports`, partition: 0, next };
      await transactor.run(next % 2n === 0n ? [] : [{ topic: 'events', ...draft(`v${next}`) }], consumed);
    }
    await until(async () => (await log.committed('g', 'reports'))[0] === 20n);
    expect(await log.ends('events')).toEqual([20n]);
    await transactor.close();
  });
});
