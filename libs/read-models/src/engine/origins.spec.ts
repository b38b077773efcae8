import fc from 'fast-check';
import { fingerprint, idOf } from '#domain';
import { EXAMPLES } from '#examples';
import type { KnownClaim } from './model.js';
import { originsOf } from './origins.js';

const STORY =
  'Belarus pardoned 123 prisoners on Saturday, among them Ales Bialiatski, Maria Kolesnikova and Viktar Babaryka, after ' +
  'the United States agreed to ease its sanctions on potash. Most of those freed were taken to Ukraine, and nine of them ' +
  'to Lithuania, where reporters waited at the border until the night. The European Union keeps its own restrictions.';
const OTHER =
  'A general licence for three potash companies was published on Monday. It names their subsidiaries of half or more, ' +
  'has no end, and does not unblock any property. No other person on the list is touched by it, lawyers said, and the ' +
  'banks that they advise will wait for guidance before they pay anybody in Minsk.';

const told = (report: string, text: string, credit?: string): KnownClaim => {
  const [example] = EXAMPLES.PrisonersPardoned;
  const [passage] = example.data.evidence;
  const evidence = [{ ...passage!, reportId: idOf('report', { report }), fingerprint: fingerprint(text) }];
  if (credit) Object.assign(evidence[0]!, { credit });
  return { event: { ...example, data: { ...example.data, evidence } }, known: 0n, confirmed: false } as never;
};

describe('how many independent origins a statement has', () => {
  it('given one report, is one', () => {
    expect(originsOf([told('a', STORY)])).toEqual({ reports: 1, origins: 1 });
  });

  it('given forty copies of one story, is still one', () => {
    const copies = Array.from({ length: 40 }, (_, at) => told(`copy ${at}`, `${STORY} Edited at desk ${at}.`));
    expect(originsOf(copies)).toEqual({ reports: 40, origins: 1 });
  });

  it('given two texts that have nothing in common, is two', () => {
    expect(originsOf([told('a', STORY), told('b', OTHER)])).toEqual({ reports: 2, origins: 2 });
  });

  it('given two texts that credit one agency, is one, and whatever copies either is of it too', () => {
    const claims = [told('a', STORY, 'Example Wire'), told('b', OTHER, 'EXAMPLE WIRE'), told('c', `${OTHER} Updated.`)];
    expect(originsOf(claims)).toEqual({ reports: 3, origins: 1 });
  });

  it('is the same in whatever order the claims came, and never more than the reports', () => {
    const claims = fc.array(
      fc.record({
        report: fc.nat(4).map(String),
        text: fc.constantFrom(STORY, OTHER, `${STORY} Edited.`, ''),
        credit: fc.constantFrom(undefined, 'Example Wire', 'Another Wire'),
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(claims, fc.infiniteStream(fc.nat()), (list, keys) => {
        const made = list.map(({ report, text, credit }, at) => told(`${at} ${report}`, text, credit));
        const shuffled = made
          .map((claim) => ({ claim, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ claim }) => claim);
        expect(originsOf(shuffled)).toEqual(originsOf(made));
        const { reports, origins } = originsOf(made);
        expect(origins).toBeGreaterThan(0);
        expect(origins).toBeLessThanOrEqual(reports);
      }),
    );
  });
});
