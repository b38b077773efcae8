import type { DataSource } from 'typeorm';

/** What became of one subject of a request. */
export interface RedriveOutcome {
  readonly subject: string;
  /** False while no projector has tried it. */
  readonly done: boolean;
  /** How many of its waiting events, or reports, went in. */
  readonly folded: number | null;
  /** Why the others wait still; null when none does, or nobody has tried yet. */
  readonly reason: string | null;
}

export interface OpenOrder {
  readonly request: string;
  readonly subject: string;
  /** The partition of `events` in which the subject is parked; null where it is not. */
  readonly partition: number | null;
}

const PARKED = (generation: string): string =>
  `select subject from ${generation}.parked_subject union select 'report/' || key from ${generation}.parked_report`;

/**
 * Orders the projector to try parked subjects again; anybody who may write to the table can. Only the projector touches
 * the read models, in the turn of the partition (docs/decisions/010).
 * @param subjects undefined: all that are parked now
 * @returns how many subjects were ordered; those that are not parked are none of them
 */
export async function orderRedrive(
  source: DataSource,
  { generation, request, subjects }: { generation: string; request: string; subjects: readonly string[] | undefined },
): Promise<number> {
  const ordered = await source.query<unknown[]>(
    `insert into read.redrive (request, generation, subject)
     select $1, $2, subject from (${PARKED(generation)}) parked
     where $3::text[] is null or subject = any($3) returning subject`,
    [request, generation, subjects ?? null],
  );
  return ordered.length;
}

/** What became of a request; empty where there is none of that id. */
export async function redriveOutcome(source: DataSource, request: string): Promise<RedriveOutcome[]> {
  return source.query<RedriveOutcome[]>(
    `select subject, done is not null as done, folded, reason from read.redrive where request = $1 order by subject`,
    [request],
  );
}

/** The orders of one generation, as the projector sees them. */
export class RedriveOrders {
  constructor(
    private readonly source: DataSource,
    private readonly generation: string,
  ) {}

  /** The oldest ones that nobody has carried out, at most a thousand. */
  open(): Promise<OpenOrder[]> {
    return this.source.query<OpenOrder[]>(
      `select request, subject, partition from read.redrive
       left join ${this.generation}.parked_subject using (subject)
       where done is null and generation = $1 order by ordered, subject limit 1000`,
      [this.generation],
    );
  }

  async close(
    { request, subject }: OpenOrder,
    { folded, reason }: { folded: number; reason: string | null },
  ): Promise<void> {
    await this.source.query(
      'update read.redrive set done = now(), folded = $3, reason = $4 where request = $1 and subject = $2 and done is null',
      [request, subject, folded, reason],
    );
  }
}
