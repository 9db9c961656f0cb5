import { syncResult } from '../errors/checks';
import { sessionKey, windowKey } from '../stores/timed/timed-keys';
import type { Windowed } from '../windows/windowed';
import type { KeyValueFunction, ValueFunction } from './stateless';
import type { TableView } from './table-view';

/** The values are in a store. */
export function storeView(storeName: string): TableView {
  return {
    storeNames: [storeName],
    open(environment) {
      const store = environment.readableStore(storeName);
      return (key) => {
        const entry = store.read(store.rawKey(key));
        return entry ? { value: store.value(entry), timestamp: entry.timestamp } : null;
      };
    },
  };
}

/** The values of windows are in a store: the keys are Windowed. */
export function windowedView(storeName: string, isSession: boolean): TableView {
  return {
    storeNames: [storeName],
    open(environment) {
      const store = environment.readableStore(storeName);
      return (key) => {
        const { key: inner, window } = key as Windowed<unknown>;
        const { start, end } = window;
        const raw = store.rawKey(inner);
        const entry = store.read(isSession ? sessionKey(raw, start, end) : windowKey(raw, start));
        if (!entry) return null;
        return { value: store.value(entry), timestamp: isSession ? end : entry.timestamp };
      };
    },
  };
}

/** A filtered table without a store of its own is computed from its parent. */
export function filteredView(
  parent: TableView,
  predicate: KeyValueFunction,
  isWanted: boolean,
  node: string,
): TableView {
  return {
    storeNames: parent.storeNames,
    open(environment) {
      const read = parent.open(environment);
      return (key) => {
        const found = read(key);
        return found && Boolean(syncResult(predicate(key, found.value), node)) === isWanted ? found : null;
      };
    },
  };
}

export function mappedView(parent: TableView, mapper: ValueFunction, node: string): TableView {
  return {
    storeNames: parent.storeNames,
    open(environment) {
      const read = parent.open(environment);
      return (key) => {
        const found = read(key);
        const value = found && syncResult(mapper(found.value, key), node);
        return found && value !== null ? { value, timestamp: found.timestamp } : null;
      };
    },
  };
}
