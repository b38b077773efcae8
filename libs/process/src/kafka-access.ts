import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Refusal } from './refusal.js';

const file = z.string().min(1).optional();

/** The variables that say how a broker is spoken to and who speaks: those of Kafka's own clients, in our spelling. */
export const kafkaAccessVariables = {
  KAFKA_TLS: z.enum(['off', 'on']).default('off'),
  KAFKA_TLS_CA: file,
  KAFKA_TLS_CERT: file,
  KAFKA_TLS_KEY: file,
  KAFKA_SASL: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).optional(),
  KAFKA_USERNAME: z.string().min(1).optional(),
  KAFKA_PASSWORD: z.string().min(1).optional(),
};
type Variables = z.infer<z.ZodObject<typeof kafkaAccessVariables>>;

/** What of these variables contradicts the others, each as `NAME says what`. */
export function kafkaAccessTrouble(config: Variables): string[] {
  const { KAFKA_TLS, KAFKA_TLS_CA, KAFKA_TLS_CERT, KAFKA_TLS_KEY, KAFKA_SASL, KAFKA_USERNAME, KAFKA_PASSWORD } = config;
  const hasFiles = [KAFKA_TLS_CA, KAFKA_TLS_CERT, KAFKA_TLS_KEY].some(Boolean);
  const hasLogin = [KAFKA_USERNAME, KAFKA_PASSWORD].some(Boolean);
  return [
    hasFiles && KAFKA_TLS === 'off' && 'KAFKA_TLS must be on where a certificate or a key of TLS is given',
    Boolean(KAFKA_TLS_CERT) !== Boolean(KAFKA_TLS_KEY) && 'KAFKA_TLS_CERT and KAFKA_TLS_KEY go together',
    KAFKA_SASL && !(KAFKA_USERNAME && KAFKA_PASSWORD) && 'KAFKA_SASL needs KAFKA_USERNAME and KAFKA_PASSWORD',
    hasLogin && !KAFKA_SASL && 'KAFKA_SASL must say how KAFKA_USERNAME and KAFKA_PASSWORD are sent',
    KAFKA_SASL === 'plain' &&
      KAFKA_TLS === 'off' &&
      'KAFKA_SASL is plain, which sends the password readably: turn KAFKA_TLS on',
  ].filter((trouble) => typeof trouble === 'string');
}

/**
 * How the log is to reach its brokers, as `Access` of libs/log has it; certificates and keys as the PEM texts of their files.
 * @throws Refusal where a file can't be read
 */
export function kafkaAccess(config: Variables) {
  const read = (name: 'KAFKA_TLS_CA' | 'KAFKA_TLS_CERT' | 'KAFKA_TLS_KEY'): string | undefined => {
    const path = config[name];
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw new Refusal(`${name} can't be read: ${(error as Error).message}.`, { cause: error });
    }
  };
  const [ca, cert, key] = [read('KAFKA_TLS_CA'), read('KAFKA_TLS_CERT'), read('KAFKA_TLS_KEY')];
  const { KAFKA_SASL: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = config;
  return {
    ...(config.KAFKA_TLS === 'on' && { tls: { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) } }),
    ...(mechanism && username && password && { login: { mechanism, username, password } }),
  };
}
