import { Controller, Inject } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { pipes, rejection, type Batch, type PipedDraft } from '#log';
import { Metrics, Problem } from '#service';
import { admitReport } from './admission.js';
import { jsonOf } from './json.js';
import { LEDGER_SOURCE } from './ledger-source.js';

/** Strangers write to the inbox what they like; what is a report goes on, the rest is kept with the reason. */
@Controller()
export class InboxController {
  constructor(
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(LEDGER_SOURCE) private readonly ledger: string,
  ) {}

  @MessagePattern(pipes('ingest', 'inbox'))
  transform(@Payload() batch: Batch): PipedDraft[] {
    const drafts = new Map<string, PipedDraft>();
    for (const record of batch.records) {
      try {
        const { id, draft } = admitReport(jsonOf(record.value), this.ledger, { channel: 'inbox' });
        drafts.set(id, draft);
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        drafts.set(`rejected ${record.offset}`, rejection(batch, record, error.message));
      }
    }
    const rejected = [...drafts.values()].filter(({ topic }) => topic === 'rejected').length;
    this.metrics.rejected.inc({ from: 'inbox' }, rejected);
    this.metrics.reportsIngested.inc({ door: 'inbox', outcome: 'new' }, drafts.size - rejected);
    return [...drafts.values()];
  }
}
