/**
 * The oracle's broker: members of the consumer protocol hear of a rebalance soon, as those of the classic one do by
 * their own heartbeat.
 */
export const brokerConfig: Readonly<Record<string, string>> = {
  'group.consumer.heartbeat.interval.ms': '200',
  'group.consumer.min.heartbeat.interval.ms': '100',
  'auto.create.topics.enable': 'true',
};
