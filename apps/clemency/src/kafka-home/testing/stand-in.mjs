// Stands in for a service: answers /readyz on HOST:PORT, tells in the file TALE when it begins and when it is asked to
// end, and, when WEAK names it, dies as soon as it has begun.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [name] = process.argv.slice(2);
const tell = (word) => appendFileSync(process.env.TALE, `${name} ${word} ${process.pid}\n`);

process.on('SIGTERM', () => {
  tell('ends');
  process.exit();
});
tell('begins');
if (process.env.WEAK === name) process.exit(3);
console.log(`hello from ${name}`);
createServer((request, response) => {
  const { INGEST_URL, KAFKA_BROKERS, LEDGER, QUERY_DATABASE_URL } = process.env;
  response.end(JSON.stringify({ name, INGEST_URL, KAFKA_BROKERS, LEDGER, QUERY_DATABASE_URL }));
}).listen(Number(process.env.PORT), process.env.HOST);
