import type { Random } from '../../helpers/random';
import type { Content, TopicSpec } from './program';

export function topicSpec(random: Random, changes: boolean): TopicSpec {
  const partitions = random.pick([1, 1, 1, 2, 3]);
  if (changes && random.chance(0.3)) return { partitions, content: [], late: true };
  const roll = random.next();
  const past = roll < 0.06 ? 'compacted' : roll < 0.12 ? 'expired' : undefined;
  const content: Content[] = [];
  for (let partition = 0; partition < partitions; partition++) {
    for (let i = random.below(4); i > 0; i--) content.push(aContent(random, partition));
    // The broker neither cleans nor deletes behind a transaction that is open.
    if (past === undefined && random.chance(0.08)) content.push({ partition, kind: 'open', count: 2 });
  }
  return {
    partitions,
    content,
    ...(past ? { past } : random.chance(0.15) ? { configs: { 'message.timestamp.type': 'LogAppendTime' } } : {}),
  };
}

function aContent(random: Random, partition: number): Content {
  const roll = random.next();
  const kind = roll < 0.55 ? 'plain' : roll < 0.65 ? 'tombstones' : roll < 0.82 ? 'committed' : 'aborted';
  return { partition, kind, count: 1 + random.below(5) };
}

const assignors = ['RangeAssignor', 'RoundRobinAssignor', 'CooperativeStickyAssignor'];

export function consumerConfig(
  random: Random,
  changes: boolean,
  isFilled: boolean,
  isSingle: boolean,
): Record<string, string> {
  // With several partitions it is chance what of the others is read before one of them has no position.
  const none = isSingle ? 'none' : 'latest';
  // Java never finds a position where no record is young enough (listed): seldom asked.
  const duration = isFilled ? 'by_duration:P3650D' : random.chance(0.1) ? 'by_duration:PT1H' : 'earliest';
  const config: Record<string, string> = {
    'auto.offset.reset': random.pick(['earliest', 'earliest', 'earliest', 'latest', 'latest', none, duration]),
    'enable.auto.commit': random.pick(['true', 'false']),
    'max.poll.records': random.pick(['1', '1', '500']),
    'isolation.level': random.pick(['read_committed', 'read_uncommitted']),
    'fetch.max.wait.ms': random.chance(0.9) ? '50' : '300',
    'allow.auto.create.topics': 'false',
    // Of a partition that is gone Java waits for an answer as long.
    'default.api.timeout.ms': '5000',
  };
  if (changes) config['metadata.max.age.ms'] = '500';
  if (random.chance(0.85)) config['group.id'] = 'g0';
  else return { ...config, 'enable.auto.commit': 'false' };
  // Either within every drain, or never within a program.
  config['auto.commit.interval.ms'] = random.chance(0.4) ? '100' : '3600000';
  if (random.chance(0.35)) {
    config['group.protocol'] = 'consumer';
    if (random.chance(0.3)) config['group.remote.assignor'] = random.pick(['uniform', 'range']);
  } else {
    config['partition.assignment.strategy'] = `org.apache.kafka.clients.consumer.${random.pick(assignors)}`;
    config['heartbeat.interval.ms'] = '200';
    config['session.timeout.ms'] = '6000';
  }
  if (random.chance(0.15)) config['group.instance.id'] = 'i0';
  return config;
}
