import { ratio, Rounds, type Finding } from '../findings.js';
import { Yardstick } from './child.js';
import { PlainKafka, type KeyValue } from './plain-kafka.js';

/** One message a call is slow: so few of a round are enough, and not in every round. */
const NEST_EVENTS = 2000;
const NEST_EVERY = 3;

/** What a projector on Kafka is measured beside: the client by itself, and Nest's own transport with TypeORM. */
export class KafkaYardsticks {
  private readonly produced = new Rounds();
  private readonly consumed = new Rounds();
  private readonly nested = new Rounds();
  private rounds = 0;

  private constructor(
    private readonly plain: PlainKafka,
    private readonly nest: Yardstick,
    private readonly nestTopic: string,
  ) {}

  static async open(brokers: string, prefix: string, databaseUrl: string): Promise<KafkaYardsticks> {
    const plain = await PlainKafka.open(brokers, prefix);
    try {
      const topic = await plain.createTopic(`${prefix}nest`);
      const nest = await Yardstick.start('nest-kafka', {
        BENCH_DATABASE_URL: databaseUrl,
        BENCH_BROKERS: brokers,
        BENCH_TOPIC: topic,
      });
      return new KafkaYardsticks(plain, nest, topic);
    } catch (error) {
      await plain.close();
      throw error;
    }
  }

  async round(records: readonly KeyValue[]): Promise<void> {
    const topic = await this.plain.createTopic();
    this.produced.add(records.length, await this.plain.produce(topic, records));
    this.consumed.add(records.length, await this.plain.consume(topic, records.length));
    this.rounds += 1;
    if (this.rounds % NEST_EVERY === 1) await this.nestRound(records.slice(0, NEST_EVENTS));
  }

  private async nestRound(records: readonly KeyValue[]): Promise<void> {
    await this.nest.ask(records.length);
    const told = this.nest.answer();
    await this.plain.produce(this.nestTopic, records);
    const { events, seconds } = (await told) as { events: number; seconds: number };
    this.nested.add(events, seconds);
  }

  /** @param projector events a second */
  findings(projector: number): Finding[] {
    const [produced, consumed, nested] = [this.produced, this.consumed, this.nested].map((one) => one.perSecond);
    return [
      ratio('projectorToNest', "projector / Nest's own Kafka transport", [projector, nested!], { least: 8 }),
      ratio('projectorToConsume', 'projector / plain kafkajs, consume', [projector, consumed!]),
      { name: 'nest', says: "Nest's own Kafka transport, TypeORM upsert", value: nested!, unit: 'events/s' },
      { name: 'produce', says: 'plain kafkajs, produce the same bytes', value: produced!, unit: 'events/s' },
      { name: 'consume', says: 'plain kafkajs, consume them', value: consumed!, unit: 'events/s' },
    ];
  }

  async close(): Promise<void> {
    await this.nest.stop();
    await this.plain.close();
  }
}
