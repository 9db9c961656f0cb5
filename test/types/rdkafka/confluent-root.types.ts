/** A program for the root of Confluent's client: what it adds to node-rdkafka's. */
import {
  AclOperationTypes,
  AdminClient,
  type ConsumerGlobalConfig,
  ConsumerGroupStates,
  ConsumerGroupTypes,
  type DeleteGroupsResult,
  type DeleteRecordsResult,
  type EventHandlers,
  type GroupDescription,
  type GroupDescriptions,
  type GroupOverview,
  type GroupResults,
  HighLevelProducer,
  type IAdminClient,
  IsolationLevel,
  KafkaConsumer,
  type LibrdKafkaError,
  type ListGroupOffsets,
  type ListOffsetsResult,
  type MemberAssignment,
  type MemberDescription,
  type Node,
  OffsetSpec,
  Producer,
  RdKafka,
  type TopicDescription,
  type TopicPartitionInfo,
  type TopicPartitionOffset,
  type TopicPartitionOffsetAndMetadata,
  type TopicPartitionOffsetSpec,
  type Uuid,
} from 'kafka-napi/rdkafka';

const consumer = new KafkaConsumer({ 'group.id': 'g', 'auto.offset.reset': 'earliest' });
const producer = new Producer({ 'bootstrap.servers': 'a:1', acks: -1 });

export function enumerations(): string {
  let state = ConsumerGroupStates.UNKNOWN;
  console.log(state);
  state = ConsumerGroupStates.STABLE;
  const dead: ConsumerGroupStates.DEAD = ConsumerGroupStates.DEAD;
  const texts: Record<ConsumerGroupStates, string> = {
    [ConsumerGroupStates.UNKNOWN]: 'unknown',
    [ConsumerGroupStates.PREPARING_REBALANCE]: 'preparing',
    [ConsumerGroupStates.COMPLETING_REBALANCE]: 'completing',
    [ConsumerGroupStates.STABLE]: 'stable',
    [ConsumerGroupStates.DEAD]: 'dead',
    [ConsumerGroupStates.EMPTY]: 'empty',
  };
  const name: keyof typeof ConsumerGroupTypes = 'CLASSIC';
  const type: ConsumerGroupTypes = ConsumerGroupTypes[name];
  const operations: AclOperationTypes[] = [AclOperationTypes.READ, AclOperationTypes.ALL];
  const isolation: IsolationLevel = IsolationLevel.READ_COMMITTED;
  const number: number = isolation;
  switch (state as ConsumerGroupStates) {
    case ConsumerGroupStates.EMPTY:
      return 'empty';
    default:
      return `${texts[dead]} ${type} ${operations.includes(AclOperationTypes.WRITE)} ${number}`;
  }
}

const nodeText = ({ id, host, port, rack }: Node): string => `${id} ${host}:${port} ${rack ?? ''}`;
const memberText = ({ clientId, memberId, clientHost, groupInstanceId, ...rest }: MemberDescription): string => {
  const { assignment, targetAssignment }: { assignment: MemberAssignment; targetAssignment?: MemberAssignment } = rest;
  const bytes: Buffer | null = rest.memberMetadata;
  return [clientId, memberId, clientHost, groupInstanceId, bytes?.length, assignment.topicPartitions[0]?.topic]
    .concat(targetAssignment?.topicPartitions.length)
    .join();
};

export function groups(client: IAdminClient): void {
  const options = { timeout: 5, matchConsumerGroupStates: [ConsumerGroupStates.EMPTY] };
  client.listGroups();
  client.listGroups((error: LibrdKafkaError, result: { groups: GroupOverview[]; errors: LibrdKafkaError[] }) =>
    console.log(error, result.errors[0]?.code),
  );
  client.listGroups({ matchConsumerGroupTypes: [ConsumerGroupTypes.CLASSIC] }, (_, { groups: found }) =>
    found.map(({ groupId, state, type, protocolType, isSimpleConsumerGroup }) => ({
      text: `${groupId} ${protocolType} ${isSimpleConsumerGroup}`,
      isFine: state === ConsumerGroupStates.STABLE || type === ConsumerGroupTypes.CONSUMER,
    })),
  );
  client.listGroups(options, () => undefined);
  client.describeGroups(['g'], (error: LibrdKafkaError, result: GroupDescriptions) => console.log(error, result));
  client.describeGroups(['g'], { timeout: 5, includeAuthorizedOperations: true }, (_, result) => {
    const [group]: GroupDescription[] = result.groups;
    if (group === undefined) return;
    const coordinator: Node = group.coordinator;
    const operations: AclOperationTypes[] = group.authorizedOperations ?? [];
    console.log(coordinator.host, nodeText(group.coordinator), group.members.map(memberText), group.error?.code);
    console.log(group.partitionAssignor, group.protocol, operations.includes(AclOperationTypes.READ));
  });
  client.deleteGroups(['g'], (error, results: DeleteGroupsResult[]) => console.log(error.code, results[0]?.errorCode));
  client.deleteGroups(['g'], { timeout: 5 }, (_, results) =>
    results.map(({ groupId, error }) => [groupId, error?.code]),
  );
  const wanted: ListGroupOffsets[] = [{ groupId: 'g', partitions: [{ topic: 't', partition: 0 }] }, { groupId: 'h' }];
  client.listConsumerGroupOffsets(wanted, { timeout: 5, requireStableOffsets: true }, (error, results) => {
    const [found]: GroupResults[] = results;
    const offsets: TopicPartitionOffsetAndMetadata[] = found?.partitions ?? [];
    console.log(error.code, offsets[0]?.metadata, offsets[0]?.leaderEpoch, offsets[0]?.error?.message, found?.error);
  });
}

export function topics(client: IAdminClient): void {
  client.listTopics((error: LibrdKafkaError, names: string[]) => console.log(error, names.join()));
  client.listTopics({ timeout: 5 }, (_, names) => names.map((name) => name.length));
  client.describeTopics(['t'], { includeAuthorizedOperations: true, timeout: 5 }, (error, results) => {
    const [topic]: TopicDescription[] = results;
    const partitions: TopicPartitionInfo[] = topic?.partitions ?? [];
    const id: Uuid | undefined = topic?.topicId;
    const high: bigint = id?.mostSignificantBits ?? 0n;
    console.log(error.code, id?.base64str.length, high, partitions[0]?.leader?.id, partitions[0]?.isr.map(nodeText));
    console.log(topic?.isInternal, topic?.error?.code, partitions[0]?.replicas.length);
  });
  const records: TopicPartitionOffset[] = [{ topic: 't', partition: 0, offset: 5 }];
  client.deleteRecords(records, { timeout: 5, operationTimeout: 5 }, (_, results: DeleteRecordsResult[]) =>
    console.log(results[0]?.lowWatermark, results[0]?.error?.code),
  );
  const specs: TopicPartitionOffsetSpec[] = [
    { topic: 't', partition: 0, offset: OffsetSpec.LATEST },
    { topic: 't', partition: 1, offset: new OffsetSpec(5) },
  ];
  client.listOffsets(specs, { timeout: 5, isolationLevel: IsolationLevel.READ_COMMITTED }, (error, results) => {
    const [first]: ListOffsetsResult[] = results;
    console.log(error.code, (first?.offset ?? 0) + (first?.timestamp ?? 0), first?.leaderEpoch, first?.error?.code);
  });
}

export function clients(): void {
  const handlers: EventHandlers = {
    ready: () => undefined,
    'event.error': (error: LibrdKafkaError) => console.log(error),
  };
  const admin = AdminClient.create({ 'bootstrap.servers': 'a:1' }, handlers);
  const fromProducer: IAdminClient = AdminClient.createFrom(producer);
  AdminClient.createFrom(consumer, { 'event.log': (log) => console.log(log.message) }).disconnect();
  groups(admin);
  topics(fromProducer);
  consumer.setSaslCredentials('a', 'b');
  producer.setPollInBackground(true);
  consumer.commit({ topic: 't', partition: 0, offset: 1, metadata: 'm', leaderEpoch: 5 });
  consumer.commitSync([{ topic: 't', partition: 0, offset: 1, metadata: null }]);
  consumer.offsetsStore([{ topic: 't', partition: 0, offset: 1, metadata: 'm' }]);
  consumer.committed(100, (_, offsets: TopicPartitionOffsetAndMetadata[]) => offsets[0]?.metadata?.length);
  const high = new HighLevelProducer({ 'bootstrap.servers': 'a:1' });
  high.setTopicKeySerializer((topic, key) => `${topic}${key}`);
  high.setTopicKeySerializer((topic: string, key: string, cb) => cb(null, topic + key));
  high.setTopicValueSerializer(async (topic: string, value: object) => Buffer.from(topic + JSON.stringify(value)));
  high.setTopicValueSerializer((topic, value, cb) => cb(null, Buffer.from(topic + value)));
}

/** The namespace with all of it, as values and as types. */
export function namespace(conf: RdKafka.ConsumerGlobalConfig): RdKafka.KafkaConsumer {
  const plain: ConsumerGlobalConfig = conf;
  const client: RdKafka.KafkaConsumer = new RdKafka.KafkaConsumer(plain, {});
  const other: RdKafka.Producer = new RdKafka.Producer({});
  const message: RdKafka.Message | undefined = undefined;
  client.on(
    'rebalance',
    (error: RdKafka.LibrdKafkaError) => error.code === RdKafka.CODES.ERRORS.ERR__ASSIGN_PARTITIONS,
  );
  const state: RdKafka.ConsumerGroupStates = RdKafka.ConsumerGroupStates.DEAD;
  RdKafka.AdminClient.create({}).listTopics((_, names) => names.length);
  console.log(message, state, RdKafka.features, RdKafka.librdkafkaVersion, other.isConnected());
  RdKafka.createReadStream(conf, {}, { topics: 't' }).on('data', (data: RdKafka.Message) => console.log(data.value));
  return client;
}
