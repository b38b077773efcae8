import { createRequire } from 'node:module';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { ISocketFactory, Kafka, LogEntry, RetryOptions, SASLOptions } from 'kafkajs';
import type { LogSink } from '../sink.js';
import { type FetchedPartition, hideAborted } from './aborted.js';
import type { Cluster } from './access.js';

const require = createRequire(import.meta.url);
const kafkajs = require('kafkajs') as typeof import('kafkajs');

export const { DefaultPartitioner } = kafkajs.Partitioners;
export const { ConfigResourceTypes } = kafkajs;

export interface ClientSettings {
  readonly requestTimeoutMs?: number;
  readonly retry?: RetryOptions;
  /** Sockets that can be shut; kafkajs's own unless given. */
  readonly sockets?: Sockets;
}

/** The sockets of one client. kafkajs connects a disconnected client again to repeat a request; these stay shut. */
export class Sockets {
  readonly #open = new Set<Socket>();
  #isShut = false;

  readonly factory: ISocketFactory = ({ host, port, ssl, onConnect }) => {
    // A certificate names a host; who is called by his address is checked against that by Node itself.
    const named = isIP(host) === 0 ? { servername: host } : {};
    const socket: Socket = ssl
      ? connectSecurely({ host, port, ...named, ...ssl }, onConnect)
      : connect({ host, port }, onConnect);
    socket.setKeepAlive(true, 60_000);
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    if (this.#isShut) socket.destroy(new Error('This client is shut.'));
    return socket;
  };

  /** From now on nothing that the client still has in mind reaches a broker. */
  shut(): void {
    this.#isShut = true;
    for (const socket of this.#open) socket.destroy();
  }
}

/** Makes clients of one cluster. */
export type Clients = (settings?: ClientSettings) => Kafka;

/**
 * Each consumer needs a client of its own: clients share what they know of a group's committed offsets, and two
 * consumers of one group in one process would clear it under each other.
 */
export function clientsOf({ brokers, access = {} }: Cluster, clientId: string, sink: LogSink): Clients {
  mendFetch();
  return ({ requestTimeoutMs = 30_000, retry, sockets } = {}) =>
    new kafkajs.Kafka({
      brokers: [...brokers],
      clientId,
      ...(access.tls && { ssl: access.tls }),
      // A copy: kafkajs writes into it. The cast: it tells mechanisms that take a name and a password from others.
      ...(access.login && { sasl: { ...access.login } as SASLOptions }),
      connectionTimeout: 3000,
      requestTimeout: requestTimeoutMs,
      logLevel: kafkajs.logLevel.WARN,
      logCreator: () => (entry) => report(entry, sink),
      ...(retry && { retry }),
      ...(sockets && { socketFactory: sockets.factory }),
    });
}

/**
 * Answers that belong to the normal course: each is tried again, by kafkajs or by us, and reported by us if it lasts.
 * Kafka answers "concurrent" to nearly every transaction that follows closely on another one.
 */
const EXPECTED = [
  /another concurrent operation on the same transaction/,
  /coordinator is (loading|not available)/,
  /not the correct coordinator for this group/,
  // Whoever starts first makes the topics; that they are there already is no error, and any other is thrown.
  /Topic creation errors/,
  /group coordinator is not available/i,
  /Limiting retries for the idempotent producer/,
  /rebalance is in progress|group is rebalancing/i,
  /not the leader for that topic-partition|does not host this topic-partition/,
];

function report({ level, log, namespace }: LogEntry, sink: LogSink): void {
  const { message, timestamp: _timestamp, logger: _logger, stack: _stack, error, ...fields } = log;
  const text = `${message} ${error instanceof Error ? error.message : (error ?? '')}`;
  if (EXPECTED.some((pattern) => pattern.test(text))) return;
  const label = level === kafkajs.logLevel.ERROR ? 'error' : 'warn';
  sink({
    level: label,
    message: `${namespace}: ${message}`,
    ...fields,
    ...(error !== undefined && { error: String(error) }),
  });
}

type Decode = (raw: Buffer) => Promise<{ responses: { partitions: FetchedPartition[] }[] }>;
let mended = false;

/**
 * Puts our filter of aborted records behind the decoding of fetch responses: kafkajs has no door for it. Version 11 is
 * the one that it speaks to brokers since Kafka 2.3.
 * @throws Error when kafkajs is not built as expected: better no consumer than one that hands out aborted records
 */
function mendFetch(): void {
  if (mended) return;
  const response = require('kafkajs/src/protocol/requests/fetch/v11/response.js') as { decode?: Decode };
  const { decode } = response;
  if (typeof decode !== 'function') {
    throw new Error('This kafkajs decodes fetch responses in another place than 2.2.4 does; libs/log must be adapted.');
  }
  response.decode = async (raw) => {
    const decoded = await decode(raw);
    for (const { partitions } of decoded.responses) partitions.forEach(hideAborted);
    return decoded;
  };
  mended = true;
}
