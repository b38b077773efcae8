import type { Instant } from '#domain';
import { MODELS, type ModelName } from '../models.js';
import type { Snapshot } from './reader.js';

/** How much a generation holds, all of it counted in one snapshot. */
export interface Census {
  readonly reports: number;
  readonly events: number;
  /** By read model: all versions of its rows, and those that are known to be so now. */
  readonly models: Readonly<Record<ModelName, { readonly versions: number; readonly rows: number }>>;
  readonly parked: { readonly subjects: number; readonly events: number };
  /** The offset at which each partition goes on, in order of partitions. */
  readonly positions: { readonly reports: readonly bigint[]; readonly events: readonly bigint[] };
  readonly knownUpTo: Instant;
}

/** What the database itself says of its server and of the room that it takes, in bytes. */
export interface Place {
  readonly version: string;
  readonly database: string;
  /** Where the server keeps its files; null where this user may not ask. */
  readonly folder: string | null;
  readonly bytes: number;
  /** By schema: tables with their indexes. */
  readonly schemas: Readonly<Record<string, number>>;
}

const FOREVER = '9223372036854775807';

/** Counts every row, which takes about a second for some millions of them. */
export async function censusOf(snapshot: Snapshot): Promise<Census> {
  const names = Object.keys(MODELS) as ModelName[];
  const counts = [
    `(select count(*) from report) as reports`,
    `(select count(*) from event) as events`,
    `(select count(*) from parked_subject) as parked_subjects`,
    `(select count(*) from parked_event) as parked_events`,
    ...names.map((name) => `(select count(*) from "${name}") as ${name}_versions`),
    ...names.map((name) => `(select count(*) from "${name}" where known_to = ${FOREVER}) as ${name}_rows`),
  ];
  const [row] = (await snapshot.runner.query(`select ${counts.join(', ')}`)) as Record<string, string>[];
  const at = (column: string): number => Number(row![column]);
  const positions = (await snapshot.runner.query(
    'select topic, next_offset from position order by topic, partition',
  )) as { topic: string; next_offset: string }[];
  const models = names.map((name) => [name, { versions: at(`${name}_versions`), rows: at(`${name}_rows`) }] as const);
  const nextOf = (wanted: string): bigint[] =>
    positions.filter(({ topic }) => topic === wanted).map(({ next_offset }) => BigInt(next_offset));
  return {
    reports: at('reports'),
    events: at('events'),
    models: Object.fromEntries(models) as Census['models'],
    parked: { subjects: at('parked_subjects'), events: at('parked_events') },
    positions: { reports: nextOf('reports'), events: nextOf('events') },
    knownUpTo: snapshot.knownUpTo,
  };
}

/** Asked of the same snapshot, though sizes are always those of this moment. */
export async function placeOf({ runner }: Snapshot): Promise<Place> {
  // Only some may ask where the files lie; whoever asks without may would fail the whole statement.
  const [server] = (await runner.query(
    `select current_setting('server_version') as version, current_database() as database,
       case when pg_has_role('pg_read_all_settings', 'usage') then current_setting('data_directory') end as folder,
       pg_database_size(current_database()) as bytes`,
  )) as { version: string; database: string; folder: string | null; bytes: string }[];
  const schemas = (await runner.query(
    `select nspname as name, sum(pg_total_relation_size(pg_class.oid)) as bytes
     from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind in ('r', 'p') and nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\\_t%'
     group by nspname order by nspname`,
  )) as { name: string; bytes: string }[];
  return {
    ...server!,
    bytes: Number(server!.bytes),
    schemas: Object.fromEntries(schemas.map(({ name, bytes }) => [name, Number(bytes)])),
  };
}
