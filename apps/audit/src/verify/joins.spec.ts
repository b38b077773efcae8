import { randomUUID } from 'node:crypto';
import type { LedgerEvent } from '#domain';
import { Findings } from './findings.js';
import { Groups } from './groups.js';
import { Quotes } from './quotes.js';

const body = 'Belarus pardoned 123 prisoners.';
/** A claim as far as its quotes go, each said to be of the whole body. */
const claim = (id: string, quotes: readonly { reportId: string; quote: string }[]) =>
  ({
    ...{ id, type: 'CountClaimed' },
    data: { evidence: quotes.map((one) => ({ ...one, start: 0, end: body.length })) },
  }) as unknown as LedgerEvent;

describe('Quotes that are more than memory bears', () => {
  const reports = Array.from({ length: 20 }, () => randomUUID());
  const events = reports.map((reportId) => ({ id: randomUUID(), reportId }));

  async function look(atOnce: number, quotes: (at: number) => string, bodies: readonly (readonly [string, string])[]) {
    const findings = new Findings();
    const waiting = await Quotes.open({ partitions: 1, partitionOf: () => 0 }, findings, atOnce);
    try {
      for (const [ordinal, { id, reportId }] of events.entries()) {
        await waiting.add(
          { partition: 0, ordinal },
          claim(id, [
            { reportId, quote: body },
            { reportId, quote: quotes(ordinal) },
          ]),
        );
      }
      let turns = 0;
      for await (const some of waiting.turns(0)) {
        for (const [reportId, text] of bodies) some.check(reportId, text);
        some.end();
        turns++;
      }
      return { turns, checked: waiting.checked, findings: findings.all() };
    } finally {
      await waiting.close();
    }
  }
  const all = reports.map((id) => [id, body] as const);

  it('are all held to their reports, some in each reading', async () => {
    expect(await look(7, () => body, all)).toEqual({ turns: 6, checked: 40, findings: [] });
    expect(await look(1000, () => body, all)).toEqual({ turns: 1, checked: 40, findings: [] });
  });

  it.each([3, 1000])('name a wrong one and those without a report, %i at once', async (atOnce) => {
    const wrong = (at: number): string => (at === 11 ? body.replace('123', '124') : body);
    const { findings } = await look(atOnce, wrong, [...all.slice(0, 17), ...all.slice(0, 17)]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ kind: 'quote', ordinal: 11, eventId: events[11]!.id, count: 1 + 3 * 2 });
    expect(findings[0]!.says).toContain(
      'data.evidence.1.quote is not what its report has from 0 to 31: “Belarus pardoned 123',
    );
  });

  it('are held to the first report of an id, whichever comes after it', async () => {
    const again = all.map(([id]) => [id, 'Something else was said later, and was not read.'] as const);
    expect((await look(5, () => body, [...all, ...again])).findings).toEqual([]);
    expect((await look(5, () => body, [...again, ...all])).findings).toMatchObject([{ kind: 'quote', count: 40 }]);
  });
});

describe('What belongs to one id, when there is more than memory bears', () => {
  it.each([1, 4000, 1_000_000])('is together, and in its order, with %i bytes at once', async (atOnce) => {
    const ids = Array.from({ length: 40 }, (_, at) =>
      // Many begin alike, so that some buckets are divided more than once.
      at < 20
        ? `abcdef${String(at % 3).padStart(2, '0')}-0000-5000-8000-${String(at).padStart(12, '0')}`
        : randomUUID(),
    );
    const groups = await Groups.open<{ turn: number; says: string }>(atOnce);
    try {
      for (const turn of [0, 1, 2]) for (const id of ids) await groups.add(id, { turn, says: 'line\u2028\n\r“end”' });
      const met = new Map<string, number[]>();
      for await (const [id, group] of groups.all()) {
        expect(met.has(id)).toBe(false);
        expect(group.every(({ says }) => says === 'line\u2028\n\r“end”')).toBe(true);
        met.set(
          id,
          group.map(({ turn }) => turn),
        );
      }
      expect([...met.keys()].sort()).toEqual([...ids].sort());
      expect([...met.values()].every((turns) => turns.join() === '0,1,2')).toBe(true);
    } finally {
      await groups.close();
    }
  });
});
