/** `addGlobalStore`: stores that a processor of one's own keeps, and all processors read. */
import {
  InvalidStateStoreError,
  Stores,
  StreamsBuilder,
  Topology,
  TopologyError,
  TopologyTestDriver,
  type KeyValueStore,
  type Processor,
  type ProcessorContext,
  type ReadOnlyKeyValueStore,
  type StateStore,
  type StoreBuilder,
} from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const rates = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('rates'), 'string', 'double');
type Rates = KeyValueStore<string, number>;
type Keeper = Processor<string | null, string | null, never, never>;

/** Keeps the last number of each key. */
function keeper(seen: unknown[] = []): Keeper {
  let context: ProcessorContext;
  return {
    init: (given) => void (context = given),
    process({ key, value }) {
      seen.push([key, value, context.recordMetadata?.offset]);
      if (key !== null) context.getStateStore<Rates>('rates').put(key, value === null ? null : Number(value));
    },
    close: () => void seen.push('closed'),
  };
}

/** Looks the rate of each value up. */
function reader(): Processor<string | null, string | null, string | null, string> {
  let context: ProcessorContext<string | null, string>;
  return {
    init: (given) => void (context = given),
    process(record) {
      const store = context.getStateStore<ReadOnlyKeyValueStore<string, number>>('rates');
      context.forward(record.withValue(`${store.get(record.value!) ?? 'none'}`));
    },
  };
}

test('its processor gets each record, null keys too; others read the store without being connected', () => {
  const builder = new StreamsBuilder();
  const seen: unknown[] = [];
  builder.addGlobalStore(rates, 'rates-topic', text, () => keeper(seen));
  builder.stream('in', text).process(reader).to('out', text);
  const driver = new TopologyTestDriver(builder.build());
  const kept = driver.createInputTopic('rates-topic', 'string', 'string');
  const input = driver.createInputTopic('in', 'string', 'string');
  const output = driver.createOutputTopic('out', 'string', 'string');
  kept.pipeInput('eur', '1.5');
  kept.pipeInput('usd', '2');
  kept.pipeInput('usd', null);
  kept.pipeInput(null, '9');
  input.pipeInput('k', 'eur');
  input.pipeInput('k', 'usd');
  expect(output.readValuesToList()).toEqual(['1.5', 'none']);
  expect([...driver.producedTopicNames()]).toEqual(['out']);
  expect(driver.getKeyValueStore('rates')?.get('eur')).toBe(1.5);
  driver.close();
  expect(seen).toEqual([['eur', '1.5', 0], ['usd', '2', 1], ['usd', null, 2], [null, '9', 3], 'closed']);
});

test('names are as in Java; the low level has the same', () => {
  const builder = new StreamsBuilder();
  builder.addGlobalStore(rates, 'rates-topic', text, keeper);
  builder.stream('in', text).to('out', text);
  expect(builder.build().describe().toString()).toBe(`Topologies:
   Sub-topology: 0 for global store (will not generate tasks)
    Source: KSTREAM-SOURCE-0000000000 (topics: [rates-topic])
      --> KTABLE-SOURCE-0000000001
    Processor: KTABLE-SOURCE-0000000001 (stores: [rates])
      --> none
      <-- KSTREAM-SOURCE-0000000000
  Sub-topology: 1
    Source: KSTREAM-SOURCE-0000000002 (topics: [in])
      --> KSTREAM-SINK-0000000003
    Sink: KSTREAM-SINK-0000000003 (topic: out)
      <-- KSTREAM-SOURCE-0000000002

`);
  const named = new StreamsBuilder();
  named.addGlobalStore(rates, 'rates-topic', { ...text, name: 'kept' }, keeper);
  const low = new Topology().addGlobalStore(rates, 'kept-source', text, 'rates-topic', 'kept', keeper);
  expect(low.describe().toString()).toBe(named.build().describe().toString());
});

test('its processor has the global stores only, no stream time and no punctuation', () => {
  const failing = (use: (context: ProcessorContext) => void) => () => {
    const builder = new StreamsBuilder();
    builder.addGlobalStore(rates, 'rates-topic', text, () => ({ init: use, process: () => undefined }));
    return new TopologyTestDriver(builder.build());
  };
  expect(failing((context) => context.getStateStore('other'))).toThrow(InvalidStateStoreError);
  expect(failing((context) => context.currentStreamTimeMs())).toThrow('has no stream time');
  expect(failing((context) => context.schedule(1, 'STREAM_TIME', () => undefined))).toThrow('for records only');
  expect(failing((context) => context.commit())).not.toThrow();
});

test('what its processor throws ends the driver, whatever the handlers say', () => {
  const builder = new StreamsBuilder();
  const boom = (): Keeper => ({
    process() {
      throw new RangeError('boom');
    },
  });
  builder.addGlobalStore(rates, 'rates-topic', text, boom);
  const handler = 'org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler';
  const driver = new TopologyTestDriver(builder.build(), { 'processing.exception.handler': handler });
  const kept = driver.createInputTopic('rates-topic', 'string', 'string');
  expect(() => kept.pipeInput('a', '1')).toThrow('KTABLE-SOURCE-0000000001 failed: boom');
});

test('anything but a key-value store, a topic and a supplier is refused', () => {
  const add = (store: StoreBuilder<StateStore>, topic: string, supplier: unknown) => () =>
    new StreamsBuilder().addGlobalStore(store, topic, text, supplier as () => Keeper);
  const windows = Stores.windowStoreBuilder(Stores.inMemoryWindowStore('w', 20, 10), 'string', 'string');
  expect(add(windows, 't', keeper)).toThrow('addGlobalStore: the store must be a key-value store of Stores');
  expect(add({} as never, 't', keeper)).toThrow(TopologyError);
  expect(add(rates, '', keeper)).toThrow('addGlobalStore');
  expect(add(rates, 't', {})).toThrow('addGlobalStore: the supplier must be a function, or an object with get()');
});
