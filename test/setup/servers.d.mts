/** Where the servers are: TEST_DATABASE_URL, TEST_QUERY_DATABASE_URL, TEST_KAFKA_BROKERS. */
export interface KeptServers {
  readonly variables: Record<string, string>;
  stop(): Promise<void>;
}

export function keepServers(wanted: readonly ('postgres' | 'kafka')[]): Promise<KeptServers>;
