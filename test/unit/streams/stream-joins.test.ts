/** What joins of two streams make of late, null and lonely records: sequences that ran in Java 4.3.1. */
import {
  JoinWindows,
  StreamJoined,
  StreamsBuilder,
  TopologyError,
  TopologyTestDriver,
  type KStream,
  type StreamJoinedOptions,
} from '../../../src/streams/index';
import { TrackedBytes } from '../../../src/streams/runtime/stores/tracked-bytes';
import { TimedBytes } from '../../../src/streams/stores/timed/timed-bytes';
import { WINDOW_SUFFIX, windowKey } from '../../../src/streams/stores/timed/timed-keys';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Operation = 'join' | 'leftJoin' | 'outerJoin';
type Result = [key: string | null, value: string, timestamp: number];

/** Left and right stream, joined: `left` and `right` pipe a record, and give the results. */
function joined(operation: Operation, windows: JoinWindows, options: StreamJoinedOptions<string, string, string> = {}) {
  const builder = new StreamsBuilder();
  const results: Result[] = [];
  const [one, two] = [builder.stream('left', text), builder.stream('right', text)];
  const joiner = (a: string | null, b: string | null): string => `${a ?? ''}+${b ?? ''}`;
  const given = { ...text, otherValueSerde: 'string', ...options } as never;
  const stream =
    operation === 'join'
      ? one.join(two, joiner, windows, given)
      : operation === 'leftJoin'
        ? one.leftJoin(two, joiner, windows, given)
        : one.outerJoin(two, joiner, windows, given);
  (stream as KStream<string | null, string>).process(() => ({
    process: ({ key, value, timestamp }) => void results.push([key, value, timestamp]),
  }));
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  const pipe = (topic: string) => {
    const input = driver.createInputTopic(topic, 'string', 'string');
    return (key: string | null, value: string | null, timestamp: number): Result[] => {
      input.pipeInput(key, value, timestamp);
      return results.splice(0);
    };
  };
  return { driver, left: pipe('left'), right: pipe('right') };
}

/** The records of a changelog: key and value as hexadecimal bytes, and the time. */
const changes = (driver: TopologyTestDriver, store: string): [string, string | undefined, number][] =>
  driver
    .createOutputTopic(`app-${store}-changelog`, 'bytes', 'bytes')
    .readRecordsToList()
    .map(({ key, value, timestamp }) => [
      Buffer.from(key!).toString('hex'),
      value ? Buffer.from(value).toString('hex') : undefined,
      timestamp,
    ]);

test('an inner join: what is late is joined as long as the stores have it', () => {
  const { left, right } = joined('join', JoinWindows.ofTimeDifferenceAndGrace(10, 0));
  expect(left('k', 'a', 10)).toEqual([]);
  expect(right('k', 'x', 15)).toEqual([['k', 'a+x', 15]]);
  expect(left('k', 'b', 12)).toEqual([['k', 'b+x', 15]]);
  expect(right('k', 'z', 23)).toEqual([]);
  expect(right('k', 'late', 10)).toEqual([
    ['k', 'a+late', 10],
    ['k', 'b+late', 12],
  ]);
});

test('windows need not be symmetric', () => {
  const { left, right } = joined('join', JoinWindows.ofTimeDifferenceWithNoGrace(10).before(-2));
  left('k', 'a', 10);
  expect(right('k', 'x', 11)).toEqual([]);
  expect(right('k', 'x', 12)).toEqual([['k', 'a+x', 12]]);
});

test('a left join gives a record without a partner when its window has closed', () => {
  const { left, right, driver } = joined('leftJoin', JoinWindows.ofTimeDifferenceAndGrace(10, 5));
  expect(left('k', 'a', 0)).toEqual([]);
  expect(left('k', 'b', 1)).toEqual([]);
  expect(right('k', 'x', 11)).toEqual([['k', 'b+x', 11]]);
  expect(right('j', 'y', 15)).toEqual([]);
  expect(right('j', 'y', 16)).toEqual([['k', 'a+', 0]]);
  // Too late to wait.
  expect(left('i', 'c', 5)).toEqual([['i', 'c+', 5]]);
  expect(driver.droppedRecords).toBe(0);
});

test('an outer join: by time, right before left, then by key', () => {
  const { left, right } = joined('outerJoin', JoinWindows.ofTimeDifferenceWithNoGrace(0));
  left('b', 'l', 1);
  right('c', 'r', 1);
  expect(left('a', 'l', 1)).toEqual([]);
  expect(left('z', 'l', 2)).toEqual([
    ['c', '+r', 1],
    ['a', 'l+', 1],
    ['b', 'l+', 1],
  ]);
});

test('null keys and values', () => {
  const inner = joined('join', JoinWindows.ofTimeDifferenceWithNoGrace(5));
  inner.left(null, 'a', 0);
  inner.right('k', null, 0);
  expect(inner.driver.droppedRecords).toBe(2);
  const outer = joined('leftJoin', JoinWindows.ofTimeDifferenceWithNoGrace(5));
  expect(outer.left(null, 'a', 3)).toEqual([[null, 'a+', 3]]);
  expect(outer.right(null, 'x', 3)).toEqual([]);
  expect(outer.left('k', null, 3)).toEqual([]);
  expect(outer.driver.droppedRecords).toBe(2);
});

test('the changelogs have the bytes of Java', () => {
  const { left, right, driver } = joined('outerJoin', JoinWindows.ofTimeDifferenceAndGrace(10, 5), { storeName: 's' });
  left('k', 'a', 1);
  left('k', 'b', 1);
  left('k', null, 2);
  right('k', 'x', 2);
  expect(changes(driver, 's-outer-this-join-store')).toEqual([
    [`6b${'01'.padStart(16, '0')}00000001`, '61', 1],
    [`6b${'01'.padStart(16, '0')}00000002`, '62', 1],
    [`6b${'02'.padStart(16, '0')}00000003`, undefined, 2],
  ]);
  const key = `${'01'.padStart(16, '0')}016b`;
  expect(changes(driver, 's-outer-shared-join-store')).toEqual([
    [key, '0100000001000000020161', 1],
    [key, '0100000002000000020161000000020162', 1],
    [key, undefined, 2],
  ]);
});

test('headers: of the record that came last; the window keeps its own', () => {
  const builder = new StreamsBuilder();
  const [one, two] = [builder.stream('left', text), builder.stream('right', text)];
  one.join(two, (a, b) => a + b, JoinWindows.ofTimeDifferenceWithNoGrace(5), { storeName: 's' }).to('out', text);
  const driver = new TopologyTestDriver(builder.build(), {
    ...{ 'application.id': 'app', 'default.key.serde': 'string', 'default.value.serde': 'string' },
  });
  const pipe = (topic: string, h: string): void =>
    driver.createInputTopic(topic, 'string', 'string').pipeInput({ key: 'k', value: h, timestamp: 1, headers: { h } });
  pipe('left', 'l');
  pipe('right', 'r');
  const headersOf = (topic: string): string[] =>
    driver
      .createOutputTopic(topic, 'string', 'string')
      .readRecordsToList()
      .map(({ headers }) => String(headers[0]![1]));
  expect(headersOf('out')).toEqual(['r']);
  expect(headersOf('app-s-this-join-store-changelog')).toEqual(['l']);
});

test('names', () => {
  const builder = new StreamsBuilder();
  const one = builder.stream('left', text).selectKey((_, value) => value);
  const two = builder.stream('right', text);
  one.leftJoin(two, () => 1, JoinWindows.ofTimeDifferenceWithNoGrace(5), 'mine');
  one.join(two, () => 1, JoinWindows.ofTimeDifferenceWithNoGrace(5));
  const { subtopologies } = builder.build().describe();
  const named = subtopologies.flatMap(({ nodes }) => nodes.flatMap((node) => ('stores' in node ? [node] : [])));
  const stores = Object.fromEntries(named.map((node) => [node.name, [...node.stores].sort()]));
  expect(stores).toMatchObject({
    'mine-left-repartition-filter': [],
    'mine-this-windowed': ['KSTREAM-JOINTHIS-0000000008-store'],
    'mine-other-windowed': ['KSTREAM-OUTEROTHER-0000000009-store'],
    'mine-this-join': ['KSTREAM-OUTEROTHER-0000000009-store', 'KSTREAM-OUTERSHARED-0000000008-store'],
    'mine-outer-other-join': ['KSTREAM-JOINTHIS-0000000008-store', 'KSTREAM-OUTERSHARED-0000000008-store'],
    'mine-merge': [],
    'KSTREAM-MERGE-0000000018': [],
  });
});

test('what is refused', () => {
  expect(() => JoinWindows.ofTimeDifferenceWithNoGrace(5).before(-6)).toThrow(TopologyError);
  expect(() => JoinWindows.ofTimeDifferenceAndGrace(5, -1)).toThrow(TopologyError);
  const builder = new StreamsBuilder();
  const stream = builder.stream('a', text);
  expect(() => stream.join(stream, () => 1, {} as never)).toThrow('must be followed by JoinWindows');
  expect(() => stream.outerJoin({} as never, () => 1, JoinWindows.ofTimeDifferenceWithNoGrace(5))).toThrow('KStream');
});

test('StreamJoined is immutable', () => {
  const first = StreamJoined.with('string', 'string', 'int64').withName('n');
  const second = first.withStoreName('s').withLoggingDisabled();
  expect([first.storeName, second.storeName, second.name]).toEqual([undefined, 's', 'n']);
  expect([first.loggingEnabled, second.loggingEnabled]).toEqual([true, false]);
  expect(StreamJoined.as('s').storeName).toBe('s');
});

test('duplicates in memory: numbers go on after a restart, and a roll-back takes them out', () => {
  const bytes = new TimedBytes(10, WINDOW_SUFFIX, { keepsDuplicates: true });
  const key = Buffer.from('k');
  const entry = (value: string) => ({ value: Buffer.from(value), timestamp: 0 });
  bytes.restore(windowKey(key, 0, 7), entry('restored'));
  const tracked = new TrackedBytes(bytes);
  expect(tracked.nextSequence()).toBe(8);
  tracked.set(windowKey(key, 0, 8), entry('new'));
  tracked.set(windowKey(key, 50, 9), null);
  expect(bytes.observedTime).toBe(0);
  tracked.rollBack();
  expect(Array.from(bytes.range(null, null, false), ([, { value }]) => value.toString())).toEqual(['restored']);
});
