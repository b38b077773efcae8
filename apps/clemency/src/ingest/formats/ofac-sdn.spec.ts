import { claimEvents, producedDraft, reportSchema, type ProducedEvent, type Report } from '#domain';
import { foundBy, type Made } from '../testing/read.js';
import { ofacSdn } from './ofac-sdn.js';

const WORKS =
  '90001,"EXAMPLE POTASH WORKS",-0- ,"BELARUS] [BELARUS-EO14038",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Registration Number 1 (Belarus)."';
const OFFICIAL =
  '90002,"EXAMPLE, Official","individual","ZIMBABWE","Minister of ""Examples"", acting",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ';
const SHIP =
  '90003,"EXAMPLE STAR","vessel","SDGT",-0- ,"ABCD1","Bulk carrier","1,000","900","Exampleland","EXAMPLE POTASH WORKS",-0- ';

const idsOf = (made: readonly Made[]): string[] => made.map(({ report }) => String(report!.uri).split('=')[1]!);

describe('the list of the US Treasury', () => {
  it('given an entry under two programmes, then it is a report with a claim for each, which quotes the entry', async () => {
    const [made] = await foundBy(ofacSdn, `${WORKS}\r\n`);
    const report = made!.report as unknown as Report;
    expect(reportSchema.parse(report)).toEqual(report);
    expect(report).toMatchObject({
      source: { id: 'ofac-sdn', kind: 'sanctions_list' },
      uri: 'https://sanctionssearch.ofac.treas.gov/Details.aspx?id=90001',
      title: 'EXAMPLE POTASH WORKS',
      body: [
        'Entry 90001',
        'EXAMPLE POTASH WORKS',
        'Type: entity',
        'Programme: BELARUS, BELARUS-EO14038',
        'Remarks: Registration Number 1 (Belarus).',
      ].join('\n'),
    });
    const drafts = report.events!.map((event: ProducedEvent) => producedDraft(event));
    const origin = { reportId: '11111111-1111-5111-8111-111111111111', report, ledger: 'urn:clemency:test:1' };
    const { events, refused } = claimEvents(origin, drafts, { name: 'producer', version: '1' });
    expect(refused).toEqual([]);
    expect(events.map(({ type, subject }) => [type, subject])).toEqual([
      ['SanctionImposed', 'sanction/us/by'],
      ['SanctionImposed', 'sanction/us/by'],
    ]);
    expect(events[0]!.data).toMatchObject({
      modality: 'ongoing',
      occurred: { precision: 'unknown' },
      authority: 'US',
      country: 'BY',
      programme: 'BELARUS',
      target: { kind: 'entity', name: 'EXAMPLE POTASH WORKS', identifiers: [{ scheme: 'ofac-sdn', value: '90001' }] },
      measures: ['asset_freeze'],
      evidence: [{ quote: expect.stringMatching(/^Entry 90001\n.*BELARUS-EO14038$/s) as string }],
    });
  });

  it('given a person and a ship, then each is what it is, and remarks are quoted in no claim', async () => {
    const made = await foundBy(ofacSdn, `${OFFICIAL}\n${SHIP}\n`);
    const targets = made.map(({ report }) => (report!.events as { data: Record<string, unknown> }[])[0]!.data);
    expect(targets.map(({ target, country }) => [(target as { kind: string }).kind, country])).toEqual([
      ['person', 'ZW'],
      ['goods', undefined],
    ]);
    expect(made[0]!.report!.body).toContain('\nTitle: Minister of "Examples", acting');
    expect(made[1]!.report!.body).toContain('\nCall sign: ABCD1\nVessel type: Bulk carrier\nTonnage: 1,000\n');
  });

  it("given that an entry is missing from tomorrow's list, then nothing is said of it, and the others are the same", async () => {
    const today = await foundBy(ofacSdn, [WORKS, OFFICIAL, SHIP].join('\n'));
    const tomorrow = await foundBy(ofacSdn, [WORKS, SHIP].join('\n'));
    expect(idsOf(today)).toEqual(['90001', '90002', '90003']);
    expect(idsOf(tomorrow)).toEqual(['90001', '90003']);
    expect(tomorrow[1]!.report).toEqual(today[2]!.report);
    expect(JSON.stringify([today, tomorrow])).not.toContain('SanctionLifted');
  });

  it.each(['2021-07-07', '2021-07-07T23:00:00Z'])(
    'given of which day it is (%s), then its entries stand on that day',
    async (publishedAt) => {
      const [made] = await foundBy(ofacSdn, SHIP, { publishedAt });
      const report = made!.report as unknown as Report;
      expect(report.publishedAt).toBe(publishedAt);
      const [draft] = report.events!.map((event: ProducedEvent) => producedDraft(event));
      expect(draft!.occurred).toEqual({
        edtf: '2021-07-07',
        earliest: '2021-07-07',
        latest: '2021-07-07',
        precision: 'day',
      });
    },
  );

  it('given rows that are none, then each is told by its line, and those between them are read', async () => {
    const made = await foundBy(
      ofacSdn,
      Buffer.concat([
        Buffer.from(`${WORKS}\n1,2,3\n\n${WORKS.replace('90001', '-0-')}\n`),
        Buffer.from(`${OFFICIAL.replace('Official', 'Offici\u00e9l')}\n`, 'latin1'),
        Buffer.from(`${WORKS.replace('"EXAMPLE POTASH WORKS"', '-0- ')}\n${SHIP}\n\x1a`),
      ]),
    );
    expect(made.map(({ number, unfit }) => [number, unfit])).toEqual([
      [1, undefined],
      [2, 'has 3 columns; the list has 12'],
      [4, 'does not begin with the number of an entry'],
      [5, 'is no UTF-8 text'],
      [6, 'names no target or no programme'],
      [7, undefined],
    ]);
  });

  it('given quotes in the wrong place and one that is never closed, then these rows are told and the others read', async () => {
    const made = await foundBy(ofacSdn, `${WORKS}\n90002,"EXAMPLE POTASH" WORKS",-0-\n${SHIP}\n90004,"EXAMPLE`);
    expect(made.map(({ number, unfit }) => [number, unfit?.slice(0, 10)])).toEqual([
      [1, undefined],
      [2, 'is no CSV:'],
      [3, undefined],
      [4, 'is no CSV:'],
    ]);
  });
});
