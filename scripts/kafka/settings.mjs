/**
 * The settings of one combined KRaft node, broker and controller in one, for trying out and for tests. Each state topic
 * has one replica and few partitions, so that it starts quickly and needs little.
 * @param {{ listeners: string, advertised: string, controllerPort: number, logDir: string }} place
 * @returns {Record<string, string | number>}
 */
export const settings = ({ listeners, advertised, controllerPort, logDir }) => ({
  'process.roles': 'broker,controller',
  'node.id': 1,
  listeners,
  'advertised.listeners': advertised,
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'inter.broker.listener.name': 'PLAINTEXT',
  'controller.listener.names': 'CONTROLLER',
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  'log.dirs': logDir,
  // A mistyped topic must be an error, not a topic with seven days' retention.
  'auto.create.topics.enable': false,
  'num.partitions': 1,
  'offsets.topic.num.partitions': 4,
  'offsets.topic.replication.factor': 1,
  'transaction.state.log.num.partitions': 4,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  'group.initial.rebalance.delay.ms': 0,
  'group.min.session.timeout.ms': 1000,
  'transaction.max.timeout.ms': 60000,
  // How late an abandoned transaction is noticed comes on top of its timeout; ten seconds unless set.
  'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1000,
  'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
  'num.network.threads': 2,
  'num.io.threads': 4,
});

export const printSettings = (entries) =>
  Object.entries(entries)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
