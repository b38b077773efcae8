import { idOf } from '../../ids.js';
import type { Actor, ledgerEvents, reportEvents } from '../../events/house.js';
import type { identityEvents, reviewEvents } from '../../events/review.js';
import { pardonedGroup } from './group.js';
import { BABARYKA, exampleOf, EXAMPLE_REPORT, personNamed, type Examples } from './said.js';
import { eased } from './sanction.js';

const ANALYST: Actor = { id: 'analyst-7', name: 'An analyst' };
const WIRE: Actor = { id: 'example-wire', name: 'Example Wire' };
const SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const of = { of: pardonedGroup.id, ofSubject: pardonedGroup.subject };

export const reportExamples: Examples<keyof typeof reportEvents> = {
  ReportRecorded: [
    exampleOf('ReportRecorded', {
      reportId: EXAMPLE_REPORT,
      recordSha256: SHA256,
      bodySha256: SHA256,
      events: 2,
      eventsDigest: SHA256,
      extractor: { name: 'prose', version: '1' },
    }),
    exampleOf('ReportRecorded', {
      reportId: EXAMPLE_REPORT,
      recordSha256: SHA256,
      bodySha256: null,
      events: 0,
      eventsDigest: SHA256,
      extractor: { name: 'producer', version: '1' },
      reason: 'Nothing in it is claimed in a way that is known here.',
    }),
  ],
  ReportRevised: [
    exampleOf('ReportRevised', {
      of: EXAMPLE_REPORT,
      by: WIRE,
      reason: 'The source sent a newer version.',
      revision: idOf('report', { sourceId: 'example-wire', version: 2 }),
    }),
  ],
  ReportWithdrawn: [
    exampleOf('ReportWithdrawn', { of: EXAMPLE_REPORT, by: WIRE, reason: 'The figures were wrong.', retracted: 2 }),
  ],
};

export const reviewExamples: Examples<keyof typeof reviewEvents> = {
  ClaimConfirmed: [exampleOf('ClaimConfirmed', { ...of, by: ANALYST, reason: 'Two more agencies say so.' })],
  ClaimRejected: [exampleOf('ClaimRejected', { ...of, by: ANALYST, reason: 'extraction_error' })],
  ClaimCorrected: [
    exampleOf('ClaimCorrected', {
      of: eased.id,
      ofSubject: eased.subject,
      by: WIRE,
      reason: 'source_correction',
      replacedBy: idOf('example', { type: 'SanctionEased', version: 2 }),
    }),
  ],
  ClaimRetracted: [exampleOf('ClaimRetracted', { ...of, by: WIRE, reason: 'source_retraction' })],
};

const judged = {
  left: BABARYKA,
  right: personNamed('Eduard Babaryka'),
  judgement: 'negative',
  because: 'They are father and son.',
  by: ANALYST,
} as const;

export const identityExamples: Examples<keyof typeof identityEvents> = {
  IdentityJudged: [
    exampleOf('IdentityJudged', { ...judged, side: 'left' }),
    exampleOf('IdentityJudged', { ...judged, side: 'right' }),
  ],
};

const act = { by: { id: 'operator', name: 'An operator' }, because: 'A better rule was written.' };

export const ledgerExamples: Examples<keyof typeof ledgerEvents> = {
  GenerationSwitched: [exampleOf('GenerationSwitched', { ...act, from: 'read_g1', to: 'read_g2' })],
  ReextractionRun: [
    exampleOf('ReextractionRun', {
      ...act,
      extractor: { name: 'prose', version: '2' },
      reports: 100,
      appended: 12,
      retracted: 3,
    }),
  ],
  VerificationRun: [exampleOf('VerificationRun', { ...act, records: 4000, findings: 0 })],
  KeysRotated: [
    exampleOf('KeysRotated', {
      ...act,
      because: 'As every year.',
      generation: '0002',
      keys: [
        'clemency.example/2806c557/events/0+a3f0c1d2+AVfVSLmQpRaXzCFW5+1mmdG6G0+gm2TthW2nqJu1Hyu4',
        'clemency.example/2806c557/events/1+0b1c2d3e+AaXzCFW5VfVSLmQpR+1mmdG6G0+gm2TthW2nqJu1Hyu4',
      ],
    }),
  ],
};
