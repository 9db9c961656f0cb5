/** Streams, tables and global tables together; what a processor does with time. */
import { StreamsBuilder, type ProcessorContext } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, committedOffsets, eventually, int64, kafka, latest, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const both = ['at_least_once', 'exactly_once_v2'] as const;

test.each(both)('a stream meets a table in the order of time, across partitions: %s', async (guarantee) => {
  const [orders, users, out] = (await topics(2, 'orders', 'users', 'out')) as [string, string, string];
  const builder = new StreamsBuilder();
  const table = builder.table(users, text, { storeName: 'users' });
  builder
    .stream(orders, text)
    .selectKey((_, order) => order!.split(' ')[0]!)
    .join(table, (order, user) => `${order} by ${user}`, { keySerde: 'string', leftValueSerde: 'string' })
    .to(out, text);
  await kafka.produce(users, [
    { key: 'a', value: 'Ann', timestamp: 10 },
    { key: 'b', value: 'Bob', timestamp: 10 },
  ]);
  await kafka.produce(
    orders,
    ['a tea', 'b milk', 'c none', 'a cake'].map((value, i) => ({ value, timestamp: 20 + i, partition: i % 2 })),
  );
  await applications.run(builder.build(), {
    'application.id': uniqueName('join'),
    'processing.guarantee': guarantee,
    'max.task.idle.ms': 1000,
  });
  const rows = await eventually(
    () => rowsOf(out),
    (found) => found.length >= 3,
  );
  expect(rows.sort()).toEqual([
    ['a', 'a cake by Ann', 23],
    ['a', 'a tea by Ann', 20],
    ['b', 'b milk by Bob', 21],
  ]);
});

test('tables are joined, grouped anew, and a global table is read whole', async () => {
  const [left, right, names, out, grouped] = (await topics(2, 'left', 'right', 'names', 'out', 'grouped')) as [
    ...[string, string, string, string, string],
  ];
  const builder = new StreamsBuilder();
  const global = builder.globalTable(names, text, { storeName: 'names' });
  const joined = builder.table(left, text).outerJoin(builder.table(right, text), (one, other) => `${one}+${other}`);
  joined
    .toStream()
    .leftJoin(
      global,
      (key) => key,
      (value, name) => `${value} ${name}`,
    )
    .to(out, text);
  joined
    .groupBy((key) => [`${key.length}`, key], text)
    .count({ storeName: 'lengths' })
    .toStream()
    .to(grouped, { keySerde: 'string' });
  await kafka.produce(names, [
    { key: 'k', value: 'Kay' },
    { key: 'long', value: 'Longfellow' },
  ]);
  await kafka.produce(left, [
    { key: 'k', value: 'l' },
    { key: 'long', value: 'l2' },
  ]);
  const streams = await applications.run(builder.build(), {
    'application.id': uniqueName('tables'),
    'processing.guarantee': 'exactly_once_v2',
  });
  expect(streams.store<string, string>({ storeName: 'names', type: 'keyValueStore' }).get('long')).toBe('Longfellow');
  await eventually(
    () => rowsOf(out),
    (found) => found.length >= 2,
  );
  await kafka.produce(right, [{ key: 'k', value: 'r' }]);
  const rows = await eventually(
    async () => latest(await rowsOf(out)),
    (found) => found.k === 'l+r Kay',
  );
  expect(rows).toEqual({ k: 'l+r Kay', long: 'l2+null Longfellow' });
  const lengths = await eventually(
    async () => latest(await rowsOf(grouped, int64)),
    (found) => found['4'] === 1 && found['1'] === 1,
  );
  expect(lengths).toEqual({ 1: 1, 4: 1 });
});

test('punctuation by the clock and by stream time, a store, a commit on request', async () => {
  const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
  const builder = new StreamsBuilder();
  builder
    .stream(input, text)
    .process<string, string>(() => {
      let context: ProcessorContext<string, string>;
      return {
        init(given) {
          context = given;
          const forward = (key: string) => (timestamp: number) =>
            context.forward({ key, value: `${key} ${key === 'clock' ? '' : timestamp}`, timestamp: 1 });
          context.schedule(100, 'STREAM_TIME', forward('stream'));
          const clock = context.schedule(50, 'WALL_CLOCK_TIME', (time) => {
            clock.cancel();
            forward('clock')(time);
          });
        },
        process({ value }) {
          if (value === 'commit') context.commit();
        },
      };
    })
    .to(out, text);
  const id = uniqueName('punctuation');
  await applications.run(builder.build(), { 'application.id': id, 'commit.interval.ms': 600_000 });
  await kafka.produce(
    input,
    [1000, 1050, 1099, 1100, 1350].map((timestamp) => ({ value: timestamp === 1350 ? 'commit' : '', timestamp })),
  );
  const rows = await eventually(
    () => rowsOf(out),
    (found) => found.length >= 4,
  );
  expect(rows.map(([, value]) => value).sort()).toEqual(['clock ', 'stream 1000', 'stream 1100', 'stream 1350']);
  const offsets = await eventually(
    () => committedOffsets(id, [{ topic: input, partition: 0 }]),
    (found) => found[0] === 5,
  );
  expect(offsets).toEqual([5]);
});
