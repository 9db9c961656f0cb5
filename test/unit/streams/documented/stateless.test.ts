/** Examples of stateless operators in Kafka Streams' guide to its DSL, and of processors that keep nothing. */
import { StreamsBuilder, TopologyTestDriver, type ProcessorContext } from '../../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const numbers = { keySerde: 'string', valueSerde: 'int64' } as const;

/** Pipes the records into `in`, and gives what is in these topics afterwards. */
function run<V>(
  builder: StreamsBuilder,
  serde: 'string' | 'int64',
  records: readonly (readonly [key: string | null, value: V])[],
  topics: readonly (readonly [name: string, serde: 'string' | 'int64' | 'int'])[],
): Record<string, unknown[]> {
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', serde as 'string');
  for (const [key, value] of records) input.pipeInput(key, value as string, 1);
  const read = (name: string, valueSerde: string) =>
    driver.createOutputTopic(name, 'string', valueSerde as 'string').readKeyValuesToList();
  return Object.fromEntries(topics.map(([name, valueSerde]) => [name, read(name, valueSerde)]));
}

test('branches: the first predicate that holds (dsl-api, branch)', () => {
  const builder = new StreamsBuilder();
  const branches = builder
    .stream('in', numbers)
    .split('Branch-')
    .branch((key) => key!.startsWith('A'), 'A')
    .branch((key) => key!.startsWith('B'), 'B')
    .defaultBranch('C');
  expect([...branches.keys()].sort()).toEqual(['Branch-A', 'Branch-B', 'Branch-C']);
  for (const [name, stream] of branches) stream.to(name, numbers);
  const records = [
    ['Ada', 1],
    ['Bob', 2],
    ['AB', 3],
    ['Zoe', 4],
  ] as const;
  const topics = ['Branch-A', 'Branch-B', 'Branch-C'].map((name) => [name, 'int64'] as const);
  expect(run(builder, 'int64', records, topics)).toEqual({
    'Branch-A': [
      ['Ada', 1],
      ['AB', 3],
    ],
    'Branch-B': [['Bob', 2]],
    'Branch-C': [['Zoe', 4]],
  });
});

test('a record goes to each operator that is applied to the stream (dsl-api, multicast)', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream('in', numbers);
  stream.filter((key) => key!.startsWith('A')).to('A', numbers);
  stream.filter((key) => key!.startsWith('AB')).to('AB', numbers);
  stream.filter((key) => key!.includes('B')).to('B', numbers);
  const records = ['A', 'AB', 'B', 'C'].map((key, i) => [key, i] as const);
  const topics = ['A', 'AB', 'B'].map((name) => [name, 'int64'] as const);
  const found = run(builder, 'int64', records, topics);
  const keys = Object.entries(found).map(([name, pairs]) => [name, (pairs as [string, number][]).map(([key]) => key)]);
  expect(Object.fromEntries(keys)).toEqual({ A: ['A', 'AB'], AB: ['AB'], B: ['AB', 'B'] });
});

test('only positive numbers, said in two ways (dsl-api, filter and inverse filter)', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream('in', numbers);
  stream.filter((_, value) => value! > 0).to('filter', numbers);
  stream.filterNot((_, value) => value! <= 0).to('filterNot', numbers);
  const records = [-1, 0, 1].map((value) => ['k', value] as const);
  const found = run(builder, 'int64', records, [
    ['filter', 'int64'],
    ['filterNot', 'int64'],
  ]);
  expect(found).toEqual({ filter: [['k', 1]], filterNot: [['k', 1]] });
});

test('two records of one, with other types (dsl-api, flatMap)', () => {
  const builder = new StreamsBuilder();
  builder
    .stream('in', { keySerde: 'long', valueSerde: 'string' })
    .flatMap((_, value) => [[value!.toUpperCase(), 1000] as const, [value!.toLowerCase(), 9000] as const])
    .to('out', { keySerde: 'string', valueSerde: 'int' });
  const driver = new TopologyTestDriver(builder.build());
  driver.createInputTopic('in', 'long', 'string').pipeInput(345n, 'Hello', 1);
  expect(driver.createOutputTopic('out', 'string', 'int').readKeyValuesToList()).toEqual([
    ['HELLO', 1000],
    ['hello', 9000],
  ]);
});

test('other keys and values (dsl-api, map, mapValues, selectKey, flatMapValues, merge)', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream('in', text);
  stream
    .map((_, value) => [value!.toLowerCase(), value!.length] as const)
    .to('map', { keySerde: 'string', valueSerde: 'int' });
  stream.mapValues((value) => value!.toUpperCase()).to('mapValues', text);
  stream.selectKey((_, value) => value!.split(' ')[0]).to('selectKey', text);
  const sentence = stream.flatMapValues((value) => value!.split(/\s+/));
  sentence.merge(stream).to('merge', text);
  const found = run(builder, 'string', [['k', 'To Be']] as const, [
    ['map', 'int'],
    ['mapValues', 'string'],
    ['selectKey', 'string'],
    ['merge', 'string'],
  ]);
  expect(found).toEqual({
    map: [['to be', 5]],
    mapValues: [['k', 'TO BE']],
    selectKey: [['To', 'To Be']],
    merge: [
      ['k', 'To'],
      ['k', 'Be'],
      ['k', 'To Be'],
    ],
  });
});

test('logs by severity, each to its topic (dsl-api, categorizing logs)', () => {
  const builder = new StreamsBuilder();
  const topicOf = { ERROR: 'error-logs-topic', WARN: 'warn-logs-topic' } as Record<string, string>;
  builder
    .stream('in', text)
    .process<string, string>(() => {
      let context: ProcessorContext<string, string>;
      return {
        init: (given) => void (context = given),
        process(record) {
          if (record.value === null) return;
          const [severity] = /^[^:]+(?=:)/.exec(record.value) ?? ['UNKNOWN'];
          if (severity === 'INFO') return;
          context.forward(record.withKey(severity in topicOf ? severity : 'UNKNOWN') as never);
        },
      };
    })
    .to((key) => topicOf[key] ?? 'unknown-logs-topic', text);
  const lines = ['ERROR: Disk not found', 'INFO: started', 'WARN: nearly full', 'no severity', null];
  const found = run(
    builder,
    'string',
    lines.map((line) => [null, line] as const),
    ['error-logs-topic', 'warn-logs-topic', 'unknown-logs-topic'].map((name) => [name, 'string'] as const),
  );
  expect(found).toEqual({
    'error-logs-topic': [['ERROR', 'ERROR: Disk not found']],
    'warn-logs-topic': [['WARN', 'WARN: nearly full']],
    'unknown-logs-topic': [['UNKNOWN', 'no severity']],
  });
});

test('slang in messages, a word at a time (dsl-api, replacing slang)', () => {
  const builder = new StreamsBuilder();
  const meanings: Record<string, string> = { u: 'you', brb: 'be right back', omg: 'oh my god', btw: 'by the way' };
  builder
    .stream('in', text)
    .processValues<string>(() => {
      let context: ProcessorContext<string | null, string>;
      return {
        init: (given) => void (context = given),
        process(record) {
          for (const word of record.value?.split(/\s+/) ?? [])
            context.forward(record.withValue(meanings[word] ?? word));
        },
      };
    })
    .to('out', text);
  const records = [
    ['sue', 'brb btw u'],
    ['sue', null],
  ] as const;
  const found = run(builder, 'string', records, [['out', 'string']]);
  expect(found['out']).toEqual(['be right back', 'by the way', 'you'].map((value) => ['sue', value]));
});
