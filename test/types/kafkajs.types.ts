/** A program for kafkajs, which test/types/kafkajs.test.ts compiles against kafkajs itself as well. */
import {
  AssignerProtocol,
  CompressionCodecs,
  CompressionTypes,
  ConfigResourceTypes,
  Kafka,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
  logLevel,
  PartitionAssigners,
  Partitioners,
  type Admin,
  type Consumer,
  type ConsumerConfig,
  type ConsumerRunConfig,
  type ConsumerSubscribeTopics,
  type EachBatchHandler,
  type EachMessagePayload,
  type ICustomPartitioner,
  type IHeaders,
  type InstrumentationEvent,
  type KafkaConfig,
  type KafkaMessage,
  type logCreator,
  type Message,
  type PartitionAssigner,
  type Producer,
  type ProducerRecord,
  type RecordMetadata,
  type RemoveInstrumentationEventListener,
  type SASLOptions,
  type Transaction,
} from 'kafka-napi/kafkajs';

const sasl: SASLOptions = { mechanism: 'plain', username: 'u', password: 'p' };
const creator: logCreator = (level) => (entry) =>
  console.log(level, entry.namespace, entry.log.message, entry.log.extra);
const config: KafkaConfig = {
  brokers: async () => ['a:1'],
  ssl: { rejectUnauthorized: false },
  sasl,
  logLevel: logLevel.ERROR,
  logCreator: creator,
  retry: { retries: 1 },
};
const kafka = new Kafka(config);
const same: Kafka = new Kafka(config);

const partitioner: ICustomPartitioner =
  () =>
  ({ topic, partitionMetadata, message }) =>
    topic.length + partitionMetadata.length + (message.partition ?? 0);

const assigner: PartitionAssigner = ({ cluster }) => ({
  name: 'mine',
  version: 1,
  assign: async ({ members, topics }) =>
    members.map(({ memberId }) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: {
          [topics[0] ?? '']: cluster.findTopicPartitionMetadata('t').map(({ partitionId }) => partitionId),
        },
        userData: Buffer.alloc(0),
      }),
    })),
  protocol: ({ topics }) => ({
    name: 'mine',
    metadata: AssignerProtocol.MemberMetadata.encode({ version: 1, topics, userData: Buffer.alloc(0) }),
  }),
});

export async function produce(): Promise<RecordMetadata[]> {
  const producer: Producer = kafka.producer({ createPartitioner: partitioner, idempotent: true, transactionalId: 'x' });
  const remove: RemoveInstrumentationEventListener<'producer.connect'> = producer.on('producer.connect', (event) => {
    const payload: null = event.payload;
    console.log(event.id.length, payload);
  });
  producer.on(producer.events.REQUEST, ({ payload }) => console.log(payload.duration + payload.size));
  remove();
  await producer.connect();
  const headers: IHeaders = { a: 'b', c: [Buffer.from('d'), 'e'] };
  const messages: Message[] = [{ key: 'k', value: null, headers, timestamp: '1', partition: 0 }];
  const record: ProducerRecord = { topic: 't', messages, acks: -1, compression: CompressionTypes.GZIP };
  const transaction: Transaction = await producer.transaction();
  await transaction.send(record);
  await transaction.sendOffsets({
    consumerGroupId: 'g',
    topics: [{ topic: 't', partitions: [{ partition: 0, offset: '1' }] }],
  });
  await (transaction.isActive() ? transaction.commit() : transaction.abort());
  return producer.sendBatch({ topicMessages: [{ topic: 't', messages }] });
}

export async function consume(): Promise<void> {
  const settings: ConsumerConfig = {
    groupId: 'g',
    partitionAssigners: [PartitionAssigners.roundRobin, assigner],
    retry: { restartOnFailure: async (error) => error.message !== '' },
  };
  const consumer: Consumer = same.consumer(settings);
  const topics: ConsumerSubscribeTopics = { topics: ['a', /b/i], fromBeginning: true };
  await consumer.subscribe(topics);
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) =>
    console.log(payload.memberAssignment['t']?.[0], payload.leaderId),
  );
  consumer.on('consumer.crash', ({ payload: { error, restart } }) => console.log(error.message, restart));
  consumer.on(consumer.events.STOP, (event: InstrumentationEvent<null>) => console.log(event.type));
  const eachBatch: EachBatchHandler = async ({
    batch,
    resolveOffset,
    heartbeat,
    isStale,
    uncommittedOffsets,
    pause,
  }) => {
    for (const message of batch.messages as KafkaMessage[]) {
      if (isStale()) return;
      console.log(message.key?.toString(), message.headers?.a, batch.highWatermark.length);
      resolveOffset(message.offset);
      await heartbeat();
    }
    console.log(uncommittedOffsets().topics[0]?.partitions[0]?.offset);
    const resume: () => void = pause();
    resume();
  };
  const run: ConsumerRunConfig = { eachBatch, autoCommitThreshold: 5, partitionsConsumedConcurrently: 2 };
  await consumer.run(run);
  await consumer.run({
    eachMessage: async ({ topic, message }: EachMessagePayload) => console.log(topic, message.value),
  });
  consumer.seek({ topic: 't', partition: 0, offset: '5' });
  await consumer.commitOffsets([{ topic: 't', partition: 0, offset: '5', metadata: null }]);
  const [paused] = consumer.paused();
  console.log(paused?.partitions, (await consumer.describeGroup()).members[0]?.memberAssignment.length);
}

export async function administer(): Promise<void> {
  const admin: Admin = kafka.admin({ retry: { retries: 1 } });
  const created: boolean = await admin.createTopics({
    topics: [{ topic: 't', configEntries: [{ name: 'a', value: 'b' }] }],
  });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: 't' }],
  });
  const offsets = await admin.fetchOffsets({ groupId: 'g', topics: ['t'] });
  console.log(created, resources[0]?.configEntries[0]?.configValue, offsets[0]?.partitions[0]?.metadata);
}

export function handle(error: unknown): string {
  CompressionCodecs[CompressionTypes.Snappy] = () => ({});
  if (error instanceof KafkaJSNumberOfRetriesExceeded) return `${error.retryCount} ${error.cause?.message}`;
  if (error instanceof KafkaJSProtocolError) return `${error.type} ${error.code} ${error.retriable}`;
  return String(Partitioners.LegacyPartitioner);
}

// @ts-expect-error a group is needed
kafka.consumer({});
// @ts-expect-error a level is one of kafkajs's
new Kafka({ brokers: [], logLevel: 'info' });
