/** Keeps a global store of a case; GlobalStores.java has the same. */
import type {
  KeyValueStore,
  Processor,
  ProcessorContext,
  Record,
  TimestampedKeyValueStore,
} from '../../../../src/streams/index';
import type { Step } from '../cases/case';
import { aggregate, make, map, type Datum } from './functions';

export function globalStoreProcessor(step: Step): Processor<Datum, Datum, never, never> {
  const { store: name, fn, v, isTimestamped } = step;
  let context: ProcessorContext;
  const next = (key: Datum, value: Datum, before: Datum): Datum => {
    if (fn === 'where') return make(v, `${context.recordMetadata!.offset}${context.taskId}`);
    return fn === 'boom' ? map(fn, v, value, before) : aggregate(fn, v, key, value, before);
  };
  return {
    init: (given) => void (context = given),
    process({ key, value, timestamp }: Record<Datum, Datum>) {
      if (key === null) return;
      if (!isTimestamped) {
        const store = context.getStateStore<KeyValueStore<Datum, Datum>>(name);
        return store.put(key, next(key, value, store.get(key)));
      }
      const store = context.getStateStore<TimestampedKeyValueStore<Datum, Datum>>(name);
      const result = next(key, value, store.get(key)?.value ?? null);
      store.put(key, result === null ? null : { value: result, timestamp });
    },
  };
}
