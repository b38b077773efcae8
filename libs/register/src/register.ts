import type { Pool } from 'pg';
import { CLAIMS, type Recorded } from '#domain';

/** Where a record lies in `reports`. */
export interface Place {
  readonly partition: number;
  readonly offset: bigint;
}

export interface SubmissionEntry extends Place {
  readonly id: string;
  readonly type: string;
  readonly source?: string | undefined;
  readonly revises?: string | undefined;
}

/** An event and the submission that causes it, with that submission's place. */
export interface EventEntry extends Place, Recorded {
  readonly submission: string;
}

export interface Revision {
  readonly of: string;
  readonly by: string;
  readonly source: string | null;
}

const places = (entries: readonly Place[]) => [
  entries.map((entry) => entry.partition),
  entries.map((entry) => String(entry.offset)),
];

/**
 * What the log holds, by id. `claim…` writes the caller's place beside each id that is not owned yet and answers which
 * ids are the caller's: the rule that makes everything happen once, however often it is sent, read or tried.
 * Each method is one round trip, whatever the number of ids.
 */
export class Register {
  constructor(private readonly pool: Pool) {}

  /** @returns the ids whose owner is the entry's own place */
  async claimSubmissions(entries: readonly SubmissionEntry[]): Promise<Set<string>> {
    if (entries.length === 0) return new Set();
    await this.pool.query(
      `insert into register.submission (id, type, partition, "offset", source, revises)
       select * from unnest($1::uuid[], $2::text[], $3::int[], $4::bigint[], $5::text[], $6::uuid[]) order by 1
       on conflict do nothing`,
      [
        entries.map((entry) => entry.id),
        entries.map((entry) => entry.type),
        ...places(entries),
        entries.map((entry) => entry.source ?? null),
        entries.map((entry) => entry.revises ?? null),
      ],
    );
    return this.owned('register.submission', entries);
  }

  /** @returns the ids whose owner is the entry's own place */
  async claimEvents(entries: readonly EventEntry[]): Promise<Set<string>> {
    if (entries.length === 0) return new Set();
    await this.pool.query(
      `insert into register.event (id, type, subject, submission, partition, "offset")
       select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::int[], $6::bigint[]) order by 1
       on conflict do nothing`,
      [
        entries.map((entry) => entry.id),
        entries.map((entry) => entry.type),
        entries.map((entry) => entry.subject),
        entries.map((entry) => entry.submission),
        ...places(entries),
      ],
    );
    return this.owned('register.event', entries);
  }

  /**
   * A report is read anew when its batch comes again, and a reading that depends on time or on somebody else's answer
   * may give other claims than the first, of which nothing is in the log. What that one claimed is forgotten, so that
   * nobody takes an event for written that never was.
   * @param read the reports, at the places that own them
   * @param claims the ids of all that they claim
   */
  async forgetOthers(read: readonly (Place & { id: string })[], claims: readonly string[]): Promise<void> {
    if (read.length === 0) return;
    await this.pool.query(
      `delete from register.event known
       using unnest($1::uuid[], $2::int[], $3::bigint[]) as read (submission, partition, "offset")
       where known.submission = read.submission and known.partition = read.partition and known."offset" = read."offset"
         and known.type = any($4::text[]) and known.id <> all($5::uuid[])`,
      [read.map(({ id }) => id), ...places(read), Object.keys(CLAIMS), claims],
    );
  }

  /**
   * Asked in a statement of its own, after the insert: the same record may be in the hands of a slow owner and of its
   * successor at once, and each must see what the other has written for it.
   */
  private async owned(table: string, entries: readonly (Place & { id: string })[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>(
      `select id from unnest($1::uuid[], $2::int[], $3::bigint[]) as mine (id, partition, "offset")
       join ${table} owner using (id, partition, "offset")`,
      [entries.map((entry) => entry.id), ...places(entries)],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Which of these submissions the recorder has met, so that they are in the log for certain. */
  async knownSubmissions(ids: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ id: string }>(
      'select id from register.submission where id = any($1::uuid[])',
      [ids],
    );
    return new Set(rows.map((row) => row.id));
  }

  /** Events by id; an id that no event has is absent. */
  async events(ids: readonly string[]): Promise<Map<string, Recorded>> {
    const { rows } = await this.pool.query<Recorded>(
      'select id, type, subject from register.event where id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /**
   * What concerns several subjects is appended once under each: the other copies of these judgements, and of these
   * reviews of such, in one list for each; an event that is its only copy is absent.
   */
  async copiesOf(ids: readonly string[]): Promise<Map<string, Recorded[]>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.pool.query<Recorded & { of: string }>(
      `select mine.id as of, copy.id, copy.type, copy.subject from register.event mine
       join register.event copy on copy.submission = mine.submission and copy.type = mine.type and copy.id <> mine.id
       join register.submission on submission.id = mine.submission and submission.type in ('JudgementReceived', 'ReviewReceived')
       where mine.id = any($1::uuid[]) order by copy.id`,
      [ids],
    );
    const copies = new Map<string, Recorded[]>();
    for (const { of, ...copy } of rows) copies.set(of, [...(copies.get(of) ?? []), copy]);
    return copies;
  }

  /** Those of these events that the log has, or will have, each with the place of the record that caused it. */
  async placedEvents(ids: readonly string[]): Promise<Map<string, Recorded & Place>> {
    if (ids.length === 0) return new Map();
    const { rows } = await this.pool.query<Recorded & { partition: number; offset: string }>(
      'select id, type, subject, partition, "offset" from register.event where id = any($1::uuid[])',
      [ids],
    );
    return new Map(rows.map((row) => [row.id, { ...row, offset: BigInt(row.offset) }]));
  }

  /** Which of these reports their publisher has taken back. */
  async withdrawn(reports: readonly string[]): Promise<Set<string>> {
    const { rows } = await this.pool.query<{ subject: string }>(
      `select subject from register.event where type = 'ReportWithdrawn' and subject = any($1::text[])`,
      [reports.map((id) => `report/${id}`)],
    );
    return new Set(rows.map(({ subject }) => subject.slice('report/'.length)));
  }

  /** The events that these submissions caused, in one list for each; a submission without events is absent. */
  async eventsOf(submissions: readonly string[]): Promise<Map<string, Recorded[]>> {
    const { rows } = await this.pool.query<Recorded & { submission: string }>(
      'select submission, id, type, subject from register.event where submission = any($1::uuid[]) order by id',
      [submissions],
    );
    const lists = new Map<string, Recorded[]>();
    for (const { submission, ...event } of rows) {
      const list = lists.get(submission);
      if (list) list.push(event);
      else lists.set(submission, [event]);
    }
    return lists;
  }

  /** Who revises these reports, and the source of each report named. */
  async revisionsOf(
    reports: readonly string[],
  ): Promise<{ sources: Map<string, string | null>; revisions: Revision[] }> {
    const { rows } = await this.pool.query<{ id: string; source: string | null; revises: string | null }>(
      `select id, source, revises from register.submission
       where type = 'ReportReceived' and (id = any($1::uuid[]) or revises = any($1::uuid[]))
       order by id`,
      [reports],
    );
    const revisions = rows.flatMap((row) => (row.revises ? [{ of: row.revises, by: row.id, source: row.source }] : []));
    return { sources: new Map(rows.map((row) => [row.id, row.source])), revisions };
  }

  async progress(): Promise<Map<number, bigint>> {
    const { rows } = await this.pool.query<{ partition: number; next_offset: string }>(
      'select partition, next_offset from register.progress',
    );
    return new Map(rows.map((row) => [row.partition, BigInt(row.next_offset)]));
  }

  /**
   * Keeps that the recorder's pipe has committed up to this position, and answers the furthest that it ever had. A pipe
   * that begins before that has lost its offsets (a Kafka group that stood empty for long is forgotten): what lies
   * between is in the log already.
   */
  async confirm(partition: number, committed: bigint): Promise<bigint> {
    const { rows } = await this.pool.query<{ committed: string }>(
      `insert into register.progress (partition, committed) values ($1, $2)
       on conflict (partition) do update set committed = greatest(progress.committed, excluded.committed)
       returning committed`,
      [partition, String(committed)],
    );
    return BigInt(rows[0]!.committed);
  }

  /** Only ever forwards: an owner that was slow says less than its successor already knows. */
  async advance(partition: number, next: bigint): Promise<void> {
    await this.pool.query(
      `insert into register.progress (partition, next_offset) values ($1, $2)
       on conflict (partition) do update set next_offset = greatest(progress.next_offset, excluded.next_offset)`,
      [partition, String(next)],
    );
  }
}
