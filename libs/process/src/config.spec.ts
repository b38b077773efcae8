import { ledgerSettings, readConfig, sharedDatabase } from './config.js';
import { Refusal } from './refusal.js';

const DATABASE_URL = 'postgres://clemency@db.example/clemency';
const refusalOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  throw new Error('Nothing was refused.');
};

describe('the configuration', () => {
  it('has a default for everything that has a safe one, and for nothing else', () => {
    expect(readConfig({})).toEqual({
      HOST: '127.0.0.1',
      PORT: 3000,
      CLEMENCY_DATA: './.data',
      EXTRACTION_TIMEOUT_MS: 10_000,
      EXTRACTOR_TIMEOUT_MS: 30_000,
      LEDGER: 'clemency',
      KAFKA_TOPIC_PREFIX: 'clemency.',
      KAFKA_REPLICATION: 'single',
      KAFKA_TLS: 'off',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', KAFKA_BROKERS: '' })).toEqual(readConfig({}));
  });

  it('reads numbers and lists, and can be changed by nobody afterwards', () => {
    const config = readConfig({
      PORT: '8080',
      PARTITIONS: '16',
      KAFKA_BROKERS: ' a:9092, b:9092 ,',
      API_KEYS: 'k1,k2',
    });
    expect(config).toMatchObject({
      PORT: 8080,
      PARTITIONS: 16,
      KAFKA_BROKERS: ['a:9092', 'b:9092'],
      API_KEYS: ['k1', 'k2'],
    });
    expect(() => Object.assign(config, { PORT: 1 })).toThrow(TypeError);
  });

  it('names every bad variable at once', () => {
    const bad = {
      PORT: '70000',
      LEDGER: 'My Ledger',
      PARTITIONS: '0',
      DATABASE_URL: 'mysql://db.example/clemency',
      QUERY_DATABASE_URL: 'nowhere',
      KAFKA_BROKERS: ' , ',
      KAFKA_TOPIC_PREFIX: 'a/b',
      KAFKA_REPLICATION: 'twice',
      LOG_LEVEL: 'loud',
      QUERY_URL: 'ftp://query.example',
    };
    const message = refusalOf(bad);
    for (const name of Object.keys(bad)) expect(message).toMatch(new RegExp(`(^|[ ;])${name} `));
  });

  it.each([
    ['PORT', '3000.5'],
    ['PORT', '-1'],
    ['PORT', '0x10'],
    ['PARTITIONS', '257'],
    ['LEDGER', '-a'],
    ['LEDGER', 'a'.repeat(41)],
  ])('refuses %s=%s and names it', (name, value) => {
    expect(refusalOf({ [name]: value })).toContain(name);
  });

  it.each(['0.0.0.0', '::', '192.0.2.7', 'ledger.example'])('refuses to listen on %s without a key', (HOST) => {
    expect(refusalOf({ HOST })).toContain('API_KEYS');
    expect(refusalOf({ HOST, API_KEYS: '' })).toContain('API_KEYS');
    expect(readConfig({ HOST, API_KEYS: 'k' }).HOST).toBe(HOST);
  });

  it.each(['127.0.0.1', 'localhost', '::1'])('listens on %s without a key', (HOST) => {
    expect(readConfig({ HOST }).HOST).toBe(HOST);
  });
});

describe('the way to Kafka', () => {
  const at = { DATABASE_URL, KAFKA_BROKERS: 'a:9093' };
  const login = { KAFKA_SASL: 'scram-sha-512', KAFKA_USERNAME: 'ledger', KAFKA_PASSWORD: 'a secret' };

  it('is by TLS with the files that are named, and by name and password', () => {
    const file = import.meta.filename;
    const config = readConfig({ ...at, ...login, KAFKA_TLS: 'on', KAFKA_TLS_CA: file });
    expect(ledgerSettings(config).kafka).toMatchObject({
      access: {
        tls: { ca: expect.stringContaining('the way to Kafka') as string },
        login: { mechanism: 'scram-sha-512', username: 'ledger', password: 'a secret' },
      },
    });
    expect(ledgerSettings(readConfig({ ...at, KAFKA_TLS: 'on' })).kafka).toMatchObject({ access: { tls: {} } });
  });

  it.each<[Record<string, string>, string]>([
    [{ KAFKA_TLS: 'yes' }, 'KAFKA_TLS'],
    [{ KAFKA_TLS_CA: 'ca.pem' }, 'KAFKA_TLS must be on'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_CERT: 'own.pem' }, 'KAFKA_TLS_CERT and KAFKA_TLS_KEY go together'],
    [{ ...login, KAFKA_PASSWORD: '' }, 'KAFKA_SASL needs KAFKA_USERNAME and KAFKA_PASSWORD'],
    [{ ...login, KAFKA_SASL: '' }, 'KAFKA_SASL must say how'],
    [{ ...login, KAFKA_SASL: 'plain' }, 'turn KAFKA_TLS on'],
  ])('refuses %j', (environment, sentence) => {
    expect(refusalOf({ ...at, ...environment })).toContain(sentence);
  });

  it('refuses a file that is not there, and names the variable', () => {
    const config = readConfig({ ...at, KAFKA_TLS: 'on', KAFKA_TLS_CA: '/no/such/file.pem' });
    expect(() => ledgerSettings(config)).toThrow(/^KAFKA_TLS_CA can't be read: ENOENT/);
  });
});

describe('a single service', () => {
  it('refuses to run without the database that all of them share', () => {
    expect(() => sharedDatabase(readConfig({}))).toThrow(Refusal);
    expect(() => ledgerSettings(readConfig({}))).toThrow('set DATABASE_URL');
  });

  it('has its log in Kafka when brokers are named, else in the database', () => {
    expect(ledgerSettings(readConfig({ DATABASE_URL })).kafka).toBeUndefined();
    expect(
      ledgerSettings(readConfig({ DATABASE_URL, KAFKA_BROKERS: 'a:9092', KAFKA_REPLICATION: 'replicated' })),
    ).toEqual({
      databaseUrl: DATABASE_URL,
      name: 'clemency',
      partitions: undefined,
      kafka: { brokers: ['a:9092'], prefix: 'clemency.', replication: 'replicated', access: {} },
    });
  });
});
