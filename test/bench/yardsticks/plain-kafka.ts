import { Kafka, logLevel, type Consumer, type Producer } from 'kafkajs';
import { secondsOf } from '../findings.js';

/** A record as the log has it. */
export interface KeyValue {
  readonly key: string;
  readonly value: Buffer;
}

const PARTITIONS = 8;
const BATCH = 1000;

/** The client library by itself: the same bytes produced (idempotent, acks=all, by the thousand) and consumed. */
export class PlainKafka {
  private topics = 0;

  private constructor(
    private readonly kafka: Kafka,
    private readonly producer: Producer,
    private readonly prefix: string,
  ) {}

  /** @param prefix before the names of its topics, so that whoever cleans up finds them */
  static async open(brokers: string, prefix: string): Promise<PlainKafka> {
    const kafka = new Kafka({ brokers: brokers.split(','), logLevel: logLevel.NOTHING });
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false });
    await producer.connect();
    return new PlainKafka(kafka, producer, `${prefix}plain-`);
  }

  async createTopic(name = `${this.prefix}${(this.topics += 1)}`): Promise<string> {
    const admin = this.kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: name, numPartitions: PARTITIONS }], waitForLeaders: true });
    await admin.disconnect();
    return name;
  }

  /** @returns seconds */
  produce(topic: string, records: readonly KeyValue[]): Promise<number> {
    return secondsOf(async () => {
      for (let at = 0; at < records.length; at += BATCH) {
        await this.producer.send({ topic, acks: -1, messages: records.slice(at, at + BATCH) });
      }
    });
  }

  /** Reads a topic from its beginning. @returns seconds since the consumer had its partitions */
  async consume(topic: string, count: number): Promise<number> {
    const consumer = this.kafka.consumer({ groupId: `${topic}-readers`, allowAutoTopicCreation: false });
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    try {
      return await secondsToRead(consumer, count);
    } finally {
      await consumer.disconnect();
    }
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }
}

function secondsToRead(consumer: Consumer, count: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let [began, seen] = [0, 0];
    consumer.on(consumer.events.GROUP_JOIN, () => {
      began = performance.now();
    });
    consumer
      .run({
        partitionsConsumedConcurrently: PARTITIONS,
        eachBatch: async ({ batch }) => {
          seen += batch.messages.length;
          if (seen === count) resolve((performance.now() - began) / 1000);
        },
      })
      .catch(reject);
  });
}
