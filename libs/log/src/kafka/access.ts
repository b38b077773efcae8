import { LogRefused } from '../contract.js';

/** How a cluster is reached. */
export interface Access {
  /** Speak TLS, by these PEM texts; without a `ca` the authorities that Node knows are trusted. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Who speaks (SASL). */
  readonly login?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

/** A cluster: its bootstrap brokers as `host:port`, and how they are reached; in the clear and by nobody unless given. */
export interface Cluster {
  readonly brokers: readonly string[];
  readonly access?: Access;
}

/** @returns a refusal that says which of the settings to look at, where it is them that a broker does not take */
export function refusedAccess(error: unknown): LogRefused | undefined {
  for (let at = error; at instanceof Object; at = 'cause' in at ? at.cause : undefined) {
    const { name, message = '' } = at as Partial<Error>;
    const settings =
      name === 'KafkaJSSASLAuthenticationError'
        ? 'KAFKA_SASL, KAFKA_USERNAME and KAFKA_PASSWORD'
        : /certificate|altnames|SSL routines/.test(message) && 'KAFKA_TLS and its files';
    if (settings) return new LogRefused(`Kafka does not let us in by ${settings}: ${message}`, { cause: error });
  }
  return undefined;
}
