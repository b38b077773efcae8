export interface BrokerOptions {
  /** Where the data live; what is there already is used again. */
  folder: string;
  /** The folder's last port, or a free one, unless given. */
  port?: number;
  /** Broker settings beside, or instead of, the usual ones. */
  settings?: Record<string, string | number | boolean>;
  /** Listeners beside the plain one, by name, each with its port on the loopback. Only where the broker runs from its jars. */
  listeners?: Record<string, number>;
  log?: (line: string) => void;
}

export interface RunningBroker {
  /** `host:port`. */
  brokers: string;
  /** The Java process; undefined for a container. */
  pid: number | undefined;
  stop(): Promise<void>;
}

export function kafkaAvailable(): 'jars' | 'docker' | undefined;
export function startBroker(options: BrokerOptions): Promise<RunningBroker>;
