import { Consumer, Producer, type ConsumerRecord } from '../../../src/index';
import { MockCluster } from '../../../src/testing';

let sequence = 0;

export const unique = (prefix: string): string => `${prefix}-${process.pid}-${++sequence}`;

export type StringConsumer = Consumer<'bytes', 'string'>;

/** A mock cluster with helpers for tests of consumers. */
export class Bench {
  constructor(readonly cluster: MockCluster) {}

  static async start(brokers = 1): Promise<Bench> {
    return new Bench(await MockCluster.start({ brokers }));
  }

  /** Creates a topic with this many records. Their values are numbers; partitions take turns. */
  async topic(count: number, partitions = 1): Promise<string> {
    const topic = unique('topic');
    this.cluster.createTopic(topic, { numPartitions: partitions });
    if (count > 0) await this.produce(topic, 0, count, partitions);
    return topic;
  }

  async produce(topic: string, from: number, to: number, partitions = 1): Promise<void> {
    // One batch for each partition: a poll then finds all of it, or nothing. flush() waits for no lingering.
    const producer = new Producer({ 'bootstrap.servers': this.cluster.bootstrapServers, 'linger.ms': 60_000 });
    for (let i = from; i < to; i++)
      producer.produce({ topic, partition: i % partitions, key: `k${i % 7}`, value: String(i) });
    await producer.flush();
    await producer.close();
  }

  /** Values are strings. Default: a new group that reads from the beginning. */
  consumer(config: Record<string, unknown> = {}): StringConsumer {
    return new Consumer({
      'bootstrap.servers': this.cluster.bootstrapServers,
      'group.id': unique('group'),
      'auto.offset.reset': 'earliest',
      'value.deserializer': 'string',
      ...config,
    } as { 'bootstrap.servers': string; 'value.deserializer': 'string' }) as unknown as StringConsumer;
  }

  /** The group's committed offset of partition 0. */
  async committed(groupId: string, topic: string): Promise<number | null> {
    await using other = this.consumer({ 'group.id': groupId });
    return (await other.committed([{ topic, partition: 0 }]))[0]!.offset;
  }

  close(): Promise<void> {
    return this.cluster.close();
  }
}

export const numbers = (records: Iterable<ConsumerRecord<unknown, string>>): number[] =>
  Array.from(records, ({ value }) => Number(value));
export const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
