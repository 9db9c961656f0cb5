/** What tables and their joins make of null, late and repeated records: sequences that ran in Java 4.3.1. */
import { StreamsBuilder, TopologyTestDriver, type KTable } from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Text = KTable<string, string>;

/** Pipes `[side, value, timestamp]` into two tables, and gives `value@timestamp` for what follows from each. */
function joined(
  join: (left: Text, right: Text) => KTable<string, string>,
): (side: 'L' | 'R', value: string | null, timestamp: number) => string[] {
  const builder = new StreamsBuilder();
  join(builder.table('L', text), builder.table('R', text)).toStream().to('out', text);
  const driver = new TopologyTestDriver(builder.build());
  const output = driver.createOutputTopic('out', 'string', 'string');
  return (side, value, timestamp) => {
    driver.createInputTopic(side, 'string', 'string').pipeInput('k', value, timestamp);
    return output.readRecordsToList().map((record) => `${record.value}@${record.timestamp}`);
  };
}

test('an inner join', () => {
  const pipe = joined((left, right) => left.join(right, (a, b) => `${a}+${b}`));
  expect(pipe('L', 'a', 10)).toEqual([]);
  expect(pipe('R', 'x', 5)).toEqual(['a+x@10']);
  expect(pipe('R', null, 6)).toEqual(['null@10']);
  expect(pipe('R', null, 7)).toEqual(['null@10']);
  expect(pipe('L', 'b', 1)).toEqual([]);
  expect(pipe('R', 'y', 2)).toEqual(['b+y@2']);
});

test('a left join', () => {
  const pipe = joined((left, right) => left.leftJoin(right, (a, b) => `${a}+${b}`));
  expect(pipe('R', 'x', 5)).toEqual([]);
  expect(pipe('L', 'a', 1)).toEqual(['a+x@5']);
  expect(pipe('R', null, 6)).toEqual(['a+null@6']);
  expect(pipe('R', null, 7)).toEqual(['a+null@7']);
  expect(pipe('L', null, 3)).toEqual(['null@3']);
  expect(pipe('L', null, 4)).toEqual([]);
});

test('an outer join', () => {
  const pipe = joined((left, right) => left.outerJoin(right, (a, b) => `${a}+${b}`));
  expect(pipe('R', 'x', 5)).toEqual(['null+x@5']);
  expect(pipe('L', 'a', 7)).toEqual(['a+x@7']);
  expect(pipe('R', null, 6)).toEqual(['a+null@7']);
  expect(pipe('L', null, 8)).toEqual(['null@8']);
  expect(pipe('L', null, 9)).toEqual([]);
});

test('an older record overwrites, and a deletion of an unknown key goes on', () => {
  const builder = new StreamsBuilder();
  builder.table('t', text, { storeName: 's' }).toStream().to('out');
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('t', 'string', 'string');
  input.pipeInput('k', 'new', 10);
  input.pipeInput('k', 'old', 5);
  input.pipeInput('unknown', null, 3);
  expect(driver.createOutputTopic('out', 'string', 'string').readKeyValuesToList()).toEqual([
    ['k', 'new'],
    ['k', 'old'],
    ['unknown', null],
  ]);
  expect(driver.getTimestampedKeyValueStore('s')!.get('k')).toEqual({ value: 'old', timestamp: 5 });
});

test('a filter without a store of its own deletes what does not pass, each time', () => {
  const builder = new StreamsBuilder();
  builder
    .table('t', text)
    .filter((_, value) => value.startsWith('a'))
    .toStream()
    .to('out');
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('t', 'string', 'string');
  input.pipeKeyValueList([
    ['k', 'b'],
    ['k', 'a1'],
    ['k', 'b'],
  ]);
  expect(driver.createOutputTopic('out', 'string', 'string').readValuesToList()).toEqual([null, 'a1', null]);
});

test('grouping by the value moves an entry: out of the old group, into the new one', () => {
  const builder = new StreamsBuilder();
  builder
    .table('t', text)
    .groupBy((key, value) => [value, key], text)
    .count({ storeName: 'counts' })
    .toStream()
    .to('out');
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  const input = driver.createInputTopic('t', 'string', 'string');
  input.pipeInput('k', 'red', 1);
  input.pipeInput('k', 'blue', 2);
  expect(driver.createOutputTopic('out', 'string', 'int64').readKeyValuesToList()).toEqual([
    ['red', 1],
    ['red', 0],
    ['blue', 1],
  ]);
  const repartitioned = driver.createOutputTopic('app-counts-repartition', 'string', 'bytes').readValuesToList();
  expect(repartitioned.map((value) => Buffer.from(value!).toString('latin1'))).toEqual(['k\x01', 'k\x00', 'k\x01']);
});

test('the old value of a first count is the initial 0', () => {
  const builder = new StreamsBuilder();
  builder
    .stream('a', text)
    .groupByKey()
    .count()
    .groupBy((_, count) => ['all', count], { keySerde: 'string', valueSerde: 'int64' })
    .aggregate(
      () => '',
      (_key, value, before) => `${before}+${value}`,
      (_key, value, before) => `${before}-${value}`,
      { valueSerde: 'string' },
    )
    .toStream()
    .to('out');
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('a', 'string', 'string');
  input.pipeInput('x', 'v', 1);
  input.pipeInput('y', 'v', 2);
  expect(driver.createOutputTopic('out', 'string', 'string').readValuesToList()).toEqual(['+1', '+1-0+1']);
});
