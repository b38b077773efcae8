import type { Admin, ITopicMetadata } from 'kafkajs';
import { LogRefused, TOPICS } from '../contract.js';
import type { LogSink } from '../sink.js';
import { ConfigResourceTypes } from './client.js';
import { persistently } from './offsets.js';
import { MESSAGE_BYTES, type Place, REPLICAS, topicName } from './topics.js';
import { messageOf } from './trouble.js';

/** A topic as the broker describes it; `settings` are those in force, whether the topic's own or the broker's. */
export interface TopicState {
  readonly name: string;
  readonly settings: ReadonlyMap<string, string>;
  readonly metadata: ITopicMetadata;
}

/**
 * Refuses a cluster in which the ledger could lose history or order.
 * @throws LogRefused naming the topic, the setting, its value and what to do
 */
export async function guardTopics(admin: Admin, place: Place, sink: LogSink): Promise<void> {
  for (const state of await describeTopics(admin, place)) refuseTopic(state, place);
  const creation = await brokerSetting(admin, 'auto.create.topics.enable', sink);
  if (creation !== undefined && creation !== 'false') {
    refuse(
      `The broker's auto.create.topics.enable is ${creation}: a mistyped topic would be created and lose its records ` +
        `after a week. Set auto.create.topics.enable=false on every broker and restart it.`,
    );
  }
}

/** The rules for one topic. */
export function refuseTopic({ name, settings, metadata }: TopicState, place: Place): void {
  const alter = (setting: string, value: string | number) =>
    `Run: kafka-configs.sh --alter --topic ${name} --add-config ${setting}=${value}`;
  const found = metadata.partitions.length;
  if (found !== place.partitions) {
    refuse(
      `Topic ${name} has ${found} partitions, but this ledger is configured for ${place.partitions}: keys would fall ` +
        `elsewhere and lose their order. Configure ${found} partitions, or begin a new ledger under another prefix.`,
    );
  }
  for (const setting of ['retention.ms', 'retention.bytes']) {
    const value = settings.get(setting);
    if (value === '-1') continue;
    refuse(`Topic ${name} has ${setting}=${value}: it would lose history. ${alter(setting, -1)}`);
  }
  const policy = settings.get('cleanup.policy') ?? '';
  if (policy !== 'delete') {
    refuse(
      `Topic ${name} has cleanup.policy=${policy}: compaction loses history. ${alter('cleanup.policy', 'delete')}`,
    );
  }
  const bytes = Number(settings.get('max.message.bytes'));
  if (takesBodies(name, place) && !(bytes >= MESSAGE_BYTES)) {
    refuse(
      `Topic ${name} has max.message.bytes=${bytes}: reports of 1 MiB would not fit. ` +
        alter('max.message.bytes', MESSAGE_BYTES),
    );
  }
  const compression = settings.get('compression.type') ?? '';
  if (name === topicName(place, 'inbox') && compression !== 'uncompressed') {
    refuse(
      `Topic ${name} has compression.type=${compression}: a stranger's record in a compression that this client cannot ` +
        `read would stop the inbox, and so would 8 MiB that unpack to gigabytes. ${alter('compression.type', 'uncompressed')}`,
    );
  }
  if (place.replication === 'replicated') refuseReplicas({ name, settings, metadata }, alter);
}

const takesBodies = (name: string, place: Place): boolean =>
  (['inbox', 'reports', 'rejected'] as const).some((topic) => topicName(place, topic) === name);

function refuseReplicas(
  { name, settings, metadata }: TopicState,
  alter: (setting: string, value: number) => string,
): void {
  const { factor, inSync } = REPLICAS.replicated;
  const required = Number(settings.get('min.insync.replicas'));
  if (required < inSync) {
    refuse(
      `Topic ${name} has min.insync.replicas=${required}: a record could be acknowledged by one broker and lost with ` +
        `it. ${alter('min.insync.replicas', inSync)}`,
    );
  }
  for (const { partitionId, replicas, isr } of metadata.partitions) {
    if (replicas.length < factor) {
      refuse(
        `Topic ${name} has ${replicas.length} replicas of partition ${partitionId}; replicated mode needs ${factor}. ` +
          `Add replicas with kafka-reassign-partitions.sh.`,
      );
    }
    if (isr.length < required) {
      refuse(
        `Topic ${name} has ${isr.length} in-sync replicas of partition ${partitionId}, fewer than its ` +
          `min.insync.replicas=${required}: nothing can be written. Bring the missing brokers back.`,
      );
    }
  }
}

async function describeTopics(admin: Admin, place: Place): Promise<TopicState[]> {
  const names = TOPICS.map((topic) => topicName(place, topic));
  const [{ topics }, { resources }] = await Promise.all([
    persistently(() => admin.fetchTopicMetadata({ topics: names })),
    persistently(() =>
      admin.describeConfigs({
        includeSynonyms: false,
        resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
      }),
    ),
  ]);
  return names.map((name) => {
    const metadata = topics.find((topic) => topic.name === name);
    const resource = resources.find(({ resourceName }) => resourceName === name);
    if (!metadata || !resource)
      return refuse(`The broker does not describe topic ${name}. Grant DescribeConfigs on it.`);
    const settings = new Map(resource.configEntries.map(({ configName, configValue }) => [configName, configValue]));
    return { name, metadata, settings };
  });
}

/** One setting of any broker; undefined, with a warning, where we may not look. */
async function brokerSetting(admin: Admin, setting: string, sink: LogSink): Promise<string | undefined> {
  try {
    const { brokers } = await admin.describeCluster();
    const name = String(brokers[0]?.nodeId);
    const resource = { type: ConfigResourceTypes.BROKER, name, configNames: [setting] };
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
    const value = resources[0]?.configEntries.find(({ configName }) => configName === setting)?.configValue;
    if (value !== undefined) return value;
    sink({ level: 'warn', message: `The broker does not tell its ${setting}; make sure that it is false.` });
  } catch (error) {
    const message = `The broker's ${setting} cannot be read; make sure that it is false.`;
    sink({ level: 'warn', message, error: messageOf(error) });
  }
  return undefined;
}

function refuse(message: string): never {
  throw new LogRefused(message);
}
