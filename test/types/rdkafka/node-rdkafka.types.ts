/** A program for node-rdkafka: what Confluent's types do not have. */
import {
  AdminClient,
  type Client,
  createReadStream,
  type IAdminClient,
  type KafkaClientEvents,
  KafkaConsumer,
  type KafkaConsumerEvents,
  type KafkaProducerEvents,
  type LibrdKafkaError,
  Producer,
  type ReadStreamOptions,
} from 'kafka-napi/rdkafka';

const consumer = new KafkaConsumer({ 'group.id': 'g' }, {});
const producer = new Producer({});

const heard: { [Event in KafkaConsumerEvents]: boolean } = {
  data: true,
  'partition.eof': true,
  rebalance: true,
  'rebalance.error': true,
  subscribed: true,
  unsubscribed: true,
  unsubscribe: true,
  'offset.commit': true,
  disconnected: true,
  ready: true,
  'connection.failure': true,
  'event.error': true,
  'event.stats': true,
  'event.log': true,
  'event.event': true,
  'event.throttle': true,
};
const common: KafkaClientEvents[] = ['ready', 'event.stats'];
const produced: KafkaProducerEvents = 'delivery-report';

export function watch(client: Client<KafkaConsumerEvents>): void {
  client.on('data', (message) => console.log(message.offset));
}
export function watchAny<Events extends string>(client: Client<Events>): boolean {
  return client.isConnected();
}
watch(consumer);
console.log(watchAny(consumer), watchAny(producer), heard, common, produced);

consumer
  .incrementalAssign([{ topic: 't', partition: 0, offset: 1 }])
  .incrementalUnassign([{ topic: 't', partition: 0 }])
  .commitSync(null);
const isCooperative: boolean = consumer.rebalanceProtocol() === 'COOPERATIVE';
consumer.setOauthBearerToken('t').connect();
producer.setOauthBearerToken('t').connect();

const options: ReadStreamOptions = { topics: 't', initOauthBearerToken: 't' };
createReadStream({ 'group.id': 'g' }, {}, options).refreshOauthBearerToken('u');

const admin: IAdminClient = AdminClient.create({ 'bootstrap.servers': 'a:1' }, 'token');
admin.refreshOauthBearerToken('t');
admin.createTopic({ topic: 't', num_partitions: 1, replication_factor: 1 }, (error: LibrdKafkaError) =>
  console.log(error.code, isCooperative),
);
