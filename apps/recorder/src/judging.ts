import {
  blockOf,
  judgedSides,
  judgementEventId,
  script,
  type Envelope,
  type Judgement,
  type Person,
  type Unstamped,
} from '#domain';

/** The events of a judgement, one for each subject that it concerns, to be appended together. */
export function judgementEvents({ id, source, data }: Envelope<'JudgementReceived'>): Unstamped<'IdentityJudged'>[] {
  const { left, right, ...said } = data.judgement;
  const named = { left: withScript(left), right: withScript(right) };
  return judgedSides(named).map((side) => ({
    id: judgementEventId(id, side),
    source,
    type: 'IdentityJudged',
    subject: blockOf(named[side]),
    correlationid: id,
    causationid: id,
    data: { ...named, ...said, side },
  }));
}

const withScript = (person: Judgement['left']): Person => ({ ...person, script: person.script ?? script(person.name) });
