/** Results of windows that go on once, when the window has closed. */
import {
  EmitStrategy,
  SessionWindows,
  SlidingWindows,
  StreamsBuilder,
  TimeWindows,
  TopologyTestDriver,
  type KTable,
  type SessionWindowedKStream,
  type TimeWindowedKStream,
  type Windowed,
} from '../../../src/streams/index';
import { ChangelogStore } from '../../../src/streams/runtime/stores/changelog-store';
import { timedStore } from '../../../src/streams/stores/stores';
import { windowKey } from '../../../src/streams/stores/timed/timed-keys';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
type Pipe = (key: string | null, timestamp: number) => string[];

/** Counts in windows; gives `key start-end: count@timestamp` for each result. */
function counted(
  windows: TimeWindows | SlidingWindows | SessionWindows,
  retention?: number,
): { driver: TopologyTestDriver; pipe: Pipe } {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  const group = builder.stream('in', text).groupByKey();
  const windowed =
    windows instanceof SessionWindows ? group.windowedBy(windows) : group.windowedBy(windows as TimeWindows);
  const table = (windowed as TimeWindowedKStream<string, string>)
    .emitStrategy(EmitStrategy.onWindowClose())
    .count({ storeName: 'counts', keySerde: 'string', retention });
  table.toStream().process(() => ({
    process: ({ key, value, timestamp, headers }) => {
      const by = headers.map(([, data]) => String(data)).join();
      results.push(`${key.key} ${key.window.start}-${key.window.end}: ${value}@${timestamp} by ${by}`);
    },
  }));
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', 'string');
  const pipe: Pipe = (key, timestamp) => {
    input.pipeInput({ key, value: 'v', timestamp, headers: { by: `${key}${timestamp}` } });
    return results.splice(0);
  };
  return { driver, pipe };
}

test('time windows: by start and key, once, with their own time and the headers of the record that closed them', () => {
  const { driver, pipe } = counted(TimeWindows.ofSizeAndGrace(10, 5), 1000);
  for (const [key, time] of [
    ['b', 1],
    ['a', 3],
    ['a', 2],
    ['a', 12],
    ['b', 14],
  ] as const)
    expect(pipe(key, time)).toEqual([]);
  expect(pipe('c', 15)).toEqual(['a 0-10: 2@3 by c15', 'b 0-10: 1@1 by c15']);
  expect(pipe('a', 9)).toEqual([]);
  expect(driver.droppedRecords).toBe(1);
  expect(pipe(null, 100)).toEqual([]);
  expect(pipe('a', 24)).toEqual([]);
  expect(pipe('a', 25)).toEqual(['a 10-20: 1@12 by a25', 'b 10-20: 1@14 by a25', 'c 10-20: 1@15 by a25']);
});

test('hopping windows come out one after the other', () => {
  const { pipe } = counted(TimeWindows.ofSizeWithNoGrace(10).advanceBy(5), 1000);
  expect(pipe('a', 7)).toEqual([]);
  expect(pipe('a', 12)).toEqual(['a 0-10: 1@7 by a12']);
  expect(pipe('a', 31)).toEqual(['a 5-15: 2@12 by a31', 'a 10-20: 1@12 by a31']);
});

test('sliding windows close behind their end; an early record sends nothing on', () => {
  const { pipe } = counted(SlidingWindows.ofTimeDifferenceAndGrace(10, 0), 1000);
  expect(pipe('a', 12)).toEqual([]);
  expect(pipe('a', 22)).toEqual(['a 2-12: 1@12 by a22']);
  expect(pipe('a', 23)).toEqual(['a 12-22: 2@22 by a23']);
});

test('sessions: by end, then start, each at its end', () => {
  const { pipe } = counted(SessionWindows.ofInactivityGapAndGrace(5, 2), 1000);
  for (const [key, time] of [
    ['b', 1],
    ['b', 4],
    ['a', 4],
    ['c', 2],
  ] as const)
    expect(pipe(key, time)).toEqual([]);
  expect(pipe('d', 11)).toEqual(['c 2-2: 1@2 by d11']);
  expect(pipe('d', 12)).toEqual(['b 1-4: 2@4 by d12', 'a 4-4: 1@4 by d12']);
});

test('a jump beyond the retention loses nothing: what has expired waits until it has gone on', () => {
  const time = counted(TimeWindows.ofSizeWithNoGrace(10));
  expect(time.pipe('a', 0)).toEqual([]);
  expect(time.pipe('a', 100)).toEqual(['a 0-10: 1@0 by a100']);
  expect([...time.driver.getWindowStore<string, number>('counts')!.all()].map(([key]) => String(key))).toEqual([
    '[a@100/110]',
  ]);
  const sessions = counted(SessionWindows.ofInactivityGapWithNoGrace(5));
  expect(sessions.pipe('a', 0)).toEqual([]);
  expect(sessions.pipe('a', 100)).toEqual(['a 0-0: 1@0 by a100']);
});

test('a strategy is for the aggregations that follow; anything else is refused', () => {
  const windowed = new StreamsBuilder().stream('in', text).groupByKey().windowedBy(TimeWindows.ofSizeWithNoGrace(10));
  expect(windowed.emitStrategy(EmitStrategy.onWindowUpdate())).toBe(windowed);
  expect(() => windowed.emitStrategy('close' as never)).toThrow(/^emitStrategy: its argument must be EmitStrategy/);
});

test('results are those of the aggregation, without an old value, in sessions with a merger, too', () => {
  const builder = new StreamsBuilder();
  const sessions: SessionWindowedKStream<string, string> = builder
    .stream('in', text)
    .groupByKey()
    .windowedBy(SessionWindows.ofInactivityGapAndGrace(5, 5));
  const joined: KTable<Windowed<string>, string> = sessions.emitStrategy(EmitStrategy.onWindowClose()).aggregate(
    () => '',
    (_, value, before) => before + (value ?? ''),
    (_, one, other) => one + other,
    text,
  );
  joined.toStream((windowed) => windowed.key).to('out', text);
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', 'string');
  const output = driver.createOutputTopic('out', 'string', 'string');
  for (const [value, time] of [
    ['x', 0],
    ['y', 8],
    ['z', 4],
  ] as const)
    input.pipeInput('a', value, time);
  expect(output.isEmpty()).toBe(true);
  input.pipeInput('b', 'w', 19);
  expect(output.readKeyValuesToList()).toEqual([['a', 'xyz']]);
});

test('a store that was restored keeps what has expired until it has gone on, and gives it back after a rollback', () => {
  const timed = { retentionMs: 10, windowSizeMs: 10, waitsForResults: true };
  const common = { keySerde: 'string', valueSerde: 'string', loggingEnabled: true, topicConfig: undefined };
  const plan = timedStore({ ...common, name: 's', type: 'timestampedWindowStore', timed });
  const store = new ChangelogStore(plan, 'topic', 0, true);
  const key = (time: number): Buffer => windowKey(Buffer.from('k'), time);
  const times = (): number[] => [...store.bytes.between!(0, 1000)].map(([, { timestamp }]) => timestamp);
  for (const time of [0, 100]) store.restore({ key: key(time), value: Buffer.of(1), timestamp: time, offset: time });
  expect(times()).toEqual([0, 100]);
  expect(store.bytes.expire!().map(({ entry }) => entry.timestamp)).toEqual([0]);
  expect(times()).toEqual([100]);
  store.committed();
  store.bytes.set(key(200), { value: Buffer.of(2), timestamp: 200 });
  store.bytes.expire!();
  expect(times()).toEqual([200]);
  store.rollBack();
  expect(times()).toEqual([100]);
  store.wipe();
  expect(times()).toEqual([]);
});
