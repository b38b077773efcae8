import { fastify } from 'fastify';
import pg from 'pg';

// A process: the least that a route does which answers when the bytes are durable. It parses the JSON and inserts the
// same bytes, one row a report, in one statement a request, committed to the disk. No ids, no checks, no order.
const pool = new pg.Pool({
  connectionString: process.env.BENCH_DATABASE_URL,
  max: Number(process.env.BENCH_CONNECTIONS),
  options: '-c synchronous_commit=on',
});
await pool.query('create table bare_route (id bigserial primary key, value bytea not null)');

const server = fastify({ bodyLimit: 8 * 1024 * 1024 });
server.removeAllContentTypeParsers();
server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
  done(null, body);
});
server.post('/one', async (request, reply) => {
  const bytes = request.body as Buffer;
  JSON.parse(bytes.toString());
  await pool.query('insert into bare_route (value) values ($1)', [bytes]);
  return reply.code(202).send({ accepted: 1 });
});
server.post('/lines', async (request, reply) => {
  const lines = (request.body as Buffer).toString().split('\n');
  for (const line of lines) JSON.parse(line);
  const values = lines.map((line) => Buffer.from(line));
  await pool.query('insert into bare_route (value) select unnest($1::bytea[])', [values]);
  return reply.code(202).send({ accepted: lines.length });
});
process.send!(await server.listen({ host: '127.0.0.1', port: 0 }));
