/** A program for the promise-based API of Confluent's client. */
import { KafkaJS } from 'kafka-napi/rdkafka';

const { Kafka, logLevel, CompressionTypes, PartitionAssigners, PartitionAssignors, ErrorCodes } = KafkaJS;

class Lines implements KafkaJS.Logger {
  level: KafkaJS.logLevel = logLevel.INFO;
  info = (message: string, extra?: object): void => console.log(message, extra);
  error = (message: string): void => console.error(message);
  warn = (message: string): void => console.warn(message);
  debug = (message: string): void => console.debug(message);
  namespace(_name: string, level: KafkaJS.logLevel = logLevel.WARN): KafkaJS.Logger {
    this.level = level;
    return this;
  }
  setLogLevel(level: KafkaJS.logLevel): void {
    this.level = level;
  }
}

const sasl: KafkaJS.SASLOptions = { mechanism: 'scram-sha-256', username: 'a', password: 'b' };
const provider = async (): Promise<KafkaJS.OauthbearerProviderResponse> => ({
  value: 't',
  principal: 'p',
  lifetime: Date.now() + 1000,
  extensions: { a: 'b' },
});
const bearer: KafkaJS.SASLOptions = { mechanism: 'oauthbearer', oauthBearerProvider: provider };
const mechanism: KafkaJS.SASLMechanism = bearer.mechanism;
const retry: KafkaJS.RetryOptions = { retries: 5, initialRetryTime: 100, maxRetryTime: 1000 };
const settings: KafkaJS.KafkaConfig = {
  brokers: ['a:1'],
  clientId: 'c',
  ssl: true,
  sasl,
  retry,
  logLevel: logLevel.ERROR,
  logger: new Lines(),
  requestTimeout: 1000,
};
const common: KafkaJS.CommonConstructorConfig = { kafkaJS: settings, 'bootstrap.servers': 'b:1' };
const kafka: KafkaJS.Kafka = new Kafka(common);
const ofProducer: KafkaJS.ProducerConstructorConfig = {
  kafkaJS: { acks: -1, compression: CompressionTypes.GZIP, idempotent: true, transactionalId: 'x' },
  'linger.ms': 5,
};
const ofConsumer: KafkaJS.ConsumerConstructorConfig = {
  kafkaJS: {
    groupId: 'g',
    fromBeginning: true,
    autoCommit: false,
    partitionAssigners: [PartitionAssigners.roundRobin, PartitionAssigners.cooperativeSticky],
  },
  'auto.offset.reset': 'earliest',
  'js.consumer.max.batch.size': 5,
};
const given: KafkaJS.ConsumerConfig = { groupId: 'g', partitionAssignors: [PartitionAssignors.range] };
const producer: KafkaJS.Producer = kafka.producer(ofProducer);
const consumer: KafkaJS.Consumer = kafka.consumer(ofConsumer);
const admin: KafkaJS.Admin = kafka.admin({ kafkaJS: { retry } });

export async function produce(): Promise<KafkaJS.RecordMetadata[]> {
  await producer.connect();
  const headers: KafkaJS.IHeaders = { a: 'b', c: Buffer.from('d'), e: ['f', Buffer.from('g')] };
  const message: KafkaJS.Message = { key: 'k', value: Buffer.from('v'), headers, partition: 0, timestamp: '1' };
  const record: KafkaJS.ProducerRecord = { topic: 't', messages: [message, { value: null }] };
  const batch: KafkaJS.ProducerBatch = { topicMessages: [record] };
  const [report] = await producer.send(record);
  console.log(report?.topicName, report?.partition, report?.errorCode, report?.baseOffset, report?.timestamp);
  const transaction: KafkaJS.Transaction = await producer.transaction();
  const topics: KafkaJS.TopicOffsets[] = [{ topic: 't', partitions: [{ partition: 0, offset: '1' }] }];
  await transaction.send(record);
  await transaction.sendOffsets({ consumer, topics });
  await (transaction.isActive() ? transaction.commit() : transaction.abort());
  await producer.flush({ timeout: 5 });
  producer.logger().info('sent', { count: 1 });
  const own: KafkaJS.Admin = producer.dependentAdmin();
  await own.connect();
  producer.setSaslCredentialProvider({ username: 'a', password: 'b' });
  return producer.sendBatch(batch);
}

const eachMessage: KafkaJS.EachMessageHandler = async ({ topic, partition, message, heartbeat, pause }) => {
  console.log(topic, partition, message.key?.toString(), message.value?.toString(), message.offset, message.timestamp);
  for (const [name, value] of Object.entries(message.headers ?? {})) console.log(name, value?.toString());
  await heartbeat();
  const resume: () => void = pause();
  resume();
};

const eachBatch: KafkaJS.EachBatchHandler = async (payload: KafkaJS.EachBatchPayload) => {
  const { batch, resolveOffset, isRunning, isStale, commitOffsetsIfNecessary }: KafkaJS.EachBatchPayload = payload;
  for (const message of batch.messages) {
    if (!isRunning() || isStale()) return;
    resolveOffset(message.offset);
  }
  await commitOffsetsIfNecessary();
  console.log(
    batch.highWatermark,
    batch.firstOffset()?.length,
    batch.lastOffset().length,
    batch.offsetLag(),
    batch.isEmpty(),
  );
};

export async function consume(): Promise<void> {
  await consumer.connect();
  const subscription: KafkaJS.ConsumerSubscribeTopics = { topics: ['t', /^u/], replace: true };
  await consumer.subscribe(subscription);
  await consumer.subscribe({ topic: 't' });
  const run: KafkaJS.ConsumerRunConfig = { eachBatch, partitionsConsumedConcurrently: 5, eachBatchAutoResolve: false };
  await consumer.run(run);
  await consumer.run({ eachMessage });
  await consumer.run({ eachMessage: async (payload: KafkaJS.EachMessagePayload) => console.log(payload.message.size) });
  const place: KafkaJS.TopicPartitionOffsetAndMetadata = { topic: 't', partition: 0, offset: '5', metadata: null };
  consumer.storeOffsets([place]);
  await consumer.commitOffsets();
  await consumer.commitOffsets([place]);
  const found: KafkaJS.TopicPartitionOffsetAndMetadata[] = await consumer.committed([{ topic: 't', partition: 0 }], 5);
  consumer.seek({ topic: 't', partition: 0, offset: '5' });
  consumer.pause([{ topic: 't', partitions: [0] }]);
  const paused: KafkaJS.TopicPartitions[] = consumer.paused();
  consumer.resume([{ topic: 't' }]);
  const assignment: KafkaJS.TopicPartition[] = consumer.assignment();
  console.log(found[0]?.offset, paused[0]?.partitions, assignment[0]?.partition, mechanism, given.groupId);
  await consumer.stop();
  await consumer.disconnect();
}

export async function administer(): Promise<void> {
  const topic: KafkaJS.ITopicConfig = { topic: 't', numPartitions: 1, configEntries: [{ name: 'a', value: 'b' }] };
  const isCreated: boolean = await admin.createTopics({ topics: [topic], timeout: 5 });
  const names: string[] = await admin.listTopics({ timeout: 5 });
  const { groups, errors } = await admin.listGroups({ matchConsumerGroupStates: [KafkaJS.ConsumerGroupStates.EMPTY] });
  const described: KafkaJS.GroupDescriptions = await admin.describeGroups(['g'], { includeAuthorizedOperations: true });
  const [group] = described.groups;
  console.log(
    group?.coordinator.host,
    group?.state === KafkaJS.ConsumerGroupStates.DEAD,
    group?.members[0]?.assignment,
  );
  const deleted: KafkaJS.DeleteGroupsResult[] = await admin.deleteGroups(['g']);
  const [fetched] = await admin.fetchOffsets({ groupId: 'g', topics: [{ topic: 't', partitions: [0] }] });
  const partition: KafkaJS.FetchOffsetsPartition | undefined = fetched?.partitions[0];
  const topics: KafkaJS.ITopicMetadata[] = await admin.fetchTopicMetadata({ topics: ['t'] });
  const operations: KafkaJS.AclOperationTypes[] = topics[0]?.authorizedOperations ?? [];
  const id: KafkaJS.Uuid | undefined = topics[0]?.topicId;
  const isolationLevel = KafkaJS.IsolationLevel.READ_COMMITTED;
  const [ends] = await admin.fetchTopicOffsets('t', { timeout: 5, isolationLevel });
  const timed: KafkaJS.SeekEntry[] = await admin.fetchTopicOffsetsByTimestamp('t', 5);
  const records: KafkaJS.DeleteRecordsResult[] = await admin.deleteTopicRecords({ topic: 't', partitions: timed });
  await admin.deleteTopics({ topics: names });
  console.log(
    isCreated,
    groups[0]?.groupId,
    errors[0]?.code,
    deleted[0]?.error?.message,
    partition?.metadata,
    ends?.high,
  );
  console.log(records[0]?.lowWatermark, operations, id?.base64str, topics[0]?.partitions[0]?.leaderNode?.host);
}

export function handle(error: Error): boolean {
  if (error instanceof KafkaJS.KafkaJSTimeout) return error.retriable;
  if (error instanceof KafkaJS.KafkaJSDeleteGroupsError) return error.groups[0]?.groupId === 'g';
  if (error instanceof KafkaJS.KafkaJSDeleteTopicRecordsError) return error.partitions[0]?.offset === '1';
  if (error instanceof KafkaJS.KafkaJSCreateTopicError) return error.topic === 't';
  if (error instanceof KafkaJS.KafkaJSOffsetOutOfRange) return error.topic === 't' && error.partition === 0;
  if (error instanceof KafkaJS.KafkaJSAggregateError) return error.errors.length > 0;
  if (error instanceof KafkaJS.KafkaJSError)
    return error.code === ErrorCodes.ERR__FATAL || error.fatal || error.abortable;
  let code = ErrorCodes.ERR_NO_ERROR;
  code = new KafkaJS.KafkaJSError('text', { code, retriable: true }).code;
  const made: KafkaJS.KafkaJSErrorMetadata = { code, fatal: true, stack: 's' };
  throw new KafkaJS.KafkaJSConnectionError(new Error('text'), made);
}

/** Objects that a test puts in the place of clients. */
export function inPlaceOf(): KafkaJS.Kafka {
  const client = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    logger: () => new Lines(),
    setSaslCredentialProvider: () => undefined,
    dependentAdmin: () => admin,
  };
  const fakeProducer: KafkaJS.Producer = {
    ...client,
    send: async () => [{ topicName: 't', partition: 0, errorCode: 0 }],
    sendBatch: async () => [],
    flush: async () => undefined,
    transaction: async () => fakeProducer,
    commit: async () => undefined,
    abort: async () => undefined,
    sendOffsets: async () => undefined,
    isActive: () => false,
  };
  const fakeConsumer: KafkaJS.Consumer = {
    ...client,
    subscribe: async () => undefined,
    stop: async () => undefined,
    run: async () => undefined,
    storeOffsets: () => undefined,
    commitOffsets: async () => undefined,
    committed: async () => [],
    seek: () => undefined,
    pause: () => undefined,
    paused: () => [],
    resume: () => undefined,
    assignment: () => [],
  };
  return { producer: () => fakeProducer, consumer: () => fakeConsumer, admin: () => admin };
}

/** What a test calls its handlers with. */
export async function fakes(): Promise<void> {
  const message: KafkaJS.KafkaMessage = {
    key: null,
    value: Buffer.from('v'),
    timestamp: '1',
    attributes: 0,
    offset: '5',
    headers: {},
  };
  const shared = { heartbeat: async () => undefined, pause: () => () => undefined };
  await eachMessage({ topic: 't', partition: 0, message, ...shared });
  const batch: KafkaJS.Batch = {
    topic: 't',
    partition: 0,
    highWatermark: '6',
    messages: [message],
    isEmpty: () => false,
    firstOffset: () => '5',
    lastOffset: () => '5',
    offsetLag: () => '0',
    offsetLagLow: () => '0',
  };
  await eachBatch({
    batch,
    resolveOffset: () => undefined,
    commitOffsetsIfNecessary: async () => undefined,
    isRunning: () => true,
    isStale: () => false,
    ...shared,
  });
}

export const names: Record<KafkaJS.CompressionTypes.GZIP | KafkaJS.CompressionTypes.LZ4, KafkaJS.logLevel> = {
  [CompressionTypes.GZIP]: logLevel.DEBUG,
  [CompressionTypes.LZ4]: logLevel.NOTHING,
};
