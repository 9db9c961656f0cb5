import {
  InvalidStateStoreError,
  Record,
  Stores,
  StreamsBuilder,
  StreamsError,
  Topology,
  TopologyTestDriver,
  type KeyValueStore,
  type Processor,
  type ProcessorContext,
  type PunctuationType,
} from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** A driver whose only processor ticks every 10 ms, and the times at which it did. */
function ticking(type: PunctuationType, startTime?: number): { driver: TopologyTestDriver; ticks: number[] } {
  const ticks: number[] = [];
  const builder = new StreamsBuilder();
  builder.stream('a', text).process(() => ({
    init: (context) => void context.schedule(10, type, (at) => void ticks.push(at), { startTime }),
    process: () => undefined,
  }));
  return { driver: new TopologyTestDriver(builder.build(), {}, { initialWallClockTime: 100 }), ticks };
}

test('punctuation in stream time: first at once, one call for a jump', () => {
  const { driver, ticks } = ticking('STREAM_TIME');
  const input = driver.createInputTopic('a', 'string', 'string');
  const after = [7, 9, 12, 47, 50].map((time) => {
    input.pipeInput('k', 'v', time);
    return [...ticks];
  });
  expect(after).toEqual([[7], [7], [7, 12], [7, 12, 47], [7, 12, 47, 50]]);
});

test('punctuation by the clock: first after an interval', () => {
  const { driver, ticks } = ticking('WALL_CLOCK_TIME');
  const after = [9, 1, 25, 5].map((ms) => {
    driver.advanceWallClockTime(ms);
    return [...ticks];
  });
  expect(after).toEqual([[], [110], [110, 135], [110, 135, 140]]);
});

test('a start time makes a grid', () => {
  const { driver, ticks } = ticking('WALL_CLOCK_TIME', 3);
  driver.advanceWallClockTime(2);
  expect(ticks).toEqual([]);
  driver.advanceWallClockTime(1);
  expect(ticks).toEqual([103]);
});

test('a processor with a store', () => {
  const builder = new StreamsBuilder();
  builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('sums'), 'string', 'int64'));
  builder
    .stream('a', { keySerde: 'string', valueSerde: 'int64' })
    .processValues<number>(() => {
      let context: ProcessorContext<string | null, number>;
      let sums: KeyValueStore<string, number>;
      return {
        init(given) {
          context = given;
          sums = context.getStateStore('sums');
        },
        process(record) {
          const sum = (sums.get(record.key!) ?? 0) + record.value!;
          sums.put(record.key!, sum);
          context.forward(record.withValue(sum));
        },
      };
    }, 'sums')
    .to('out', { valueSerde: 'int64' });
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  const input = driver.createInputTopic('a', 'string', 'int64');
  input.pipeInput('k', 2, 10);
  input.pipeInput({ key: 'k', value: 3, timestamp: 5, headers: { trace: '1' } });
  expect(driver.createOutputTopic('out', 'string', 'int64').readRecordsToList()).toEqual([
    { key: 'k', value: 2, timestamp: 10, headers: [] },
    { key: 'k', value: 5, timestamp: 5, headers: [['trace', Buffer.from('1')]] },
  ]);
  expect([...driver.getKeyValueStore<string, number>('sums')!.all()]).toEqual([['k', 5]]);
  const changelog = driver.createOutputTopic('app-sums-changelog', 'string', 'int64');
  expect(changelog.readKeyValuesToList()).toEqual([
    ['k', 2],
    ['k', 5],
  ]);
});

/** One processor between a source and two sinks. */
function topology(processor: () => Processor<string, string, string, string>): Topology {
  return new Topology()
    .addSource('in', 'a', text)
    .addProcessor('middle', processor, 'in')
    .addSink('one', 'to-one', 'middle', text)
    .addSink('two', 'to-two', 'middle', text);
}

test('a record can be forwarded to one child', () => {
  let context: ProcessorContext<string, string>;
  const described = topology(() => ({
    init: (given) => void (context = given),
    process: ({ key, value, timestamp }) => context.forward({ key, value, timestamp }, 'two'),
  }));
  const driver = new TopologyTestDriver(described);
  driver.createInputTopic('a', 'string', 'string').pipeInput('k', 'v', 1);
  expect(driver.producedTopicNames()).toEqual(new Set(['to-two']));
});

test.each([
  [
    'an unknown child',
    (context: ProcessorContext<string, string>) => context.forward(new Record('k', 'v', 1), 'three'),
  ],
  [
    'an interval of 0',
    (context: ProcessorContext<string, string>) => context.schedule(0, 'STREAM_TIME', () => undefined),
  ],
])('%s is refused', (_, use) => {
  let context: ProcessorContext<string, string>;
  const driver = new TopologyTestDriver(
    topology(() => ({ init: (given) => void (context = given), process: () => void use(context) })),
  );
  expect(() => driver.createInputTopic('a', 'string', 'string').pipeInput('k', 'v', 1)).toThrow(StreamsError);
});

test('a store that is not connected is refused, with what to do', () => {
  const described = topology(() => ({ init: (context) => void context.getStateStore('s'), process: () => undefined }));
  expect(() => new TopologyTestDriver(described)).toThrow(InvalidStateStoreError);
  expect(() => new TopologyTestDriver(described)).toThrow(/not connected to a store s. Name the store in process\(\)/);
});

test('processValues keeps the key', () => {
  const builder = new StreamsBuilder();
  builder.stream('a', text).processValues(() => {
    let context: ProcessorContext<string | null, string>;
    return {
      init: (given) => void (context = given),
      process: (record) => context.forward(record.withKey('other') as never),
    };
  });
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('a', 'string', 'string');
  expect(() => input.pipeInput('k', 'v', 1)).toThrow(/forwards records with the key of the one in hand/);
});
