/** Windows of Kafka Streams' guide to its DSL, of its API's reference, and TemperatureDemo of its examples. */
import {
  BufferConfig,
  SessionWindows,
  SlidingWindows,
  StreamsBuilder,
  Suppressed,
  TimeWindows,
  TopologyTestDriver,
  WindowedSerdes,
  type KGroupedStream,
  type KTable,
  type Windowed,
} from '../../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const minute = 60_000;
const hour = 60 * minute;

/** Pipes a record, and gives `key@start/end value` for each result; times in units of `unit` milliseconds. */
function windowed<V>(aggregate: (group: KGroupedStream<string, string>) => KTable<Windowed<string>, V>, unit = 1) {
  const builder = new StreamsBuilder();
  const results: string[] = [];
  aggregate(builder.stream('in', text).groupByKey())
    .toStream()
    .foreach(({ key, window }, value) => results.push(`${key}@${window.start / unit}/${window.end / unit} ${value}`));
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('in', 'string', 'string');
  return (key: string, value: string | null, time: number): string[] => {
    input.pipeInput(key, value, time * unit);
    return results.splice(0);
  };
}

test('hopping windows begin at multiples of the hop (dsl-api, hopping time windows)', () => {
  const pipe = windowed((group) => group.windowedBy(TimeWindows.ofSizeWithNoGrace(5000).advanceBy(3000)).count());
  expect(pipe('k', 'v', 0)).toEqual(['k@0/5000 1']);
  expect(pipe('k', 'v', 3000)).toEqual(['k@0/5000 2', 'k@3000/8000 1']);
  // The lower bound belongs to the window, the upper one does not.
  expect(pipe('k', 'v', 5000)).toEqual(['k@3000/8000 2']);
});

test('tumbling windows begin at multiples of the size (dsl-api, tumbling time windows)', () => {
  const pipe = windowed((group) => group.windowedBy(TimeWindows.ofSizeWithNoGrace(5000)).count());
  expect([0, 4999, 5000].flatMap((time) => pipe('k', 'v', time))).toEqual([
    'k@0/5000 1',
    'k@0/5000 2',
    'k@5000/10000 1',
  ]);
});

// The page says that null values are ignored. Java counts them; only sliding windows leave them out.
test('a null value is counted (dsl-api, count in windows)', () => {
  const counts = (windows: TimeWindows | SlidingWindows): string[] => {
    const pipe = windowed((group) => group.windowedBy(windows as TimeWindows).count());
    return [...pipe('k', 'v', 1), ...pipe('k', null, 2)];
  };
  expect(counts(TimeWindows.ofSizeWithNoGrace(10))).toEqual(['k@0/10 1', 'k@0/10 2']);
  expect(counts(SlidingWindows.ofTimeDifferenceWithNoGrace(10))).toEqual(['k@0/10 1']);
});

test('sliding windows: five of three records (reference of SlidingWindows)', () => {
  const windows = SlidingWindows.ofTimeDifferenceWithNoGrace(5000);
  const pipe = windowed((group) => group.windowedBy(windows).reduce((all, value) => `${all},${value}`));
  const updates = [...pipe('A', '1', 8000), ...pipe('A', '2', 9200), ...pipe('A', '3', 12_400)];
  const last = new Map(updates.map((one) => one.split(' ') as [string, string]));
  expect(Object.fromEntries(last)).toEqual({
    'A@3000/8000': '1',
    'A@4200/9200': '1,2',
    'A@7400/12400': '1,2,3',
    'A@8001/13001': '2,3',
    'A@9201/14201': '3',
  });
});

test('sessions: one record makes two of them one (reference of SessionWindows)', () => {
  const merged = (windows: SessionWindows): string[][] => {
    const pipe = windowed((group) => group.windowedBy(windows).reduce((all, value) => `${all}${value}`));
    return [pipe('A', '1', 10), pipe('A', '2', 12), pipe('A', '3', 20), pipe('A', '4', 16)];
  };
  const three = [['A@10/10 1'], ['A@10/10 null', 'A@10/12 12'], ['A@20/20 3']];
  const merging = ['A@10/12 null', 'A@20/20 null', 'A@10/20 1234'];
  expect(merged(SessionWindows.ofInactivityGapAndGrace(5, 24 * hour))).toEqual([...three, merging]);
  // Without a grace period the store has forgotten the first session at 20, in Java, too.
  const short = ['A@20/20 null', 'A@16/20 34'];
  expect(merged(SessionWindows.ofInactivityGapWithNoGrace(5))).toEqual([...three, short]);
});

test('sessions of two keys, out of order (dsl-api, session windows)', () => {
  const windows = SessionWindows.ofInactivityGapAndGrace(5 * minute, hour);
  const pipe = windowed((group) => group.windowedBy(windows).count(), minute);
  const three = [pipe('green', 'v', 0), pipe('green', 'v', 6), pipe('blue', 'v', 2)];
  expect(three).toEqual([['green@0/0 1'], ['green@6/6 1'], ['blue@2/2 1']]);
  expect(pipe('blue', 'v', 11)).toEqual(['blue@11/11 1']);
  expect(pipe('green', 'v', 4)).toEqual(['green@0/0 null', 'green@6/6 null', 'green@0/6 3']);
  expect(pipe('blue', 'v', 5)).toEqual(['blue@2/2 null', 'blue@2/5 2']);
});

test('fewer than three events in an hour (dsl-api, window final results)', () => {
  const alerts: string[] = [];
  const builder = new StreamsBuilder();
  builder
    .stream('events', text)
    .groupByKey()
    .windowedBy(TimeWindows.ofSizeAndGrace(hour, 10 * minute))
    .count({ keySerde: 'string' })
    .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded()))
    .filter((_, count) => count < 3)
    .toStream()
    .foreach(({ key, window }, count) => {
      if (count !== null) alerts.push(`${key}@${window.start / hour}/${window.end / hour} ${count}`);
    });
  const driver = new TopologyTestDriver(builder.build());
  const input = driver.createInputTopic('events', 'string', 'string');
  const pipe = (user: string, time: number): void => input.pipeInput(user, 'event', Math.round(time));
  for (const time of [9, 9.2, 9.4]) pipe('many', time * hour);
  pipe('few', 9.3 * hour);
  pipe('few', 10 * hour);
  expect(alerts).toEqual([]);
  // Late by less than the grace period: the window from 9 to 10 is open until 10:10.
  pipe('few', 9.5 * hour);
  pipe('other', 10 * hour + 10 * minute - 1);
  expect(alerts).toEqual([]);
  pipe('other', 10 * hour + 10 * minute);
  expect(alerts).toEqual(['few@9/10 2']);
  // The window has closed.
  pipe('many', 9.5 * hour);
  expect(driver.droppedRecords).toBe(1);
});

describe('TemperatureDemo (examples)', () => {
  /** The maximum of each five seconds, when it is more than 20: `start value` for each result. */
  function maxima(readings: readonly (readonly [value: string, time: number])[]): string[] {
    const builder = new StreamsBuilder();
    const serde = WindowedSerdes.timeWindowedSerdeFrom('string', 5000);
    builder
      .stream('iot-temperature', text)
      .selectKey(() => 'temp')
      .groupByKey(text)
      .windowedBy(TimeWindows.ofSizeAndGrace(5000, 24 * hour))
      .reduce((one, other) => (Number(one) > Number(other) ? one : other))
      .toStream()
      .filter((_, value) => Number(value) > 20)
      .to('iot-temperature-max', { keySerde: serde, valueSerde: 'string' });
    const driver = new TopologyTestDriver(builder.build());
    const input = driver.createInputTopic('iot-temperature', 'string', 'string');
    for (const [value, time] of readings) input.pipeInput(null, value, time);
    const output = driver.createOutputTopic('iot-temperature-max', serde, 'string');
    return output.readKeyValuesToList().map(([windowedKey, value]) => `${String(windowedKey)} ${value}`);
  }

  test.each([
    ['typed on the console', ['10', '15', '22'], ['22']],
    ['the maximum of a window', ['15', '25', '18', '30', '22'], ['25', '25', '30', '30']],
    ['all below the threshold', ['10', '15', '18', '19'], []],
    ['some above it', ['15', '25', '18', '21'], ['25', '25', '25']],
    ['nothing', [], []],
  ])('%s', (_, readings, expected) => {
    const found = maxima(readings.map((value, i) => [value, i * 1000]));
    expect(found).toEqual(expected.map((value) => `[temp@0/5000] ${value}`));
  });

  test('two windows', () => {
    const found = maxima([
      ['25', 0],
      ['30', 2000],
      ['22', 6000],
      ['35', 8000],
    ]);
    const second = '[temp@5000/10000]';
    expect(found).toEqual(['[temp@0/5000] 25', '[temp@0/5000] 30', `${second} 22`, `${second} 35`]);
  });
});
