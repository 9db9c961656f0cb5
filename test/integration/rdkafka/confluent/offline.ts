import type { Context, Module } from '../programs/observe';
import { failure, quiet } from './support';

const shape = (value: unknown): unknown =>
  typeof value === 'function'
    ? 'function'
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;

export async function exported({ K, note }: Context): Promise<void> {
  const { KafkaJS } = K;
  const enums = ['logLevel', 'PartitionAssigners', 'PartitionAssignors', 'ConsumerGroupStates', 'ConsumerGroupTypes'];
  note('names', Object.keys(KafkaJS).sort());
  for (const name of [...enums, 'AclOperationTypes', 'IsolationLevel']) note(name, shape(KafkaJS[name]));
  note('codes', KafkaJS.ErrorCodes.ERR__STATE);
  for (const name of Object.keys(KafkaJS).filter((one) => one.startsWith('KafkaJS'))) {
    const args: unknown[] = name.includes('DeleteTopicRecords')
      ? [{ partitions: [{ partition: 0, offset: '1', error: { retriable: true } }] }]
      : name.includes('CreateTopic')
        ? ['text', 'topic', { code: -185, retriable: true }]
        : name.includes('DeleteGroups') || name.includes('Aggregate')
          ? ['text', [{ groupId: 'g' }]]
          : ['text', { code: -185, fatal: true, abortable: true }];
    const error = new KafkaJS[name](...args);
    const {
      stack: _,
      cause: __,
      ...fields
    } = Object.fromEntries(Object.getOwnPropertyNames(error).map((key) => [key, error[key]]));
    const parents = [];
    for (let one = Object.getPrototypeOf(error); one !== null; one = Object.getPrototypeOf(one)) {
      parents.push(one.constructor.name);
    }
    note(name, [shape(fields), parents, KafkaJS.isKafkaJSError(error)]);
  }
  note(
    'rebalancing',
    ['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'other'].map((type) => KafkaJS.isRebalancing({ type })),
  );
}

type Kind = 'producer' | 'consumer' | 'admin';

/** Refused when a client is created or connects. */
export async function refused({ K, note }: Context): Promise<void> {
  const { Kafka } = K.KafkaJS;
  const brokers = ['127.0.0.1:1'];
  const logger = quiet(K);
  const connect = (kind: Kind, block: object, beside: object = {}, common: object = {}) =>
    failure(() =>
      new Kafka({ kafkaJS: { brokers, logger, ...common } })[kind]({ kafkaJS: block, ...beside }).connect(),
    );
  note('outside', [
    await failure(() => new Kafka({ brokers })),
    await failure(() => new Kafka({}).producer({ idempotent: true })),
    await failure(() => new Kafka({}).consumer({ groupId: 'g' })),
    await failure(() => new Kafka({}).admin({ brokers })),
  ]);
  const common = [
    { brokers: () => brokers },
    { brokers: 'a:1' },
    { ssl: { ca: [] } },
    { sasl: { mechanism: 'plain', username: 'a' } },
    { sasl: { mechanism: 'aws' } },
    { sasl: { mechanism: 'oauthbearer', oauthBearerProvider: 5 } },
    { retry: { factor: 1 } },
    { retry: { multiplier: 1 } },
    { retry: { restartOnFailure: async () => true } },
    { socketFactory: () => undefined },
    { reauthenticationThreshold: 1 },
    { logLevel: 17 },
    { noSuchOption: 1 },
  ];
  for (const one of common)
    note(`common ${Object.keys(one)[0]!} ${JSON.stringify(one)}`, await connect('admin', {}, {}, one));
  note('producer', [
    await connect('producer', { createPartitioner: () => () => 0 }),
    await connect('producer', { groupId: 'g' }),
  ]);
  note('consumer', [
    await connect('consumer', { groupId: 'g', autoCommitThreshold: 5 }),
    await connect('consumer', { groupId: 'g', partitionAssigners: [() => undefined] }),
    await connect('consumer', { groupId: 'g', partitionAssignors: 'range' }),
    await connect('consumer', { groupId: 'g' }, { 'enable.auto.offset.store': false }),
    await connect('consumer', { groupId: 'g' }, { 'js.consumer.max.batch.size': 0 }),
    await connect('consumer', { groupId: 'g' }, { 'js.consumer.max.batch.size': '1.5' }),
    await connect('consumer', { groupId: 'g' }, { 'js.consumer.max.cache.size.per.worker.ms': -1 }),
    await connect('consumer', { groupId: 'g', sessionTimeout: 6000 }, { 'group.protocol': 'consumer' }),
    await connect('consumer', { groupId: 'g', heartbeatInterval: 600 }, { 'group.protocol': 'consumer' }),
    await connect('consumer', { groupId: 'g', partitionAssignors: ['range'] }, { 'group.protocol': 'consumer' }),
  ]);
  note('unknown property', await connect('producer', {}, { 'no.such.property': 1 }));
}

/** Calls without a connection. */
export async function unconnected({ K, note }: Context): Promise<void> {
  const kafka = new K.KafkaJS.Kafka({ kafkaJS: { brokers: ['127.0.0.1:1'], logger: quiet(K) } });
  const producer: Module = kafka.producer();
  const consumer: Module = kafka.consumer({ kafkaJS: { groupId: 'g' } });
  const admin: Module = kafka.admin();
  for (const call of ['send', 'sendBatch', 'flush', 'transaction', 'commit', 'abort']) {
    note(`producer.${call}`, await failure(() => producer[call]({}), true));
  }
  note('producer.sendOffsets', [
    await failure(() => producer.sendOffsets({ consumerGroupId: 'g', topics: [] })),
    await failure(() => producer.sendOffsets({ consumer, topics: [] })),
    await failure(() => producer.sendOffsets({ consumer, topics: [{}] }), true),
  ]);
  for (const call of ['subscribe', 'run', 'seek', 'pause', 'resume', 'assignment', 'committed', 'commitOffsets']) {
    note(`consumer.${call}`, await failure(() => consumer[call]([]), true));
  }
  for (const call of ['stop', 'describeGroup', 'on']) note(`consumer.${call}`, await failure(() => consumer[call]()));
  note('consumer.events', await failure(() => consumer.events));
  note('consumer values', [consumer.rebalanceProtocol(), consumer.paused()]);
  const adminCalls = ['createTopics', 'deleteTopics', 'listTopics', 'listGroups', 'describeGroups', 'deleteGroups'];
  for (const call of [...adminCalls, 'fetchOffsets', 'deleteTopicRecords', 'fetchTopicMetadata', 'fetchTopicOffsets']) {
    note(`admin.${call}`, await failure(() => admin[call]({}), true));
  }
  note('credentials', [
    await failure(() => producer.setSaslCredentials({ username: 'a' })),
    await failure(() => producer.setSaslCredentials({ password: 'a' })),
    await failure(() => producer.setSaslCredentials({ username: 'a', password: 'b' })),
  ]);
  note('active', producer.isActive());
  for (const client of [producer, consumer, admin]) await client.disconnect();
  note('dependent', [
    await failure(() => producer.dependentAdmin().connect(), true),
    await failure(() => consumer.dependentAdmin().connect(), true),
  ]);
}
