import { EXAMPLES } from '../../apps/query/src/examples.js';
import { describeHomes } from '../house.js';
import { Asking } from './asking.js';
import { askOfBundles } from './bundles.js';
import { askOfCounts } from './counts.js';
import { askOfExplainedQuestions } from './explained-questions.js';
import { askOfExplanations } from './explanations.js';
import { openGoldenHouse, type GoldenHouse } from './house.js';
import { askOfPeople } from './people.js';
import { askOfSanctions } from './sanctions.js';
import { STORY } from './story.js';

describeHomes('The thirteen questions, asked of the story behind the sample', (home) => {
  let house: GoldenHouse;
  beforeAll(async () => {
    house = await openGoldenHouse(home, STORY);
  }, 120_000);
  afterAll(() => house?.close(), 60_000);

  it('reads the news as prose: what it holds to be so quotes the report to the unit', () => {
    const read = house.events.filter(({ data }) => data.evidence[0]?.quote !== '');
    const bodies = new Set(STORY.flatMap(({ reports }) => reports.map(({ body }) => body)));
    expect(read.length).toBeGreaterThan(30);
    for (const { data } of read) {
      const [{ quote, start, end }] = data.evidence as [{ quote: string; start: number; end: number }];
      expect([...bodies].some((body) => body.slice(start, end) === quote)).toBe(true);
    }
  });

  const asking = new Asking(() => house.client);
  askOfSanctions(asking);
  askOfPeople(asking);
  askOfCounts(asking);
  askOfExplanations(asking);
  askOfExplainedQuestions(asking);
  askOfBundles(asking);

  it.each(Object.entries(EXAMPLES))('answers what OpenAPI shows of %s', async (_name, { ask: path, answer }) => {
    expect(await house.client.read(path)).toMatchObject(answer);
  });
});
