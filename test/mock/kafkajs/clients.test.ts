import { MockCluster } from '../../../src/testing';
import * as entry from '../../../src/kafkajs';
import { Kafka, logLevel, type KafkaConfig, type LogEntry } from '../../../src/kafkajs';

const retry = { retries: 1, initialRetryTime: 20, maxRetryTime: 50 };

async function withCluster(
  program: (kafka: Kafka, cluster: MockCluster, entries: LogEntry[]) => Promise<void>,
  config: Partial<KafkaConfig> = {},
): Promise<void> {
  const cluster = await MockCluster.start({ brokers: 1, topics: { t: 2 } });
  const entries: LogEntry[] = [];
  const logCreator = () => (entry: LogEntry) => void entries.push(entry);
  try {
    const brokers = cluster.bootstrapServers.split(',');
    await program(new Kafka({ brokers, retry, logCreator, logLevel: logLevel.DEBUG, ...config }), cluster, entries);
  } finally {
    await cluster.close();
  }
}

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
};

test.each(['producer', 'consumer', 'admin'] as const)('connect of a %s rejects if no broker answers', async (kind) => {
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'], retry, logLevel: logLevel.NOTHING, connectionTimeout: 200 });
  const client = kafka[kind]({ groupId: 'g' });
  for (let i = 0; i < 2; i++) {
    await expect(client.connect()).rejects.toMatchObject({
      name: 'KafkaJSNumberOfRetriesExceeded',
      retriable: false,
      cause: { name: 'KafkaJSConnectionError', retriable: true },
    });
  }
  await client.disconnect();
});

test('a broker that is slow has the time of a request, however few the tries', async () => {
  await withCluster(async (kafka, cluster) => {
    const producer = kafka.producer();
    const consumer = kafka.consumer({ groupId: 'g' });
    await Promise.all([producer.connect(), consumer.connect()]);
    cluster.setBrokerDelay(1, 1500);
    const sending = producer.send({ topic: 't', messages: [{ value: 'v', partition: 0 }] });
    await Promise.all([consumer.subscribe({ topic: 't' }), sending]);
    cluster.setBrokerDelay(1, 0);
    await Promise.all([producer.disconnect(), consumer.disconnect()]);
  });
});

test.each(['producer', 'consumer', 'admin'] as const)('a %s whose mechanism does not exist', async (kind) => {
  await withCluster(
    async (kafka) => {
      await expect(kafka[kind]({ groupId: 'g' }).connect()).rejects.toThrow(entry.KafkaJSNotImplemented);
    },
    { sasl: { mechanism: 'aws' } as never },
  );
});

test('a broker that refuses a message for good, and one that refuses it too often', async () => {
  await withCluster(async (kafka, cluster) => {
    const producer = kafka.producer();
    await producer.connect();
    const send = () => producer.send({ topic: 't', messages: [{ value: 'v', partition: 0 }] });
    cluster.failNext('Produce', 'ERR_INVALID_REQUIRED_ACKS');
    await expect(send()).rejects.toMatchObject({
      name: 'KafkaJSProtocolError',
      type: 'INVALID_REQUIRED_ACKS',
      code: 21,
    });
    cluster.failNext('Produce', 'ERR_NOT_ENOUGH_REPLICAS');
    expect(await send()).toMatchObject([{ topicName: 't', partition: 0, errorCode: 0 }]);
    await producer.disconnect();
  });
});

test('a message for a partition that does not exist is not lost in silence', async () => {
  await withCluster(async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    await expect(producer.send({ topic: 't', messages: [{ value: 'v', partition: 9 }] })).rejects.toMatchObject({
      name: 'KafkaJSNumberOfRetriesExceeded',
      cause: { type: 'UNKNOWN_TOPIC_OR_PARTITION' },
    });
    await producer.disconnect();
  });
});

test('a timestamp before 1970 is refused, as by Java, and the next message is sent', async () => {
  await withCluster(async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    const send = (timestamp: string) =>
      producer.send({ topic: 't', messages: [{ value: 'v', timestamp, partition: 0 }] });
    await expect(send('-5')).rejects.toMatchObject({
      name: 'KafkaJSNonRetriableError',
      message: expect.stringContaining('timestamp must be a whole number of milliseconds, 0 or more') as string,
    });
    await expect(send('0')).resolves.toMatchObject([{ errorCode: 0, baseOffset: '0' }]);
    await producer.disconnect();
  });
});

test('what a partitioner or a getter throws rejects send, and nothing is written', async () => {
  await withCluster(async (kafka) => {
    const own = new Error('mine');
    let calls = 0;
    const createPartitioner = () => () => {
      if (++calls === 2) throw own;
      return 0;
    };
    const producer = kafka.producer({ createPartitioner });
    await producer.connect();
    const messages = [{ value: 'a' }, { value: 'b' }];
    await expect(producer.send({ topic: 't', messages })).rejects.toBe(own);
    const [first] = await producer.send({ topic: 't', messages });
    expect(first).toMatchObject({ baseOffset: '0' });
    await producer.disconnect();
  });
});

test('the first records of a transaction decide about its compression; another one is said to be ignored', async () => {
  await withCluster(async (kafka, _, entries) => {
    const producer = kafka.producer({ transactionalId: 'x', idempotent: true });
    await producer.connect();
    const { GZIP, LZ4 } = entry.CompressionTypes;
    const ignored = () =>
      entries.filter(({ log }) => log.message.includes('is ignored: transactions of this producer'));
    const transaction = await producer.transaction();
    const send = (compression: number) =>
      transaction.send({ topic: 't', compression, messages: [{ value: 'v', partition: 0 }] });
    const offsets = await Promise.all([send(GZIP), send(GZIP)]);
    expect(
      offsets
        .flat()
        .map(({ baseOffset }) => baseOffset)
        .sort(),
    ).toEqual(['0', '1']);
    expect(ignored()).toEqual([]);
    for (let i = 0; i < 2; i++) await send(LZ4);
    await transaction.commit();
    const next = await producer.transaction();
    await next.send({ topic: 't', compression: GZIP, messages: [{ value: 'v', partition: 0 }] });
    await next.abort();
    await producer.disconnect();
    expect(ignored()).toMatchObject([{ namespace: 'Producer', label: 'WARN' }]);
  });
});

test('a transaction whose commit fails can be followed by another', async () => {
  await withCluster(async (kafka, cluster) => {
    const producer = kafka.producer({ transactionalId: 'x', idempotent: true });
    await producer.connect();
    const transaction = await producer.transaction();
    cluster.failNext('Produce', 'ERR_INVALID_REQUIRED_ACKS');
    await expect(transaction.send({ topic: 't', messages: [{ value: 'v' }] })).rejects.toMatchObject({ code: 21 });
    await expect(transaction.commit()).rejects.toMatchObject({ name: expect.stringMatching(/^KafkaJS/) as string });
    expect(transaction.isActive()).toBe(false);
    const next = await producer.transaction();
    await next.send({ topic: 't', messages: [{ value: 'v' }] });
    await next.commit();
    await producer.disconnect();
  });
});

test('custom assigners and request events: a warning each, and the consumer works', async () => {
  await withCluster(async (kafka, _, entries) => {
    const consumer = kafka.consumer({
      groupId: 'g',
      partitionAssigners: [entry.PartitionAssigners.roundRobin, () => ({}) as never],
    });
    const { REQUEST, REQUEST_TIMEOUT, REQUEST_QUEUE_SIZE, RECEIVED_UNSUBSCRIBED_TOPICS } = consumer.events;
    for (const name of [REQUEST, REQUEST_TIMEOUT, REQUEST_QUEUE_SIZE, RECEIVED_UNSUBSCRIBED_TOPICS]) {
      const remove = consumer.on(name, () => undefined);
      remove();
    }
    await consumer.connect();
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    const joins: unknown[] = [];
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => joins.push(payload.memberAssignment));
    await consumer.run({ eachMessage: async () => undefined });
    expect(joins).toEqual([{ t: [0, 1] }]);
    await consumer.disconnect();
    const warnings = entries.filter(({ label }) => label === 'WARN').map(({ log }) => log.message);
    expect(warnings).toContainEqual(expect.stringContaining('partitionAssigners is ignored'));
    expect(warnings).toContainEqual(expect.stringContaining('is never emitted'));
  });
});

test('heartbeats and fetches are told while a consumer runs', async () => {
  await withCluster(async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 't', messages: [{ value: 'a', partition: 0 }] });
    await producer.disconnect();
    const consumer = kafka.consumer({ groupId: 'g', heartbeatInterval: 50, maxWaitTimeInMs: 50 });
    const told = new Map<string, object>();
    const order: string[] = [];
    const { HEARTBEAT, FETCH_START, FETCH } = consumer.events;
    for (const name of [HEARTBEAT, FETCH_START, FETCH]) {
      consumer.on(name, ({ type, payload }) => {
        if (!told.has(type)) order.push(type);
        told.set(type, payload);
      });
    }
    consumer.on(consumer.events.GROUP_JOIN, ({ type }) => order.push(type));
    const commits: unknown[] = [];
    consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => commits.push(payload.topics));
    await consumer.connect();
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    const seen: unknown[] = [];
    await consumer.run({
      eachBatch: async ({ batch, heartbeat, commitOffsetsIfNecessary }) => {
        await new Promise((resolve) => setTimeout(resolve, 60));
        await heartbeat();
        await commitOffsetsIfNecessary({ topics: [{ topic: 't', partitions: [{ partition: 0, offset: '1' }] }] });
        await commitOffsetsIfNecessary();
        seen.push(batch.firstOffset());
      },
    });
    await until(() => told.size === 3 && seen.length === 1);
    expect(told.get('consumer.heartbeat')).toMatchObject({
      groupId: 'g',
      groupGenerationId: expect.any(Number) as number,
    });
    expect(told.get('consumer.fetch')).toEqual({
      numberOfBatches: 0,
      duration: expect.any(Number) as number,
      nodeId: -1,
    });
    // Nothing is told before the group was joined.
    expect(order[0]).toBe('consumer.group_join');
    expect(told.get('consumer.fetch_start')).toHaveProperty('nodeId');
    expect(commits[0]).toEqual([{ topic: 't', partitions: [{ partition: 0, offset: '1' }] }]);
    await consumer.disconnect();
  });
});

test('listeners that throw or reject are logged, and others are called', async () => {
  await withCluster(async (kafka, _, entries) => {
    const producer = kafka.producer();
    const seen: unknown[] = [];
    producer.on('producer.connect', () => {
      throw new Error('at once');
    });
    producer.on('producer.connect', (async () => Promise.reject(new Error('later'))) as never);
    producer.on('producer.connect', (event) => seen.push(event));
    await producer.connect();
    await producer.disconnect();
    expect(seen).toMatchObject([
      { type: 'producer.connect', id: expect.any(Number) as number, timestamp: expect.any(Number) as number },
    ]);
    const messages = entries.filter(({ label }) => label === 'ERROR').map(({ log }) => log.message);
    expect(messages).toEqual(['Failed to execute listener: at once', 'Failed to execute listener: later']);
  });
});

test('what a core client says goes through logCreator', async () => {
  const entries: LogEntry[] = [];
  await withCluster(
    async (kafka, cluster) => {
      const consumer = kafka.consumer({ groupId: 'g' });
      await consumer.connect();
      cluster.stopBroker(1);
      await until(() =>
        entries.some(({ namespace, label }) => namespace === 'Consumer' && label !== 'DEBUG' && label !== 'INFO'),
      );
      cluster.startBroker(1);
      await consumer.disconnect();
    },
    { logCreator: () => (entry) => void entries.push(entry) },
  );
});

test('a handler that runs long stays in the group, and is told of a rebalance', async () => {
  await withCluster(async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({
      topic: 't',
      messages: [
        { value: 'a', partition: 0 },
        { value: 'b', partition: 1 },
      ],
    });
    const create = async () => {
      const consumer = kafka.consumer({
        groupId: 'g',
        heartbeatInterval: 50,
        sessionTimeout: 6000,
        maxWaitTimeInMs: 50,
      });
      await consumer.connect();
      await consumer.subscribe({ topic: 't', fromBeginning: true });
      return consumer;
    };
    const first = await create();
    let refused: unknown;
    let isStarted = false;
    await first.run({
      eachMessage: async ({ heartbeat }) => {
        isStarted = true;
        // As an application that works on one message for as long as it may.
        while (refused === undefined) {
          await new Promise((resolve) => setTimeout(resolve, 10));
          await heartbeat().catch((error: unknown) => {
            refused = error;
            throw error;
          });
        }
      },
    });
    await until(() => isStarted);
    const second = await create();
    await second.run({ eachMessage: async () => undefined });
    expect(refused).toMatchObject({ name: 'KafkaJSProtocolError', type: 'REBALANCE_IN_PROGRESS', code: 27 });
    await Promise.all([first.disconnect(), second.disconnect(), producer.disconnect()]);
  });
});

test('a crash on an error of the broker that does not pass: no new start', async () => {
  await withCluster(async (kafka, cluster) => {
    const consumer = kafka.consumer({ groupId: 'g', retry });
    await consumer.connect();
    await consumer.subscribe({ topic: 't' });
    const crashes: { restart: boolean; error: Error }[] = [];
    consumer.on(consumer.events.CRASH, ({ payload }) => crashes.push(payload));
    cluster.failNext('JoinGroup', 'ERR_INCONSISTENT_GROUP_PROTOCOL');
    // Resolves nevertheless, as in kafkajs.
    await consumer.run({ eachMessage: async () => undefined });
    await until(() => crashes.length > 0);
    expect(crashes).toMatchObject([{ restart: false, error: { name: 'KafkaJSNonRetriableError' } }]);
    await consumer.disconnect();
  });
});

test('an offset out of range: reading goes on where fromBeginning says', async () => {
  await withCluster(async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 't', messages: ['a', 'b'].map((value) => ({ value, partition: 0 })) });
    const consumer = kafka.consumer({ groupId: 'g', maxWaitTimeInMs: 50 });
    await consumer.connect();
    await consumer.subscribe({ topic: 't', fromBeginning: true });
    const seen: string[] = [];
    void consumer.run({ eachMessage: async ({ message }) => void seen.push(message.offset) });
    consumer.seek({ topic: 't', partition: 0, offset: '1000' });
    await until(() => seen.length >= 2);
    expect(seen).toEqual(['0', '1']);
    await Promise.all([consumer.disconnect(), producer.disconnect()]);
  });
});

test('calls before run, and wrong arguments', async () => {
  const kafka = new Kafka({ brokers: ['127.0.0.1:1'], logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: 'g' });
  const notRunning = 'Consumer group was not initialized, consumer#run must be called first';
  const place = { topic: 't', partition: 0, offset: '1' };
  expect(() => consumer.pause([{ topic: 't' }])).toThrow(notRunning);
  expect(() => consumer.resume([{ topic: 't' }])).toThrow(notRunning);
  expect(() => consumer.seek(place)).toThrow(notRunning);
  await expect(consumer.commitOffsets([place])).rejects.toThrow(notRunning);
  expect(consumer.paused()).toEqual([]);
  expect(() => consumer.pause([{} as never])).toThrow('Invalid topic');
  expect(() => consumer.pause([{ topic: 't', partitions: 'all' as never }])).toThrow(
    'Array of valid partitions required to pause',
  );
  expect(() => consumer.resume([{ topic: 't', partitions: ['x' as never] }])).toThrow(
    'Array of valid partitions required to resume',
  );
  expect(() => consumer.seek({ ...place, topic: '' })).toThrow('Invalid topic');
  expect(() => consumer.seek({ ...place, partition: 'x' as never })).toThrow('Invalid partition, expected a number');
  expect(() => consumer.seek({ ...place, offset: 'x' })).toThrow('Invalid offset, expected a long received x');
  expect(() => consumer.seek({ ...place, offset: '-3' })).toThrow('Offset must not be a negative number');
  await expect(consumer.commitOffsets([{ ...place, offset: '-1' }])).rejects.toThrow('must not be a negative number');
  await expect(consumer.commitOffsets([{ ...place, metadata: 5 as never }])).rejects.toThrow('Invalid offset metadata');
  await expect(consumer.subscribe({} as never)).rejects.toThrow('Missing required argument "topics"');
  await expect(consumer.subscribe({ topics: 't' as never })).rejects.toThrow('Argument "topics" must be an array');
  await expect(consumer.subscribe({ topic: 5 as never })).rejects.toThrow('Invalid topic 5 (number)');
  expect(() => kafka.consumer({} as never)).toThrow('Consumer groupId must be a non-empty string.');
  expect(() => kafka.consumer({ groupId: 'g', heartbeatInterval: 9, sessionTimeout: 9 })).toThrow(
    'must be lower than sessionTimeout (9)',
  );
  const admin = kafka.admin();
  await expect(admin.alterPartitionReassignments({ topics: [] })).rejects.toThrow(entry.KafkaJSNotImplemented);
  await expect(admin.listPartitionReassignments({})).rejects.toThrow(entry.KafkaJSNotImplemented);
});

test('what librdkafka has no requests for is refused, also by a connected admin client', async () => {
  await withCluster(async (kafka) => {
    const admin = kafka.admin();
    await admin.connect();
    const resources = [{ type: entry.ConfigResourceTypes.BROKER_LOGGER, name: '1', configEntries: [] }];
    await expect(admin.describeConfigs({ resources, includeSynonyms: false })).rejects.toThrow(
      entry.KafkaJSNotImplemented,
    );
    await expect(admin.alterConfigs({ resources, validateOnly: false })).rejects.toThrow(entry.KafkaJSNotImplemented);
    const acl = {
      resourceType: entry.AclResourceTypes.DELEGATION_TOKEN,
      resourceName: 'n',
      resourcePatternType: entry.ResourcePatternTypes.LITERAL,
      principal: 'User:a',
      host: '*',
      operation: entry.AclOperationTypes.READ,
      permissionType: entry.AclPermissionTypes.ALLOW,
    };
    await expect(admin.createAcls({ acl: [acl] })).rejects.toThrow(entry.KafkaJSNotImplemented);
    await admin.disconnect();
  });
});

test('a transaction may have a shorter timeout than requests', async () => {
  await withCluster(async (kafka) => {
    const config = { transactionalId: 'short', transactionTimeout: 1000, metadataMaxAge: 2000, maxInFlightRequests: 1 };
    const producer = kafka.producer({ ...config, idempotent: true });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic: 't', messages: [{ value: 'a' }] });
    await transaction.commit();
    await producer.disconnect();
  });
});

test('a producer that connects again at once sends once', async () => {
  await withCluster(async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    for (let i = 0; i < 5; i++) {
      const [sent] = await producer.send({ topic: 't', messages: [{ value: 'v', partition: 0 }] });
      expect(sent!.baseOffset).toBe(String(i));
      await producer.disconnect();
      await producer.connect();
    }
    await producer.disconnect();
  });
});
