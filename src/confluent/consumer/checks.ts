import { invalid, notImplemented } from '../base/from-librdkafka';
import type { ConsumerRunConfig, TopicPartitionOffset } from './types';

export interface Place {
  topic: string;
  partition: number;
  offset: number;
  leaderEpoch?: number | undefined;
}

/** Offsets below 0 that `seek` takes: the beginning, and a number of librdkafka's. */
const special = [-2, -3];

export function checkSeek({ topic, partition, offset: given, leaderEpoch }: TopicPartitionOffset): Place {
  const offset = Number(given);
  if (typeof topic !== 'string') throw invalid('Topic must be a string.');
  if (Number.isNaN(offset) || (offset < 0 && !special.includes(offset))) {
    throw invalid('Offset must be >= 0, or a special value.');
  }
  return { topic, partition, offset, ...(typeof leaderEpoch === 'number' ? { leaderEpoch } : {}) };
}

/** Names, and the sources of expressions. */
export function checkSubscription(subscription: object): string[] {
  const { topic, topics, fromBeginning } = subscription as {
    topic?: unknown;
    topics?: unknown;
    fromBeginning?: unknown;
  };
  if (typeof fromBeginning === 'boolean') {
    throw invalid('fromBeginning cannot be given to subscribe: create the consumer with kafkaJS: { fromBeginning: … }');
  }
  const list: unknown = topic ? [topic] : topics;
  if (!Array.isArray(list)) throw invalid('subscribe needs an object with topics or a topic');
  return list.map(topicOf);
}

function topicOf(topic: unknown): string {
  if (typeof topic === 'string') return topic;
  if (Object.prototype.toString.call(topic) !== '[object RegExp]') {
    throw invalid(`Invalid topic ${String(topic)} (${typeof topic}), the topic name has to be a String or a RegExp`);
  }
  const { source, flags } = topic as RegExp;
  if (flags !== '') throw invalid(`An expression for topics cannot have flags: /${source}/${flags}`);
  if (!source.startsWith('^')) throw invalid(`An expression for topics must begin with ^: /${source}/`);
  return source;
}

/** kafkajs takes these with `run`, this API with the consumer. */
export function checkRun(config: ConsumerRunConfig): void {
  for (const name of ['autoCommit', 'autoCommitInterval']) {
    if (Object.hasOwn(config, name)) {
      throw invalid(`${name} cannot be given to run: create the consumer with kafkaJS: { ${name}: … }`);
    }
  }
  if (Object.hasOwn(config, 'autoCommitThreshold')) throw notImplemented('autoCommitThreshold is not supported');
}
