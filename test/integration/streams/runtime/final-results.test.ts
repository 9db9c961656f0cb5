/** Final results of windows, across a restart: each comes out once. */
import { AdminClient } from '../../../../src/index';
import { EmitStrategy, StreamsBuilder, TimeWindows, type Topology } from '../../../../src/streams/index';
import { decodeMetadata } from '../../../../src/streams/runtime/commit/offset-metadata';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

test.each(['at_least_once', 'exactly_once_v2'] as const)('what has gone on is committed: %s', async (guarantee) => {
  const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
  const topology = (): Topology => {
    const builder = new StreamsBuilder();
    builder
      .stream(input, text)
      .groupByKey()
      .windowedBy(TimeWindows.ofSizeWithNoGrace(10))
      .emitStrategy(EmitStrategy.onWindowClose())
      .count({ storeName: 'counts', keySerde: 'string' })
      .toStream((windowed) => `${windowed.key}${windowed.window.start}`)
      .to(out, { keySerde: 'string' });
    return builder.build();
  };
  const id = uniqueName('final');
  const config = { 'application.id': id, 'processing.guarantee': guarantee };
  const pipe = (...times: number[]): Promise<unknown> =>
    kafka.produce(
      input,
      times.map((timestamp) => ({ key: 'k', value: 'v', timestamp })),
    );
  const results = (least: number): Promise<unknown> =>
    eventually(
      () => rowsOf(out, int64),
      (found) => found.length >= least,
    );
  await pipe(1, 2, 11, 12, 13, 21);
  const before = await applications.run(topology(), config);
  const first = [
    ['k0', 2, 2],
    ['k10', 3, 13],
  ];
  expect(await results(2)).toEqual(first);
  await before.close();
  await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
  const partition = { topic: input, partition: 0 };
  const [committed] = await admin.listConsumerGroupOffsets(id, { topicPartitions: [partition] });
  const times = { partitionTime: 21, closeTimes: new Map([['counts', 21]]) };
  expect(decodeMetadata(committed!.metadata ?? null)).toEqual(times);
  await applications.run(topology(), config);
  await pipe(22, 1000);
  expect(await results(3)).toEqual([...first, ['k20', 2, 22]]);
});
