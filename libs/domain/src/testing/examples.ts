import { countExamples, prisonerExamples } from './examples/prisoner.js';
import { exchangeExamples, groupExamples } from './examples/group.js';
import { identityExamples, ledgerExamples, reportExamples, reviewExamples } from './examples/house.js';
import type { Examples } from './examples/said.js';
import { sanctionExamples } from './examples/sanction.js';
import type { EventType } from '../events/index.js';

/**
 * One or two events of every type, as they could have come of the report that shaped this house: 123 prisoners pardoned
 * on 13 December 2025, and the US easing sanctions on potash. Tests share them, and the golden files are printed from
 * them. A type without an example does not compile.
 */
export const EXAMPLES: Examples<EventType> = {
  ...sanctionExamples,
  ...prisonerExamples,
  ...groupExamples,
  ...countExamples,
  ...exchangeExamples,
  ...reportExamples,
  ...reviewExamples,
  ...identityExamples,
  ...ledgerExamples,
};

export { EXAMPLE_SOURCE, exampleOf, personNamed, saidOn } from './examples/said.js';
