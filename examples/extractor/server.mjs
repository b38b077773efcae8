// A reference extractor: shows what the house sends and what it takes. It finds "released NUMBER prisoners" and nothing
// else; put your own reader, or a language model, in place of `claimsOf`. Plain Node, no packages.
//   PORT=4100 node examples/extractor/server.mjs
//   EXTRACTOR_URL=http://127.0.0.1:4100/ npm start
import { createServer } from 'node:http';

const EXTRACTOR = { name: 'example-released', version: '1' };
const COUNTRIES = { belarus: 'BY', russia: 'RU', iran: 'IR', venezuela: 'VE', cuba: 'CU' };

/** Claims in the form of the JSON Schema that comes with every request (`schema`); each quotes the report's own words. */
function claimsOf({ body, publishedAt }) {
  const claims = [];
  for (const match of body.matchAll(/\b(\w+) (?:has )?(?:released|freed) (\d{1,6}) (?:political )?prisoners\b/gi)) {
    const country = COUNTRIES[match[1].toLowerCase()];
    if (!country) continue;
    claims.push({
      type: 'PrisonersReleased',
      data: {
        country,
        count: { value: Number(match[2]), qualifier: 'exact' },
        population: 'prisoners',
        modality: 'performed',
        occurred: publishedAt?.slice(0, 10) ?? '',
        confidence: 0.7,
        evidence: [{ quote: match[0], start: match.index }],
      },
    });
  }
  return claims;
}

async function readJson(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const server = createServer(async (request, response) => {
  const answer = (status, value) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (request.method !== 'POST') return answer(405, { error: 'POST a report.' });
  try {
    const { contract, report } = await readJson(request);
    if (contract !== 'clemency-extractor/1') return answer(400, { error: `${contract} is no contract known here.` });
    answer(200, { extractor: EXTRACTOR, claims: claimsOf(report) });
  } catch (error) {
    answer(400, { error: error.message });
  }
});

server.listen(Number(process.env.PORT ?? 4100), process.env.HOST ?? '127.0.0.1', () => {
  const { address, port } = server.address();
  console.log(`The example extractor listens on http://${address}:${port}/`);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.close(() => process.exit(0)));
