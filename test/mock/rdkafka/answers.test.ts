/** Answers to questions about what does not exist. */
import * as rdkafka from '../../../src/rdkafka/index';
import { MockCluster } from '../../../src/testing';

async function withCluster(program: (brokers: string) => Promise<void>): Promise<void> {
  const cluster = await MockCluster.start({ brokers: 1, topics: { t: 1 } });
  try {
    await program(cluster.bootstrapServers);
  } finally {
    await cluster.close();
  }
}

test('createTopic: what is missing is 0, which the broker refuses', async () => {
  await withCluster(async (brokers) => {
    const admin = rdkafka.AdminClient.create({ 'metadata.broker.list': brokers });
    const codeOf = (topic: object): Promise<number | undefined> =>
      new Promise((resolve) => admin.createTopic(topic as never, (error) => resolve(error?.code)));
    const { ERR_TOPIC_EXCEPTION, ERR_INVALID_PARTITIONS, ERR_INVALID_REPLICATION_FACTOR } = rdkafka.CODES.ERRORS;
    expect(await codeOf({})).toBe(ERR_TOPIC_EXCEPTION);
    expect(await codeOf({ topic: 'n' })).toBe(ERR_INVALID_REPLICATION_FACTOR);
    expect(await codeOf({ topic: 'n', num_partitions: 1 })).toBe(ERR_INVALID_REPLICATION_FACTOR);
    expect(await codeOf({ topic: 'n', replication_factor: 1 })).toBe(ERR_INVALID_PARTITIONS);
    expect(await codeOf({ topic: 'n', num_partitions: 'x', replication_factor: 1 })).toBe(ERR_INVALID_PARTITIONS);
    admin.disconnect();
  });
});

test('offsetsForTimes: an error if no partition has an answer, else in its place', async () => {
  await withCluster(async (brokers) => {
    const consumer = new rdkafka.KafkaConsumer({ 'metadata.broker.list': brokers, 'group.id': 'g' }, {});
    await new Promise((resolve) => consumer.connect({}, resolve));
    const ask = (...topics: string[]): Promise<unknown> =>
      new Promise((resolve) => {
        const times = topics.map((topic) => ({ topic, partition: 0, offset: 1 }));
        consumer.offsetsForTimes(times, 10_000, (error, found) =>
          resolve(error ? error.code : found.map((one) => (one as { error?: { code: number } }).error?.code)),
        );
      });
    const { ERR__UNKNOWN_PARTITION, ERR_UNKNOWN_TOPIC_OR_PART } = rdkafka.CODES.ERRORS;
    expect(await ask('missing')).toBe(ERR__UNKNOWN_PARTITION);
    expect(await ask('t', 'missing')).toEqual([undefined, ERR_UNKNOWN_TOPIC_OR_PART]);
    await new Promise((resolve) => consumer.disconnect(resolve));
  });
});

test('a question of a producer about offsets of a missing topic creates no topic', async () => {
  await withCluster(async (brokers) => {
    const producer = new rdkafka.Producer({ 'metadata.broker.list': brokers });
    await new Promise((resolve) => producer.connect({}, resolve));
    const codeOf = (ask: (answer: (error: { code: number }) => unknown) => unknown): Promise<number> =>
      new Promise((resolve) => ask((error) => resolve(error.code)));
    const { ERR__UNKNOWN_PARTITION } = rdkafka.CODES.ERRORS;
    const times = [{ topic: 'missing', partition: 0, offset: 1 }];
    expect(await codeOf((cb) => producer.queryWatermarkOffsets('missing', 0, 10_000, cb))).toBe(ERR__UNKNOWN_PARTITION);
    expect(await codeOf((cb) => producer.offsetsForTimes(times, 10_000, cb))).toBe(ERR__UNKNOWN_PARTITION);
    const { topics } = await new Promise<rdkafka.Metadata>((resolve) =>
      producer.getMetadata({ timeout: 10_000 }, (_, metadata) => resolve(metadata)),
    );
    expect(topics.map(({ name }) => name)).toEqual(['t']);
    await new Promise((resolve) => producer.disconnect(resolve));
  });
});

test("Confluent's admin calls: arguments, and a connection that is another client's", async () => {
  await withCluster(async (brokers) => {
    const producer = new rdkafka.Producer({ 'metadata.broker.list': brokers });
    await new Promise((resolve) => producer.connect({}, resolve));
    const admin = rdkafka.AdminClient.createFrom(producer);
    const wrong = admin as unknown as Record<string, (argument: unknown) => void>;
    for (const name of ['describeGroups', 'deleteGroups'])
      expect(() => wrong[name]!([])).toThrow('Must provide at least one group name');
    expect(() => wrong.describeTopics!('t')).toThrow("Must provide an array of 'topicNames'");
    expect(() => wrong.deleteRecords!([])).toThrow('delRecords must be a non-empty array');
    expect(() => wrong.listConsumerGroupOffsets!([{}])).toThrow('groupId must be provided');
    expect(() => wrong.listOffsets!(null)).toThrow("Must provide an array of 'TopicPartitionOffsets'");
    const answer = <T>(ask: (cb: (error: unknown, result?: T) => unknown) => void): Promise<unknown> =>
      new Promise((resolve) => ask((error, result) => resolve(error ?? result)));
    const at = (topic: string, offset: unknown) => [{ topic, partition: 0, offset } as never];
    const refused = await answer((cb) => admin.deleteRecords(at('t', -2), {}, cb));
    const error = { message: 'Broker: Offset out of range', code: rdkafka.CODES.ERRORS.ERR_OFFSET_OUT_OF_RANGE };
    expect(refused).toEqual([{ topic: 't', partition: 0, lowWatermark: -1, error }]);
    // Of the client that it shares.
    admin.disconnect();
    const offsets = await answer((cb) => admin.listOffsets(at('t', undefined), {}, cb));
    expect(offsets).toMatchObject([{ topic: 't', partition: 0 }]);
    await new Promise((resolve) => producer.disconnect(resolve));
  });
});

test('a commit of nothing is told before one that is on its way', async () => {
  await withCluster(async (brokers) => {
    const conf = { 'metadata.broker.list': brokers, 'group.id': 'g', 'enable.auto.commit': false };
    const consumer = new rdkafka.KafkaConsumer({ ...conf, offset_commit_cb: true }, {});
    await new Promise((resolve) => consumer.connect({}, resolve));
    const codes: (number | undefined)[] = [];
    const told = new Promise<void>((resolve) => {
      consumer.on('offset.commit', (error: { code: number } | undefined) => {
        if (codes.push(error?.code) === 2) resolve();
      });
    });
    consumer.commit({ topic: 't', partition: 0, offset: 1 });
    expect(() => consumer.commitSync(null)).toThrow('No offset stored');
    await told;
    expect(codes).toEqual([rdkafka.CODES.ERRORS.ERR__NO_OFFSET, undefined]);
    await new Promise((resolve) => consumer.disconnect(resolve));
  });
});
