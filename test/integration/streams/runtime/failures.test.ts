/** What becomes of records that cannot be read, processed or written, and of the application then. */
import {
  MisconfiguredInternalTopicError,
  MissingSourceTopicError,
  StreamsBuilder,
  StreamsError,
  type KStream,
  type StreamsConfig,
  type StreamsState,
  type Topology,
} from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eight, eventually, kafka, rowsOf, text, topicConfig, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const packageName = 'org.apache.kafka.streams.errors.';

function topology(input: string, describe: (stream: KStream<string | null, number | null>) => void): Topology {
  const builder = new StreamsBuilder();
  describe(builder.stream(input, { keySerde: 'string', valueSerde: 'int64' }));
  return builder.build();
}

test.each<[string, StreamsConfig]>([
  ['at_least_once', { 'processing.guarantee': 'at_least_once' }],
  ['exactly_once_v2', { 'processing.guarantee': 'exactly_once_v2' }],
])('failed records go to the topic of dead letters: %s', async (_, config) => {
  const [input, out, dead] = (await topics(1, 'in', 'out', 'dead')) as [string, string, string];
  await kafka.produce(input, [
    { key: 'bad', value: 'x', timestamp: 7, headers: [['h', '1']] },
    { key: 'two', value: eight(2), timestamp: 8 },
    { key: 'three', value: eight(3), timestamp: 9 },
  ]);
  const odd = topology(input, (stream) =>
    stream
      .mapValues((value) => {
        if (value === 2) throw new RangeError('two is refused');
        return `${value}`;
      })
      .to(out, { valueSerde: 'string' }),
  );
  await applications.run(odd, {
    'application.id': uniqueName('dead'),
    'errors.dead.letter.queue.topic.name': dead,
    'deserialization.exception.handler': `${packageName}LogAndContinueExceptionHandler`,
    'processing.exception.handler': `${packageName}LogAndContinueProcessingExceptionHandler`,
    ...config,
  });
  const rows = await eventually(
    () => rowsOf(out),
    (found) => found.length >= 1,
  );
  expect(rows).toEqual([['three', '3', 9]]);
  const letters = await eventually(
    () => kafka.consume(dead, { isolation: 'read_committed' }),
    (found) => found.length >= 2,
  );
  expect(
    letters.map(({ key, timestamp, headers }) => [
      key!.toString(),
      timestamp,
      headers.filter(([name]) => !name.endsWith('stacktrace')).map(([name, value]) => `${name}=${String(value)}`),
    ]),
  ).toEqual([
    [
      'bad',
      7,
      [
        'h=1',
        '__streams.errors.exception=RangeError',
        '__streams.errors.message=a Long has 8 bytes, these are 1',
        `__streams.errors.topic=${input}`,
        '__streams.errors.partition=0',
        '__streams.errors.offset=0',
      ],
    ],
    [
      'two',
      8,
      [
        '__streams.errors.exception=RangeError',
        '__streams.errors.message=two is refused',
        `__streams.errors.topic=${input}`,
        '__streams.errors.partition=0',
        '__streams.errors.offset=1',
      ],
    ],
  ]);
});

test('a record that is too large goes to the production handler, which may leave it out', async () => {
  const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
  await kafka.produce(input, [
    { key: 'large', value: eight(2_000_000) },
    { key: 'small', value: eight(2) },
  ]);
  const asked: unknown[] = [];
  const large = topology(input, (stream) =>
    stream.mapValues((value) => 'x'.repeat(value!)).to(out, { valueSerde: 'string' }),
  );
  await applications.run(large, {
    'application.id': uniqueName('large'),
    'processing.guarantee': 'exactly_once_v2',
    'production.exception.handler': {
      handle(context, record, error) {
        asked.push([context.offset, context.processorNodeId, record.topic, (error as { code?: string }).code]);
        return 'RESUME';
      },
    },
  });
  const rows = await eventually(
    () => rowsOf(out),
    (found) => found.length >= 1,
  );
  expect(rows.map(([key]) => key)).toEqual(['small']);
  expect(asked).toEqual([[0, 'KSTREAM-SINK-0000000002', out, 'ERR_MSG_SIZE_TOO_LARGE']]);
});

test.each(['at_least_once', 'exactly_once_v2'] as const)(
  'the uncaught handler replaces the thread, and then ends the application: %s',
  async (guarantee) => {
    const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
    await kafka.produce(
      input,
      [1, 2, 3].map((value) => ({ key: 'k', value: eight(value) })),
    );
    let failures = 2;
    const failing = topology(input, (stream) =>
      stream
        .groupByKey()
        .aggregate(
          () => 0,
          (_, value, sum) => {
            if (value === 2 && failures > 0) throw new Error('on purpose');
            return sum + value;
          },
          { storeName: 'sum', valueSerde: 'int64' },
        )
        .toStream()
        .mapValues((sum) => `${sum}`)
        .to(out, text),
    );
    const streams = applications.create(failing, {
      'application.id': uniqueName('uncaught'),
      'processing.guarantee': guarantee,
    });
    const states: StreamsState[] = [];
    streams.setStateListener((state) => states.push(state));
    const errors: unknown[] = [];
    streams.setUncaughtExceptionHandler((error) => {
      errors.push(error);
      failures--;
      return errors.length < 3 ? 'REPLACE_THREAD' : 'SHUTDOWN_CLIENT';
    });
    await streams.start();
    const rows = await eventually(
      () => rowsOf(out),
      (found) => found.some(([, value]) => value === '6'),
    );
    expect(new Set(rows.map(([, value]) => value))).toEqual(new Set(['1', '3', '6']));
    if (guarantee === 'exactly_once_v2') expect(rows).toHaveLength(3);
    failures = 1;
    await kafka.produce(input, [{ key: 'k', value: eight(2) }]);
    await eventually(
      () => Promise.resolve(streams.state),
      (state) => state === 'ERROR',
    );
    expect(states.slice(-2)).toEqual(['PENDING_ERROR', 'ERROR']);
    expect(errors).toHaveLength(3);
    expect(errors[2]).toBeInstanceOf(StreamsError);
    expect((errors[2] as StreamsError).cause).toMatchObject({ message: 'on purpose' });
    await expect(streams.ready()).rejects.toThrow(StreamsError);
    await streams.close();
    expect(streams.state).toBe('ERROR');
  },
);

test('a source topic that is missing, joined topics with unequal partitions, an internal topic that is wrong', async () => {
  const missing = topology(uniqueName('missing'), (stream) => stream.foreach(() => undefined));
  const streams = applications.create(missing, { 'application.id': uniqueName('missing') });
  await expect(streams.start()).rejects.toThrow(MissingSourceTopicError);
  expect(streams.state).toBe('ERROR');

  const [two] = (await topics(2, 'two')) as [string];
  const [three] = (await topics(3, 'three')) as [string];
  const builder = new StreamsBuilder();
  builder.stream(two, text).join(builder.table(three, text), (one) => one);
  await expect(
    applications.create(builder.build(), { 'application.id': uniqueName('unequal') }).start(),
  ).rejects.toThrow(`These topics are joined and need equal numbers of partitions: ${two} (2), ${three} (3)`);

  const id = uniqueName('wrong');
  await kafka.createTopic(`${id}-counts-changelog`, { partitions: 5 });
  const counts = topology(two, (stream) => void stream.groupByKey().count({ storeName: 'counts' }));
  await expect(applications.create(counts, { 'application.id': id }).start()).rejects.toThrow(
    MisconfiguredInternalTopicError,
  );
});

test('internal topics have the configurations and partitions of Java', async () => {
  const [input] = (await topics(3, 'in')) as [string];
  const id = uniqueName('internal');
  const builder = new StreamsBuilder();
  builder
    .stream(input, text)
    .groupBy((_, value) => value, text)
    .count({ storeName: 'counts', topicConfig: { 'segment.ms': '1000000' } });
  const streams = await applications.run(builder.build(), { 'application.id': id, 'topic.max.message.bytes': 500_000 });
  expect(await kafka.describeTopic(`${id}-counts-repartition`)).toHaveLength(3);
  expect(await kafka.describeTopic(`${id}-counts-changelog`)).toHaveLength(3);
  expect(await topicConfig(`${id}-counts-repartition`)).toEqual({
    'cleanup.policy': 'delete',
    'max.message.bytes': '500000',
    'message.timestamp.type': 'CreateTime',
    'retention.ms': '-1',
    'segment.bytes': '52428800',
  });
  expect(await topicConfig(`${id}-counts-changelog`)).toEqual({
    'cleanup.policy': 'compact',
    'max.message.bytes': '500000',
    'message.timestamp.type': 'CreateTime',
    'segment.ms': '1000000',
  });
  await streams.close();
  await streams.cleanUp();
});
