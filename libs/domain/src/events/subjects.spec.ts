import fc from 'fast-check';
import { writeRecord } from '../envelope.js';
import { foldName, personId } from '../names/index.js';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '../testing/examples.js';
import { blockOf, CLAIMS, EVENTS, isClaimType, isEventType, type EventType } from './index.js';

const types = Object.keys(EVENTS) as EventType[];

/** The table of VOCABULARY: which subject an event of each type lies under. */
const SUBJECTS: Record<EventType, RegExp> = {
  SanctionImposed: /^sanction\/us\/by$/,
  SanctionEased: /^sanction\/us\/by$/,
  SanctionLifted: /^sanction\/us\/by$/,
  SanctionReimposed: /^sanction\/us\/by$/,
  OwnershipStated: /^sanction\/us\/belarus$/,
  ProgrammeRenewed: /^sanction\/eu\/by$/,
  PersonDetained: /^person\/by\/[a-z0-9-]{1,40}$/,
  PersonSentenced: /^person\/by\/[a-z0-9-]{1,40}$/,
  PrisonerTransferred: /^person\/by\/[a-z0-9-]{1,40}$/,
  PrisonerPardoned: /^person\/by\/[a-z0-9-]{1,40}$/,
  PrisonerReleased: /^person\/by\/[a-z0-9-]{1,40}$/,
  PersonExpelled: /^person\/by\/[a-z0-9-]{1,40}$/,
  ReleaseReversed: /^person\/by\/[a-z0-9-]{1,40}$/,
  DiedInCustody: /^person\/by\/[a-z0-9-]{1,40}$/,
  StatusRecognised: /^person\/by\/[a-z0-9-]{1,40}$/,
  StatusWithdrawn: /^person\/by\/[a-z0-9-]{1,40}$/,
  DurationClaimed: /^person\/by\/[a-z0-9-]{1,40}$/,
  PrisonersPardoned: /^group\/by$/,
  PrisonersReleased: /^group\/by$/,
  PersonsDetained: /^group\/by$/,
  PersonsSentenced: /^group\/by$/,
  PrisonersTransferred: /^group\/by$/,
  PersonsExpelled: /^group\/by$/,
  GroupMemberNamed: /^group\/by$/,
  GroupMemberWithdrawn: /^group\/by$/,
  CountClaimed: /^count\/by\/(released|held)$/,
  ExchangeReported: /^exchange\/by-us$/,
  ReportRecorded: /^report\/[0-9a-f-]{36}$/,
  ReportRevised: /^report\/[0-9a-f-]{36}$/,
  ReportWithdrawn: /^report\/[0-9a-f-]{36}$/,
  ClaimConfirmed: /^group\/by$/,
  ClaimRejected: /^group\/by$/,
  ClaimCorrected: /^sanction\/us\/by$/,
  ClaimRetracted: /^group\/by$/,
  IdentityJudged: /^person\/by\/[a-z0-9-]{1,40}$/,
  GenerationSwitched: /^ledger\/generation$/,
  ReextractionRun: /^ledger\/reextraction$/,
  VerificationRun: /^ledger\/verification$/,
  KeysRotated: /^ledger\/keys$/,
};

describe('the subject of an event', () => {
  it.each(types)('of type %s is the one that the vocabulary gives', (type) => {
    for (const { subject } of EXAMPLES[type]) expect(subject).toMatch(SUBJECTS[type]);
  });

  it.each(types)('of type %s is the only one under which it can be written', (type) => {
    const [event] = EXAMPLES[type];
    const moved = { ...event, subject: `${event.subject}x` };
    // A review lies where the event in `of` lies, which its own data carry; the recorder fills in both.
    expect(() => writeRecord(moved)).toThrow(/but the data give/);
  });

  it('names the sanctioned country, or where there is none the programme', () => {
    const [imposed] = EXAMPLES.SanctionImposed;
    const { country: _country, ...data } = imposed.data;
    expect(exampleOf('SanctionImposed', data).subject).toBe('sanction/us/belarus-eo14038');
    expect(exampleOf('SanctionImposed', { ...data, programme: undefined }).subject).toBe('sanction/us/unknown');
  });

  it('sorts the countries of an exchange, whichever is named first', () => {
    const [{ data }] = EXAMPLES.ExchangeReported;
    const turned = exampleOf('ExchangeReported', { ...data, legs: [...data.legs].reverse() });
    expect(turned.subject).toBe('exchange/by-us');
  });

  it('is each side of a judgement on two people', () => {
    const [left, right] = EXAMPLES.IdentityJudged;
    expect(left.subject).toBe(blockOf(left.data.left));
    expect(right!.subject).toBe(blockOf(left.data.right));
    expect(left.subject).not.toBe(right!.subject);
  });

  it('is lower case and can be written for every name that a person can have', () => {
    const name = fc
      .oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
      .map((text) => text.toWellFormed().replaceAll('\0', '').slice(0, 199).toWellFormed())
      .filter((text) => text.trim() !== '');
    fc.assert(
      fc.property(name, (text) => {
        const event = exampleOf('DiedInCustody', { ...saidOn('2024'), person: personNamed(text) });
        expect(event.subject).toBe(event.subject.toLowerCase());
        expect(() => writeRecord(event)).not.toThrow();
      }),
    );
  });

  it('is one for all spellings that are one person', () => {
    const spelled = fc.tuple(
      fc.constantFrom('Ales Bialiatski', 'Мария Колесникова', 'Алесь Бяляцкі', 'Viktar Babaryka'),
      fc.constantFrom<(name: string) => string>(
        (name) => name.toUpperCase(),
        (name) => name.normalize('NFD'),
        (name) => ` ${name.replace(' ', '  ')} `,
        (name) => name.replaceAll('a', 'а'),
        (name) => name.toLowerCase(),
      ),
    );
    fc.assert(
      fc.property(spelled, ([name, change]) => {
        const other = change(name);
        fc.pre(personId('BY', name) === personId('BY', other));
        expect(blockOf({ country: 'BY', name: other })).toBe(blockOf({ country: 'BY', name }));
        expect(foldName(other)).toBe(foldName(name));
      }),
    );
  });
});

describe('the types', () => {
  it('are told apart: claims, other events, and neither', () => {
    expect(types.filter(isClaimType)).toEqual(Object.keys(CLAIMS));
    expect(types.every(isEventType)).toBe(true);
    for (const other of ['toString', '__proto__', 'ReportReceived', '', 'sanctioneased']) {
      expect(isEventType(other)).toBe(false);
      expect(isClaimType(other)).toBe(false);
    }
  });

  it('are in the past tense, bare, and without an ending of their own', () => {
    expect(types.filter((type) => !/^[A-Z][A-Za-z]+$/.test(type) || /Event$/.test(type))).toEqual([]);
  });
});
