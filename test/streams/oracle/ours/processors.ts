/** Processors of cases; Processors.java has the same. */
import type {
  Cancellable,
  KeyValueStore,
  Processor,
  ProcessorContext,
  ReadOnlyKeyValueStore,
  Record,
  TimestampedKeyValueStore,
  ValueAndTimestamp,
} from '../../../../src/streams/index';
import type { Step } from '../cases/case';
import { useTimedStore } from './timed-stores';
import { hash, make, text, type Datum } from './functions';

function where(context: ProcessorContext): string {
  const at = context.recordMetadata;
  const place = at ? `${at.topic}-${at.partition}@${at.offset}` : 'nowhere';
  return `${place}/${context.currentStreamTimeMs()}/${context.taskId}`;
}

const shown = (found: ValueAndTimestamp<Datum> | null): string =>
  found === null ? 'none' : text(found.value) + found.timestamp;

function timestamped(step: Step, context: ProcessorContext, key: Datum, value: Datum): Datum {
  const store = context.getStateStore<TimestampedKeyValueStore<Datum, Datum>>(step.store);
  const before = store.get(key);
  const next = make(step.storeValue, (before === null ? '' : text(before.value)) + text(value));
  const kind = hash(text(key) + text(value));
  if (kind % 5 === 0) store.delete(key);
  else if (kind % 5 === 1) store.putIfAbsent(key, { value: next, timestamp: kind % 50 });
  else store.put(key, { value: next, timestamp: kind % 50 });
  return make(step.v, shown(before));
}

function plain(step: Step, context: ProcessorContext, key: Datum, value: Datum): Datum {
  const store = context.getStateStore<KeyValueStore<Datum, Datum>>(step.store);
  const before = store.get(key);
  const kind = hash(text(key) + text(value));
  if (kind % 7 === 0) store.delete(key);
  else if (kind % 7 === 1) store.putIfAbsent(key, make(step.storeValue, text(value)));
  else if (kind % 7 === 2) store.putAll([[key, make(step.storeValue, 'all')]]);
  // Otherwise it was only read, which a store of the last used entries remembers.
  else if (kind % 7 > 3) store.put(key, make(step.storeValue, (before === null ? '' : text(before)) + text(value)));
  const rows = kind % 2 === 0 ? store.reverseAll() : store.range(null, key);
  let all = '';
  for (const [rowKey, rowValue] of rows) all += text(rowKey) + text(rowValue);
  return make(step.v, all);
}

/** What the store named by the step makes of a record. */
function useStore(step: Step, context: ProcessorContext, key: Datum, value: Datum): Datum {
  if (key === null) return make(step.v, 'no key');
  if (step.isGlobal) {
    const store = context.getStateStore<ReadOnlyKeyValueStore<Datum, ValueAndTimestamp<Datum>>>(step.store);
    return make(step.v, shown(store.get(key)));
  }
  if (step.storeKind !== 'keyValue') return make(step.v, useTimedStore(step, context, key, value));
  return step.isTimestamped ? timestamped(step, context, key, value) : plain(step, context, key, value);
}

/** A processor of `process`, or of `processValues` if it is fixed. */
export function processor(step: Step, isFixed: boolean): Processor<Datum, Datum, Datum, Datum> {
  let context: ProcessorContext<Datum, Datum>;
  let ticks = 0;
  let schedule: Cancellable | undefined;
  const tick = (timestamp: number): void => {
    const value = make(step.v, `t${timestamp}${where(context)}`);
    context.forward({ key: make(step.k, 'tick'), value, timestamp });
    if (++ticks === 4) schedule!.cancel();
  };
  return {
    init(given) {
      context = given;
      if (isFixed || !step.kind.startsWith('punctuate')) return;
      const type = step.kind.endsWith('Clock') ? 'WALL_CLOCK_TIME' : 'STREAM_TIME';
      const options = step.startTime === null ? {} : { startTime: step.startTime as number };
      schedule = context.schedule(step.interval, type, tick, options);
    },
    process(record: Record<Datum, Datum>) {
      const { key, value, timestamp } = record;
      switch (step.kind) {
        case 'twice':
          context.forward(record.withTimestamp(timestamp + 3));
          context.forward(isFixed ? record : { key, value, timestamp });
          break;
        case 'rekey': {
          const changed = record.withKey(make(step.k, text(value)));
          context.forward(changed.withTimestamp(Math.floor(timestamp / 2)));
          break;
        }
        case 'where':
          context.forward(record.withValue(make(step.v, where(context))));
          break;
        case 'store':
          context.forward(record.withValue(useStore(step, context, key, value)));
          break;
        default:
          context.forward(record);
      }
    },
  };
}
