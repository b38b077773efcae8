import pg from 'pg';
import { printInstant } from '#domain';
import type { Draft } from '#log';
import { GENERATION } from '#read-models';
import { openHouse, type Home, type House } from '../../house.js';
import { backlog } from '../data/backlog.js';
import { median, quantile, ratio, secondsOf, type Measured } from '../findings.js';
import { Projecting } from '../projecting.js';
import { expectStatus, Sender } from '../sender.js';

const BATCH = 10_000;
const ASKED = 600;
const WARM_UP = 40;
const ONE_MS = 20;
const PAGE_MS = 50;
/** What the two clocks may cost. */
const CLOCKS = 1.5;
const PAGE = 101;

/**
 * What a question costs at so many events: one person, and a page of the people of a country who are in custody, each on a
 * day and as known at an instant, asked over HTTP one after the other. Beside it the same SQL with its clocks and without.
 * The log has no part in it, so it is measured once.
 */
export async function measureQuery(home: Home, sizes: readonly number[], effort: number): Promise<Measured> {
  if (home === 'kafka') return [];
  const house = await openHouse(home, []);
  const projecting = await Projecting.open(house.databaseUrl);
  const client = new pg.Client(house.databaseUrl);
  try {
    await client.connect();
    await client.query(`set search_path to ${GENERATION}`);
    const source = backlog(house.ledger.source);
    const findings: Measured[number][] = [];
    let events = 0;
    for (const size of sizes.map((one) => Math.ceil(one * effort))) {
      for (; events < size; events += BATCH) await projecting.batch(take(source, Math.min(BATCH, size - events)));
      await projecting.analyze();
      findings.push(...(await atSize(house, client, size, effort)));
    }
    return findings;
  } finally {
    await client.end();
    await projecting.close();
    await house.close();
  }
}

const take = (source: Generator<Draft>, count: number): Draft[] =>
  Array.from({ length: count }, () => source.next().value as Draft);

/** A person as some version of some row had it: the question is about the day and the instant at which that row was so. */
interface Asked {
  readonly id: string;
  readonly country: string;
  readonly day: string;
  readonly known: string;
}

async function atSize(house: House, client: pg.Client, size: number, effort: number): Promise<Measured> {
  const asked = await questions(client, Math.max(30, Math.ceil(ASKED * effort)));
  const { url } = await house.start('query', { second: true });
  const sender = new Sender(url, 1);
  try {
    const ask = (path: (one: Asked) => string) => millisecondsOf(asked, (one) => sender.get(path(one)).then(expectOk));
    const one = await ask((of) => `/v1/prisoners/${of.id}?${clocksOf(of)}`);
    const page = await ask((of) => `/v1/prisoners?country=${of.country}&status=in_custody&${clocksOf(of)}`);
    const bare = await compared(client, asked);
    const [name, at] = [String(size), `${size.toLocaleString('en')} events in the tables`];
    return [
      {
        name: `oneP99Ms${name}`,
        says: `one person, 99 of 100, ${at}`,
        value: quantile(one, 0.99),
        unit: 'ms',
        aim: { most: ONE_MS },
      },
      {
        name: `pageP99Ms${name}`,
        says: `a filtered page, 99 of 100, ${at}`,
        value: quantile(page, 0.99),
        unit: 'ms',
        aim: { most: PAGE_MS },
      },
      ratio(`oneToBare${name}`, `one person / the same SQL without clocks, ${at}`, bare.one, { most: CLOCKS }),
      ratio(`pageToBare${name}`, `a filtered page / the same SQL without clocks, ${at}`, bare.page, { most: CLOCKS }),
      { name: `oneMs${name}`, says: `one person, median, ${at}`, value: median(one), unit: 'ms' },
      { name: `pageMs${name}`, says: `a filtered page, median, ${at}`, value: median(page), unit: 'ms' },
    ];
  } finally {
    sender.close();
  }
}

const expectOk = (reply: Awaited<ReturnType<Sender['get']>>) => expectStatus(reply, 200);

const clocksOf = ({ day, known }: Asked): string => `asOf=${day}&knownAt=${printInstant(BigInt(known))}`;

/** Rows at random, whatever the day and the instant: most of them are so no longer. */
async function questions(client: pg.Client, count: number): Promise<Asked[]> {
  const { rows } = await client.query<Asked>(
    `select id, country, valid_from::text as day, known_from as known from prisoner
     where valid_from > '1900-01-01' order by hashtext(id::text || known_from) limit $1`,
    [count + WARM_UP],
  );
  return rows;
}

async function millisecondsOf(asked: readonly Asked[], ask: (one: Asked) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const one of asked) times.push(1000 * (await secondsOf(() => ask(one))));
  return times.slice(WARM_UP);
}

const AT = 'valid_from <= $1 and valid_to > $1 and known_from <= $2 and known_to > $2';

/** The SQL of both questions, with its clocks and without, in turns: medians in milliseconds. */
async function compared(client: pg.Client, asked: readonly Asked[]) {
  const run = (name: string, text: string, values: (of: Asked) => string[]) =>
    millisecondsOf(asked, (of) => client.query({ name, text, values: values(of) })).then(median);
  const page = (where: string): string => `select * from prisoner where ${where} order by name, id limit ${PAGE}`;
  return {
    one: [
      await run('one', `select * from prisoner where id = $3 and ${AT}`, ({ day, known, id }) => [day, known, id]),
      await run('one bare', 'select * from prisoner where id = $1', ({ id }) => [id]),
    ] as const,
    page: [
      await run('page', page(`country = $3 and status = 'in_custody' and ${AT}`), ({ day, known, country }) => [
        day,
        known,
        country,
      ]),
      await run('page bare', page(`country = $1 and status = 'in_custody'`), ({ country }) => [country]),
    ] as const,
  };
}
