/** Window and session stores of processors; TimedStores.java has the same. */
import {
  Stores,
  Windowed,
  type ProcessorContext,
  type SessionStore,
  type StateStore,
  type StoreBuilder,
  type StoreIterator,
  type WindowStore,
} from '../../../../src/streams/index';
import type { Step } from '../cases/case';
import { hash, make, text, type Datum } from './functions';

type Found = Datum | { value: Datum; timestamp: number };

/** The description of the store of a step. */
export function timedStore(step: Step, key: 'string', value: 'string', onDisk: boolean): StoreBuilder<StateStore> {
  const sessions = onDisk ? Stores.persistentSessionStore : Stores.inMemorySessionStore;
  if (step.kind === 'session') return Stores.sessionStoreBuilder(sessions(step.store, step.retention), key, value);
  const windows = onDisk ? Stores.persistentWindowStore : Stores.inMemoryWindowStore;
  const supplier = windows(step.store, step.retention, step.size, step.duplicates);
  return step.isTimestamped
    ? Stores.timestampedWindowStoreBuilder(supplier, key, value)
    : Stores.windowStoreBuilder(supplier, key, value);
}

const shown = (found: Found): string =>
  typeof found === 'object' && found !== null ? text(found.value) + found.timestamp : text(found);

const listed = (rows: StoreIterator<unknown, Found>): string =>
  [...rows].map(([key, found]) => String(key) + shown(found)).join('');

function useWindows(step: Step, store: WindowStore<Datum, Found>, key: Datum, value: Datum): string {
  const kind = hash(text(key) + text(value));
  const time = kind % 40;
  const next = make(step.storeValue, shown(store.fetch(key, time)) + text(value));
  const isNull = kind % 5 === 0 && !step.duplicates;
  store.put(key, isNull ? null : step.isTimestamped ? { value: next, timestamp: kind % 50 } : next, time);
  switch (kind % 6) {
    case 0:
      return listed(store.fetch(key, Math.max(0, time - 10), time + 10));
    case 1:
      return listed(store.backwardFetch(key, 0, time));
    case 2:
      return listed(store.fetchAll(5, time));
    case 3:
      return listed(store.backwardAll());
    case 4:
      return listed(store.fetch(null, key, 0, time));
    default:
      return listed(store.backwardFetch(key, null, 0, 30));
  }
}

function useSessions(step: Step, store: SessionStore<Datum, Datum>, key: Datum, value: Datum): string {
  const kind = hash(text(key) + text(value));
  const start = kind % 30;
  const end = start + (kind % 7);
  const before = store.fetchSession(key, start, end);
  const session = new Windowed(key, { start, end });
  if (kind % 5 === 0) store.remove(session);
  else if (kind % 5 === 1) store.put(session, null);
  else store.put(session, make(step.storeValue, shown(before) + text(value)));
  switch (kind % 6) {
    case 0:
      return listed(store.fetch(key));
    case 1:
      return listed(store.findSessions(key, start, end + 5));
    case 2:
      return listed(store.backwardFetch(key));
    case 3:
      return listed(store.fetch(null, key));
    case 4:
      return listed(store.backwardFindSessions(key, start, end));
    default:
      return listed(store.findSessions(key, null, 3, end));
  }
}

/** What the store makes of a record. */
export function useTimedStore(step: Step, context: ProcessorContext, key: Datum, value: Datum): string {
  return step.storeKind === 'session'
    ? useSessions(step, context.getStateStore(step.store), key, value)
    : useWindows(step, context.getStateStore(step.store), key, value);
}
