/** A topology with a repartition step and a store, on a real Kafka. */
import { StreamsBuilder, type Topology } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, latest, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

function wordCount(lines: string, words: string): Topology {
  const builder = new StreamsBuilder();
  builder
    .stream(lines, text)
    .flatMapValues((line) => (line ?? '').toLowerCase().split(/\W+/))
    .groupBy((_, word) => word, text)
    .count({ storeName: 'counts' })
    .toStream()
    .to(words);
  return builder.build();
}

const input = ['Tea for two', 'and two for tea', 'me for you', 'and you for me'];
const expected = { tea: 2, for: 4, two: 2, and: 2, me: 2, you: 2 };

test.each(['at_least_once', 'exactly_once_v2'] as const)('words are counted: %s', async (guarantee) => {
  const [lines, words] = (await topics(3, 'lines', 'words')) as [string, string];
  const id = uniqueName('count');
  await kafka.produce(
    lines,
    input.map((value, i) => ({ value, timestamp: 1000 + i, partition: i % 3 })),
  );
  const streams = await applications.run(wordCount(lines, words), {
    'application.id': id,
    'processing.guarantee': guarantee,
  });
  const counts = await eventually(
    async () => latest(await rowsOf(words, int64)),
    (found) => found.for === 4 && found.me === 2 && found.you === 2,
  );
  expect(counts).toEqual(expected);
  const store = streams.store<string, number>({ storeName: 'counts', type: 'keyValueStore' });
  expect(Object.fromEntries(store.all())).toEqual(expected);
  expect(store.get('tea')).toBe(2);
  expect(
    streams
      .metadataForLocalThreads()[0]!
      .activeTasks.map(({ taskId }) => taskId)
      .sort(),
  ).toEqual([...['0_0', '0_1', '0_2', '1_0', '1_1', '1_2']]);
  await streams.close();
  expect(streams.state).toBe('NOT_RUNNING');

  // A new process restores the counts, and goes on.
  await kafka.produce(lines, [{ value: 'tea', timestamp: 2000 }]);
  await applications.run(wordCount(lines, words), { 'application.id': id, 'processing.guarantee': guarantee });
  const next = await eventually(
    async () => latest(await rowsOf(words, int64)),
    (found) => found.tea === 3,
  );
  expect(next).toEqual({ ...expected, tea: 3 });

  const changes = await rowsOf(`${id}-counts-changelog`, int64);
  expect(latest(changes)).toEqual({ ...expected, tea: 3 });
  expect(changes.find(([key, value]) => key === 'tea' && value === 3)![2]).toBe(2000);
});
