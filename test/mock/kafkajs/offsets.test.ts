/** What a consumer commits, and what it tells of it. */
import { Consumer, Producer } from '../../../src';
import * as entry from '../../../src/kafkajs';
import { MockCluster } from '../../../src/testing';

async function withConsumer(program: (consumer: entry.Consumer, brokers: string) => Promise<void>): Promise<void> {
  const cluster = await MockCluster.start({ brokers: 1, topics: { t: 1 } });
  try {
    const kafka = new entry.Kafka({ brokers: [cluster.bootstrapServers], logLevel: entry.logLevel.NOTHING });
    // As one batch: of more, the mock cluster gives one to each fetch.
    const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'linger.ms': 200 });
    await Promise.all(['a', 'b', 'c', 'd'].map((value) => producer.send({ topic: 't', value, partition: 0 })));
    await producer.close();
    const consumer = kafka.consumer({ groupId: 'g', maxWaitTimeInMs: 100 });
    await consumer.connect();
    try {
      await program(consumer, cluster.bootstrapServers);
    } finally {
      await consumer.disconnect();
    }
  } finally {
    await cluster.close();
  }
}

/** What the group has committed. The mock cluster cannot tell an admin client. */
async function committed(brokers: string): Promise<unknown> {
  const core = new Consumer({ 'bootstrap.servers': brokers, 'group.id': 'g' });
  const [found] = await core.committed([{ topic: 't', partition: 0 }]);
  await core.close();
  return found!.offset;
}

/** The offset of each COMMIT_OFFSETS. */
function commitsOf(consumer: entry.Consumer): string[] {
  const told: string[] = [];
  consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => {
    const topics = payload.topics as { partitions: { offset: string }[] }[];
    told.push(...topics.flatMap(({ partitions }) => partitions.map(({ offset }) => offset)));
  });
  return told;
}

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
};

test('run without a subscription: GROUP_JOIN, and commitOffsets', async () => {
  await withConsumer(async (consumer, brokers) => {
    const joins: unknown[] = [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => joins.push(payload.memberAssignment));
    await consumer.run({ eachMessage: async () => undefined });
    expect(joins).toEqual([{}]);
    expect(consumer.paused()).toEqual([]);
    await consumer.commitOffsets([{ topic: 't', partition: 0, offset: '3' }]);
    expect(await committed(brokers)).toBe(3);
    await consumer.stop();
    await expect(consumer.subscribe({ topic: 't' })).resolves.toBeUndefined();
  });
});

test('a seek is committed, and no event tells of it', async () => {
  await withConsumer(async (consumer, brokers) => {
    const told = commitsOf(consumer);
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    const seen: string[] = [];
    let after: unknown;
    await consumer.run({
      eachMessage: async ({ message }) => {
        seen.push(message.offset);
        if (seen.length === 2) consumer.seek({ topic: 't', partition: 0, offset: '1' });
        if (seen.length === 3) after = await committed(brokers);
      },
    });
    await until(() => told.includes('4'));
    expect(seen).toEqual(['0', '1', '1', '2', '3']);
    expect(after).toBe(1);
    expect(told).toEqual(['2', '4']);
  });
});

test('what commitOffsets has committed is committed once more when it is resolved', async () => {
  await withConsumer(async (consumer) => {
    const told = commitsOf(consumer);
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message: { offset } }) => {
        if (offset === '3') await consumer.commitOffsets([{ topic: 't', partition: 0, offset: '4' }]);
      },
    });
    await until(() => told.length === 2);
    expect(told).toEqual(['4', '4']);
  });
});
