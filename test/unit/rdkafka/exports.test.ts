import { EventEmitter } from 'node:events';
import { inherits, promisify } from 'node:util';

import * as rdkafka from '../../../src/rdkafka/index';

test('the root has what node-rdkafka and Confluent’s client export', () => {
  expect(Object.keys(rdkafka).sort()).toEqual(
    [
      ...['AclOperationTypes', 'AdminClient', 'CODES', 'Consumer', 'ConsumerGroupStates', 'ConsumerGroupTypes'],
      ...[
        'HighLevelProducer',
        'IsolationLevel',
        'KafkaConsumer',
        'KafkaJS',
        'OffsetSpec',
        'Producer',
        'RdKafka',
        'Topic',
      ],
      ...['createReadStream', 'createWriteStream', 'features', 'librdkafkaVersion'],
    ].sort(),
  );
  expect(rdkafka.Consumer).toBe(rdkafka.KafkaConsumer);
  expect(rdkafka.RdKafka.Producer).toBe(rdkafka.Producer);
  for (const name of [
    'IsolationLevel',
    'OffsetSpec',
    'ConsumerGroupStates',
    'ConsumerGroupTypes',
    'AclOperationTypes',
  ] as const)
    expect(rdkafka.RdKafka[name]).toBe(rdkafka[name]);
  expect(rdkafka.createReadStream).toBe(rdkafka.KafkaConsumer.createReadStream);
});

const conf = { 'group.id': 'g', 'bootstrap.servers': '127.0.0.1:1' };

test('constructors work without new, with classes and with util.inherits', () => {
  const { KafkaConsumer, HighLevelProducer, Producer } = rdkafka;
  expect(KafkaConsumer(conf, {})).toBeInstanceOf(KafkaConsumer);
  expect(HighLevelProducer(conf, {})).toBeInstanceOf(Producer);
  expect(new KafkaConsumer(conf, {})).toBeInstanceOf(EventEmitter);
  class Own extends KafkaConsumer {
    more = 1;
  }
  const own = new Own(conf, {});
  expect([own instanceof KafkaConsumer, own.more, own.isConnected()]).toEqual([true, 1, false]);
  function Old(this: object): void {
    (Producer as unknown as (this: object, conf: object) => void).call(this, conf);
  }
  inherits(Old, Producer as never);
  const old = new (Old as never as new () => InstanceType<typeof Producer>)();
  expect(old.sentMessages).toBe(0);
  expect(() => old.poll()).toThrow('Producer not connected');
});

test('methods can be listed, replaced and promisified', async () => {
  const consumer = new rdkafka.KafkaConsumer(conf, {});
  const names: string[] = [];
  for (const name in consumer) if (typeof consumer[name as never] === 'function') names.push(name);
  expect(names).toEqual(expect.arrayContaining(['connect', 'consume', 'disconnect', 'offsetsForTimes', 'on']));
  const consume = promisify(consumer.consume as (n: number, cb: (error: unknown) => void) => void).bind(consumer);
  await expect(consume(1)).rejects.toMatchObject({ message: 'KafkaConsumer is not connected' });
  const producer = new rdkafka.Producer(conf);
  const seen: unknown[] = [];
  producer.produce = ((...args: unknown[]) => seen.push(args)) as never;
  producer.produce('t', null, null);
  expect(seen).toEqual([['t', null, null]]);
});

test('values that programs read', () => {
  const producer = new rdkafka.Producer({ ...conf, topic: 'default', partition: 4 } as never);
  expect(producer).toMatchObject({
    defaultTopic: 'default',
    defaultPartition: 4,
    sentMessages: 0,
    errorCounter: 0,
    metrics: {},
    _isConnected: false,
    _isConnecting: false,
    _metadata: {},
    globalConfig: conf,
  });
  expect(producer.lastError).toBeUndefined();
  expect(typeof producer.getClient()).toBe('object');
  expect(new rdkafka.OffsetSpec(5).timestamp).toBe(5);
});

test('a throttle by the broker is told by two events', () => {
  const producer = new rdkafka.Producer(conf);
  const told: unknown[] = [];
  producer.on('event.throttle', (event: unknown) => told.push(event));
  producer.on('event.event', (event: unknown) => told.push(event));
  producer._relay().throttle({ broker: 'b:1', brokerId: 2, throttleMs: 30 });
  const event = { message: expect.any(String) as string, throttleTime: 30, brokerName: 'b:1', brokerId: 2 };
  expect(told).toEqual([event, event]);
});

test('options of streams that are not what they should be', () => {
  const { createReadStream, createWriteStream } = rdkafka;
  expect(() => createReadStream(conf, {}, { topics: 't', initOauthBearerToken: 5 as never })).toThrow('not a string');
  expect(() => createReadStream(conf, {}, { topics: 5 as never })).toThrow(TypeError);
  expect(() => createWriteStream(conf, {}, {} as never)).toThrow('must provide a topic');
  expect(() => createWriteStream(conf, {}, 5 as never)).toThrow(TypeError);
});
