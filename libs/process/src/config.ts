import { z } from 'zod';
import { kafkaAccess, kafkaAccessTrouble, kafkaAccessVariables } from './kafka-access.js';
import { Refusal } from './refusal.js';

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const postgres = url('postgres:', 'postgresql:');
const service = url('http:').optional();
const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(z.string()).min(1, 'is empty'));
const whole = (least: number, most: number) =>
  z.string().regex(/^\d+$/, 'must be a whole number').transform(Number).pipe(z.number().min(least).max(most));

/** Every variable that the house reads. What a home needs and has no safe default is absent here, never guessed. */
const variables = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(3000),
  CLEMENCY_DATA: z.string().min(1).default('./.data'),
  LEDGER: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1 to 40 lower-case letters, digits or hyphens')
    .default('clemency'),
  PARTITIONS: whole(1, 256).optional(),
  DATABASE_URL: postgres.optional(),
  QUERY_DATABASE_URL: postgres.optional(),
  KAFKA_BROKERS: list.optional(),
  KAFKA_TOPIC_PREFIX: z
    .string()
    .regex(/^[a-zA-Z0-9._-]{0,60}$/, "may hold only what a Kafka topic's name may")
    .default('clemency.'),
  KAFKA_REPLICATION: z.enum(['single', 'replicated']).default('single'),
  ...kafkaAccessVariables,
  TLOG_DIR: z.string().min(1).optional(),
  TLOG_ORIGIN: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9.-]*(\/[a-zA-Z0-9._-]+)*$/,
      'must be like a URL without its scheme, such as ledger.example.org',
    )
    .max(100)
    .optional(),
  API_KEYS: list.optional(),
  CLEMENCY_KEY: z.string().min(1).optional(),
  EXTRACTION_TIMEOUT_MS: whole(1, 600_000).default(10_000),
  EXTRACTION_THREADS: whole(1, 64).optional(),
  EXTRACTOR_URL: url('http:', 'https:').optional(),
  EXTRACTOR_TIMEOUT_MS: whole(1, 600_000).default(30_000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
  INGEST_URL: service,
  RECORDER_URL: service,
  PROJECTOR_URL: service,
  QUERY_URL: service,
  AUDIT_URL: service,
});
export type Config = Readonly<z.infer<typeof variables>>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);

/**
 * Reads the configuration once, at start, and names every bad variable at once.
 * @throws Refusal
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = variables.safeParse(set);
  if (!result.success) {
    const bad = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Refusal(`The configuration can't be used: ${bad.join('; ')}.`);
  }
  const config = result.data;
  const trouble = kafkaAccessTrouble(config);
  if (trouble.length > 0) throw new Refusal(`The configuration can't be used: ${trouble.join('; ')}.`);
  if (!LOOPBACK.has(config.HOST) && !config.API_KEYS) {
    throw new Refusal(
      `HOST is ${config.HOST}, which others can reach, but no key is set: set API_KEYS (a list divided by commas), or HOST=127.0.0.1.`,
    );
  }
  return Object.freeze(config);
}

/**
 * For a service that runs by itself: without a shared database each would have a ledger of its own.
 * @throws Refusal
 */
export function sharedDatabase(config: Config): string {
  if (config.DATABASE_URL) return config.DATABASE_URL;
  throw new Refusal(
    'A single service needs the database that all of them share: set DATABASE_URL, or run `npm start` for everything in one process.',
  );
}

/** The ledger as the configuration names it. @throws Refusal without a shared database, or for a file that can't be read */
export const ledgerSettings = (config: Config) => ({
  databaseUrl: sharedDatabase(config),
  name: config.LEDGER,
  partitions: config.PARTITIONS,
  kafka: config.KAFKA_BROKERS && {
    brokers: config.KAFKA_BROKERS,
    prefix: config.KAFKA_TOPIC_PREFIX,
    replication: config.KAFKA_REPLICATION,
    access: kafkaAccess(config),
  },
});
