import type { Unstamped } from '../envelope.js';
import { EXAMPLE_SOURCE, EXAMPLES } from './examples.js';
import { idOf } from '../ids.js';
import type { SubmissionType } from '../submissions.js';

const id = (kind: string): string => idOf('example', { submission: kind });
const of = EXAMPLES.PrisonersPardoned[0];

const submission = <Type extends SubmissionType>(
  type: Type,
  subject: string,
  data: Unstamped<Type>['data'],
): Unstamped<Type> => ({
  id: id(type),
  source: EXAMPLE_SOURCE,
  type,
  subject,
  correlationid: id(type),
  causationid: id(type),
  data,
});

/** One submission of every type. Does not compile while a type has no example. */
export const SUBMISSION_EXAMPLES: { readonly [Type in SubmissionType]: Unstamped<Type> } = {
  ReportReceived: submission('ReportReceived', `report/${id('ReportReceived')}`, {
    source: { id: 'example-wire', name: 'Example Wire', kind: 'news_agency' },
    uri: 'https://wire.example/2025/12/13/pardons',
    title: 'Belarus pardons 123 prisoners',
    body: 'Belarus pardoned 123 prisoners on Saturday, among them Ales Bialiatski.\nСвабода 🕊',
    lang: 'en',
    publishedAt: '2025-12-13T15:00:00+03:00',
    retrievedAt: '2025-12-13T15:01:02.5Z',
    credit: 'EX',
    revises: id('an older report'),
    events: [{ type: 'PrisonersPardoned', key: '#group', data: { country: 'BY', count: { value: 123 } } }],
  }),
  WithdrawalReceived: submission('WithdrawalReceived', `report/${id('ReportReceived')}`, {
    of: id('ReportReceived'),
    by: { id: 'example-wire', name: 'Example Wire' },
    reason: 'The figures were wrong.',
  }),
  ReviewReceived: submission('ReviewReceived', `event/${of.id}`, {
    review: {
      type: 'ClaimRejected',
      of: of.id,
      by: { id: 'analyst-7', name: 'An analyst' },
      reason: 'extraction_error',
    },
  }),
  HouseActReceived: submission('HouseActReceived', 'ledger/generation', {
    act: { type: 'GenerationSwitched', ...EXAMPLES.GenerationSwitched[0].data },
  }),
  JudgementReceived: submission('JudgementReceived', `judgement/${id('JudgementReceived')}`, {
    judgement: {
      left: { name: 'Viktar Babaryka', country: 'BY', identifiers: [] },
      right: {
        name: 'Эдуард Бабарыка',
        country: 'BY',
        script: 'Cyrl',
        lang: 'be',
        birthDate: '1990-01-01',
        identifiers: [],
      },
      judgement: 'negative',
      because: 'They are father and son.',
      by: { id: 'analyst-7', name: 'An analyst' },
    },
  }),
  ReextractionReceived: submission('ReextractionReceived', `report/${id('ReportReceived')}`, {
    of: id('ReportReceived'),
    run: id('a run'),
    extractor: { name: 'prose', version: '2' },
    claims: [{ id: of.id, type: of.type, subject: of.subject, data: { country: 'BY', count: { value: 123 } } }],
    dropped: [id('a claim')],
  }),
  BatchReceived: submission('BatchReceived', `batch/${id('BatchReceived')}`, { ids: [id('a'), id('b')] }),
};
