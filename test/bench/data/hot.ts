import { writeRecord, type ProducedEvent } from '#domain';
import type { Draft } from '#log';
import { claimsOf } from './backlog.js';
import { tell } from './happenings.js';
import { dice } from './random.js';
import { aboutOf, named, SEED } from './reports.js';

/** Reports of one claim each, about one person or about as many as there are reports. Endless, and no two are alike. */
export function* claims(ledger: string, kind: 'hot' | 'spread', seed = SEED): Generator<Draft> {
  const people = persons(seed);
  const one = people.next().value as number;
  for (let number = 0; ; number += 1) {
    const about = kind === 'hot' ? one : (people.next().value as number);
    const { type, data, sentence } = tell(seed, about, dice(seed, number, 23));
    const body = `${sentence} (${kind} ${number})`;
    const events = [{ type, data: { ...data, evidence: [{ start: 0, end: body.length }] } } as ProducedEvent];
    const sample = named({ ...aboutOf(number, kind), body, events });
    for (const event of claimsOf(sample, ledger)) yield { key: event.subject, print: writeRecord(event) };
  }
}

/** The happenings that are about a person. */
function* persons(seed: number): Generator<number> {
  for (let happening = 0; ; happening += 1)
    if (tell(seed, happening, dice(seed, happening)).data.person !== undefined) yield happening;
}
