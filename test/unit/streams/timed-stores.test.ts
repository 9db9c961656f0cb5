/** Window and session stores of processors, and their queries over several tasks. */
import {
  InvalidStateStoreError,
  Stores,
  StreamsBuilder,
  TopologyError,
  TopologyTestDriver,
  Windowed,
  type ReadOnlySessionStore,
  type ReadOnlyWindowStore,
  type SessionStore,
  type StateStore,
  type StoreBuilder,
  type StoreIterator,
  type StoreType,
  type TimestampedWindowStore,
  type WindowStore,
} from '../../../src/streams/index';
import { ChangelogStore } from '../../../src/streams/runtime/stores/changelog-store';
import { compositeStore } from '../../../src/streams/runtime/queries/composite-store';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const shown = (rows: StoreIterator<unknown, unknown>): string[] =>
  [...rows].map(([key, value]) => `${String(key)}=${JSON.stringify(value)}`);

/** The store of a processor that has seen a record at time 7. */
function opened<S extends StateStore>(store: StoreBuilder<S>): { store: S; driver: TopologyTestDriver } {
  const builder = new StreamsBuilder();
  builder.addStateStore(store);
  let found: S | undefined;
  builder
    .stream('in', text)
    .process(
      () => ({ init: (context) => void (found = context.getStateStore<S>(store.name)), process: () => undefined }),
      store.name,
    );
  const driver = new TopologyTestDriver(builder.build(), { 'application.id': 'app' });
  driver.createInputTopic('in', 'string', 'string').pipeInput('k', 'v', 7);
  return { store: found!, driver };
}

const windows = (name = 's', duplicates = false) =>
  opened<WindowStore<string, string>>(
    Stores.windowStoreBuilder(Stores.inMemoryWindowStore(name, 20, 10, duplicates), 'string', 'string'),
  );
const sessions = (name = 's') =>
  opened<SessionStore<string, string>>(
    Stores.sessionStoreBuilder(Stores.inMemorySessionStore(name, 20), 'string', 'string'),
  );
const session = (key: string, start: number, end: number) => new Windowed(key, { start, end });

test('windows: by time, then by key; bounds are inclusive, a null key is open', () => {
  const { store, driver } = windows();
  store.put('b', 'B', 5);
  store.put('a', 'A', 5);
  store.put('a', 'A2', 10);
  store.put('c', null, 10);
  expect(store.fetch('a', 5)).toBe('A');
  expect(store.fetch('a', 6)).toBeNull();
  expect(shown(store.fetch('a', 5, 10))).toEqual(['5="A"', '10="A2"']);
  expect(shown(store.backwardFetch('a', 0, 9))).toEqual(['5="A"']);
  expect(shown(store.fetch('a', 'b', 0, 5))).toEqual(['[a@5/15]="A"', '[b@5/15]="B"']);
  expect(shown(store.backwardFetch('b', null, 0, 10))).toEqual(['[b@5/15]="B"']);
  expect(shown(store.fetchAll(6, 10))).toEqual(['[a@10/20]="A2"']);
  expect(shown(store.backwardAll())).toEqual(['[a@10/20]="A2"', '[b@5/15]="B"', '[a@5/15]="A"']);
  store.put('z', 'Z', 25);
  expect(shown(store.all())).toEqual(['[a@10/20]="A2"', '[z@25/35]="Z"']);
  store.put('z', 'old', 5);
  expect(driver.droppedRecords).toBe(1);
  driver.createInputTopic('in', 'string', 'string').pipeInput('k', 'v', 7);
  const changes = driver.createOutputTopic('app-s-changelog', 'bytes', 'string').readRecordsToList();
  expect(Buffer.from(changes[0]!.key!).toString('hex')).toBe('62000000000000000500000000');
  expect(changes.map(({ value, timestamp }) => [value, timestamp])).toEqual(
    ['B', 'A', 'A2', null, 'Z', 'old'].map((value) => [value, 7]),
  );
});

test('windows with duplicates: only ranges find them', () => {
  const { store } = windows('s', true);
  for (const value of ['1', '2']) store.put('a', value, 5);
  expect(store.fetch('a', 5)).toBeNull();
  expect(shown(store.fetch('a', 0, 9))).toEqual(['5="1"', '5="2"']);
});

test('windows with duplicates: what Java wrote before and after a restart is all there', () => {
  const plan = Stores.windowStoreBuilder(Stores.inMemoryWindowStore('s', 20, 10, true), 'string', 'string');
  expect(plan.topicConfig).toEqual({ 'cleanup.policy': 'delete' });
  const store = new ChangelogStore(plan, 'topic', 0, true);
  const contents = () =>
    Array.from(store.bytes.range(null, null, false), ([key, { value }]) => `${key.readUInt32BE(9)}=${String(value)}`);
  // Java's numbers begin anew with each start; a null has one, too.
  const written = [
    ['1', 'a'],
    ['2', null],
    ['3', 'b'],
    ['1', 'c'],
    ['2', 'd'],
    ['3', null],
    ['9', 'e'],
  ] as const;
  written.forEach(([number, value], offset) => {
    const key = Buffer.from(`6b00000000000000050000000${number}`, 'hex');
    store.restore({ key, value: value && Buffer.from(value), timestamp: 5, offset });
  });
  expect(contents()).toEqual(['1=a', '3=b', '4=c', '5=d', '9=e']);
  expect(store.bytes.nextSequence!()).toBe(10);
});

test('windows with times', () => {
  const supplier = Stores.inMemoryWindowStore('s', 20, 10);
  const { store, driver } = opened<TimestampedWindowStore<string, string>>(
    Stores.timestampedWindowStoreBuilder(supplier, 'string', 'string'),
  );
  store.put('a', { value: 'A', timestamp: 3 }, 5);
  expect(store.fetch('a', 5)).toEqual({ value: 'A', timestamp: 3 });
  expect(driver.getWindowStore('s')!.fetch('a', 5)).toBe('A');
});

test('sessions of a key that end together: the latest start first; backward, last', () => {
  const { store } = sessions();
  for (const start of [2, 4, 3]) store.put(session('a', start, 5), String(start));
  store.put(session('b', 1, 5), 'b');
  const values = (rows: Iterable<[unknown, string]>): string => [...rows].map(([, value]) => value).join();
  expect(values(store.fetch('a'))).toBe('4,3,2');
  expect(values(store.backwardFetch('a'))).toBe('2,3,4');
  expect(values(store.findSessions('a', 0, 3))).toBe('3,2');
  expect(values(store.fetch())).toBe('4,3,2,b');
  expect(values(store.backwardFetch())).toBe('b,2,3,4');
});

test('sessions: by their ends, then by key', () => {
  const { store, driver } = sessions();
  store.put(session('b', 1, 5), 'B');
  store.put(session('a', 3, 5), 'A');
  store.put(session('a', 6, 9), 'A2');
  expect(store.fetchSession('a', 3, 5)).toBe('A');
  expect(shown(store.fetch())).toEqual(['[a@3/5]="A"', '[b@1/5]="B"', '[a@6/9]="A2"']);
  expect(shown(store.backwardFetch('a'))).toEqual(['[a@6/9]="A2"', '[a@3/5]="A"']);
  expect(shown(store.fetch('b', null))).toEqual(['[b@1/5]="B"']);
  expect(shown(store.findSessions('a', 6, 9))).toEqual(['[a@6/9]="A2"']);
  expect(shown(store.findSessions(null, 'b', 0, 3))).toEqual(['[a@3/5]="A"', '[b@1/5]="B"']);
  expect(shown(store.backwardFindSessions(null, null, 0, 3))).toEqual(['[b@1/5]="B"', '[a@3/5]="A"']);
  // What is not there does not move the time.
  store.remove(session('x', 90, 99));
  store.remove(session('a', 3, 5));
  expect(shown(store.fetch('a'))).toEqual(['[a@6/9]="A2"']);
  store.put(session('c', 30, 30), 'C');
  store.put(session('c', 1, 2), 'late');
  expect(shown(store.fetch())).toEqual(['[c@30/30]="C"']);
  expect(driver.droppedRecords).toBe(1);
});

test('what is refused', () => {
  expect(() => Stores.inMemoryWindowStore('s', 5, 10)).toThrow(TopologyError);
  expect(() => Stores.inMemorySessionStore('s', -1)).toThrow('the retention must be a whole number');
});

/** The parts of two tasks, as one. */
function query(type: StoreType, ...parts: { driver: TopologyTestDriver }[]): unknown {
  const stores = parts.map(({ driver }) => driver.getAllStateStores().get('s')!);
  return compositeStore({ storeName: 's', type }, () => stores);
}

test('queries of windows over several tasks', () => {
  const [one, two] = [windows(), windows()];
  one.store.put('a', 'A', 5);
  two.store.put('b', 'B', 3);
  const all = query('windowStore', one, two) as ReadOnlyWindowStore<string, string>;
  expect([all.fetch('a', 5), all.fetch('b', 3), all.fetch('c', 3)]).toEqual(['A', 'B', null]);
  expect(shown(all.all())).toEqual(['[a@5/15]="A"', '[b@3/13]="B"']);
  expect(shown(all.fetch('b', 0, 9))).toEqual(['3="B"']);
  expect(shown(all.backwardFetch('a', 'a', 0, 9))).toEqual(['[a@5/15]="A"']);
  expect([all.fetchAll(5, 9), all.backwardFetchAll(0, 4), all.backwardAll()].map((rows) => shown(rows).length)).toEqual(
    [1, 1, 2],
  );
  expect(() => query('timestampedWindowStore', one)).toThrow('has no times: ask for a windowStore');
  expect(() => query('sessionStore', one)).toThrow(InvalidStateStoreError);
  expect(() => query('keyValueStore', one)).toThrow('The store s is no keyValueStore');
});

test('queries of sessions over several tasks', () => {
  const [one, two] = [sessions(), sessions()];
  one.store.put(session('a', 3, 5), 'A');
  two.store.put(session('b', 1, 4), 'B');
  const all = query('sessionStore', one, two) as ReadOnlySessionStore<string, string>;
  expect([all.fetchSession('b', 1, 4), all.fetchSession('b', 1, 5)]).toEqual(['B', null]);
  expect(shown(all.fetch())).toEqual(['[a@3/5]="A"', '[b@1/4]="B"']);
  expect(shown(all.backwardFetch('b'))).toEqual(['[b@1/4]="B"']);
  expect(shown(all.findSessions('a', 0, 9))).toEqual(['[a@3/5]="A"']);
  expect(shown(all.backwardFindSessions(null, null, 5, 9))).toEqual(['[a@3/5]="A"']);
  expect(() => query('windowStore', one)).toThrow('The store s is no windowStore');
});
