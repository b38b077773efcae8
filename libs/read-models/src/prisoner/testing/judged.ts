import { idOf, judgedSides, judgementEventId, personId, type Person, type Unstamped } from '#domain';
import { EXAMPLES, exampleOf, personNamed, saidOn } from '#examples';

export type TestEvent = Unstamped<'IdentityJudged' | 'PersonDetained' | 'PrisonerReleased' | 'ClaimRetracted'>;
export const START = 1_765_584_000_000_000n;

/** Two who are filed in two blocks, one more of the first block, and one of a third. */
export const IVANOVA = personNamed('Maria Ivanova');
export const PETROVA = personNamed('Maria Petrova');
export const SIDOROVA = personNamed('Maria Sidorova');
export const IVANOVA_BORN = { ...IVANOVA, birthDate: '1980-01-02' };
export const idsOf = (...people: Person[]): string[] =>
  people.map(({ country, name }) => personId(country, name)).sort();

export const claim = (type: 'PersonDetained' | 'PrisonerReleased', person: Person, day: string): TestEvent =>
  exampleOf(type, { ...EXAMPLES[type][0].data, ...saidOn(day), person });

/** The events of a judgement, with what the recorder gives its copies in common. */
export function judge(
  left: Person,
  right: Person,
  judgement: 'positive' | 'negative' | 'unsure',
  because = 'Seen.',
): TestEvent[] {
  const said = { left, right, judgement, because, by: { id: 'analyst-7', name: 'An analyst' } };
  const id = idOf('test judgement', said);
  return judgedSides(said).map((side) => ({
    ...exampleOf('IdentityJudged', { ...said, side }),
    id: judgementEventId(id, side),
    correlationid: id,
  }));
}
export const retract = (event: TestEvent): TestEvent =>
  exampleOf('ClaimRetracted', {
    of: event.id,
    ofSubject: event.subject,
    by: { id: 'analyst-8', name: 'Another analyst' },
    reason: 'identity_error',
  });
