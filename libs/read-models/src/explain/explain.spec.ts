import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { MODALITIES, parseOccurred, type ClaimFields, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';
import { CourseFold } from '../engine/course.js';
import type { KnownClaim } from '../engine/model.js';
import { isUndatedPast } from '../engine/span.js';
import { claimsOf } from '../engine/testing/claims.js';
import { courseOf } from '../prisoner/course.js';
import type { PrisonerSlice } from '../prisoner/row.js';
import { SAYS, type PersonType } from '../prisoner/status.js';
import { courseBasis } from './course.js';
import { presentFields, type FieldShown } from './present.js';
import { REASONS, RULES } from './rules.js';

const TYPES = ['PersonDetained', 'PrisonerReleased', 'PersonExpelled', 'ReleaseReversed', 'DiedInCustody'] as const;
const told = (type: PersonType, edtf: string, more: Partial<ClaimFields> = {}) =>
  exampleOf(type, {
    ...EXAMPLES[type][0].data,
    ...saidOn(edtf, more),
    person: personNamed('Ales Bialiatski'),
  });
const MODEL = courseOf('one');
const says = ({ event }: KnownClaim) => SAYS[event.type as PersonType];

function rowsOf(claims: readonly KnownClaim[]): PrisonerSlice[] {
  const [fold, rows] = [new CourseFold(MODEL), new Map<string, PrisonerSlice>()];
  for (const claim of claims) {
    const { ended, begun } = fold.add(claim);
    for (const { validFrom } of ended) rows.delete(validFrom);
    for (const row of begun) rows.set(row.validFrom, row);
  }
  return [...rows.values()].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
}
/** The basis of the row of a day. */
const basisOn = (day: string, ...events: Unstamped<PersonType>[]) => {
  const claims = claimsOf(...events);
  const row = rowsOf(claims).find(({ validFrom, validTo }) => validFrom <= day && day < validTo)!;
  return courseBasis(MODEL, says, row, claims);
};
const detained = told('PersonDetained', '2021-07-14');
const released = told('PrisonerReleased', '2025-12-13');

describe('why a status is what it is', () => {
  it('given a release after an arrest, it is the latest turn, and the arrest was so before', () => {
    expect(basisOn('2025-12-20', detained, released)).toMatchObject({
      status: {
        rule: 'latest_turn',
        value: 'released',
        decidedBy: [released.id],
        events: [released.id],
        others: [{ value: 'in_custody', because: 'earlier', events: [detained.id] }],
      },
      since: { rule: 'narrowest_date', value: { earliest: '2025-12-13', latest: '2025-12-13' } },
      valid: { events: [released.id] },
    });
    expect(basisOn('2022-01-01', detained, released)).toMatchObject({
      status: { rule: 'latest_turn', value: 'in_custody', decidedBy: [detained.id], others: [] },
      valid: { events: [detained.id, released.id] },
    });
  });

  it('given who says the same of a later day, he agrees on the status and not on the day', () => {
    const later = told('PrisonerReleased', '2025-12-15');
    const { status, since } = basisOn('2025-12-20', detained, released, later);
    expect(status).toMatchObject({ decidedBy: [released.id], events: [released.id, later.id] });
    expect(since).toMatchObject({
      events: [released.id],
      others: [{ value: { earliest: '2025-12-15' }, because: 'other_date', events: [later.id] }],
    });
  });

  it('given history without a day, it is named beside what is told, or agrees with it', () => {
    const history = told('PersonDetained', 'XXXX', { modality: 'background' });
    expect(basisOn('2025-12-21', released, history).status).toMatchObject({
      rule: 'latest_turn',
      events: [released.id],
      others: [{ value: 'in_custody', because: 'undated_past', events: [history.id] }],
    });
    expect(basisOn('2025-12-21', detained, history).status).toMatchObject({
      decidedBy: [detained.id],
      events: [detained.id, history.id],
      others: [],
    });
  });

  it('given that somebody was freed and led back on one day, the one comes after the other', () => {
    const back = told('ReleaseReversed', '2025-12-13');
    expect(basisOn('2025-12-20', released, back).status).toMatchObject({
      rule: 'same_day_order',
      value: 'in_custody',
      decidedBy: [back.id],
      others: [{ value: 'released', because: 'same_day', events: [released.id] }],
    });
  });

  it('given an arrest and a release of one day, they contradict each other', () => {
    const arrest = told('PersonDetained', '2025-12-13');
    expect(basisOn('2025-12-20', released, arrest).status).toMatchObject({
      rule: 'same_day_contradiction',
      value: 'disputed',
      decidedBy: [released.id, arrest.id],
      others: [],
    });
  });

  it('given a denial, it is disputed by both; an announcement is listed as what it is', () => {
    const denial = told('PrisonerReleased', '2025-12-14', { modality: 'denied' });
    expect(basisOn('2025-12-20', released, denial).status).toMatchObject({
      rule: 'denied_within_a_month',
      value: 'disputed',
      decidedBy: [released.id, denial.id],
    });
    const announced = told('PrisonerReleased', '2025-12-01', { modality: 'announced' });
    expect(basisOn('2025-12-20', detained, announced).status).toMatchObject({
      value: 'in_custody',
      others: [{ value: 'released', because: 'modality', events: [announced.id] }],
    });
  });

  it('given two arrests years apart, nobody told when the first ended', () => {
    const first = told('PersonDetained', '2011-08-04');
    expect(basisOn('2015-01-01', first, detained).status).toMatchObject({
      rule: 'ended_untold',
      value: 'unknown',
      decidedBy: [first.id, detained.id],
    });
    expect(basisOn('2001-01-01', first, detained).status).toMatchObject({ rule: 'nothing_told', events: [] });
  });

  const DATES = ['2025-12-13', '2025-12-14', '2025-12', '2025-11-30', '2025', '2024-07', '2021-07-14', 'XXXX'];
  const claims = fc
    .array(
      fc.record({
        type: fc.constantFrom(...TYPES),
        edtf: fc.constantFrom(...DATES),
        modality: fc.constantFrom(...MODALITIES),
      }),
      { minLength: 1, maxLength: 7 },
    )
    .map((drawn) => claimsOf(...drawn.map(({ type, edtf, modality }) => told(type, edtf, { modality }))));

  it('holds for whatever is told: without the events that decided, there is no such row', () => {
    fc.assert(
      fc.property(claims, (all) => {
        const once = [...new Map(all.map((claim) => [claim.event.id, claim])).values()];
        for (const row of rowsOf(once)) {
          const { status } = courseBasis(MODEL, says, row, once);
          if (row.sinceEarliest === null) {
            expect(status.rule).toBe('nothing_told');
            continue;
          }
          expect(status.decidedBy.length).toBeGreaterThan(0);
          expect(status.events).toEqual(expect.arrayContaining([...status.decidedBy]));
          const named = [status, ...status.others].flatMap(({ events }) => events);
          expect(new Set(named).size).toBe(named.length);
          // What gave way to them may hold without them, and say the same.
          const gaveWay = (claim: KnownClaim): boolean =>
            isUndatedPast(claim) && !status.decidedBy.includes(claim.event.id);
          const rest = rowsOf(once.filter((claim) => !gaveWay(claim) && !status.decidedBy.includes(claim.event.id)));
          const same = ({ validFrom, status: is, sinceEarliest }: PrisonerSlice) =>
            validFrom === row.validFrom && is === row.status && sinceEarliest === row.sinceEarliest;
          expect(rest.some(same)).toBe(false);
        }
      }),
    );
  });
});

describe('how much agrees', () => {
  const of = (reportId: string, fingerprint: string, credit?: string) => ({
    evidence: [{ reportId, start: 0, end: 4, quote: 'Said', fingerprint, ...(credit ? { credit } : {}) }],
  });
  const [one, two, three] = ['1', '2', '3'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`) as [
    string,
    string,
    string,
  ];

  it('given two copies of a wire story and a text of its own, three sources are two origins', () => {
    const all = claimsOf(
      told('PrisonerReleased', '2025-12-13', of(one, '0000000000000000', 'EX')),
      told('PrisonerReleased', '2025-12-13', of(two, 'ffffffffffffffff', 'ex')),
      told('PrisonerReleased', '2025-12-13', of(three, '00000000ffffffff')),
    );
    const events = new Map(all.map(({ event }) => [event.id, event]));
    const field = { rule: 'latest_turn' as const, decidedBy: [], events: [...events.keys()], others: [] };
    const sources = new Map([one, two, three].map((id, at) => [id, { id: `paper ${at}`, uri: null }]));
    const evidenced = { events, confirmed: new Set<string>(), sources, eventsMax: 2, valuesMax: 2 };
    const { status } = presentFields({ status: field }, evidenced).fields as { status: FieldShown };
    expect(status.agree).toEqual({ events: 3, reports: 3, sources: 3, origins: 2 });
    expect(status.events).toHaveLength(2);
    expect(status.events![1]).toMatchObject({
      source: { id: 'paper 2' },
      quotes: [{ reportId: three, start: 0, end: 4, text: 'Said' }],
      occurred: parseOccurred('2025-12-13')!.edtf,
    });
  });
});

it('explains every rule and reason on a page of its own', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/rules.md'), 'utf8');
  const named = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual([...Object.keys(RULES), ...Object.keys(REASONS)].sort());
});
