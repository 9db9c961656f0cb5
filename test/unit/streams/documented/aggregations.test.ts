/** Aggregations of Kafka Streams' guide to its DSL, with the states that its tables show after each record. */
import { StreamsBuilder, TopologyTestDriver } from '../../../../src/streams/index';

const numbers = { keySerde: 'string', valueSerde: 'int' } as const;
const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Pipes the records in order of time, and gives the entries of the store after each, by key. */
function states<V>(
  builder: StreamsBuilder,
  store: string,
  serde: 'int' | 'string',
  records: readonly (readonly [key: string | null, value: V])[],
): Record<string, unknown>[] {
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', serde as 'string');
  return records.map(([key, value], i) => {
    input.pipeInput(key, value as string, i + 1);
    return Object.fromEntries(driver.getKeyValueStore<string, unknown>(store)!.all());
  });
}

test('aggregate of a stream (dsl-api, table of stream aggregations)', () => {
  const builder = new StreamsBuilder();
  builder
    .stream('in', numbers)
    .groupByKey()
    .aggregate(
      () => 0,
      (_, value, sum) => sum + value,
      { ...numbers, storeName: 'aggregated-stream-store' },
    );
  const names = ['hello', 'kafka', 'streams', 'kafka', 'kafka', 'streams'];
  const records = names.map((name) => [name, 1] as const);
  expect(states(builder, 'aggregated-stream-store', 'int', records)).toEqual([
    { hello: 1 },
    { hello: 1, kafka: 1 },
    { hello: 1, kafka: 1, streams: 1 },
    { hello: 1, kafka: 2, streams: 1 },
    { hello: 1, kafka: 3, streams: 1 },
    { hello: 1, kafka: 3, streams: 2 },
  ]);
});

test('aggregate of a table, grouped by region (dsl-api, table of table aggregations)', () => {
  const builder = new StreamsBuilder();
  builder
    .table('in', text)
    .groupBy((user, region) => [region, user.length], numbers)
    .aggregate(
      () => 0,
      (_, length, sum) => sum + length,
      (_, length, sum) => sum - length,
      { ...numbers, storeName: 'aggregated-table-store' },
    );
  const records = [
    ['alice', 'E'],
    ['bob', 'A'],
    ['charlie', 'A'],
    ['alice', 'A'],
    ['charlie', null],
    [null, 'E'],
    ['bob', 'E'],
  ] as const;
  expect(states(builder, 'aggregated-table-store', 'string', records)).toEqual([
    { E: 5 },
    { A: 3, E: 5 },
    { A: 10, E: 5 },
    { A: 15, E: 0 },
    { A: 8, E: 0 },
    { A: 8, E: 0 },
    { A: 5, E: 3 },
  ]);
});

test('a sum for each user: of a stream 4, of a table 3 (dsl-api, KStream and KTable)', () => {
  const records = [
    ['alice', 1],
    ['alice', 3],
  ] as const;
  const ofStream = new StreamsBuilder();
  const options = { ...numbers, storeName: 'sums' } as const;
  ofStream
    .stream('in', numbers)
    .groupByKey()
    .reduce((sum, value) => sum + value, options);
  expect(states(ofStream, 'sums', 'int', records).at(-1)).toEqual({ alice: 4 });
  const ofTable = new StreamsBuilder();
  ofTable
    .table('in', numbers)
    .groupBy((user, value) => [user, value], numbers)
    .reduce(
      (sum, value) => sum + value,
      (sum, value) => sum - value,
      options,
    );
  expect(states(ofTable, 'sums', 'int', records).at(-1)).toEqual({ alice: 3 });
});

test('an aggregate by key of lengths, with a deletion (dsl-api, aggregate and reduce of a table)', () => {
  const builder = new StreamsBuilder();
  builder
    .table('in', text)
    .groupBy((_, value) => ['all', value], text)
    .aggregate(
      () => 0,
      (_, value, sum) => sum + value.length,
      (_, value, sum) => (sum === value.length ? null : sum - value.length),
      { ...numbers, storeName: 'lengths' },
    );
  const records = [
    ['a', 'one'],
    ['b', 'three'],
    ['a', null],
    // The subtractor gives null: the entry goes, and the next value begins with the initializer.
    ['b', null],
    ['c', 'seven'],
  ] as const;
  expect(states(builder, 'lengths', 'string', records)).toEqual([{ all: 3 }, { all: 8 }, { all: 5 }, {}, { all: 5 }]);
});

test('several groups with one aggregate (dsl-api, cogroup)', () => {
  const builder = new StreamsBuilder();
  const group = (topic: string) => builder.stream(topic, text).groupByKey();
  group('one')
    .cogroup<string>((_, value, all) => `${all}${value}`)
    .cogroup(group('two'), (_, value, all) => `${all}(${value})`)
    .aggregate(() => '', { ...text, storeName: 'all' });
  const driver = new TopologyTestDriver(builder.build());
  driver.createInputTopic('one', 'string', 'string').pipeInput('k', 'a', 1);
  driver.createInputTopic('two', 'string', 'string').pipeInput('k', 'b', 2);
  driver.createInputTopic('one', 'string', 'string').pipeInput('k', 'c', 3);
  expect(driver.getKeyValueStore('all')!.get('k')).toBe('a(b)c');
});
