/** What windowed aggregations make of late and out-of-order records: sequences that ran in Java 4.3.1. */
import {
  SessionWindows,
  SlidingWindows,
  StreamsBuilder,
  TimeWindows,
  TopologyTestDriver,
  WindowedSerdes,
  type KGroupedStream,
  type KTable,
  type Windowed,
} from '../../../src/streams/index';
import { TrackedBytes } from '../../../src/streams/runtime/stores/tracked-bytes';
import { TimedBytes } from '../../../src/streams/stores/timed/timed-bytes';
import { windowKey, WINDOW_SUFFIX } from '../../../src/streams/stores/timed/timed-keys';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Group = KGroupedStream<string, string>;

/** Pipes values of one key, and gives `start/end:value@timestamp` for each result. */
function windowed<V>(aggregate: (group: Group) => KTable<Windowed<string>, V>): {
  driver: TopologyTestDriver;
  pipe: (value: string | null, timestamp: number) => string[];
} {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  aggregate(builder.stream('in', text).groupByKey())
    .toStream()
    .process(() => ({
      process: ({ key, value, timestamp }) =>
        void results.push(`${key.window.start}/${key.window.end}:${String(value)}@${timestamp}`),
    }));
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', 'string');
  const pipe = (value: string | null, timestamp: number): string[] => {
    input.pipeInput('k', value, timestamp);
    return results.splice(0);
  };
  return { driver, pipe };
}

test('tumbling windows with a grace period drop what comes later', () => {
  const { driver, pipe } = windowed((group) => group.windowedBy(TimeWindows.ofSizeAndGrace(10, 5)).count());
  const results = [0, 3, 9, 10, 12, 8, 25, 5, 11].flatMap((time) => pipe('v', time));
  const starts = results.map((one) => one.replace(/\/.*:(.*)@.*/, ':$1'));
  expect(starts).toEqual(['0:1', '0:2', '0:3', '10:1', '10:2', '0:4', '20:1']);
  expect(driver.droppedRecords).toBe(2);
});

test('hopping windows: each that is open takes the record', () => {
  const { pipe } = windowed((group) => group.windowedBy(TimeWindows.ofSizeWithNoGrace(10).advanceBy(4)).count());
  const starts = (time: number): string[] => pipe('v', time).map((one) => one.split('/')[0]!);
  expect(starts(3)).toEqual(['0']);
  expect(starts(13)).toEqual(['4', '8', '12']);
  expect(starts(9)).toEqual(['4', '8']);
  expect(starts(4)).toEqual(['4']);
});

test('sessions that a record connects become one', () => {
  const { pipe } = windowed((group) => group.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(5)).count());
  expect(pipe('v', 20)).toEqual(['20/20:1@20']);
  expect(pipe('v', 24)).toEqual(['20/20:null@20', '20/24:2@24']);
});

test('sliding windows in order and out of order', () => {
  const { pipe } = windowed((group) =>
    group.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(10, 50)).aggregate(
      () => '',
      (_, value, before) => before + value,
      { valueSerde: 'string' },
    ),
  );
  expect(pipe('A', 20)).toEqual(['10/20:A@20']);
  expect(pipe('B', 25)).toEqual(['21/31:B@25', '15/25:AB@25']);
  expect(pipe('C', 30)).toEqual(['21/31:BC@30', '26/36:C@30', '20/30:ABC@30']);
  expect(pipe('D', 31)).toEqual(['26/36:CD@31', '21/31:BCD@31', '31/41:D@31']);
  expect(pipe('E', 22)).toEqual(['21/31:BCDE@31', '20/30:ABCE@30', '15/25:ABE@25', '12/22:AE@22', '23/33:BCD@31']);
});

test('changelogs have the bytes of Java', () => {
  const windows = windowed((group) => group.windowedBy(TimeWindows.ofSizeWithNoGrace(10)).count({ storeName: 's' }));
  windows.pipe('v', 10);
  const changelog = windows.driver.createOutputTopic('test-application-s-changelog', 'bytes', 'int64');
  const { key, value, timestamp } = changelog.readRecord();
  expect(Buffer.from(key!).toString('hex')).toBe('6b000000000000000a00000000');
  expect([value, timestamp]).toEqual([1, 10]);
  const sessions = windowed((group) => {
    return group.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(5)).count({ storeName: 's' });
  });
  sessions.pipe('v', 12);
  sessions.pipe('v', 15);
  const keys = sessions.driver
    .createOutputTopic('test-application-s-changelog', 'bytes', 'int64')
    .readKeyValuesToList();
  expect(Buffer.from(keys.at(-1)![0]!).toString('hex')).toBe('6b000000000000000f000000000000000c');
});

test('stores of windows and sessions', () => {
  const windows = windowed((group) => group.windowedBy(TimeWindows.ofSizeAndGrace(10, 30)).count({ storeName: 's' }));
  for (const time of [1, 12, 13, 25]) windows.pipe('v', time);
  const store = windows.driver.getWindowStore<string, number>('s')!;
  expect(store.fetch('k', 10)).toBe(2);
  expect(store.fetch('k', 11)).toBeNull();
  expect([...store.fetch('k', 0, 10)]).toEqual([
    [0, 1],
    [10, 2],
  ]);
  expect([...store.backwardAll()].map(([key, value]) => `${String(key)} ${value}`)).toEqual([
    '[k@20/30] 1',
    '[k@10/20] 2',
    '[k@0/10] 1',
  ]);
  windows.pipe('v', 45);
  expect(store.fetch('k', 0)).toBeNull();
  const sessions = windowed((group) => {
    return group.windowedBy(SessionWindows.ofInactivityGapAndGrace(5, 30)).count({ storeName: 's' });
  });
  for (const time of [1, 3, 20]) sessions.pipe('v', time);
  const found = sessions.driver.getSessionStore<string, number>('s')!;
  expect(found.fetchSession('k', 1, 3)).toBe(2);
  expect([...found.findSessions('k', 4, 30)].map(([key]) => String(key))).toEqual(['[k@20/20]']);
  expect(sessions.driver.getWindowStore('s')).toBeNull();
});

test('windowed keys go through a topic, with the default serde inside', () => {
  const builder = new StreamsBuilder();
  const windows = TimeWindows.ofSizeWithNoGrace(10);
  builder.stream<'string', 'string'>('in').groupByKey().windowedBy(windows).count().toStream().to('out');
  const driver = new TopologyTestDriver(builder.build(), {
    'default.key.serde': 'string',
    'default.value.serde': 'string',
  });
  driver.createInputTopic('in', 'string', 'string').pipeInput('k', 'v', 13);
  const serde = WindowedSerdes.timeWindowedSerdeFrom('string', 10);
  const { key } = driver.createOutputTopic('out', serde, 'int64').readRecord();
  expect(String(key)).toBe('[k@10/20]');
});

test('what windows cannot be is refused', () => {
  expect(() => TimeWindows.ofSizeWithNoGrace(0)).toThrow(/size must be a whole number of milliseconds, 1 or more/);
  expect(() => TimeWindows.ofSizeWithNoGrace(5).advanceBy(6)).toThrow(/more than the size/);
  expect(() => SessionWindows.ofInactivityGapAndGrace(1, -1)).toThrow(/grace period/);
  const group = new StreamsBuilder().stream('in', text).groupByKey();
  expect(() => group.windowedBy({} as TimeWindows)).toThrow(/TimeWindows, SlidingWindows or SessionWindows/);
  const small = { retention: 9 };
  expect(() => group.windowedBy(TimeWindows.ofSizeWithNoGrace(10)).count(small)).toThrow(/need 10 ms or more/);
});

test('what expired since the last commit is back after a rollback', () => {
  const bytes = new TimedBytes(10, WINDOW_SUFFIX);
  const tracked = new TrackedBytes(bytes);
  const key = (time: number): Buffer => windowKey(Buffer.from('k'), time);
  const entry = (time: number): { value: Buffer; timestamp: number } => ({ value: Buffer.of(time), timestamp: time });
  tracked.set(key(5), entry(5));
  tracked.committed();
  tracked.set(key(100), entry(100));
  expect(tracked.get(key(5))).toBeUndefined();
  expect(tracked.set(key(6), entry(6))).toBe(false);
  tracked.rollBack();
  expect([...tracked.range(null, null, false)].map(([, { timestamp }]) => timestamp)).toEqual([5]);
  expect(tracked.set(key(6), entry(6))).toEqual([]);
});
