import {
  StreamsBuilder,
  StreamsError,
  TopologyError,
  TopologyTestDriver,
  type ErrorContext,
  type FailedRecord,
  type KStream,
  type StreamsConfig,
} from '../../../src/streams/index';
import { ConfigError, KafkaError } from '../../../src/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

function driverOf(
  describe: (stream: KStream<string | null, string | null>) => void,
  config: StreamsConfig = {},
): TopologyTestDriver {
  const builder = new StreamsBuilder();
  describe(builder.stream('a', text));
  return new TopologyTestDriver(builder.build(), config);
}

const boom = (value: string | null): string => {
  if (value === 'bad') throw new RangeError('boom');
  return `${value}!`;
};

test('what a function throws fails the record, with the node and the cause', () => {
  const driver = driverOf((stream) => stream.mapValues(boom).to('out', text));
  const input = driver.createInputTopic('a', 'string', 'string');
  let error: unknown;
  try {
    input.pipeInput('k', 'bad', 1);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(StreamsError);
  expect(KafkaError.is(error)).toBe(true);
  expect(error).toMatchObject({
    code: 'ERR_STREAMS',
    node: 'KSTREAM-MAPVALUES-0000000001',
    message: 'KSTREAM-MAPVALUES-0000000001 failed: boom',
    cause: expect.any(RangeError) as unknown,
  });
});

test('a handler that resumes drops that branch; the siblings go on', () => {
  const seen: [ErrorContext, FailedRecord][] = [];
  const driver = driverOf(
    (stream) => {
      stream.mapValues(boom, 'risky').to('out', text);
      stream.to('copy', text);
    },
    {
      'processing.exception.handler': {
        handle(context, record) {
          seen.push([context, record]);
          return 'RESUME';
        },
      },
    },
  );
  driver.createInputTopic('a', 'string', 'string').pipeInput({ key: 'k', value: 'bad', timestamp: 7 });
  expect(driver.createOutputTopic('out', 'string', 'string').isEmpty()).toBe(true);
  expect(driver.createOutputTopic('copy', 'string', 'string').readValuesToList()).toEqual(['bad']);
  expect(driver.droppedRecords).toBe(1);
  expect(seen).toHaveLength(1);
  expect(seen[0]![0]).toMatchObject({ topic: 'a', partition: 0, offset: 0, timestamp: 7, processorNodeId: 'risky' });
  expect(seen[0]![0].sourceRawValue).toEqual(Buffer.from('bad'));
  expect(seen[0]![1]).toMatchObject({ key: 'k', value: 'bad' });
});

test('a handler that throws, or returns something else, fails the record', () => {
  const handlers = [
    { handle: () => 'MAYBE' as never },
    {
      handle: () => {
        throw new Error('of the handler');
      },
    },
  ];
  for (const handler of handlers) {
    const driver = driverOf((stream) => stream.mapValues(boom).to('out', text), {
      'processing.exception.handler': handler,
    });
    expect(() => driver.createInputTopic('a', 'string', 'string').pipeInput('k', 'bad', 1)).toThrow(StreamsError);
  }
});

test('a promise is refused, whatever it does', () => {
  const driver = driverOf((stream) => stream.filter((async () => Promise.reject(new Error())) as never).to('out'));
  const input = driver.createInputTopic('a', 'string', 'string');
  expect(() => input.pipeInput('k', 'v', 1)).toThrow(expect.objectContaining({ code: 'ERR_ASYNC_HANDLER' }));
});

test('an asynchronous serializer is refused', () => {
  const later = { serializer: async () => Buffer.of(), deserializer: () => '' };
  const driver = driverOf((stream) => stream.to('out', { keySerde: 'string', valueSerde: later }));
  const input = driver.createInputTopic('a', 'string', 'string');
  expect(() => input.pipeInput('k', 'v', 1)).toThrow(expect.objectContaining({ code: 'ERR_ASYNC_SERDE' }));
});

test('a record that cannot be deserialized fails, or is dropped and counted', () => {
  const builder = new StreamsBuilder();
  builder.stream('a', { keySerde: 'string', valueSerde: 'int64' }).to('out', { valueSerde: 'int64' });
  const topology = builder.build();
  const failing = new TopologyTestDriver(topology).createInputTopic('a', 'string', 'bytes');
  expect(() => failing.pipeInput('k', Buffer.of(1), 1)).toThrow(
    'the record at offset 0 of a-0 cannot be deserialized: a Long has 8 bytes, these are 1',
  );
  const goingOn = new TopologyTestDriver(topology, {
    'deserialization.exception.handler': 'org.apache.kafka.streams.errors.LogAndContinueExceptionHandler',
  });
  goingOn.createInputTopic('a', 'string', 'bytes').pipeInput('k', Buffer.of(1), 1);
  expect(goingOn.droppedRecords).toBe(1);
});

test('a missing serde is named, with where to give it', () => {
  const builder = new StreamsBuilder();
  builder.stream('a').to('out');
  expect(() => new TopologyTestDriver(builder.build())).toThrow(TopologyError);
  expect(() => new TopologyTestDriver(builder.build())).toThrow(
    'The source KSTREAM-SOURCE-0000000000: no key serde. Give keySerde to this operator or to one before it, or set ' +
      'default.key.serde',
  );
});

test.each<[string, StreamsConfig]>([
  ['an unknown property', { 'commit.interval': 1 } as StreamsConfig],
  ['a cache', { 'statestore.cache.max.bytes': 10 }],
  ['an application.id that is no part of a topic', { 'application.id': 'a b' }],
  ['an unknown handler', { 'processing.exception.handler': 'org.example.Handler' }],
])('%s is refused', (_, config) => {
  expect(() => driverOf((stream) => stream.to('out'), config)).toThrow(ConfigError);
});
