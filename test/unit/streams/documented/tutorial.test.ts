/** Programs of Kafka Streams' tutorial, quickstart and page on names, with the results that are printed there. */
import { StreamsBuilder, TopologyTestDriver, type StreamsConfig, type Topology } from '../../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const strings: StreamsConfig = { 'default.key.serde': 'string', 'default.value.serde': 'string' };

/** The nodes of a topology, one a line: name, what it reads, writes or keeps, and the nodes that follow. */
function linesOf(topology: Topology): string[] {
  return topology.describe().subtopologies.flatMap(({ id, nodes }) =>
    nodes.map((node) => {
      const what =
        node.kind === 'source' ? String(node.topics) : node.kind === 'sink' ? String(node.topic) : node.stores.join();
      return `${id} ${node.name} (${what}) ${node.successors.join()}`.trim();
    }),
  );
}

/** What stands between characters that are no letter, digit or underscore. */
const words = (line: string | null): string[] => (line ?? '').split(/\W+/).filter((word) => word !== '');

test('Pipe (tutorial)', () => {
  const builder = new StreamsBuilder();
  builder.stream('streams-plaintext-input').to('streams-pipe-output');
  const topology = builder.build();
  expect(linesOf(topology)).toEqual([
    '0 KSTREAM-SOURCE-0000000000 (streams-plaintext-input) KSTREAM-SINK-0000000001',
    '0 KSTREAM-SINK-0000000001 (streams-pipe-output)',
  ]);
  const driver = new TopologyTestDriver(topology, strings);
  driver.createInputTopic('streams-plaintext-input', 'string', 'string').pipeInput(null, 'all streams', 1);
  const output = driver.createOutputTopic('streams-pipe-output', 'string', 'string');
  expect(output.readKeyValuesToList()).toEqual([[null, 'all streams']]);
});

test('LineSplit (tutorial)', () => {
  const builder = new StreamsBuilder();
  builder.stream('streams-plaintext-input', text).flatMapValues(words).to('streams-linesplit-output', text);
  const topology = builder.build();
  expect(linesOf(topology)).toEqual([
    '0 KSTREAM-SOURCE-0000000000 (streams-plaintext-input) KSTREAM-FLATMAPVALUES-0000000001',
    '0 KSTREAM-FLATMAPVALUES-0000000001 () KSTREAM-SINK-0000000002',
    '0 KSTREAM-SINK-0000000002 (streams-linesplit-output)',
  ]);
  const driver = new TopologyTestDriver(topology);
  driver.createInputTopic('streams-plaintext-input', 'string', 'string').pipeInput(null, 'all streams lead', 1);
  const output = driver.createOutputTopic('streams-linesplit-output', 'string', 'string');
  expect(output.readValuesToList()).toEqual(['all', 'streams', 'lead']);
});

/** The tutorial's third program, and the quickstart's demo, which leaves the store without a name. */
function wordCount(storeName?: string): Topology {
  const builder = new StreamsBuilder();
  const group = builder
    .stream('streams-plaintext-input', text)
    .flatMapValues((line) => words(line).map((word) => word.toLowerCase()))
    .groupBy((_, word) => word, text);
  const counts = storeName === undefined ? group.count() : group.count({ storeName });
  counts.toStream().to('streams-wordcount-output', { keySerde: 'string', valueSerde: 'int64' });
  return builder.build();
}

// The page prints older names of the repartition step: KSTREAM-FILTER-0000000005 and so on. These are Java 4.3.1's.
test('WordCount (tutorial)', () => {
  expect(linesOf(wordCount('counts-store'))).toEqual([
    '0 KSTREAM-SOURCE-0000000000 (streams-plaintext-input) KSTREAM-FLATMAPVALUES-0000000001',
    '0 KSTREAM-FLATMAPVALUES-0000000001 () KSTREAM-KEY-SELECT-0000000002',
    '0 KSTREAM-KEY-SELECT-0000000002 () counts-store-repartition-filter',
    '0 counts-store-repartition-filter () counts-store-repartition-sink',
    '0 counts-store-repartition-sink (counts-store-repartition)',
    '1 counts-store-repartition-source (counts-store-repartition) KSTREAM-AGGREGATE-0000000003',
    '1 KSTREAM-AGGREGATE-0000000003 (counts-store) KTABLE-TOSTREAM-0000000007',
    '1 KTABLE-TOSTREAM-0000000007 () KSTREAM-SINK-0000000008',
    '1 KSTREAM-SINK-0000000008 (streams-wordcount-output)',
  ]);
});

test('WordCountDemo (quickstart)', () => {
  const driver = new TopologyTestDriver(wordCount());
  const input = driver.createInputTopic('streams-plaintext-input', 'string', 'string');
  const output = driver.createOutputTopic('streams-wordcount-output', 'string', 'int64');
  const after = (line: string): string[] => {
    input.pipeInput({ value: line });
    return output.readKeyValuesToList().map(([word, count]) => `${word} ${count}`);
  };
  expect(after('all streams lead to kafka')).toEqual(['all 1', 'streams 1', 'lead 1', 'to 1', 'kafka 1']);
  expect(after('hello kafka streams')).toEqual(['hello 1', 'kafka 2', 'streams 2']);
  expect(after('join kafka summit')).toEqual(['join 1', 'kafka 3', 'summit 1']);
});

test('WordCountDemo, a list of sentences (its test in the examples)', () => {
  const driver = new TopologyTestDriver(wordCount());
  const input = driver.createInputTopic('streams-plaintext-input', 'string', 'string');
  input.pipeValueList([
    'Apache Kafka Streams Example',
    'Using Kafka Streams Test Utils',
    'Reading and Writing Kafka Topic',
  ]);
  const counts = driver.createOutputTopic('streams-wordcount-output', 'string', 'int64').readKeyValuesToMap();
  expect(Object.fromEntries(counts)).toEqual({
    ...{ apache: 1, kafka: 3, streams: 2, example: 1, using: 1, test: 1 },
    ...{ utils: 1, reading: 1, and: 1, writing: 1, topic: 1 },
  });
});

test('names of processors (naming operators)', () => {
  const builder = new StreamsBuilder();
  builder
    .stream('input', { ...text, name: 'Customer_transactions_input_topic' })
    .filter((_, value) => value !== 'invalid_txn', 'filter_out_invalid_txns')
    .mapValues((value) => (value ?? '').slice(0, 5), 'Map_values_to_first_6_characters')
    .to('output', { ...text, name: 'Mapped_transactions_output_topic' });
  const topology = builder.build();
  expect(linesOf(topology)).toEqual([
    '0 Customer_transactions_input_topic (input) filter_out_invalid_txns',
    '0 filter_out_invalid_txns () Map_values_to_first_6_characters',
    '0 Map_values_to_first_6_characters () Mapped_transactions_output_topic',
    '0 Mapped_transactions_output_topic (output)',
  ]);
  const driver = new TopologyTestDriver(topology);
  driver.createInputTopic('input', 'string', 'string').pipeValueList(['invalid_txn', 'abcdefgh']);
  expect(driver.createOutputTopic('output', 'string', 'string').readValuesToList()).toEqual(['abcde']);
});

test('a filter moves the generated name of a store, and not a given one (naming operators)', () => {
  const storesOf = (isFiltered: boolean, storeName?: string): string[] => {
    const builder = new StreamsBuilder();
    const stream = builder.stream('input', text);
    const kept = isFiltered ? stream.filter((_, value) => value !== null && value.length >= 6) : stream;
    const counts = storeName === undefined ? kept.groupByKey().count() : kept.groupByKey().count({ storeName });
    counts.toStream().to('output');
    return linesOf(builder.build()).filter((line) => line.includes('AGGREGATE'));
  };
  const state = 'KSTREAM-AGGREGATE-STATE-STORE';
  expect(storesOf(false)[1]).toBe(`0 KSTREAM-AGGREGATE-0000000002 (${state}-0000000001) KTABLE-TOSTREAM-0000000003`);
  expect(storesOf(true)[1]).toBe(`0 KSTREAM-AGGREGATE-0000000003 (${state}-0000000002) KTABLE-TOSTREAM-0000000004`);
  const named = '0 KSTREAM-AGGREGATE-0000000002 (Purchase_count_store) KTABLE-TOSTREAM-0000000003';
  expect(storesOf(true, 'Purchase_count_store')[1]).toBe(named);
});
