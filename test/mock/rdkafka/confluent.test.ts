/** Confluent's KafkaJS API where it must not depend on luck: slow handlers, ends, connections that fail, the log. */
import { KafkaJS } from '../../../src/rdkafka/index';
import { MockCluster } from '../../../src/testing/index';

type Line = [level: string, message: string];

function loggerOf(lines: Line[]) {
  const line = (level: string) => (message: string) => void lines.push([level, message]);
  const logger = {
    info: line('info'),
    error: line('error'),
    warn: line('warn'),
    debug: line('debug'),
    namespace: () => logger,
    setLogLevel: () => undefined,
  };
  return logger;
}

const silent = loggerOf([]);

async function withCluster(
  partitions: number,
  run: (kafka: InstanceType<typeof KafkaJS.Kafka>, cluster: MockCluster) => Promise<void>,
): Promise<void> {
  const cluster = await MockCluster.start({ topics: { t: partitions } });
  try {
    await run(new KafkaJS.Kafka({ kafkaJS: { brokers: [cluster.bootstrapServers], logger: silent } }), cluster);
  } finally {
    await cluster.close();
  }
}

const values = (count: number) => Array.from({ length: count }, (_, i) => ({ value: `m${i}`, partition: 0 }));

async function filled(kafka: InstanceType<typeof KafkaJS.Kafka>, count: number): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic: 't', messages: values(count) });
  await producer.disconnect();
}

const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 5));
};

const group = { groupId: 'g', fromBeginning: true };

test('a connection that fails rejects, and the client is at its end', async () => {
  const brokers = ['127.0.0.1:1'];
  const kafka = new KafkaJS.Kafka({ kafkaJS: { brokers, logger: silent }, 'sasl.mechanisms': 'PLAIN' } as never);
  const producer = kafka.producer({ 'no.such': 1 } as never);
  await expect(producer.connect()).rejects.toThrow('No such configuration property: "no.such"');
  await producer.disconnect();
  const consumer = kafka.consumer({});
  await expect(consumer.connect()).rejects.toMatchObject({ name: 'KafkaJSError' });
  await consumer.disconnect();
});

test('disconnect waits for a connection that is being made', () =>
  withCluster(1, async (kafka) => {
    const producer = kafka.producer();
    const connecting = producer.connect();
    await producer.disconnect();
    await connecting;
    await expect(producer.send({ topic: 't', messages: values(1) })).rejects.toMatchObject({ type: 'ERR__STATE' });
    await expect(producer.connect()).rejects.toMatchObject({ type: 'ERR__STATE' });
  }));

test('disconnect lets a handler finish, and what it did is committed', () =>
  withCluster(1, async (kafka) => {
    await filled(kafka, 20);
    const consumer = kafka.consumer({ kafkaJS: group });
    await consumer.connect();
    await consumer.subscribe({ topic: 't' });
    const calls: string[] = [];
    let finish: () => void = () => undefined;
    await consumer.run({
      eachMessage: async ({ message }) => {
        calls.push(message.offset);
        if (message.offset === '4') await new Promise<void>((resolve) => (finish = resolve));
      },
    });
    await until(() => calls.length === 5);
    const ending = consumer.disconnect();
    const again = consumer.disconnect();
    setImmediate(finish);
    await Promise.all([ending, again]);
    expect(calls).toHaveLength(5);
    const next = kafka.consumer({ kafkaJS: group });
    await next.connect();
    expect(await next.committed([{ topic: 't', partition: 0 }], 5000)).toMatchObject([{ offset: '5' }]);
    await next.disconnect();
  }));

test('records that waited too long are read again, each is handled once', () =>
  withCluster(1, async (kafka) => {
    await filled(kafka, 12);
    const beside = { 'max.poll.interval.ms': 3000, 'session.timeout.ms': 6000 };
    const consumer = kafka.consumer({ kafkaJS: { groupId: 'g', fromBeginning: true }, ...beside });
    await consumer.connect();
    await consumer.subscribe({ topic: 't' });
    const calls: string[] = [];
    await consumer.run({
      eachMessage: async ({ message }) => {
        calls.push(message.offset);
        await new Promise((resolve) => setTimeout(resolve, 400));
      },
    });
    await until(() => calls.length === 12);
    expect(calls).toEqual(values(12).map((_, i) => String(i)));
    await consumer.disconnect();
  }));

test('a partition that is paused does not hold up the others', () =>
  withCluster(2, async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    const many = Array.from({ length: 1500 }, (_, i) => ({ value: `m${i}`, partition: 0 }));
    await producer.send({ topic: 't', messages: [...many, ...many.map((one) => ({ ...one, partition: 1 }))] });
    await producer.disconnect();
    const consumer = kafka.consumer({ kafkaJS: group });
    await consumer.connect();
    await consumer.subscribe({ topic: 't' });
    const seen = [0, 0];
    let resume: (() => void) | undefined;
    await consumer.run({
      eachMessage: async ({ partition, pause }) => {
        seen[partition]!++;
        if (partition === 0 && !resume) resume = pause();
      },
    });
    await until(() => seen[1] === 1500 && resume !== undefined);
    expect(seen[0]).toBe(1);
    resume!();
    await until(() => seen[0] === 1500);
    await consumer.disconnect();
  }));

test('a handler may call heartbeat at any time; nothing follows from it', () =>
  withCluster(1, async (kafka) => {
    await filled(kafka, 3);
    const consumer = kafka.consumer({ kafkaJS: group });
    await consumer.connect();
    await consumer.subscribe({ topic: 't' });
    const seen: unknown[] = [];
    await consumer.run({
      eachMessage: async ({ message, heartbeat }) => {
        seen.push(await heartbeat(), message.offset);
        void heartbeat();
      },
    });
    await until(() => seen.length >= 6);
    expect(seen).toEqual([undefined, '0', undefined, '1', undefined, '2']);
    await consumer.disconnect();
  }));

test('an admin client of a producer ends with it', () =>
  withCluster(1, async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    const admin = producer.dependentAdmin();
    await admin.connect();
    expect(await admin.listTopics()).toEqual(['t']);
    expect((admin as unknown as typeof producer).logger()).toBe(producer.logger());
    await producer.disconnect();
    await expect(admin.listTopics()).rejects.toThrow('Underlying client is not connected.');
    await admin.disconnect();
    const late = producer.dependentAdmin();
    await expect(late.connect()).rejects.toThrow('Existing client must be connected before creating a new client');
  }));

test('statistics, and lines of the log by their levels', () =>
  withCluster(1, async (_, cluster) => {
    const lines: Line[] = [];
    const stats: string[] = [];
    const kafka = new KafkaJS.Kafka({
      kafkaJS: { brokers: [cluster.bootstrapServers], logger: loggerOf(lines) },
      'statistics.interval.ms': 20,
      stats_cb: ({ message }: { message: string }) => void stats.push(message),
      debug: 'broker',
    } as never);
    const clients = [kafka.producer(), kafka.consumer({ kafkaJS: { groupId: 'g' } }), kafka.admin()];
    for (const client of clients) {
      await client.connect();
      stats.length = 0;
      await until(() => stats.length > 0);
      expect(JSON.parse(stats[0]!)).toHaveProperty('client_id');
      await client.disconnect();
    }
    expect(lines).toEqual(
      expect.arrayContaining([
        ['info', 'Producer connected'],
        ['info', 'Consumer disconnected'],
        ['info', 'Admin client connected'],
        ['debug', expect.stringContaining('rd')],
      ]),
    );
  }));

test('credentials of a connected client cannot be changed, and this is said', () =>
  withCluster(1, async (kafka) => {
    const producer = kafka.producer();
    await producer.connect();
    const { setSaslCredentials } = producer as unknown as { setSaslCredentials(given: object): void };
    expect(() => setSaslCredentials.call(producer, { username: 'a', password: 'b' })).toThrow(
      KafkaJS.KafkaJSNotImplemented,
    );
    await expect(producer.sendBatch({ topicMessages: [{ topic: 't', messages: values(2) }] })).resolves.toMatchObject([
      { topicName: 't', partition: 0, baseOffset: '0' },
    ]);
    await producer.disconnect();
  }));

test('offsets that are stored by hand are those that are committed', () =>
  withCluster(1, async (kafka) => {
    await filled(kafka, 3);
    const consumer = kafka.consumer({ kafkaJS: { ...group, autoCommit: false } });
    await consumer.connect();
    await consumer.subscribe({ topic: 't' });
    const seen: string[] = [];
    await consumer.run({ eachMessage: async ({ message }) => void seen.push(message.offset) });
    await until(() => seen.length === 3);
    consumer.storeOffsets([{ topic: 't', partition: 0, offset: '2', metadata: 'text' }]);
    await consumer.commitOffsets();
    expect(await consumer.committed(null, 5000)).toMatchObject([{ offset: '2', metadata: 'text' }]);
    // Nothing new is stored: there is nothing to do.
    await consumer.commitOffsets();
    expect(() => consumer.storeOffsets([{ topic: 't', partition: 0, offset: 'x' }])).toThrow('Invalid offset x');
    expect(() => consumer.storeOffsets([{ topic: 't', partition: 9, offset: '2' }])).toThrow(KafkaJS.KafkaJSError);
    await consumer.disconnect();
  }));
