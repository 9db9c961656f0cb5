/** Types of `kafka-napi/streams`: what is inferred, and what is refused. Compiled by types.test.ts. */
import { json } from 'kafka-napi';
import {
  Branched,
  Consumed,
  Grouped,
  Materialized,
  Produced,
  Stores,
  StreamsBuilder,
  TableJoined,
  runInWorkers,
  type KafkaStreams,
  type KStream,
  type KTable,
  type ProcessedRecord,
  type ReadOnlyKeyValueStore,
  type StoreBuilder,
  type StreamsConfig,
  type StreamsWorkers,
  type TimestampedKeyValueStore,
  type ValueAndTimestamp,
} from 'kafka-napi/streams';

interface Order {
  readonly item: string;
  readonly amount: number;
}

const builder = new StreamsBuilder();

// Short names, functions and classes are inferred.
export const texts: KStream<string | null, number | null> = builder.stream('a', {
  keySerde: 'string',
  valueSerde: 'int64',
});
export const orders: KStream<string | null, Order | null> = builder.stream('b', Consumed.with('string', json<Order>()));
export const explicit: KStream<string | null, Order | null> = builder.stream<string, Order>('c');
// @ts-expect-error a misspelt serde
builder.stream('d', { keySerde: 'strin' });

// A predicate narrows.
const present = orders.filter((_, order): order is Order => order !== null);
export const items: KStream<string | null, string> = present.mapValues((order) => order.item);
// @ts-expect-error the value may be null
orders.mapValues((order) => order.item);

// Grouped keys and values are there.
const grouped = present.groupBy((_, order) => order.item, Grouped.with('string', json<Order>()));
export const counts: KTable<string, number> = grouped.count('named', Materialized.as('counts'));
export const totals: KTable<string, number> = grouped.aggregate(
  () => 0,
  (item: string, order: Order, total: number) => total + order.amount + item.length,
  { storeName: 'totals', valueSerde: 'int64' },
);
// @ts-expect-error a reducer returns the type of the values
grouped.reduce(() => 1);
// @ts-expect-error a name is a text
grouped.count(1);

// Tables.
export const joined: KTable<string, string> = counts.leftJoin(totals, (count, total: number | null) => {
  return `${count.toFixed()} ${total ?? 0}`;
});
export const byForeignKey: KTable<string, string> = counts.leftJoin(
  builder.table('letters', { keySerde: 'int', valueSerde: 'string' }),
  (count) => (count > 9 ? null : count),
  (count, letter: string | null, key) => `${count.toFixed()} ${letter ?? ''} ${key}`,
  TableJoined.as('named'),
  { storeName: 'letters', valueSerde: 'string' },
);
// @ts-expect-error the key of the other table is a number
counts.join(
  builder.table('letters', { keySerde: 'int', valueSerde: 'string' }),
  () => 'a',
  (count: number) => count,
);
export const updates: KStream<string, number | null> = counts.toStream();
updates.to('out', Produced.with('string', 'int64'));
const global = builder.globalTable('g', { keySerde: 'string', valueSerde: 'double' });
export const enriched: KStream<string | null, number> = present.join(
  global,
  (_, order) => order.item,
  (order, price) => order.amount * price,
);
// @ts-expect-error the joiner of a left join gets null, too
present.leftJoin(
  global,
  (_, order) => order.item,
  (order, price: number) => order.amount * price,
);

// Branches get the stream that they are of.
const branches = orders
  .split('by-')
  .branch((_, order) => order === null, {
    consumer: (nulls: KStream<string | null, Order | null>) => nulls.to('nulls'),
  })
  .branch(
    () => true,
    Branched.withFunction((stream) => stream.mapValues((order) => order?.item ?? null)),
  )
  .noDefaultBranch();
export const branch: KStream<string | null, Order | null> | undefined = branches.get('by-2');

export const store: StoreBuilder<TimestampedKeyValueStore<string, bigint>> = Stores.timestampedKeyValueStoreBuilder(
  Stores.inMemoryKeyValueStore('s'),
  'string',
  'long',
);

// Properties of applications, of all clients, of one client, of internal topics.
export const config: StreamsConfig = {
  'application.id': 'app',
  'bootstrap.servers': ['localhost:9092'],
  'processing.guarantee': 'exactly_once_v2',
  'commit.interval.ms': undefined,
  'security.protocol': 'SSL',
  'producer.linger.ms': 5,
  'main.consumer.max.poll.records': 100,
  'topic.retention.ms': 1000,
};
// @ts-expect-error the first exactly-once is gone
export const old: StreamsConfig = { 'processing.guarantee': 'exactly_once' };
// @ts-expect-error misspelt
export const misspelt: StreamsConfig = { 'procesing.guarantee': 'exactly_once_v2' };

declare const streams: KafkaStreams;
export const plainCounts: ReadOnlyKeyValueStore<string, number> = streams.store({
  storeName: 's',
  type: 'keyValueStore',
});
export const withTimes: ReadOnlyKeyValueStore<string, ValueAndTimestamp<number>> = streams.store({
  storeName: 's',
  type: 'timestampedKeyValueStore',
});
streams.setUncaughtExceptionHandler(() => 'REPLACE_THREAD');
// @ts-expect-error no response
streams.setUncaughtExceptionHandler(() => 'REPLACE');

// Metrics, workers, tracing.
export const values: readonly (number | string)[] = streams.metrics().map(({ value }) => value);
export const workers: Promise<StreamsWorkers> = runInWorkers(new URL('file:///topology.js'), config, { workers: 2 });
// @ts-expect-error how many is not optional
void runInWorkers('topology.js', config, {});
export const headersOf = (record: ProcessedRecord): void => void (record.headers = []);
// @ts-expect-error only the headers can be replaced
export const replaced = (record: ProcessedRecord): void => void (record.topic = 'other');
