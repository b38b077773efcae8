import type { ClaimFields, Person } from '../../claim.js';
import type { Unstamped } from '../../envelope.js';
import { idOf } from '../../ids.js';
import { parseOccurred } from '../../occurred.js';
import { EVENTS, type DataOf, type EventType } from '../../events/index.js';

/** At least one event of each of these types. */
export type Examples<Type extends EventType> = {
  readonly [One in Type]: readonly [Unstamped<One>, ...Unstamped<One>[]];
};

export const EXAMPLE_REPORT = idOf('report', { sourceId: 'example-wire' });
export const EXAMPLE_SOURCE = `urn:clemency:example:${idOf('ledger', { name: 'example' })}`;

/** An event of this type under the subject that its data give. */
export function exampleOf<Type extends EventType>(type: Type, data: DataOf<Type>): Unstamped<Type> {
  const subject = (EVENTS[type].subject as (data: DataOf<Type>) => string)(data);
  const id = idOf('example', { type, subject, data });
  return {
    id,
    source: EXAMPLE_SOURCE,
    type,
    subject,
    correlationid: EXAMPLE_REPORT,
    causationid: EXAMPLE_REPORT,
    data,
  };
}

/** A person as the wire spells them. */
export const personNamed = (name: string): Person => ({ name, script: 'Latn', country: 'BY', identifiers: [] });

/** What every claim says, as a plain claim of the wire says it. `edtf` is its date. */
export function saidOn(edtf: string, other: Partial<ClaimFields> = {}): ClaimFields {
  const quote = 'Belarus pardoned 123 prisoners on Saturday.';
  return {
    modality: 'performed',
    occurred: parseOccurred(edtf)!,
    assertedBy: { how: 'own_account' },
    evidence: [
      { reportId: EXAMPLE_REPORT, start: 0, end: quote.length, quote, lang: 'en', fingerprint: '9e3779b97f4a7c15' },
    ],
    extractor: { name: 'prose', version: '1' },
    confidence: 0.9,
    ...other,
  };
}

export const SATURDAY = saidOn('2025-12-13');

export const BIALIATSKI = personNamed('Ales Bialiatski');
export const KOLESNIKOVA: Person = {
  ...personNamed('Мария Колесникова'),
  script: 'Cyrl',
  lang: 'ru',
  birthDate: '1982-04-24',
  identifiers: [{ scheme: 'wikidata', value: 'Q98112093' }],
};
export const BABARYKA = personNamed('Viktar Babaryka');
