/** What the windows of an application are, in Java and here. */
import {
  BufferConfig,
  JoinWindows,
  SessionWindows,
  SlidingWindows,
  Stores,
  StreamsBuilder,
  Suppressed,
  TimeWindows,
  Windowed,
  type KafkaStreams,
  type KStream,
  type ProcessorContext,
  type FixedKeyProcessor,
  type SessionStore,
  type StoreType,
  type TimestampedWindowStore,
  type Topology,
  type ValueAndTimestamp,
  type WindowStore,
} from '../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Those that can be read from outside, in both. */
export const stores: Readonly<Record<string, StoreType>> = {
  tumbling: 'timestampedWindowStore',
  hopping: 'timestampedWindowStore',
  sliding: 'timestampedWindowStore',
  sessions: 'sessionStore',
  'inner-this-join-store': 'windowStore',
  'inner-other-join-store': 'windowStore',
  'left-this-join-store': 'windowStore',
  'left-outer-other-join-store': 'windowStore',
  'outer-outer-this-join-store': 'windowStore',
  'outer-outer-other-join-store': 'windowStore',
  plain: 'windowStore',
  many: 'windowStore',
  timed: 'timestampedWindowStore',
  visits: 'sessionStore',
};

/** The same as in LiveWindows.java. */
export function windowsTopology(prefix: string): Topology {
  const builder = new StreamsBuilder();
  const data = builder.stream(`${prefix}-data`, text);
  const other = builder.stream(`${prefix}-other`, text);
  const show: Show = (name, stream) =>
    stream.map((key, value) => [`${name} ${String(key)}`, String(value)]).to(`${prefix}-results`, text);
  aggregate(data, show);

  const within = JoinWindows.ofTimeDifferenceAndGrace(5_000, 2_000);
  const joiner = (a: string | null, b: string | null): string => `${a}+${b}`;
  const named = (storeName: string) => ({ ...text, otherValueSerde: 'string', storeName }) as const;
  show('inner', data.join(other, joiner, within, named('inner')));
  show('left', data.leftJoin(other, joiner, within, named('left')));
  show('outer', data.outerJoin(other, joiner, within, named('outer')));

  for (const isMany of [false, true]) {
    const supplier = Stores.inMemoryWindowStore(isMany ? 'many' : 'plain', 20_000, 1_000, isMany);
    builder.addStateStore(Stores.windowStoreBuilder(supplier, 'string', 'string'));
  }
  const timed = Stores.inMemoryWindowStore('timed', 20_000, 1_000);
  builder.addStateStore(Stores.timestampedWindowStoreBuilder(timed, 'string', 'string'));
  const visits = Stores.inMemorySessionStore('visits', 20_000);
  builder.addStateStore(Stores.sessionStoreBuilder(visits, 'string', 'string'));
  show('processor', data.processValues(visit, 'plain', 'many', 'timed', 'visits'));
  return builder.build();
}

/** Writes what comes from there to the results, under this name. */
type Show = <K, V>(name: string, stream: KStream<K, V>) => void;

function aggregate(data: KStream<string | null, string | null>, show: Show): void {
  const groups = data.groupByKey();
  const tumbling = TimeWindows.ofSizeAndGrace(10_000, 5_000);
  const closed = (name: string) => Suppressed.untilWindowCloses(BufferConfig.unbounded()).withName(name);
  const add = (_: unknown, value: string | null, all: string): string => `${all}${value}`;

  const counts = groups.windowedBy(tumbling).count({ storeName: 'tumbling', keySerde: 'string' });
  show('tumbling', counts.toStream());
  show('final', counts.suppress(closed('final')).toStream());
  const hopping = groups.windowedBy(tumbling.advanceBy(4_000));
  show('hopping', hopping.reduce((a, b) => `${a}${b}`, { storeName: 'hopping', ...text }).toStream());
  const sliding = groups.windowedBy(SlidingWindows.ofTimeDifferenceAndGrace(5_000, 5_000));
  show('sliding', sliding.aggregate(() => '', add, { storeName: 'sliding', ...text }).toStream());
  const sessions = groups.windowedBy(SessionWindows.ofInactivityGapAndGrace(2_000, 5_000)).aggregate(
    () => '',
    add,
    (_, a, b) => `${a}${b}`,
    { storeName: 'sessions', ...text },
  );
  show('sessions', sessions.toStream());
  show('finalSessions', sessions.suppress(closed('finalSessions')).toStream());
  const limit = Suppressed.untilTimeLimit(12_000, BufferConfig.unbounded()).withName('limited');
  show('limited', groups.count({ storeName: 'counts' }).suppress(limit).toStream());
}

/** A value that begins with "-" deletes. */
function visit(): FixedKeyProcessor<string | null, string | null, string> {
  let context: ProcessorContext<string | null, string>;
  let plain: WindowStore<string, string>;
  let many: WindowStore<string, string>;
  let timed: TimestampedWindowStore<string, string>;
  let visits: SessionStore<string, string>;
  return {
    init(given) {
      context = given;
      plain = context.getStateStore('plain');
      many = context.getStateStore('many');
      timed = context.getStateStore('timed');
      visits = context.getStateStore('visits');
    },
    process(record) {
      const { timestamp: time } = record;
      const [key, value] = [record.key!, record.value!];
      const isDeletion = value.startsWith('-');
      const start = time - (time % 1_000);
      const seen = [`${plain.fetch(key, start)}`, shown(timed.fetch(key, start))];
      plain.put(key, isDeletion ? null : value, start);
      timed.put(key, isDeletion ? null : { value, timestamp: time }, start);
      many.put(key, isDeletion ? null : value, start);
      for (const [, one] of many.fetch(key, start - 10_000, start + 10_000)) seen.push(one);
      let [first, last, all] = [time, time, value];
      for (const [session, before] of [...visits.findSessions(key, time - 2_000, time + 2_000)]) {
        first = Math.min(first, session.window.start);
        last = Math.max(last, session.window.end);
        all = `${before}${all}`;
        visits.remove(session);
      }
      if (!isDeletion) visits.put(new Windowed(key, { start: first, end: last }), all);
      context.forward(record.withValue([...seen, all].join(' ')));
    },
  };
}

/** As Java shows it. */
function shown(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const both = value as ValueAndTimestamp<unknown>;
  return `<${String(both.value)},${both.timestamp}>`;
}

/** What is in a store, as text: windows, and values beside each other if there are several of one window. */
export function rowsOfStore(streams: KafkaStreams, storeName: string, type: StoreType): Record<string, string> {
  const found =
    type === 'sessionStore'
      ? streams.store<string, unknown>({ storeName, type }).fetch(null, null)
      : streams.store<string, unknown>({ storeName, type: type as 'windowStore' }).all();
  const rows: Record<string, string> = {};
  for (const [windowed, value] of found) {
    const key = String(windowed);
    rows[key] = key in rows ? `${rows[key]} ${shown(value)}` : shown(value);
  }
  return rows;
}
