import { Consumer } from '../../../src/index';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

export type StringConsumer = Consumer<'bytes', 'string'>;

/** Values are strings; a group of its own, from the beginning, unless the configuration says otherwise. */
export function stringConsumer(config: Record<string, unknown> = {}): StringConsumer {
  return new Consumer({
    'bootstrap.servers': sharedKafka().bootstrapServers,
    'group.id': uniqueName('group'),
    'auto.offset.reset': 'earliest',
    'value.deserializer': 'string',
    ...config,
  } as { 'bootstrap.servers': string; 'value.deserializer': 'string' }) as unknown as StringConsumer;
}

/** So many records, numbered in their values, round robin over the partitions; Java writes them. */
export async function filledTopic(
  count: number,
  options: { partitions?: number; configs?: Record<string, string> } = {},
): Promise<string> {
  const topic = uniqueName('consumer');
  const partitions = options.partitions ?? 1;
  await sharedKafka().createTopic(topic, { partitions, configs: options.configs });
  if (count > 0) await fill(topic, 0, count, partitions);
  return topic;
}

export async function fill(topic: string, from: number, to: number, partitions = 1): Promise<void> {
  const records = Array.from({ length: to - from }, (_, i) => ({
    value: String(from + i),
    partition: (from + i) % partitions,
  }));
  await sharedKafka().produce(topic, records);
}

export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
export const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Each protocol and assignor that a group can have. */
export const groupKinds: Record<string, Record<string, unknown>> = {
  range: { 'partition.assignment.strategy': 'range', 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 500 },
  roundrobin: {
    'partition.assignment.strategy': 'roundrobin',
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 500,
  },
  'cooperative-sticky': {
    'partition.assignment.strategy': 'cooperative-sticky',
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 500,
  },
  'consumer, uniform': { 'group.protocol': 'consumer', 'group.remote.assignor': 'uniform' },
  'consumer, range': { 'group.protocol': 'consumer', 'group.remote.assignor': 'range' },
};
