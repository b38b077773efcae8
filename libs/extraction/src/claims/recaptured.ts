import type { ClaimDraft } from '#domain';
import { undergoersIn } from '../entities/undergoers.js';
import { PLACE } from '../lexicon/places.js';
import { custodian, draft, happened, personOf, type Telling } from './telling.js';

/** A release taken back: freed, then detained again, led away, or returned to prison after refusing to leave. */
export function isRecapture({ line, predication }: Telling): boolean {
  const again =
    predication.acts.includes('recapture') ||
    (/^return|back/.test(predication.base) &&
      predication.form === 'passive' &&
      predication.acts.includes('transfer') &&
      PLACE.test(line.text));
  return again && /\b(?:releas|freed|refus|cross|border|deport|parole|bail|revok)\w*/i.test(line.text);
}

export function recaptured(telling: Telling): ClaimDraft[] {
  const { scene, line, predication } = telling;
  if (!happened(telling) || !isRecapture(telling)) return [];
  const country = custodian(telling);
  const { people, pronoun } = undergoersIn(scene.body, line, predication.patient);
  const names =
    people.length > 0
      ? people.map((mention) => mention.name)
      : pronoun === 'one' && telling.told.lastPerson
        ? [telling.told.lastPerson]
        : [];
  const words = line.text.slice(0, 500);
  return names.map((name) => draft(telling, 'ReleaseReversed', { person: personOf({ name }, country), of: { words } }));
}
