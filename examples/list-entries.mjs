// A structured producer: two entries of a sanctions list, sent as claims instead of prose. Nothing is read out of a
// text then; the house takes the claims as the source's own, each attributed to it.
//
//   node examples/list-entries.mjs [--url http://127.0.0.1:3000] [--key KEY]
//
// `GET /v1/schemas` has the shape of every type of event.
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    key: { type: 'string', default: process.env.CLEMENCY_KEY ?? '' },
  },
});

/** One report an entry: when one entry changes, only its report is another, and all others are known already. */
const reports = [
  { number: '9001', name: 'Example Potash Works', listed: '2021-08-09', measures: ['asset_freeze'] },
  { number: '9002', name: 'Example Potash Trading', listed: '2021-12-02', measures: ['asset_freeze', 'sectoral'] },
].map(({ number, name, listed, measures }) => ({
  source: { id: 'example-sanctions-desk', name: 'Example Sanctions Desk', kind: 'sanctions_list' },
  uri: `https://sanctions.example/list/${number}`,
  publishedAt: listed,
  events: [
    {
      type: 'SanctionImposed',
      data: {
        // The day of the act is known here. A list that tells none is sent without `occurred`: the claim then says
        // that the entry stands, and not since when.
        occurred: listed,
        authority: 'US',
        agency: 'Example Office of Lists',
        country: 'BY',
        programme: 'BELARUS-EO14038',
        target: { kind: 'entity', name, country: 'BY', identifiers: [{ scheme: 'example-list', value: number }] },
        measures,
        dates: { effective: listed },
      },
    },
  ],
}));

const headers = { 'content-type': 'application/json' };
if (values.key) headers.authorization = `Bearer ${values.key}`;
// An array is taken whole or not at all.
const answer = await fetch(`${values.url}/v1/reports`, { method: 'POST', headers, body: JSON.stringify(reports) });
const body = await answer.json();
if (answer.status !== 202) {
  console.error(`Refused with ${answer.status}: ${body.detail}`);
  for (const { field, message } of body.errors ?? []) console.error(`  ${field}: ${message}`);
  process.exitCode = 1;
} else {
  for (const { reportId, duplicate } of body.reports) console.log(`${reportId}${duplicate ? ' (known already)' : ''}`);
  // The position makes the read wait until what was sent just now is in it.
  const read = await fetch(`${values.url}/v1/sanctions?authority=US&country=BY&after=${body.position}`, { headers });
  const { items, detail } = await read.json();
  if (!read.ok) throw new Error(`The list was answered with ${read.status}: ${detail}`);
  for (const { target, status, valid } of items) console.log(`${target.name}: ${status} since ${valid.from}`);
}
