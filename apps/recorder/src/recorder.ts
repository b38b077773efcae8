import { Inject, Injectable } from '@nestjs/common';
import { readSubmission, RecordRefused, writeRecord, type Envelope, type Submission, type Unstamped } from '#domain';
import { rejection, type Batch, type LogRecord, type PipedDraft } from '#log';
import { firsts, Register, submissionEntry, type EventEntry, type Place } from '#register';
import { LOGGER, Metrics, type Logger } from '#service';
import { judgementEvents } from './judging.js';
import { idsAround, rereadEvents } from './reread.js';
import { Reader } from './reader.js';
import {
  houseEvent,
  isProduced,
  originOf,
  readProduced,
  receiptOf,
  revisionEvents,
  reviewEvents,
  withdrawalEvents,
  type Reading,
} from './reading.js';

interface Owned<Type extends Submission['type'] = Submission['type']> {
  readonly submission: Envelope<Type>;
  readonly record: LogRecord;
}

/**
 * Turns a batch of submissions into drafts of events. It may be called again for the same records, by this process or
 * by its successor: what belongs to whom is written in the register before it is answered, so every call gives the
 * same events, and no other offset gives them again.
 */
@Injectable()
export class Recorder {
  constructor(
    @Inject(Register) private readonly register: Register,
    @Inject(Reader) private readonly reader: Reader,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async transform(batch: Batch): Promise<PipedDraft[]> {
    if (batch.records.length === 0) return [];
    const stop = this.metrics.batchSeconds.startTimer({ stage: 'record' });
    const committed = await this.register.confirm(batch.partition, batch.from);
    const { owned, rejected } = await this.ownedOf(withoutCommitted(batch, committed));
    const reports = await this.recordReports(batch, ofType(owned, 'ReportReceived'));
    // Acts come after the reports of their batch, whose events they may be about.
    const acts = await this.recordActs(batch, owned);
    const drafts = [...reports, ...acts.events].map(draftOf);
    await this.register.advance(batch.partition, batch.next);
    this.metrics.eventsRecorded.inc(drafts.length);
    this.metrics.reportsRecorded.inc({ outcome: 'recorded' }, owned.length);
    this.metrics.reportsRecorded.inc({ outcome: 'repeat' }, batch.records.length - owned.length - rejected.length);
    this.metrics.rejected.inc({ from: 'reports' }, rejected.length + acts.rejected.length);
    const { partition, from } = batch;
    const seconds = stop();
    this.logger.info(
      { partition, offset: String(from), submissions: owned.length, events: drafts.length, seconds },
      'batch recorded',
    );
    return [...drafts, ...rejected, ...acts.rejected];
  }

  /** Which records of the batch are the first of their id, anywhere and ever. */
  private async ownedOf(batch: Batch): Promise<{ owned: Owned[]; rejected: PipedDraft[] }> {
    const read: Owned[] = [];
    const rejected: PipedDraft[] = [];
    for (const record of batch.records) {
      try {
        read.push({ submission: readSubmission(record.value), record });
      } catch (error) {
        // Only our own doors write here, so this is a record of a newer version, or worse; it blocks nobody.
        if (!(error instanceof RecordRefused)) throw error;
        rejected.push(rejection(batch, record, error.message));
      }
    }
    const mine = await this.register.claimSubmissions(
      firsts(read.map(({ record }) => submissionEntry(record, batch.partition))),
    );
    const seen = new Set<string>();
    const owned = read.filter(({ submission: { id } }) => mine.has(id) && !seen.has(id) && seen.add(id));
    return { owned, rejected };
  }

  private async recordReports(batch: Batch, owned: readonly Owned<'ReportReceived'>[]): Promise<Unstamped[]> {
    if (owned.length === 0) return [];
    const readings = await Promise.all(owned.map((one) => this.readingOf(one)));
    const claims = await this.own(batch, readings);
    await this.forgetOtherReadings(batch, readings, claims);
    const revisions = await this.revisionsAround(readings);
    const acts = await this.own(
      batch,
      readings.map(({ submission, record }) => ({ record, events: revisions.get(submission.id) ?? [] })),
    );
    const receipts = readings.map((reading, at) => {
      const caused = [...claims[at]!, ...acts[at]!].map(({ id }) => id);
      return { record: reading.record, events: [receiptOf(reading, caused)] };
    });
    const receipted = await this.own(batch, receipts);
    return readings.flatMap((_, at) => [...claims[at]!, ...acts[at]!, ...receipted[at]!]);
  }

  /** A reading that was given up, or asked of somebody else, may have come out otherwise the last time; no producer's does. */
  private async forgetOtherReadings(
    { partition }: Batch,
    readings: readonly Reading[],
    claims: readonly (readonly Unstamped[])[],
  ): Promise<void> {
    const prose = [...readings.entries()].filter(([, { submission }]) => !isProduced(originOf(submission)));
    await this.register.forgetOthers(
      prose.map(
        ([
          ,
          {
            submission: { id },
            record: { offset },
          },
        ]) => ({ id, partition, offset }),
      ),
      prose.flatMap(([at]) => claims[at]!.map(({ id }) => id)),
    );
  }

  private async readingOf({ submission, record }: Owned<'ReportReceived'>): Promise<Reading> {
    const origin = originOf(submission);
    const understood = isProduced(origin) ? readProduced(origin) : await this.reader.read(origin);
    return { submission, record, ...understood };
  }

  /**
   * A report that revises another, and another that revises this one: the two may lie in different partitions and be
   * read in any order, so each looks for the other after it has registered its own events, and whichever comes second
   * takes the old claims back: its receipt counts the acts, so they correlate with it, though the revision is their
   * cause. A revision by another source than the report's own takes nothing back, and no report revises itself.
   */
  private async revisionsAround(readings: readonly Reading[]): Promise<Map<string, Unstamped[]>> {
    const revised = readings.flatMap(({ submission }) => submission.data.revises ?? []);
    const ids = [...new Set([...revised, ...readings.map(({ submission }) => submission.id)])];
    const { sources, revisions } = await this.register.revisionsOf(ids);
    const valid = revisions.filter(({ of, by, source }) => of !== by && source !== null && sources.get(of) === source);
    if (valid.length === 0) return new Map();
    const claims = await this.register.eventsOf(valid.flatMap(({ of, by }) => [of, by]));
    const here = new Set(readings.map(({ submission }) => submission.id));
    const events = new Map<string, Unstamped[]>();
    for (const reading of readings) {
      const { id, source, data } = reading.submission;
      // Of two that are read together, the revision takes back.
      const around = valid.filter(({ of, by }) => by === id || (of === id && !here.has(by)));
      const acts = around.flatMap(({ of, by }) =>
        revisionEvents({ id: by, source, of, report: data }, claims.get(of) ?? [], claims.get(by) ?? []),
      );
      if (acts.length > 0)
        events.set(
          id,
          acts.map((act) => ({ ...act, correlationid: id })),
        );
    }
    return events;
  }

  private async recordActs(
    batch: Batch,
    owned: readonly Owned[],
  ): Promise<{ events: Unstamped[]; rejected: PipedDraft[] }> {
    const reviews = ofType(owned, 'ReviewReceived');
    const withdrawals = ofType(owned, 'WithdrawalReceived');
    const houseActs = ofType(owned, 'HouseActReceived');
    const judgements = ofType(owned, 'JudgementReceived');
    const rereads = ofType(owned, 'ReextractionReceived');
    if (reviews.length + withdrawals.length + houseActs.length + judgements.length + rereads.length === 0)
      return { events: [], rejected: [] };
    const named = reviews.map(({ submission }) => submission.data.review.of);
    const reviewed = await this.register.events(named);
    const copies = await this.register.copiesOf(named);
    const withdrawn = await this.register.eventsOf(withdrawals.map(({ submission }) => submission.data.of));
    const rejected: PipedDraft[] = [];
    const acts: { record: LogRecord; events: Unstamped[]; close?: (retracted: number) => Unstamped }[] = [];
    for (const { submission, record } of reviews) {
      const of = reviewed.get(submission.data.review.of);
      if (of) acts.push({ record, events: reviewEvents(submission, [of, ...(copies.get(of.id) ?? [])]) });
      else rejected.push(rejection(batch, record, `No event has the id ${submission.data.review.of}.`));
    }
    for (const { submission, record } of judgements) acts.push({ record, events: judgementEvents(submission) });
    for (const { submission, record } of withdrawals) {
      const { retractions, close } = withdrawalEvents(submission, withdrawn.get(submission.data.of) ?? []);
      acts.push({ record, events: retractions, close });
    }
    for (const { submission, record } of houseActs) acts.push({ record, events: [houseEvent(submission)] });
    const around = await this.register.placedEvents(rereads.flatMap(({ submission }) => idsAround(submission)));
    for (const { submission, record } of rereads) {
      // What this very record has registered before, when it was in hand the last time, is not there yet.
      const isElsewhere = ({ partition, offset }: Place): boolean =>
        partition !== batch.partition || offset !== record.offset;
      const known = new Map(
        idsAround(submission).flatMap((id) => {
          const event = around.get(id);
          return event && isElsewhere(event) ? [[id, event]] : [];
        }),
      );
      acts.push({ record, events: rereadEvents(submission, known) });
    }
    const own = await this.own(batch, acts);
    const closing = acts.map(({ record, close }, at) => ({ record, events: close ? [close(own[at]!.length)] : [] }));
    return { events: [...own, ...(await this.own(batch, closing))].flat(), rejected };
  }

  /**
   * The events of each group that are its record's own: not in the log from another offset, not in an earlier group.
   * They are in the register when this resolves.
   */
  private async own(
    batch: Batch,
    groups: readonly { record: LogRecord; events: readonly Unstamped[] }[],
  ): Promise<Unstamped[][]> {
    const seen = new Set<string>();
    const once = groups.map(({ record, events }) => ({
      record,
      events: events.filter(({ id }) => !seen.has(id) && seen.add(id)),
    }));
    const mine = await this.register.claimEvents(
      once.flatMap(({ record, events }) => entriesOf(batch, record, events)),
    );
    return once.map(({ events }) => events.filter(({ id }) => mine.has(id)));
  }
}

/** Records whose events are in the log for certain give nothing, whatever the pipe has forgotten. */
const withoutCommitted = (batch: Batch, committed: bigint): Batch => ({
  ...batch,
  records: batch.records.filter(({ offset }) => offset >= committed),
});

const ofType = <Type extends Submission['type']>(owned: readonly Owned[], type: Type): Owned<Type>[] =>
  owned.filter((one): one is Owned<Type> => one.submission.type === type);

const entriesOf = (batch: Batch, record: LogRecord, events: readonly Unstamped[]): EventEntry[] =>
  events.map(({ id, type, subject, correlationid }) => ({
    id,
    type,
    subject,
    submission: correlationid,
    partition: batch.partition,
    offset: record.offset,
  }));

const draftOf = (event: Unstamped): PipedDraft => ({ topic: 'events', key: event.subject, print: writeRecord(event) });
