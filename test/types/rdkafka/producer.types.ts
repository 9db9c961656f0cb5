/** A program for node-rdkafka and for Confluent's root: producers, streams, topics. */
import {
  AdminClient,
  type ClientMetrics,
  type ConsumerStream,
  createReadStream,
  createWriteStream,
  type DeliveryReport,
  type GlobalConfig,
  HighLevelProducer,
  type IAdminClient,
  KafkaConsumer,
  type LibrdKafkaError,
  type Message,
  type MessageHeader,
  type MessageKey,
  type MessageValue,
  type Metadata,
  type NewTopic,
  type NumberNullUndefined,
  Producer,
  type ProducerGlobalConfig,
  type ProducerStream,
  type ProducerTopicConfig,
  type ReadStreamOptions,
  type TopicPartitionOffset,
  type WriteStreamOptions,
} from 'kafka-napi/rdkafka';
import { Transform, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const settings: ProducerGlobalConfig = {
  'client.id': 'p',
  'metadata.broker.list': 'a:1',
  'compression.codec': 'gzip',
  'queue.buffering.max.ms': 5,
  'socket.keepalive.enable': true,
  dr_cb: true,
  dr_msg_cb: true,
};
const ofTopics: ProducerTopicConfig = { 'request.required.acks': -1, partitioner: 'murmur2_random' };
const producer = new Producer(settings, ofTopics);
new Producer({ dr_cb: (error: LibrdKafkaError, report: DeliveryReport) => console.log(error, report) });
new Producer({ 'transactional.id': 'x' });

class Mine extends Producer {
  sent = 0;

  override produce(topic: string, partition: NumberNullUndefined, message: MessageValue, key?: MessageKey): unknown {
    this.sent++;
    return super.produce(topic, partition, message, key);
  }
}

export function produce(client: Producer): boolean {
  client.connect().setPollInterval(100).poll().flush(100).disconnect();
  client.connect({ allTopics: true }, (error: LibrdKafkaError, metadata: Metadata) => console.log(error, metadata));
  client.setPollInterval(0);
  const headers: MessageHeader[] = [{ a: 'b' }, { c: Buffer.from('d') }];
  const key: MessageKey = 'k';
  client.produce('t', null, Buffer.from('a'));
  client.produce('t', 0, null, null);
  client.produce('t', -1, Buffer.from('a'), Buffer.from('k'), Date.now(), { any: 'thing' });
  client.produce('t', undefined, Buffer.from('a'), key, null, 5, headers);
  const result = client.produce('t', null, Buffer.from('a'), key, undefined, undefined, headers);
  client.flush();
  client.flush(null, (error: LibrdKafkaError) => console.log(error.code));
  client.flush(100, (error) => error && console.log(error.message));
  client.disconnect((error, metrics) => console.log(error, metrics.connectionOpened));
  client.disconnect(100, (error: Error, metrics: ClientMetrics) => console.log(error, metrics));
  return result;
}

export function reports(client: Producer): void {
  client
    .on('delivery-report', (error: LibrdKafkaError, report: DeliveryReport) =>
      console.log(error.code, report.opaque.id),
    )
    .on('delivery-report', (_, { topic, partition, offset, key, value, size, timestamp, opaque }) =>
      console.log(topic, partition + offset + size, key?.toString(), value?.length, timestamp, opaque),
    )
    .on('event.error', (error) => console.log(error.errno, error.isTxnRequiresAbort))
    .on('disconnected', (metrics) => console.log(metrics.connectionOpened))
    .once('ready', () => client.poll())
    .once('event.log', (log) => console.log(log));
}

export async function transact(client: Producer, consumer: KafkaConsumer): Promise<void> {
  const done = (error: LibrdKafkaError): void => console.log(error.isTxnRequiresAbort, error.isFatal);
  const offsets: TopicPartitionOffset[] = [{ topic: 't', partition: 0, offset: 5 }];
  await new Promise<void>((resolve, reject) =>
    client.initTransactions((error) => (error ? reject(new Error(error.message)) : resolve())),
  );
  client.initTransactions(100, done);
  client.beginTransaction(done);
  client.sendOffsetsToTransaction(offsets, consumer, done);
  client.sendOffsetsToTransaction(offsets, consumer, 100, done);
  client.commitTransaction(done);
  client.commitTransaction(100, done);
  client.abortTransaction(done);
  client.abortTransaction(100, (error) => console.log(error.message));
}

export function highLevel(): void {
  const client: HighLevelProducer = new HighLevelProducer(settings).connect().setPollInterval(100);
  const base: Producer = client;
  client.setValueSerializer((value) => Buffer.from(JSON.stringify(value)));
  client.setValueSerializer(async (value: { id: number }) => Buffer.from(String(value.id)));
  client.setValueSerializer((value: object, cb) => cb(null, Buffer.from(JSON.stringify(value))));
  client.setValueSerializer((value: string, cb) => cb(value === '' ? new Error('empty') : null, Buffer.from(value)));
  client.setKeySerializer((key) => key.toString());
  client.setKeySerializer(async (key: number) => String(key));
  client.setKeySerializer((key, cb) => cb(undefined, key));
  client.produce('t', null, { any: 'thing' }, 5, Date.now(), (error, offset) => console.log(error, offset));
  client.produce('t', 0, Buffer.from('a'), null, null, (error: Error | null, offset?: NumberNullUndefined) =>
    console.log(error, (offset ?? 0) + 1),
  );
  client.produce('t', null, 'a', 'b', undefined, [{ a: 'b' }], (error: unknown) => console.log(error));
  client.flush(100, () => client.disconnect());
  client.on('delivery-report', (_, report) => console.log(report.offset));
  console.log(base.isConnected(), client.getLastError().message);
}

export async function streams(): Promise<void> {
  const reading: ReadStreamOptions = {
    topics: ['t', /^u/],
    fetchSize: 5,
    waitInterval: 10,
    objectMode: true,
    highWaterMark: 5,
    autoClose: false,
    streamAsBatch: true,
    connectOptions: { timeout: 1 },
  };
  const reader: ConsumerStream = createReadStream({ 'group.id': 'g' }, { 'auto.offset.reset': 'earliest' }, reading);
  const other = KafkaConsumer.createReadStream({ 'group.id': 'g' }, {}, { topics: 't' });
  KafkaConsumer.createReadStream({}, {}, { topics: (metadata) => metadata.topics.map(({ name }) => name) });
  reader.consumer.commit();
  reader.consumer.on('rebalance', (error) => console.log(error.code));
  reader.connect({ 'group.id': 'g' });
  reader
    .on('data', (message: Message) => console.log(message.offset))
    .on('error', (error: Error) => console.log(error));
  reader.pause().resume();
  reader.close();
  reader.close(() => console.log('closed'));
  other.destroy(new Error('enough'));
  for await (const message of other) console.log((message as Message).value?.toString());

  const writing: WriteStreamOptions = {
    topic: 't',
    autoClose: true,
    pollInterval: 5,
    encoding: 'utf8',
    objectMode: true,
  };
  const writer: ProducerStream = Producer.createWriteStream(settings, ofTopics, writing);
  const second = createWriteStream(settings, {}, { objectMode: true });
  const isRoom: boolean = writer.write(Buffer.from('a'));
  second.write({ topic: 't', value: Buffer.from('a'), key: 'k', partition: 0, headers: [{ a: 'b' }] });
  writer.producer.on('delivery-report', (error, report) => console.log(error, report.offset));
  writer.connect({ timeout: 5 });
  writer.end();
  writer.close(() => console.log(isRoom));
  const plain: [Readable, Writable] = [reader, writer];
  const upper = new Transform({ transform: (chunk, _, done) => done(null, chunk) });
  plain[0].pipe(upper).pipe(writer);
  await pipeline(reader, upper, second);
}

export function administer(conf: GlobalConfig): void {
  const client: IAdminClient = AdminClient.create(conf);
  const topic: NewTopic = {
    topic: 't',
    num_partitions: 3,
    replication_factor: 1,
    config: { 'cleanup.policy': 'compact', 'retention.ms': '1000' },
  };
  const done = (error: LibrdKafkaError): void => console.log(error.code);
  client.createTopic(topic);
  client.createTopic({ ...topic, config: { 'x.y': 'z' } }, done);
  client.createTopic(topic, 100);
  client.createTopic(topic, 100, (error: LibrdKafkaError) => console.log(error.message));
  client.createTopic(topic, undefined, (error) => error && console.log(error.code));
  client.createTopic(topic, (error) => {
    if (error) console.log(error.code);
  });
  client.deleteTopic('t');
  client.deleteTopic('t', done);
  client.deleteTopic('t', 100, (error) => console.log(error.code));
  client.createPartitions('t', 5);
  client.createPartitions('t', 5, done);
  client.createPartitions('t', 5, 100, (error) => console.log(error.code));
  client.disconnect();
}
console.log(new Mine({}).sent, producer);
