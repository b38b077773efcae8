import type { Admin } from 'kafkajs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaAvailable, startBroker } from '../../../scripts/kafka/broker.mjs';
import { LogRefused } from './contract.js';
import { ConfigResourceTypes } from './kafka/client.js';
import { RECORD_BYTES_MAX } from './contract.js';
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
import { logContract } from './testing/contract.js';

if (trialBrokers) logContract({ name: 'kept in Kafka', slow: true, open: (options) => openTrial(options) });

describeWithKafka('what the Kafka log refuses', () => {
  let admin: Admin;

  beforeAll(async () => {
    admin = rawClient().admin();
    await admin.connect();
  });
  afterAll(() => admin.disconnect());

  /** A ledger whose topic was altered behind its back. */
  async function planted(topic: string, setting: string, value: string): Promise<string> {
    const prefix = freshPrefix();
    await (await openTrial({ prefix })).close();
    const configEntries = [{ name: setting, value }];
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: `${prefix}${topic}`, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
    return prefix;
  }

  /** `alterConfigs` replaces all settings of a topic, so what is not named is the broker's default again. */
  const keeping = { 'retention.ms': '-1', 'max.message.bytes': '8388608', 'compression.type': 'uncompressed' };

  async function plantedOnly(topic: string, settings: Record<string, string>): Promise<string> {
    const prefix = freshPrefix();
    await (await openTrial({ prefix })).close();
    const configEntries = Object.entries({ ...keeping, ...settings }).map(([name, value]) => ({ name, value }));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: `${prefix}${topic}`, configEntries }];
    await admin.alterConfigs({ validateOnly: false, resources });
    return prefix;
  }

  async function refusal(opening: Promise<unknown>): Promise<Error> {
    const error = await opening.then(
      () => new Error('It was not refused.'),
      (refused: Error) => refused,
    );
    expect(error).toBeInstanceOf(LogRefused);
    return error;
  }

  it.each([
    ['events', 'retention.ms', '604800000'],
    ['inbox', 'retention.bytes', '1000000'],
    ['reports', 'cleanup.policy', 'compact'],
    ['reports', 'cleanup.policy', 'compact,delete'],
    ['inbox', 'max.message.bytes', '1048588'],
    ['inbox', 'compression.type', 'producer'],
    ['inbox', 'compression.type', 'gzip'],
  ])('given %s with %s=%s, then the refusal names all three and a command', async (topic, setting, value) => {
    const prefix = await plantedOnly(topic, { [setting]: value });
    const { message } = await refusal(openTrial({ prefix }));
    expect(message).toContain(`Topic ${prefix}${topic} has ${setting}=${value}:`);
    expect(message).toContain(`kafka-configs.sh --alter --topic ${prefix}${topic}`);
  });

  it('given a topic that lost its settings, then the default retention of a week is refused', async () => {
    const prefix = await planted('checkpoints', 'max.message.bytes', '8388608');
    expect((await refusal(openTrial({ prefix }))).message).toContain('retention.ms=604800000');
  });

  it('given another number of partitions than the ledger began with, then it is refused', async () => {
    const prefix = freshPrefix();
    await (await openTrial({ prefix, partitions: 2 })).close();
    const { message } = await refusal(openTrial({ prefix, partitions: 3 }));
    expect(message).toContain(`Topic ${prefix}inbox has 2 partitions, but this ledger is configured for 3`);
  });

  it('given a topic that was widened, then it is refused', async () => {
    const prefix = freshPrefix();
    await (await openTrial({ prefix })).close();
    await admin.createPartitions({ topicPartitions: [{ topic: `${prefix}events`, count: 5 }] });
    expect((await refusal(openTrial({ prefix }))).message).toContain('events has 5 partitions');
  });

  it('given one broker, then replicated mode is refused, for new topics and for those of single mode', async () => {
    const prefix = freshPrefix();
    expect((await refusal(openTrial({ prefix, replication: 'replicated' }))).message).toContain('the cluster has 1');
    await (await openTrial({ prefix })).close();
    const { message } = await refusal(openTrial({ prefix, replication: 'replicated' }));
    expect(message).toContain('min.insync.replicas=1');
  });

  const itWithJars = kafkaAvailable() === 'jars' ? it : it.skip;
  itWithJars(
    'given a broker that creates topics by itself, then it is refused',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'clemency-broker-'));
      const broker = await startBroker({ folder, settings: { 'auto.create.topics.enable': true } });
      try {
        const { message } = await refusal(openTrial({ brokers: [broker.brokers] }));
        expect(message).toContain('auto.create.topics.enable is true');
      } finally {
        await broker.stop();
        await rm(folder, { recursive: true });
      }
    },
    60_000,
  );

  it('given a position that the topic does not have, then the follower ends and says so', async () => {
    const log = await openTrial();
    const witness = new Witness();
    witness.positions.set(0, 40n);
    const following = await witness.follow(log, 'events');
    await expect(following.finished).rejects.toThrow(/offset 40 was reached before, but it now ends at 0/);
    await log.close();
  });
});

describeWithKafka('what the Kafka log takes', () => {
  it('given the largest record, then it arrives; given a larger one, then it is refused alone', async () => {
    const log = await openTrial();
    const large = { key: 'large', print: () => Buffer.alloc(RECORD_BYTES_MAX, 'a') };
    const larger = { key: 'larger', print: () => Buffer.alloc(RECORD_BYTES_MAX + 1, 'a') };
    const outcomes = await Promise.allSettled([
      log.append('reports', [large]),
      log.append('reports', [larger]),
      log.append('reports', [draft('small')]),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(String((outcomes[1] as PromiseRejectedResult).reason)).toMatch(/RangeError: A record of 8384513 bytes/);
    const witness = new Witness();
    await witness.follow(log, 'reports');
    await until(() => witness.values.length === 2);
    expect(witness.values.map(({ length }) => length).sort((a, b) => a - b)).toEqual([5, RECORD_BYTES_MAX]);
    await log.close();
  });

  it('given a stranger who compresses, then the inbox is read all the same', async () => {
    const prefix = freshPrefix();
    const log = await openTrial({ prefix });
    const producer = rawClient().producer({ allowAutoTopicCreation: false });
    await producer.connect();
    await producer.send({ topic: `${prefix}inbox`, compression: 1, messages: [{ key: null, value: 'squeezed' }] });
    const witness = new Witness();
    await witness.follow(log, 'inbox');
    await until(() => witness.values.length === 1);
    await Promise.all([producer.disconnect(), log.close()]);
  });

  it('given a stranger whose few kilobytes unpack to more than a record may have, then the broker refuses them', async () => {
    const prefix = freshPrefix();
    const log = await openTrial({ prefix });
    const producer = rawClient().producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const value = Buffer.alloc(32 * 1024 * 1024, 'a');
    const sending = producer.send({ topic: `${prefix}inbox`, compression: 1, messages: [{ key: null, value }] });
    await expect(sending).rejects.toMatchObject({ type: 'MESSAGE_TOO_LARGE' });
    expect(await log.ends('inbox')).toEqual((await log.ends('inbox')).map(() => 0n));
    await Promise.all([producer.disconnect(), log.close()]);
  });

  it('given a replay, then it leaves no consumer group behind', async () => {
    const prefix = freshPrefix();
    const log = await openTrial({ prefix });
    await log.append('events', [draft('a'), draft('b'), draft('c')]);
    const ends = await log.ends('events');
    const values: string[] = [];
    for (const [partition, end] of ends.entries()) {
      for await (const { records } of log.read('events', partition, 0n, end)) {
        values.push(...records.map(({ value }) => value.toString()));
      }
    }
    expect(values.sort()).toEqual(['a', 'b', 'c']);
    const admin = rawClient().admin();
    await admin.connect();
    const { groups } = await admin.listGroups();
    expect(groups.filter(({ groupId }) => groupId.startsWith(prefix))).toEqual([]);
    await Promise.all([admin.disconnect(), log.close()]);
  });
});
