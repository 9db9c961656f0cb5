/** Tasks move between processes, with their state. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StreamsBuilder, type KafkaStreams, type StreamsConfig, type Topology } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, latest, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

function counting(input: string, out: string): Topology {
  const builder = new StreamsBuilder();
  builder.stream(input, text).groupByKey().count({ storeName: 'counts' }).toStream().to(out);
  return builder.build();
}

const tasksOf = (streams: KafkaStreams): number => streams.metadataForLocalThreads()[0]!.activeTasks.length;

const protocols: [string, StreamsConfig][] = [
  ['classic', { 'group.protocol': 'classic' }],
  ['consumer', { 'group.protocol': 'consumer' }],
];

test.each(protocols)('members come and go, and every record is counted once: %s', async (_, protocol) => {
  const [input, out] = (await topics(4, 'in', 'out')) as [string, string];
  const id = uniqueName('rebalance');
  const isClassic = protocol['group.protocol'] === 'classic';
  const config: StreamsConfig = {
    'application.id': id,
    'processing.guarantee': 'exactly_once_v2',
    ...protocol,
    ...(isClassic ? {} : { 'session.timeout.ms': undefined, 'heartbeat.interval.ms': undefined }),
  };
  const keys = Array.from({ length: 20 }, (_unused, i) => `k${i}`);
  let rounds = 0;
  const produce = async (): Promise<void> => {
    rounds++;
    await kafka.produce(
      input,
      keys.map((key) => ({ key, value: `${rounds}` })),
    );
  };
  await produce();
  const first = await applications.run(counting(input, out), config);
  await produce();
  const second = await applications.run(counting(input, out), config);
  const shared = await eventually(
    () => Promise.resolve([tasksOf(first), tasksOf(second)]),
    (found) => found.join() === '2,2',
  );
  expect(shared).toEqual([2, 2]);
  await produce();
  await sleep(300);
  await first.close();
  await produce();
  const all = await eventually(
    () => Promise.resolve(tasksOf(second)),
    (found) => found === 4,
  );
  expect(all).toBe(4);
  await produce();
  const expected = Object.fromEntries(keys.map((key) => [key, rounds]));
  const rows = await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= rounds * keys.length,
  );
  expect(latest(rows)).toEqual(expected);
  expect(rows).toHaveLength(rounds * keys.length);
  const store = second.store<string, number>({ storeName: 'counts', type: 'keyValueStore' });
  expect(Object.fromEntries(store.all())).toEqual(expected);
});
