import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaAvailable, startBroker } from '../../../scripts/kafka/broker.mjs';
import { freePorts } from '../../../scripts/kafka/ports.mjs';
import { LogRefused, type Log } from './contract.js';
import { draft, openTrial, until, Witness } from './kafka/testing/trials.js';

/** A broker as an organisation has it: who wants in speaks TLS and has a password. Needs the jars: keytool is Java's. */
const describeWithJars = kafkaAvailable() === 'jars' ? describe : describe.skip;

describeWithJars('a Kafka that lets in by TLS and a password (skipped without Java and the jars)', () => {
  let folder: string;
  let broker: { brokers: string; stop(): Promise<void> };
  let brokers: string[];
  let ca: string;
  const login = { mechanism: 'plain', username: 'ledger', password: 'a secret' } as const;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clemency-broker-'));
    const store = join(folder, 'store.p12');
    const keytool = (...args: string[]) =>
      execFileSync('keytool', [...args, '-alias', 'broker', '-keystore', store, '-storepass', 'store-secret'], {
        stdio: 'pipe',
      });
    const names = ['-dname', 'CN=broker', '-ext', 'SAN=ip:127.0.0.1', '-ext', 'BC=ca:true'];
    keytool('-genkeypair', '-keyalg', 'EC', '-groupname', 'secp256r1', '-storetype', 'PKCS12', ...names);
    keytool('-exportcert', '-rfc', '-file', join(folder, 'ca.pem'));
    ca = readFileSync(join(folder, 'ca.pem'), 'utf8');
    const [port = 0] = await freePorts(1);
    brokers = [`127.0.0.1:${port}`];
    const module = 'org.apache.kafka.common.security.plain.PlainLoginModule';
    broker = await startBroker({
      folder,
      listeners: { SECURE: port },
      settings: {
        'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL',
        'listener.name.secure.ssl.keystore.type': 'PKCS12',
        'listener.name.secure.ssl.keystore.location': store,
        'listener.name.secure.ssl.keystore.password': 'store-secret',
        'listener.name.secure.sasl.enabled.mechanisms': 'PLAIN',
        'listener.name.secure.plain.sasl.jaas.config': `${module} required user_${login.username}="${login.password}";`,
      },
    });
  }, 90_000);
  afterAll(async () => {
    await broker?.stop();
    await rm(folder, { recursive: true });
  }, 30_000);

  const refusal = (opening: Promise<Log>): Promise<unknown> =>
    opening.then(
      (log) => log.close(),
      (error: unknown) => error,
    );

  it('takes and gives records when both are as they should be', async () => {
    const log = await openTrial({ brokers, access: { tls: { ca }, login } });
    await log.append('events', [draft('a'), draft('b'), draft('c')]);
    const witness = new Witness();
    const following = await witness.follow(log, 'events');
    await until(() => witness.values.length === 3);
    expect([...witness.values].sort()).toEqual(['a', 'b', 'c']);
    await following.stop();
    await log.close();
  }, 60_000);

  it('says which settings to look at when a password is wrong, or its certificate is nobody’s that we trust', async () => {
    const wrong = { ...login, password: 'a guess' };
    const byPassword = await refusal(openTrial({ brokers, access: { tls: { ca }, login: wrong } }));
    expect(byPassword).toBeInstanceOf(LogRefused);
    expect((byPassword as Error).message).toMatch(/KAFKA_PASSWORD.*Authentication failed/);
    const byTrust = await refusal(openTrial({ brokers, access: { tls: {}, login } }));
    expect(byTrust).toBeInstanceOf(LogRefused);
    expect((byTrust as Error).message).toMatch(/KAFKA_TLS.*certificate/);
  }, 90_000);
});
