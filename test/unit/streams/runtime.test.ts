/** Parts of a running application that need no broker. */
import { readRuntimeSettings } from '../../../src/streams/config/runtime-settings';
import { ClientProperties } from '../../../src/streams/config/client-properties';
import { decodeMetadata, encodeMetadata } from '../../../src/streams/runtime/commit/offset-metadata';
import { ChangelogStore } from '../../../src/streams/runtime/stores/changelog-store';
import { InternalTopics } from '../../../src/streams/runtime/topics/internal-topics';
import { TopicGroups } from '../../../src/streams/runtime/topics/topic-groups';
import {
  KafkaStreams,
  Stores,
  StreamsBuilder,
  TopologyError,
  type StreamsConfig,
  type Topology,
} from '../../../src/streams/index';
import { topologyOf } from '../../../src/streams/topology/topology';
import { AdminClient, ConfigError, Consumer, Producer } from '../../../src/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const required = { 'application.id': 'app', 'bootstrap.servers': 'localhost:1' };

function countsOf(
  describe: (builder: StreamsBuilder) => void,
  external: Record<string, number>,
): Record<string, number> {
  const builder = new StreamsBuilder();
  describe(builder);
  const definition = topologyOf(builder.build());
  const groups = new TopicGroups(definition, 'app');
  for (const topic of Object.keys(external)) groups.of(topic);
  const settings = { applicationId: 'app', topicConfig: {} };
  const topics = new InternalTopics(definition, groups, settings, new Map(Object.entries(external)));
  return Object.fromEntries(topics.plans().map(({ name, partitions }) => [name, partitions]));
}

test('repartition topics have as many partitions as what leads to them, also over several', () => {
  const counts = countsOf(
    (builder) =>
      builder
        .stream(['a', 'b'], text)
        .groupBy((key) => key, { name: 'one', ...text })
        .count({ storeName: 'first' })
        .groupBy((key, value) => [key, `${value}`], { name: 'two', ...text })
        .count({ storeName: 'second' }),
    { a: 3, b: 5 },
  );
  expect(counts).toEqual({
    'app-one-repartition': 5,
    'app-two-repartition': 5,
    'app-first-changelog': 5,
    'app-second-changelog': 5,
  });
});

test('a repartition topic of a join takes the number of the other side', () => {
  const join = (partitions: number | undefined) =>
    countsOf(
      (builder) =>
        builder
          .stream('a', text)
          .repartition({ name: 'r', numberOfPartitions: partitions, ...text })
          .join(builder.table('t', text), (one) => one),
      { a: 3, t: 4 },
    );
  expect(join(undefined)).toMatchObject({ 'app-r-repartition': 4 });
  expect(join(4)).toMatchObject({ 'app-r-repartition': 4 });
  expect(() => join(2)).toThrow('t (4)');
});

test('topics that lead to one store need equal numbers; patterns are matched as a whole', () => {
  const merged = (builder: StreamsBuilder): void => {
    builder
      .stream(/in-\w+/, text)
      .groupByKey()
      .count({ storeName: 'counts' });
  };
  expect(countsOf(merged, { 'in-a': 2, 'in-b': 2, 'x-in-c': 9 })).toEqual({ 'app-counts-changelog': 2 });
  expect(() => countsOf(merged, { 'in-a': 2, 'in-b': 3 })).toThrow(TopologyError);
});

test("the metadata of offsets are Java's; what is unknown is no time", () => {
  expect(encodeMetadata(1_700_000_000_000)).toBe('AgAAAYvP5WgA');
  expect(encodeMetadata(-1)).toBe('Av//////////');
  const closeTimes = new Map([['n', 1]]);
  expect(encodeMetadata(1_700_000_000_000, closeTimes)).toBe('AgAAAYvP5WgAAAAAAQAAAAFuAAAAAAAAAAE=');
  const partitionTime = 1_700_000_000_000;
  expect(decodeMetadata('AgAAAYvP5WgA')).toEqual({ partitionTime, closeTimes: new Map() });
  expect(decodeMetadata('AQAAAYvP5WgA')).toEqual({ partitionTime, closeTimes: new Map() });
  expect(decodeMetadata('AgAAAYvP5WgAAAAAAQAAAAFuAAAAAAAAAAE=')).toEqual({ partitionTime, closeTimes });
  const cut = decodeMetadata('AgAAAYvP5WgAAAAAAgAAAAFuAAAAAAAAAAEAAAAF');
  expect(cut).toEqual({ partitionTime, closeTimes });
  for (const unknown of [null, '', 'x', 'AwAAAYvP5WgA', 'Av//////////'])
    expect(decodeMetadata(unknown)).toEqual({ partitionTime: -1, closeTimes: new Map() });
});

describe('a store with a changelog', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((key) => Buffer.from(key)) as [Buffer, Buffer, Buffer];
  const value = (text: string) => ({ value: Buffer.from(text), timestamp: 1 });
  const contents = (store: ChangelogStore): string[] =>
    [...store.bytes.range(null, null, false)].map(([key, entry]) => `${String(key)}=${String(entry.value)}`);

  function written(supplier = Stores.inMemoryKeyValueStore('s')): ChangelogStore {
    const plan = Stores.keyValueStoreBuilder(supplier, 'string', 'string');
    const store = new ChangelogStore(plan, 'topic', 0, true);
    store.bytes.set(a, value('1'));
    store.bytes.set(b, value('2'));
    store.committed();
    store.bytes.set(b, value('3'));
    store.bytes.set(b, value('4'));
    store.bytes.set(a, null);
    store.bytes.set(c, value('5'));
    return store;
  }

  test('goes back to the last commit', () => {
    const store = written();
    expect(contents(store)).toEqual(['b=4', 'c=5']);
    store.rollBack();
    expect(contents(store)).toEqual(['a=1', 'b=2']);
    store.rollBack();
    expect(contents(store)).toEqual(['a=1', 'b=2']);
  });

  test('goes back also where an entry had to leave', () => {
    const store = written(Stores.lruMap('s', 2));
    store.bytes.set(a, value('6'));
    expect(contents(store)).toEqual(['a=6', 'c=5']);
    store.rollBack();
    expect(contents(store)).toEqual(['a=1', 'b=2']);
  });

  test('writes the last change of each key, once', () => {
    const store = written();
    store.log(b, { value: Buffer.from('3') }, 3);
    store.log(a, null, 4);
    store.log(b, { value: Buffer.from('4') }, 5);
    expect(store.uncommittedBytes).toBe(3);
    const changes = [...store.takeChanges()];
    expect(changes.map(({ key, value: data, timestamp }) => [String(key), data && String(data), timestamp])).toEqual([
      ['b', '4', 5],
      ['a', null, 4],
    ]);
    expect([...store.takeChanges()]).toEqual([]);
  });
});

test('clients get their properties, with prefixes before those without', () => {
  const settings = readRuntimeSettings({
    ...required,
    'client.id': 'c',
    'security.protocol': 'PLAINTEXT',
    'max.poll.records': 7,
    'consumer.max.poll.records': 8,
    'restore.consumer.max.poll.records': 9,
    'producer.linger.ms': 1,
    'processing.guarantee': 'exactly_once_v2',
    'group.instance.id': 'i',
  });
  const known = { consumer: Consumer.configDef, producer: Producer.configDef, admin: AdminClient.configDef };
  const properties = new ClientProperties(settings, known);
  expect(properties.main()).toEqual({
    'bootstrap.servers': 'localhost:1',
    'security.protocol': 'PLAINTEXT',
    'group.id': 'app',
    'group.instance.id': 'i',
    'client.id': 'c-StreamThread-1-consumer',
    'max.poll.records': 8,
    'auto.offset.reset': 'earliest',
    'enable.auto.commit': false,
    'allow.auto.create.topics': false,
    'enable.partition.eof': true,
    'isolation.level': 'read_committed',
    'partition.assignment.strategy': 'range',
  });
  expect(properties.restore()).toMatchObject({ 'max.poll.records': 9 });
  expect(properties.restore()).not.toHaveProperty(['group.instance.id']);
  expect(properties.producer('app-1')).toMatchObject({
    'linger.ms': 1,
    'transactional.id': 'app-1',
    'transaction.timeout.ms': 10_000,
  });
  expect(() => new ClientProperties({ ...settings, configuration: { 'no.such': 1 } }, known)).toThrow(ConfigError);
  const other = { ...settings, configuration: { ...required, 'main.consumer.enable.auto.commit': true } };
  expect(() => new ClientProperties(other, known).main()).toThrow(
    'enable.auto.commit of this consumer is always false',
  );
});

function topology(): Topology {
  const builder = new StreamsBuilder();
  builder.stream('a', text).groupByKey().count();
  return builder.build();
}

test.each<[string, StreamsConfig]>([
  ['application.id is required', { 'bootstrap.servers': 'localhost:1' }],
  ['bootstrap.servers is required', { 'application.id': 'app' }],
  ['num.stream.threads: must be 1', { ...required, 'num.stream.threads': 2 }],
  ['num.standby.replicas: must be 0', { ...required, 'num.standby.replicas': 1 }],
  ['statestore.cache.max.bytes: must be 0', { ...required, 'statestore.cache.max.bytes': 10 }],
  ['processing.guarantee: one of', { ...required, 'processing.guarantee': 'exactly_once' as never }],
  ['group.protocol: the protocol streams', { ...required, 'group.protocol': 'streams' as never }],
  ['commit.interval.ms: a whole number', { ...required, 'commit.interval.ms': -1 }],
  [
    'no more than transaction.timeout.ms',
    { ...required, 'processing.guarantee': 'exactly_once_v2', 'commit.interval.ms': 20_000 },
  ],
  ['Did you mean processing.guarantee', { ...required, 'procesing.guarantee': 'at_least_once' } as StreamsConfig],
  ['there is no cache', { ...required, 'cache.max.bytes.buffering': 1 } as StreamsConfig],
])('%s', (message, config) => {
  expect(() => new KafkaStreams(topology(), config)).toThrow(ConfigError);
  expect(() => new KafkaStreams(topology(), config)).toThrow(message);
});

test('generated names are refused on request', () => {
  expect(() => new KafkaStreams(topology(), { ...required, 'ensure.explicit.internal.resource.naming': true })).toThrow(
    'These names are generated, and change with the topology: KSTREAM-AGGREGATE-STATE-STORE-0000000001',
  );
});

test('an application that was never started is closed at once, and asked for nothing', async () => {
  const streams = new KafkaStreams(topology(), required);
  expect(() => streams.store({ storeName: 's', type: 'keyValueStore' })).toThrow('the application is CREATED');
  await streams.close();
  expect(streams.state).toBe('NOT_RUNNING');
  await expect(streams.start()).rejects.toThrow('The application is NOT_RUNNING');
  await expect(streams.ready()).rejects.toThrow('will not be RUNNING');
  await streams.close();
});
