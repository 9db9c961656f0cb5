/** Windows of one key go to the partition of that key, as with Java's WindowedStreamPartitioner. */
import { readSettings } from '../../../src/streams/config/task-settings';
import { StreamsBuilder, TimeWindows, WindowedSerdes, type KStream, type Windowed } from '../../../src/streams/index';
import { murmur2, partitionOf } from '../../../src/streams/task/nodes/murmur2';
import type { OutputRecord } from '../../../src/streams/task/queues/input-record';
import { runOf } from '../../../src/streams/task/queues/record-run';
import { Task } from '../../../src/streams/task/task';
import { topologyOf } from '../../../src/streams/topology/topology';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Counts = KStream<Windowed<string>, number | null>;

/** What the sinks write for keys a to e in two windows. */
function written(describe: (stream: Counts) => void, counts: (topic: string) => number | undefined): OutputRecord[] {
  const builder = new StreamsBuilder();
  const windows = TimeWindows.ofSizeWithNoGrace(10);
  describe(builder.stream('in', text).groupByKey().windowedBy(windows).count({ keySerde: 'string' }).toStream());
  const definition = topologyOf(builder.build());
  const records: OutputRecord[] = [];
  const task = new Task({
    id: '0_0',
    definition,
    nodes: [...definition.nodes.values()],
    settings: readSettings({ 'application.id': 'app' }, () => 0),
    collector: { send: (record) => void records.push(record), partitionCount: counts },
    stores: {},
    globalStores: new Map(),
    wake: () => undefined,
  });
  task.open('in-0', 'in', -1);
  for (const [offset, key] of [...'abcdeabcde'].entries()) {
    const timestamp = offset < 5 ? 1 : 11;
    const [raw, value] = [Buffer.from(key), Buffer.from('v')];
    task.add(runOf({ topic: 'in', partition: 0, offset, timestamp, key: raw, value, headers: [] }), 'in-0');
  }
  while (task.process());
  return records;
}

const partitions = (records: readonly OutputRecord[]): (number | undefined)[] =>
  records.map(({ partition }) => partition);
const ofInnerKeys = [...'abcdeabcde'].map((key) => partitionOf(Buffer.from(key), 7));

test('the hash is that of Java', () => {
  const hashes = ['21', 'foobar', 'a-little-bit-long-string', 'lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', ''];
  expect(hashes.map((one) => murmur2(Buffer.from(one)))).toEqual([
    -973932308, -790332482, -985981536, -58897971, 275646681,
  ]);
});

test('to a topic: with a given windowed serde, or that of the aggregation', () => {
  const given = WindowedSerdes.timeWindowedSerdeFrom('string', 10);
  expect(
    partitions(
      written(
        (counts) => counts.to('out', { keySerde: given }),
        () => 7,
      ),
    ),
  ).toEqual(ofInnerKeys);
  expect(
    partitions(
      written(
        (counts) => counts.to('out'),
        () => 7,
      ),
    ),
  ).toEqual(ofInnerKeys);
});

test("where one's own partitioner decides, or the number is not known, or the serde is another: not", () => {
  const own = written(
    (counts) => counts.to('out', { streamPartitioner: () => 3 }),
    () => 7,
  );
  expect(new Set(partitions(own))).toEqual(new Set([3]));
  const unknown = written(
    (counts) => counts.to(() => 'out'),
    () => undefined,
  );
  const repartitioned = written(
    (counts) => counts.repartition(),
    () => 7,
  );
  const asText = { serializer: (key: unknown) => Buffer.from(String(key)), deserializer: () => null as never };
  const other = written(
    (counts) => counts.to('out', { keySerde: asText }),
    () => 7,
  );
  for (const records of [unknown, repartitioned, other])
    expect(new Set(partitions(records))).toEqual(new Set([undefined]));
});

test('a partitioner needs the number of partitions', () => {
  const write = (): unknown =>
    written(
      (counts) => counts.to('out', { streamPartitioner: () => 3 }),
      () => undefined,
    );
  expect(write).toThrow('The number of partitions of out is not known');
});
