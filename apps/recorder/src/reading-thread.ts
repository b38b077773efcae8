import type { MessagePort } from 'node:worker_threads';
import type { Origin } from '#domain';
import { readProse } from './prose.js';
import type { Understanding } from './reading.js';

export interface Task {
  readonly origin: Origin;
  /** Told when the reading begins: the time limit is for reading, not for waiting until a thread is free. */
  readonly begun: MessagePort;
}

/** What a reading thread does for the pool. */
export default function read({ origin, begun }: Task): Understanding {
  begun.postMessage('begun');
  begun.close();
  return readProse(origin);
}
