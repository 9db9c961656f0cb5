/** `topology.optimization`: source tables whose stores are restored from their topics. */
import { ConfigError } from '../../../src/index';
import { StreamsBuilder, TopologyTestDriver, type StreamsConfig } from '../../../src/streams/index';
import { readRuntimeSettings } from '../../../src/streams/config/runtime-settings';
import { InternalTopics } from '../../../src/streams/runtime/topics/internal-topics';
import { TopicGroups } from '../../../src/streams/runtime/topics/topic-groups';
import { topologyOf } from '../../../src/streams/topology/topology';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const reuse: StreamsConfig = { 'topology.optimization': 'reuse.ktable.source.topics' };

/** Two source tables, one of which has a name, a table of a stream, and their joins. */
function described(): StreamsBuilder {
  const builder = new StreamsBuilder();
  const tables = [
    builder.table('a', text, { storeName: 'named', topicConfig: { 'retention.ms': '1' } }),
    builder.table('b', text),
    builder.stream('c', text).toTable({ storeName: 'streamed' }),
  ] as const;
  const [one, two, three] = tables;
  one
    .join(two, (left, right) => left + right)
    .join(three, (left, right) => left + right)
    .toStream()
    .to('out', text);
  return builder;
}

function internalTopicsOf(config?: StreamsConfig): string[] {
  const definition = topologyOf(described().build(config));
  const groups = new TopicGroups(definition, 'app');
  const counts = new Map(['a', 'b', 'c'].map((topic) => [topic, 2]));
  const topics = new InternalTopics(definition, groups, { applicationId: 'app', topicConfig: {} }, counts);
  return topics.plans().map(({ name }) => name);
}

test('stores of source tables have no changelog; those of other tables do', () => {
  expect(internalTopicsOf().sort()).toEqual([
    'app-b-STATE-STORE-0000000002-changelog',
    'app-named-changelog',
    'app-streamed-changelog',
  ]);
  expect(internalTopicsOf({ 'topology.optimization': 'none' })).toHaveLength(3);
  expect(internalTopicsOf(reuse)).toEqual(['app-streamed-changelog']);
});

test('names and results are the same', () => {
  const [plain, reused] = [described().build(), described().build(reuse)];
  expect(reused.describe().toString()).toBe(plain.describe().toString());
  const driver = new TopologyTestDriver(reused);
  for (const topic of ['a', 'b', 'c']) driver.createInputTopic(topic, 'string', 'string').pipeInput('k', topic, 1);
  expect(driver.createOutputTopic('out', 'string', 'string').readValuesToList()).toEqual(['abc']);
  expect([...driver.producedTopicNames()].sort()).toEqual(['out', 'test-application-streamed-changelog']);
});

test('serdes of such a store get the name of the topic', () => {
  const topics = new Set<string>();
  const noted = {
    serialize: (data: string, { topic }: { topic: string }) => Buffer.from(topics.add(topic) && data),
    deserialize: (data: Uint8Array, { topic }: { topic: string }) => String((topics.add(topic), data)),
  };
  const builder = new StreamsBuilder();
  builder.table('in', { keySerde: noted, valueSerde: noted }, { storeName: 's' });
  const driver = new TopologyTestDriver(builder.build(reuse));
  driver.createInputTopic('in', 'string', 'string').pipeInput('k', 'v', 1);
  expect([...topics]).toEqual(['in']);
});

test('other optimizations are refused: they change names', () => {
  const all = { 'topology.optimization': 'all' } as never as StreamsConfig;
  const required = { 'application.id': 'app', 'bootstrap.servers': 'localhost:1' };
  for (const call of [() => new StreamsBuilder().build(all), () => readRuntimeSettings({ ...required, ...all })]) {
    expect(call).toThrow(ConfigError);
    expect(call).toThrow('topology.optimization: one of none, reuse.ktable.source.topics');
  }
  expect(() => readRuntimeSettings({ ...required, ...reuse })).not.toThrow();
});
