/** What suppress holds back, and what its changelog has: sequences that ran in Java 4.3.1. */
import {
  BufferConfig,
  StreamsBuilder,
  StreamsError,
  Suppressed,
  TimeWindows,
  TopologyError,
  TopologyTestDriver,
  type KTable,
} from '../../../src/streams/index';
import { readUpdate, sizeOf, writeUpdate } from '../../../src/streams/operators/suppress/buffered-update';
import { ChangelogStore } from '../../../src/streams/runtime/stores/changelog-store';
import { bufferStore } from '../../../src/streams/stores/stores';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Pipes updates of a table, and gives `key:value@timestamp` for what goes on. */
function held(suppressed: Suppressed<unknown>) {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  const table: KTable<string, string> = builder.table('in', text);
  table
    .suppress(suppressed)
    .toStream()
    .process(() => ({
      process: ({ key, value, timestamp }) => void results.push(`${key}:${String(value)}@${timestamp}`),
    }));
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' }, { initialWallClockTime: 99 });
  const input = driver.createInputTopic('in', 'string', 'string');
  const pipe = (key: string, value: string | null, timestamp: number, headers = {}): string[] => {
    input.pipeInput({ key, value, timestamp, headers });
    return results.splice(0);
  };
  return { driver, pipe };
}

test('a time limit: a later update takes the place of the first one', () => {
  const { pipe } = held(Suppressed.untilTimeLimit(10, BufferConfig.unbounded()));
  expect(pipe('a', '1', 0)).toEqual([]);
  expect(pipe('b', '1', 5)).toEqual([]);
  expect(pipe('a', '2', 8)).toEqual([]);
  expect(pipe('c', '1', 10)).toEqual(['a:2@8']);
  expect(pipe('b', null, 14)).toEqual([]);
  expect(pipe('b', null, 15)).toEqual(['b:null@15']);
});

test('a limit of 0 lets everything through', () => {
  const { pipe } = held(Suppressed.untilTimeLimit(0, BufferConfig.unbounded()));
  expect(pipe('a', '1', 5)).toEqual(['a:1@5']);
  expect(pipe('a', '2', 3)).toEqual(['a:2@3']);
});

test('a full buffer sends its oldest on, by time and then by key', () => {
  const { pipe } = held(Suppressed.untilTimeLimit(100, BufferConfig.maxRecords(1)));
  expect(pipe('b', '1', 3)).toEqual([]);
  expect(pipe('a', '1', 3)).toEqual(['a:1@3']);
  expect(pipe('c', '1', 1)).toEqual(['c:1@1']);
});

test('bytes are counted as in Java', () => {
  // 8 + 1 (key) + 1 (value) + 8 + 8 + 2 (topic) + 4
  const { pipe } = held(Suppressed.untilTimeLimit(100, BufferConfig.maxBytes(32)));
  expect(pipe('a', '1', 3)).toEqual([]);
  expect(pipe('a', '12', 3)).toEqual(['a:12@3']);
});

test('a full buffer that must not send early is an error', () => {
  const { pipe } = held(Suppressed.untilTimeLimit(100, BufferConfig.maxRecords(1).shutDownWhenFull()));
  pipe('a', '1', 0);
  expect(() => pipe('b', '1', 0)).toThrow(StreamsError);
  expect(() => pipe('c', '1', 0)).toThrow('its buffer is full, with 3 of 1 records');
});

test('until windows close: one result for each, no nulls', () => {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  builder
    .stream('in', text)
    .groupByKey()
    .windowedBy(TimeWindows.ofSizeAndGrace(10, 5))
    .reduce((a, b) => (b === 'gone' ? null : `${a}${b}`))
    .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
    .toStream()
    .process(() => ({
      process: ({ key, value, timestamp }) => void results.push(`${String(key)}:${String(value)}@${timestamp}`),
    }));
  const input = new TopologyTestDriver(builder.build()).createInputTopic('in', 'string', 'string');
  for (const [key, value, time] of [
    ['a', '1', 3],
    ['a', '2', 14],
    ['a', '3', 5],
    ['b', '1', 1],
    ['b', 'gone', 2],
  ] as const)
    input.pipeInput(key, value, time);
  expect(results).toEqual([]);
  input.pipeInput('c', '1', 15);
  expect(results).toEqual(['[a@0/10]:13@5']);
});

test('it must know when windows close', () => {
  const closes = Suppressed.untilWindowCloses(BufferConfig.unbounded());
  const table = new StreamsBuilder().table('in', text);
  expect(() => table.suppress(closes as never)).toThrow('needs a windowed aggregation before it');
  expect(() => Suppressed.untilWindowCloses(BufferConfig.maxRecords(5) as never)).toThrow(TopologyError);
  expect(() => BufferConfig.maxRecords(-1)).toThrow(TopologyError);
  expect(() => Suppressed.untilTimeLimit(-1, BufferConfig.unbounded())).toThrow(TopologyError);
  expect(() => table.suppress({} as never)).toThrow('its argument must be Suppressed');
});

test('the changelog has the bytes of Java, once for each commit', () => {
  const { driver, pipe } = held(Suppressed.untilTimeLimit(10, BufferConfig.unbounded()).withName('hold'));
  pipe('k', 'a', 0, { h: null });
  pipe('j', 'b', 10);
  const records = driver.createOutputTopic('app-hold-store-changelog', 'bytes', 'bytes').readRecordsToList();
  const seen = records.map(({ key, value, timestamp, headers }) => [
    Buffer.from(key!).toString(),
    value && Buffer.from(value).toString('hex'),
    timestamp,
    headers.map(([name, data]) => `${name}=${Buffer.from(data!).toString('hex')}`),
  ]);
  const held0 =
    '0000000000000000000000000000000000000002696e00000000000000010000000168ffffffff' +
    'ffffffffffffffff00000001610000000000000000';
  expect(seen.slice(0, 1)).toEqual([['k', held0, 99, ['v=03']]]);
  expect(seen.slice(1).map(([key, value, , headers]) => [key, value === null, headers])).toEqual([
    ['j', false, ['v=03']],
    ['k', true, []],
  ]);
});

test('an old value that is the prior one is written and counted once', () => {
  const context = { timestamp: 1, offset: 2, topic: 't', partition: 3, headers: [] };
  const key = Buffer.from('k');
  const same = { context, prior: Buffer.from('ab'), old: Buffer.from('ab'), value: null, time: 1 };
  const other = { ...same, old: Buffer.from('c') };
  const none = { ...same, old: null };
  for (const update of [same, other, none]) expect(readUpdate(writeUpdate(update))).toEqual(update);
  expect(writeUpdate(same).includes(Buffer.from('fffffffe', 'hex'))).toBe(true);
  expect([same, other, none].map((update) => sizeOf(key, update))).toEqual([32, 33, 32]);
});

test('a join sees what has gone on', () => {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  const table = builder.table('table', text, { storeName: 't' });
  builder
    .stream('in', text)
    .leftJoin(table.suppress(Suppressed.untilTimeLimit(10, BufferConfig.unbounded())), (a, b) => `${a}${b ?? '-'}`)
    .foreach((_, value) => void results.push(value));
  const driver = new TopologyTestDriver(builder.build());
  const updates = driver.createInputTopic('table', 'string', 'string');
  const input = driver.createInputTopic('in', 'string', 'string');
  updates.pipeInput('k', '1', 0);
  input.pipeInput('k', 'a', 0);
  updates.pipeInput('x', '1', 10);
  input.pipeInput('k', 'b', 0);
  updates.pipeInput('k', '2', 11);
  input.pipeInput('k', 'c', 0);
  expect(results).toEqual(['a-', 'b1', 'c1']);
});

test('the runtime writes what is held back with the time of the commit', () => {
  const plan = bufferStore({ name: 's', ...text, loggingEnabled: true, topicConfig: undefined });
  const store = new ChangelogStore(plan, 'topic', 0, false);
  const key = Buffer.from('k');
  store.log(key, { value: Buffer.from('1') }, 5, [['v', Buffer.of(3)]]);
  store.log(key, null, 6);
  expect([...store.takeChanges()]).toEqual([
    { topic: 'topic', partition: 0, key, value: null, timestamp: undefined, headers: undefined },
  ]);
});
