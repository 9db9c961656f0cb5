/** A program for node-rdkafka and for Confluent's root: consumers. */
import * as Kafka from 'kafka-napi/rdkafka';
import {
  type Assignment,
  type Client,
  type ClientMetrics,
  CODES,
  type ConsumerGlobalConfig,
  type ConsumerTopicConfig,
  type EofEvent,
  KafkaConsumer,
  type LibrdKafkaError,
  type Message,
  type Metadata,
  type MetadataOptions,
  type ReadyInfo,
  type SubscribeTopicList,
  type TopicPartition,
  type TopicPartitionOffset,
  type TopicPartitionTime,
  type WatermarkOffsets,
} from 'kafka-napi/rdkafka';

const given: Function = () => undefined; // eslint-disable-line @typescript-eslint/no-unsafe-function-type
const settings: ConsumerGlobalConfig = {
  'group.id': 'g',
  'metadata.broker.list': 'a:1',
  'enable.auto.commit': false,
  'session.timeout.ms': 6000,
  'partition.assignment.strategy': 'cooperative-sticky',
  rebalance_cb: given,
  offset_commit_cb: (error: LibrdKafkaError, offsets: TopicPartitionOffset[]) => console.log(error, offsets),
  event_cb: true,
};
const ofTopics: ConsumerTopicConfig = { 'auto.offset.reset': 'earliest' };
const consumer: KafkaConsumer = new KafkaConsumer(settings, ofTopics);

/** A code as a value that changes, in a switch and as a key. */
export function codes(error: LibrdKafkaError): string {
  let code = CODES.ERRORS.ERR_NO_ERROR;
  console.log(code);
  code = error.code;
  switch (code) {
    case CODES.ERRORS.ERR__ASSIGN_PARTITIONS:
    case Kafka.CODES.ERRORS.ERR__REVOKE_PARTITIONS:
      return 'rebalance';
    default:
      break;
  }
  const retried: number[] = [CODES.ERRORS.ERR__TIMED_OUT, CODES.ERRORS.ERR_REQUEST_TIMED_OUT];
  const named: Record<number, string> = { [CODES.ERRORS.ERR__PARTITION_EOF]: 'end' };
  type Name = keyof typeof CODES.ERRORS;
  const name: Name = 'ERR__QUEUE_FULL';
  const all: { [name: string]: number } = CODES.ERRORS;
  return `${retried.includes(code)} ${named[code]} ${CODES.ERRORS[name]} ${all[name]} ${error.origin} ${error.errno}`;
}

class Mine extends KafkaConsumer {
  private seen = 0;

  constructor(conf: ConsumerGlobalConfig, topicConf: ConsumerTopicConfig = {}) {
    super(conf, topicConf);
  }

  override commitMessage(message: TopicPartitionOffset): this {
    this.seen++;
    return super.commitMessage(message);
  }

  get count(): number {
    return this.seen;
  }
}
const mine: KafkaConsumer = new Mine({ 'group.id': 'g' });
const make = (Constructor: typeof KafkaConsumer): InstanceType<typeof KafkaConsumer> => new Constructor(settings, {});

export function lifecycle(client: KafkaConsumer): void {
  const options: MetadataOptions = { topic: 't', allTopics: false, timeout: 1 };
  client
    .connect()
    .connect(options)
    .connect({}, (error: LibrdKafkaError, metadata: Metadata) => console.log(error.message, metadata.topics[0]?.name))
    .on('ready', ({ name }: ReadyInfo, metadata) => console.log(name.length, metadata.brokers[0]?.host));
  const last: LibrdKafkaError = client.getLastError();
  console.log(client.getLastError().code, last.stack, client.isConnected(), client.connectedTime() + 1);
  client.getMetadata({ topic: 't' }, (error, { orig_broker_id, topics }) => {
    if (error) return;
    const partition = topics[0]?.partitions[0];
    console.log(
      orig_broker_id + 1,
      partition?.leader,
      partition?.isrs.length,
      partition?.replicas.length,
      partition?.id,
    );
  });
  client.getMetadata();
  client.queryWatermarkOffsets('t', 0, 1000, (error: LibrdKafkaError, offsets: WatermarkOffsets) =>
    console.log(error, offsets.lowOffset),
  );
  client.queryWatermarkOffsets('t', 0, (_, { highOffset }) => highOffset + 1);
  client.disconnect((error: Error | null, { connectionOpened }: ClientMetrics) => console.log(error, connectionOpened));
  client.disconnect(1000, (_, metrics) => metrics.connectionOpened);
  client.disconnect();
  const native = client.getClient();
  native.anything();
}

export function reading(client: KafkaConsumer): void {
  const topics: SubscribeTopicList = ['t', /^t.*/];
  client.subscribe(topics).subscribe(['u']).unsubscribe();
  const names: string[] = client.subscription();
  client.consume();
  client.consume(10);
  client.consume(10, (error, messages) => {
    if (error) return;
    for (const { value, key, headers, timestamp, size, offset, partition, topic } of messages) {
      console.log(value!.toString(), key?.toString(), timestamp! + size + offset + partition, topic.length);
      for (const header of headers ?? []) for (const name of Object.keys(header)) console.log(header[name]?.toString());
    }
  });
  client.consume(10, (error: LibrdKafkaError, messages: Message[]) => console.log(error.code, messages.length));
  client.consume((error: LibrdKafkaError, messages: Message[]) => console.log(error.code, messages.length));
  client.consume((error, messages) => console.log(error.code, messages.length));
  client.setDefaultConsumeTimeout(1);
  client.setDefaultConsumeLoopTimeoutDelay(1);
  console.log(names.length);
}

export function offsets(client: KafkaConsumer): void {
  const place: TopicPartitionOffset = { topic: 't', partition: 0, offset: 5 };
  client.commit().commit(place).commit([place]).commitMessage(place).commitMessageSync(place).commitSync(place);
  client.commitSync([place]);
  const fetched = (error: LibrdKafkaError, list: TopicPartitionOffset[]): void => console.log(error, list);
  client.committed([{ topic: 't', partition: 0 }], 100, fetched).committed(100, fetched);
  client.committed(100, (_, list) => list.map(({ offset }) => offset + 1));
  const positions: TopicPartitionOffset[] = client.position();
  const [first] = client.position([{ topic: 't', partition: 0 }]);
  client.offsetsStore([place]);
  client.seek(place, 100, (error: LibrdKafkaError) => console.log(error.code)).seek(place, null, () => undefined);
  client.seek(place, 0, (error) => {
    if (error) throw error;
  });
  const times: TopicPartitionTime[] = [{ topic: 't', partition: 0, offset: Date.now() }];
  client.offsetsForTimes(times, 100, (error: LibrdKafkaError, found: TopicPartitionOffset[]) =>
    console.log(error, found[0]?.offset),
  );
  client.offsetsForTimes(times, (_, found) => found.map(({ offset }) => offset));
  const { lowOffset, highOffset }: WatermarkOffsets = client.getWatermarkOffsets('t', 0);
  console.log(positions.length, first?.offset, highOffset - lowOffset);
}

export function assigning(client: KafkaConsumer): void {
  const list: Assignment[] = [
    { topic: 't', partition: 0 },
    { topic: 't', partition: 1, offset: 5 },
  ];
  client.assign(list).unassign();
  const assigned: Assignment[] = client.assignments();
  const partitions: TopicPartition[] = assigned.map(({ topic, partition }) => ({ topic, partition }));
  const paused = client.pause(partitions);
  client.resume(partitions);
  console.log(paused);
}

/** node-rdkafka's alone. */
export function events(client: KafkaConsumer): void {
  client
    .on('data', (message: Message) => console.log(message.value))
    .on('data', ({ topic, key }) => console.log(topic, key))
    .on('partition.eof', (end: EofEvent) => console.log(end.offset))
    .on('rebalance', (error: LibrdKafkaError, assignments: TopicPartition[]) => console.log(error.code, assignments))
    .on('rebalance', (_, assignments) => client.assign(assignments.map((one) => ({ ...one, offset: 0 }))))
    .on('rebalance.error', (error: Error) => console.log(error.stack))
    .on('subscribed', (topics: SubscribeTopicList) => console.log(topics.length))
    .on('unsubscribe', () => undefined)
    .on('unsubscribed', () => undefined)
    .on('offset.commit', (error, list) => console.log(error.code, list[0]?.offset))
    .on('disconnected', (metrics: ClientMetrics) => console.log(metrics.connectionOpened))
    .on('connection.failure', (error, metrics) => console.log(error.message, metrics.connectionOpened))
    .on('event.error', (error: LibrdKafkaError) => console.log(error.isFatal, error.isRetriable))
    .on('event.log', (log) => console.log(log.fac, log.severity))
    .on('event.stats', ({ message }) => JSON.parse(message))
    .on('event.event', (event) => console.log(event.message))
    .once('event.throttle', (event) => console.log(event.throttleTime))
    .once('ready', (info, metadata) => console.log(info.name, metadata.topics.length));
  const heard = (message: Message): void => console.log(message.offset);
  client.on('data', heard).removeListener('data', heard).off('data', heard).removeAllListeners('data');
  console.log(client.listenerCount('data'));
}

/** A function for any client. */
export function close(client: Client<'ready' | 'disconnected'>): Promise<ClientMetrics> {
  return new Promise((resolve, reject) => {
    client.once('disconnected', resolve);
    client.disconnect((error, metrics) => (error ? reject(error) : resolve(metrics)));
  });
}
void close(consumer);
console.log(mine, make(KafkaConsumer), Kafka.features.join(), Kafka.librdkafkaVersion.length);
