// Sends reports, one JSON object a line, to the inbox of a house whose log is in Kafka.
//
//   node examples/kafka-producer.mjs [reports.ndjson | -] [--brokers host:port,…] [--topic clemency.inbox]
//
// Resolves, and prints a line for each report, only when the brokers have it durably (acks=all). Exit code 1 when a
// line could not be sent; what is wrong *in* a report is found by the house and told in its topic `rejected`.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CompressionTypes, Kafka, logLevel } from 'kafkajs';
import { groupsOf, linesOf } from './lines.mjs';
import { reportIdOf } from './report-id.mjs';

/** The topic takes messages of 8 MiB; what is larger would only be sent in vain. */
const MESSAGE_BYTES_MAX = 8 * 1024 * 1024 - 4096;
/** A request of many lines is a thousand times cheaper than many requests, and the limit holds for it as a whole. */
const GROUP = { most: 500, bytesMax: 1024 * 1024 };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    brokers: { type: 'string', default: process.env.KAFKA_BROKERS || '127.0.0.1:9092' },
    topic: { type: 'string', default: 'clemency.inbox' },
  },
});
const [file = fileURLToPath(new URL('reports.ndjson', import.meta.url))] = positionals;

const kafka = new Kafka({ clientId: 'example', brokers: values.brokers.split(','), logLevel: logLevel.NOTHING });
const producer = kafka.producer({
  // A mistyped topic is an error, not a new topic that forgets its records after a week.
  allowAutoTopicCreation: false,
  // What was sent and not answered is sent again and stands in the log once.
  idempotent: true,
  maxInFlightRequests: 1,
});

let [sent, failed] = [0, 0];
try {
  await producer.connect();
  for await (const group of groupsOf(linesOf(file), GROUP)) await send(group);
} catch (error) {
  failed += 1;
  console.error(`Not sent: ${error.message}`);
} finally {
  await producer.disconnect();
}
console.log(`${sent} sent, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function send(group) {
  const fitting = group.filter(({ bytes }) => bytes.length <= MESSAGE_BYTES_MAX);
  for (const { number, bytes } of group.filter((line) => !fitting.includes(line))) {
    failed += 1;
    console.error(`line ${number}: not sent, its ${bytes.length} bytes are more than ${MESSAGE_BYTES_MAX}`);
  }
  if (fitting.length === 0) return;
  await producer.send({
    topic: values.topic,
    acks: -1,
    // Spares the network; the broker keeps the inbox unpacked, so that the house need not trust what unpacks to what.
    compression: CompressionTypes.GZIP,
    // No key: the inbox keeps no order, and a report's id, which decides its place from here on, follows from it alone.
    messages: fitting.map(({ bytes }) => ({ value: bytes })),
  });
  sent += fitting.length;
  for (const { number, bytes } of fitting) console.log(`line ${number}: sent, ${idOrWhyNot(bytes)}`);
}

function idOrWhyNot(bytes) {
  try {
    return `report ${reportIdOf(JSON.parse(bytes.toString()))}`;
  } catch (error) {
    return `but the house will reject it (${error.message})`;
  }
}
