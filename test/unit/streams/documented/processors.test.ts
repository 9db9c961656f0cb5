/** Processors with stores and punctuation, of Kafka Streams' guides to processors, to tests and to its DSL. */
import {
  Stores,
  StreamsBuilder,
  Topology,
  TopologyTestDriver,
  type KeyValueStore,
  type Processor,
  type ProcessorContext,
  type WindowStore,
} from '../../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Counts words in a store, and sends all counts each second of stream time. */
function wordCountProcessor(): Processor<string | null, string | null, string, string> {
  let counts: KeyValueStore<string, number>;
  return {
    init(context: ProcessorContext<string, string>) {
      counts = context.getStateStore('Counts');
      context.schedule(1000, 'STREAM_TIME', (timestamp) => {
        for (const [key, count] of counts.all()) context.forward({ key, value: String(count), timestamp });
      });
    },
    process({ value }) {
      for (const word of (value ?? '').toLowerCase().split(/\W+/)) counts.put(word, (counts.get(word) ?? 0) + 1);
    },
  };
}

test('WordCountProcessor (processor-api, and its test in the examples)', () => {
  const store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('Counts'), 'string', 'int');
  const topology = new Topology()
    .addSource('Source', 'source-topic', text)
    .addProcessor('Process', wordCountProcessor, 'Source')
    .addStateStore(store, 'Process')
    .addSink('Sink', 'sink-topic', 'Process', text);
  const driver = new TopologyTestDriver(topology);
  const input = driver.createInputTopic('source-topic', 'string', 'string');
  const output = driver.createOutputTopic('sink-topic', 'string', 'string');
  input.pipeInput('key', 'alpha beta gamma alpha', 0);
  expect(output.readKeyValuesToList()).toEqual([
    ['alpha', '2'],
    ['beta', '1'],
    ['gamma', '1'],
  ]);
  input.pipeInput('key', 'alpha', 999);
  expect(output.isEmpty()).toBe(true);
  input.pipeInput('key', 'delta', 1000);
  expect(output.readRecordsToList().map(({ key, value, timestamp }) => [key, value, timestamp])).toEqual([
    ['alpha', '3', 1000],
    ['beta', '1', 1000],
    ['delta', '1', 1000],
    ['gamma', '1', 1000],
  ]);
});

test('words of each 100 ms (its test in the examples)', () => {
  const builder = new StreamsBuilder();
  const supplier = Stores.inMemoryWindowStore('WindowedCounts', 24 * 86_400_000, 100, false);
  builder.addStateStore(Stores.windowStoreBuilder(supplier, 'string', 'int'));
  builder
    .stream('in', text)
    .process<string, string>(() => {
      let counts: WindowStore<string, number>;
      return {
        init(context) {
          counts = context.getStateStore('WindowedCounts');
          context.schedule(1000, 'WALL_CLOCK_TIME', (timestamp) => {
            for (const [key, value] of counts.all())
              context.forward({ key: String(key), value: String(value), timestamp });
          });
        },
        process({ value, timestamp }) {
          const start = Math.floor(timestamp / 100) * 100;
          for (const word of (value ?? '').split(' ')) counts.put(word, (counts.fetch(word, start) ?? 0) + 1, start);
        },
      };
    }, 'WindowedCounts')
    .to('out', text);
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', 'string');
  const output = driver.createOutputTopic('out', 'string', 'string');
  input.pipeInput('key', 'alpha beta gamma alpha', 101);
  input.pipeInput('key', 'gamma delta', 221);
  expect(output.isEmpty()).toBe(true);
  driver.advanceWallClockTime(1000);
  expect(output.readKeyValuesToList()).toEqual([
    ['[alpha@100/200]', '2'],
    ['[beta@100/200]', '1'],
    ['[gamma@100/200]', '1'],
    ['[delta@200/300]', '1'],
    ['[gamma@200/300]', '1'],
  ]);
});

test('sixty records of a minute: how often punctuation is called (processor-api)', () => {
  const builder = new StreamsBuilder();
  const calls = { stream: [] as number[], clock: [] as number[] };
  builder.stream('in', text).process(() => ({
    init(context) {
      context.schedule(10_000, 'STREAM_TIME', (time) => void calls.stream.push(time / 1000));
      context.schedule(10_000, 'WALL_CLOCK_TIME', (time) => void calls.clock.push(time / 1000));
    },
    process: () => undefined,
  }));
  const driver = new TopologyTestDriver(builder.build(), {}, { initialWallClockTime: 0 });
  const input = driver.createInputTopic('in', 'string', 'string');
  for (let second = 1; second <= 60; second++) {
    input.pipeInput('k', 'v', second * 1000);
    // The records take 20 seconds by the clock.
    if (second % 3 === 0) driver.advanceWallClockTime(1000);
  }
  // The page says six times. Java, too, also calls with the first record: seven times.
  expect(calls).toEqual({ stream: [1, 10, 20, 30, 40, 50, 60], clock: [10, 20] });
});

describe('the largest value of each key (testing)', () => {
  /** Nothing goes on with a record: only every 10 seconds of stream time, and every minute by the clock. */
  function maxAggregator(): Processor<string | null, number | null, string, number> {
    let store: KeyValueStore<string, number>;
    return {
      init(context: ProcessorContext<string, number>) {
        store = context.getStateStore('aggStore');
        const flush = (timestamp: number): void => {
          for (const [key, value] of store.all()) context.forward({ key, value, timestamp });
        };
        context.schedule(60_000, 'WALL_CLOCK_TIME', flush);
        context.schedule(10_000, 'STREAM_TIME', flush);
      },
      process({ key, value }) {
        if (value! > (store.get(key!) ?? -Infinity)) store.put(key!, value!);
      },
    };
  }

  function start() {
    const numbers = { keySerde: 'string', valueSerde: 'int64' } as const;
    const builder = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('aggStore'), 'string', 'int64');
    const topology = new Topology()
      .addSource('sourceProcessor', 'input-topic', numbers)
      .addProcessor('aggregator', maxAggregator, 'sourceProcessor')
      .addStateStore(builder.withLoggingDisabled(), 'aggregator')
      .addSink('sinkProcessor', 'result-topic', 'aggregator', numbers);
    const driver = new TopologyTestDriver(topology, {}, { initialWallClockTime: 0 });
    const input = driver.createInputTopic('input-topic', 'string', 'int64');
    const output = driver.createOutputTopic('result-topic', 'string', 'int64');
    const store = driver.getKeyValueStore<string, number>('aggStore')! as KeyValueStore<string, number>;
    store.put('a', 21);
    const results = () => output.readKeyValuesToList().map((pair) => pair.join(' '));
    return { driver, input, store, results };
  }

  test.each([
    ['the first record sends what the store has', 'a', 1, 21, ['a 21']],
    ['a smaller value changes nothing', 'a', 1, 21, ['a 21']],
    ['a larger one does', 'a', 42, 42, ['a 42']],
    ['a new key', 'b', 21, 21, ['a 21', 'b 21']],
  ])('%s', (_, key, value, stored, expected) => {
    const { input, store, results } = start();
    input.pipeInput(key, value, 5);
    expect(store.get(key)).toBe(stored);
    expect(results()).toEqual(expected);
  });

  test('stream time goes on', () => {
    const { input, results } = start();
    const now = 1_600_000_000_000;
    const after = (time: number): string[] => {
      input.pipeInput('a', 1, time);
      return results();
    };
    expect([after(now), after(now), after(now + 10_000)]).toEqual([['a 21'], [], ['a 21']]);
  });

  test('the clock goes on', () => {
    const { driver, results } = start();
    driver.advanceWallClockTime(60_000);
    expect(results()).toEqual(['a 21']);
  });
});

test('a reward for each 100 spent (dsl-api, cumulative discounts)', () => {
  const builder = new StreamsBuilder();
  builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('spending'), 'string', 'double'));
  builder
    .stream('purchases', { keySerde: 'string', valueSerde: 'double' })
    .process<string, string>(() => {
      let context: ProcessorContext<string, string>;
      let spending: KeyValueStore<string, number>;
      return {
        init(given) {
          context = given;
          spending = given.getStateStore('spending');
        },
        process({ key, value, timestamp }) {
          if (key === null || value === null) return;
          const total = (spending.get(key) ?? 0) + value;
          spending.put(key, total >= 100 ? total - 100 : total);
          if (total >= 100) context.forward({ key, value: 'reward', timestamp });
        },
      };
    }, 'spending')
    .to('notifications', text);
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('purchases', 'string', 'double');
  const output = driver.createOutputTopic('notifications', 'string', 'string');
  for (const amount of [60, 30, null]) input.pipeInput('sue', amount, 1);
  expect(output.isEmpty()).toBe(true);
  input.pipeInput('sue', 25, 2);
  expect(output.readKeyValuesToList()).toEqual([['sue', 'reward']]);
  expect(driver.getKeyValueStore('spending')!.get('sue')).toBe(15);
});

test('cars of each day (dsl-api, traffic radar)', () => {
  const builder = new StreamsBuilder();
  builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('days'), 'string', 'int64'));
  builder
    .stream('car-radar-topic', { keySerde: 'void', valueSerde: 'string' })
    .processValues<string>(() => {
      let context: ProcessorContext<null, string>;
      let days: KeyValueStore<string, number>;
      return {
        init(given) {
          context = given as ProcessorContext<null, string>;
          days = given.getStateStore('days');
        },
        process(record) {
          if (record.value === null) return;
          // The time of the record; the page takes the clock, for simplicity.
          const day = new Date(record.timestamp).toISOString().slice(0, 10);
          const count = (days.get(day) ?? 0) + 1;
          days.put(day, count);
          context.forward(record.withValue(`Day: ${day}, Car Count: ${count}`) as never);
        },
      };
    }, 'days')
    .to('daily', { valueSerde: 'string' });
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('car-radar-topic', 'void', 'string');
  const noon = Date.UTC(2026, 0, 1, 12);
  for (const time of [noon, noon + 1, noon + 86_400_000]) input.pipeInput({ value: 'car', timestamp: time });
  expect(driver.createOutputTopic('daily', 'void', 'string').readValuesToList()).toEqual([
    'Day: 2026-01-01, Car Count: 1',
    'Day: 2026-01-01, Car Count: 2',
    'Day: 2026-01-02, Car Count: 1',
  ]);
});
