import { reportSchema, reviewSchema } from './report.js';
import { SUBMISSION_EXAMPLES } from './testing/submissions.js';

const whole = SUBMISSION_EXAMPLES.ReportReceived.data;
const { events: _events, ...prose } = whole;
const produced = (data: unknown) => ({ ...prose, events: [{ type: 'CountClaimed', data }] });

describe('a report', () => {
  it('needs a source, and a body or events', () => {
    const { source } = whole;
    expect(reportSchema.safeParse({ source, body: 'One sentence.' }).success).toBe(true);
    expect(reportSchema.safeParse({ source, events: whole.events }).success).toBe(true);
    expect(reportSchema.safeParse({ source }).error!.issues[0]!.path).toEqual(['body']);
    expect(reportSchema.safeParse({ body: 'One sentence.' }).error!.issues[0]!.path).toEqual(['source']);
  });

  it.each([
    ['a field that nobody knows', { ...whole, author: 'A' }],
    ['a field in the source that nobody knows', { ...whole, source: { ...whole.source, phone: '1' } }],
    ['a blank body', { ...whole, body: ' \n' }],
    ['a lone surrogate in the body', { ...whole, body: 'a \ud83d b' }],
    ['a NUL in the body', { ...whole, body: 'a\0b' }],
    ['a lone surrogate in the title', { ...whole, title: '\udd4a' }],
    ['an address that is no URI', { ...whole, uri: 'wire.example' }],
    ['a language that is none', { ...whole, lang: 'english language' }],
    ['a day of publication that no calendar has', { ...whole, publishedAt: '2025-02-29' }],
    ['an instant without a zone', { ...whole, publishedAt: '2025-12-13T15:00:00' }],
    ['no event in its list', { ...whole, events: [] }],
    ['more events than it may yield', { ...whole, events: Array.from({ length: 1001 }, () => whole.events![0]) }],
    ['a key that is no key', { ...whole, events: [{ ...whole.events![0], key: 'group' }] }],
    ['an event with an id of its own', { ...whole, events: [{ ...whole.events![0], id: 'x' }] }],
    ['a lone surrogate in an event', produced({ population: 'a \ud83d' })],
    ['a lone surrogate in the name of a field of an event', produced({ '\ud83d': 1 })],
    ['a number that JSON has no form for', produced({ value: JSON.parse('1e999') as number })],
  ])('is refused with %s', (_, report) => {
    expect(reportSchema.safeParse(report).success).toBe(false);
  });

  it('is refused, not a crash, when an event is nested too deep to be printed', () => {
    const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(reportSchema.safeParse(produced({ deep })).success).toBe(false);
  });
});

describe('a review', () => {
  const { review } = SUBMISSION_EXAMPLES.ReviewReceived.data;

  it('of a correction names the claim that replaces the old one, and no other review does', () => {
    const replacedBy = review.of;
    const corrected = { ...review, type: 'ClaimCorrected' };
    expect(reviewSchema.safeParse({ ...corrected, replacedBy }).success).toBe(true);
    expect(reviewSchema.safeParse(corrected).success).toBe(false);
    expect(reviewSchema.safeParse({ ...review, replacedBy }).success).toBe(false);
  });

  it('gives a reason of the list, except that a confirmation gives its own words', () => {
    expect(reviewSchema.safeParse({ ...review, reason: 'a whim' }).success).toBe(false);
    expect(reviewSchema.safeParse({ ...review, type: 'ClaimConfirmed', reason: 'Seen by us.' }).success).toBe(true);
  });

  it.each([
    ['no actor', { by: undefined }],
    ['an id that is none', { of: 'event-1' }],
    ['a subject of its own', { ofSubject: 'group/by' }],
    ['a type that is no review', { type: 'IdentityJudged' }],
  ])('is refused with %s', (_, over) => {
    expect(reviewSchema.safeParse({ ...review, ...over }).success).toBe(false);
  });
});
