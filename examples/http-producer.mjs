// Sends reports, one JSON object a line, over HTTP: to any house, with its log in Kafka or not.
//
//   node examples/http-producer.mjs [reports.ndjson | -] [--url http://127.0.0.1:3000] [--key KEY]
//
// Node alone is enough for it. Every line is answered for: taken (durable), known already, or refused with the reason.
// Exit code 1 when a line was refused.
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { groupsOf, linesOf } from './lines.mjs';

/** The house takes 8 MiB and 10,000 lines in one request; smaller ones come back sooner. */
const GROUP = { most: 1000, bytesMax: 2 * 1024 * 1024 };
/** 503 means that nothing of the request is promised: sent again, it does no harm, since the same report is the same. */
const TRIES = 20;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    key: { type: 'string', default: process.env.CLEMENCY_KEY ?? '' },
  },
});
const [file = fileURLToPath(new URL('reports.ndjson', import.meta.url))] = positionals;

const outcomes = { new: 0, known: 0, refused: 0 };
try {
  for await (const group of groupsOf(linesOf(file), GROUP)) await send(group);
} catch (error) {
  outcomes.refused += 1;
  console.error(`Not sent: ${error.message} ${error.cause?.message ?? ''}`);
}
console.log(`${outcomes.new} new, ${outcomes.known} known already, ${outcomes.refused} refused`);
process.exitCode = outcomes.refused > 0 ? 1 : 0;

async function send(group) {
  const { lines } = await post(Buffer.concat(group.flatMap(({ bytes }) => [bytes, Buffer.from('\n')])));
  for (const { line, status, reportId, duplicate, problem } of lines) {
    const { number } = group[line - 1];
    if (status === 202) {
      outcomes[duplicate ? 'known' : 'new'] += 1;
      console.log(`line ${number}: ${duplicate ? 'known already' : 'taken'}, report ${reportId}`);
    } else {
      outcomes.refused += 1;
      console.error(`line ${number}: refused, ${problem.detail}`);
    }
  }
}

/** @throws Error for whatever else than 207 is answered, or when the house stays overloaded */
async function post(body) {
  const headers = { 'content-type': 'application/x-ndjson' };
  if (values.key) headers.authorization = `Bearer ${values.key}`;
  for (let tries = 1; ; tries += 1) {
    const answer = await fetch(`${values.url}/v1/reports`, { method: 'POST', headers, body });
    if (answer.status === 207) return answer.json();
    const text = await answer.text();
    const isBusy = answer.status === 503 || answer.status === 429;
    if (!isBusy || tries === TRIES) throw new Error(`${values.url} answered ${answer.status}: ${text}`);
    await pause(1000 * Number(answer.headers.get('retry-after') ?? 2));
  }
}
