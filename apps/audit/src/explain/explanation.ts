import {
  isClaimType,
  printInstant,
  readSubmission,
  sha256Hex,
  type Envelope,
  type LedgerEvent,
  type Report,
} from '#domain';
import { MODELS, type EventAccount, type Judged, type ReportBehind, type ReviewOn } from '#read-models';

/** How much of the report is shown around a quote, in UTF-16 units. */
export const CONTEXT_UNITS = 300;

type Received = Envelope<'ReportReceived'>;

/**
 * Everything that is behind one event: what it quotes, in its place in the report; the report with its hashes and how it came in;
 * who read it; what was decided about it since; and where in the log it lies.
 */
export function explanationOf(account: EventAccount, context: number): Record<string, unknown> {
  const { event, known, reports } = account;
  const received = new Map(reports.map(({ id, value }) => [id, readSubmission(value) as Received]));
  return {
    event: JSON.parse(account.value.toString('utf8')) as object,
    recordedAt: event.recordedtime,
    knownAt: printInstant(known),
    standing: isClaimType(event.type) || 'of' in event.data ? account.standing : null,
    passages: passagesOf(event, received, context),
    reports: reports.map((report) => reportShown(report, received.get(report.id)!)),
    reading: readingOf(event),
    reviews: account.reviews.map(reviewShown),
    judgements: account.judgements.map(judgementShown),
    rows: account.rows.map(({ model, id }) => ({
      model,
      id,
      see: `/v1/${MODELS[model].name}s/${id}?explain=true`,
    })),
  };
}

/** The quote in its place: `before`, `quote` and `after` follow each other in the body; `start` and `end` are those of the quote. */
function passagesOf(event: LedgerEvent, reports: ReadonlyMap<string, Received>, context: number): object[] {
  if (!('evidence' in event.data)) return [];
  return event.data.evidence.map(({ reportId, start, end, quote, lang, credit }) => {
    const body = reports.get(reportId)?.data.body ?? '';
    return {
      reportId,
      start,
      end,
      unit: 'utf-16',
      before: body.slice(pairStart(body, Math.max(0, start - context)), start),
      quote,
      after: body.slice(end, pairStart(body, end + context)),
      /** Whether the report has these very units there. */
      matches: body.slice(start, end) === quote,
      lang: lang ?? null,
      credit: credit ?? null,
    };
  });
}

/** The place itself, or the one before it where that would part a surrogate pair. */
function pairStart(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
}

function reportShown({ id, known, value, acts }: ReportBehind, record: Received): object {
  const { source, uri, title, lang, credit, publishedAt, retrievedAt, revises, body }: Report = record.data;
  const receipt = acts.find((act): act is Envelope<'ReportRecorded'> & LedgerEvent => act.type === 'ReportRecorded');
  const [recordSha256, bodySha256] = [sha256Hex(value), body === undefined ? null : sha256Hex(body)];
  return {
    id,
    see: `/v1/reports/${id}`,
    source,
    ...{ uri: uri ?? null, title: title ?? null, lang: lang ?? null, credit: credit ?? null },
    ...{ publishedAt: publishedAt ?? null, retrievedAt: retrievedAt ?? null, revises: revises ?? null },
    receivedAt: record.recordedtime,
    knownAt: printInstant(known),
    channel: record.channel ?? null,
    recordSha256,
    bodySha256,
    receipt: receipt
      ? {
          event: receipt.id,
          recordedAt: receipt.recordedtime,
          extractor: receipt.data.extractor,
          reason: receipt.data.reason ?? null,
          matches: receipt.data.recordSha256 === recordSha256 && receipt.data.bodySha256 === bodySha256,
          see: `/v1/events/${receipt.id}`,
        }
      : null,
    acts: acts.filter((act) => act.type !== 'ReportRecorded').map(actShown),
  };
}

/** Who made the claim of the report, and whether it was found when the report was read again. */
function readingOf({ data, causationid, correlationid }: LedgerEvent): object | null {
  if (!('extractor' in data && 'evidence' in data)) return null;
  const [{ lang } = { lang: undefined }] = data.evidence;
  const how =
    data.extractor.name === 'producer' ? 'producer' : causationid === correlationid ? 'extraction' : 'reextraction';
  return { how, extractor: data.extractor, lang: lang ?? null, confidence: data.confidence, causedBy: causationid };
}

const actShown = ({ id, type, recordedtime, data }: LedgerEvent): object => {
  const { by, reason, because, of, replacedBy } = data as Record<string, unknown>;
  const why = reason ?? because ?? null;
  return { event: id, type, recordedAt: recordedtime, by, reason: why, of: of ?? null, replacedBy: replacedBy ?? null };
};

const reviewShown = ({ event, known, isVoid }: ReviewOn): object => ({
  ...actShown(event),
  knownAt: printInstant(known),
  void: isVoid,
});

function judgementShown({ events, known, undone }: Judged): object {
  const [{ data }] = events as [Judged['events'][number]];
  const { left, right, judgement, because, by } = data;
  return {
    events: events.map(({ id }) => id),
    ...{ judgement, left, right, because, by },
    knownAt: printInstant(known),
    undone: undone ? actShown(undone) : null,
  };
}
