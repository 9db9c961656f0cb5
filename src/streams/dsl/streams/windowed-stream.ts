import { needFunction } from '../../errors/checks';
import { TopologyError } from '../../errors/streams-errors';
import type { Aggregator, Initializer, OldValues, Reducer } from '../../operators/aggregates';
import { windowedView } from '../../operators/table-values';
import { SessionWindowNode, type Merger } from '../../operators/windows/session-windows';
import { SlidingWindowNode } from '../../operators/windows/sliding-windows';
import { TimeWindowNode } from '../../operators/windows/time-windows';
import type { MaterializedOptions } from '../../options/materialized';
import { readArguments } from '../../options/named';
import { timedStore } from '../../stores/stores';
import type { Node } from '../../task/nodes/node';
import { sessionWindowedSerde, timeWindowedSerde } from '../../windows/windowed-serdes';
import { EmitStrategy } from '../../windows/emit-strategy';
import { SessionWindows, SlidingWindows, TimeWindows } from '../../windows/windows';
import type { StreamState } from '../context';
import { materialize, type AggregatedTable, type Materialization } from '../nodes';

const AGGREGATE = 'KSTREAM-AGGREGATE-';
const REDUCE = 'KSTREAM-REDUCE-';

/** What differs between the kinds of windows. */
export interface WindowKind {
  /** How long a store must keep an entry at least. */
  readonly retentionMs: number;
  /** From the start of a window to its end. Absent: sessions. */
  readonly sizeMs?: number | undefined;
  /** How long after its end a window can change. */
  readonly graceMs: number;
  /** count with options and without a name of the store uses one number more. */
  readonly burnsNumber: boolean;
  create(
    ...args: [
      name: string,
      storeName: string,
      old: OldValues,
      initializer: Initializer,
      aggregator: Aggregator,
      merger: Merger,
      isFinal: boolean,
    ]
  ): Node;
}

/** @throws TopologyError for anything but windows. */
export function windowKind(windows: unknown): WindowKind {
  if (windows instanceof TimeWindows) {
    const { sizeMs, gracePeriodMs: graceMs } = windows;
    const base = { retentionMs: sizeMs + graceMs, sizeMs, graceMs, burnsNumber: true };
    return {
      ...base,
      create: (...[name, store, old, init, add, , isFinal]) =>
        new TimeWindowNode(name, store, old, init, add, windows, isFinal),
    };
  }
  if (windows instanceof SlidingWindows) {
    const { timeDifferenceMs: sizeMs, gracePeriodMs: graceMs } = windows;
    const base = { retentionMs: 2 * sizeMs + graceMs, sizeMs, graceMs, burnsNumber: false };
    return {
      ...base,
      create: (...[name, store, old, init, add, , isFinal]) =>
        new SlidingWindowNode(name, store, old, init, add, windows, isFinal),
    };
  }
  if (windows instanceof SessionWindows) {
    const graceMs = windows.inactivityGapMs + windows.gracePeriodMs;
    const base = { retentionMs: graceMs, graceMs, burnsNumber: true };
    return {
      ...base,
      create: (...[name, store, old, init, add, merge, isFinal]) =>
        new SessionWindowNode(name, store, old, init, add, merge, windows, isFinal),
    };
  }
  throw new TopologyError('windowedBy: its argument must be TimeWindows, SlidingWindows or SessionWindows');
}

/**
 * The result of a windowed aggregation: its node, its store, how its values are read. `isFinal`: the store keeps a
 * window until its result has gone on.
 */
export function windowedTable(
  kind: WindowKind,
  store: Materialization,
  isFinal: boolean,
): Omit<AggregatedTable, 'name' | 'prefix' | 'create'> {
  const { sizeMs } = kind;
  const { storeName: name, keySerde, retention: retentionMs = kind.retentionMs } = store;
  if (!(retentionMs >= kind.retentionMs))
    throw new TopologyError(
      `The retention of the store ${name} is ${retentionMs} ms. Its windows need ${kind.retentionMs} ms or more`,
    );
  const type = sizeMs === undefined ? 'sessionStore' : 'timestampedWindowStore';
  const timed = { retentionMs, windowSizeMs: sizeMs ?? 0, waitsForResults: isFinal };
  return {
    store,
    plan: () => timedStore({ ...store, name, type, timed }),
    keySerde: sizeMs === undefined ? sessionWindowedSerde(keySerde) : timeWindowedSerde(keySerde, sizeMs),
    view: windowedView(name, sizeMs === undefined),
    graceMs: kind.graceMs,
  };
}

/** Makes the result of an aggregation. */
export type MakeTable = (table: AggregatedTable) => never;

/** The only windowed stream there is, of whatever windows. */
export class WindowedStream {
  readonly #state: StreamState;
  readonly #kind: WindowKind;
  readonly #table: MakeTable;
  #isFinal = false;

  constructor(state: StreamState, kind: WindowKind, table: MakeTable) {
    this.#state = state;
    this.#kind = kind;
    this.#table = table;
  }

  /** For the aggregations that follow, as in Java. */
  emitStrategy(strategy: unknown): this {
    if (!(strategy instanceof EmitStrategy))
      throw new TopologyError(
        'emitStrategy: its argument must be EmitStrategy.onWindowUpdate() or EmitStrategy.onWindowClose()',
      );
    this.#isFinal = strategy.type === 'ON_WINDOW_CLOSE';
    return this;
  }

  count(...args: readonly unknown[]): never {
    const { name, options } = readArguments<MaterializedOptions>('count', args);
    const { context, keySerde } = this.#state;
    if (this.#kind.burnsNumber && options && options.storeName === undefined) context.storeName(AGGREGATE);
    const store = materialize(context, options, AGGREGATE, { keySerde, valueSerde: 'int64' });
    const add: Aggregator = (_key, _value, count) => (count as number) + 1;
    const merge: Merger = (_key, one, other) => (one as number) + (other as number);
    return this.#aggregated(name, AGGREGATE, store, () => 0, add, merge);
  }

  reduce(reducer: Reducer, ...args: readonly unknown[]): never {
    needFunction(reducer, 'reduce', 'the reducer');
    const { name, options } = readArguments<MaterializedOptions>('reduce', args);
    const store = materialize(this.#state.context, options, REDUCE, this.#state);
    const add: Aggregator = (_key, value, before) => (before === null ? value : reducer(before, value));
    return this.#aggregated(
      name,
      REDUCE,
      store,
      () => null,
      add,
      (key, one, other) => add(key, other, one),
    );
  }

  aggregate(initializer: Initializer, aggregator: Aggregator, ...rest: readonly unknown[]): never {
    needFunction(initializer, 'aggregate', 'the initializer');
    needFunction(aggregator, 'aggregate', 'the aggregator');
    const isSession = this.#kind.sizeMs === undefined;
    const [merger, ...args] = isSession ? rest : [undefined, ...rest];
    if (isSession) needFunction(merger, 'aggregate', 'the merger of sessions');
    const { name, options } = readArguments<MaterializedOptions>('aggregate', args);
    const { context, keySerde } = this.#state;
    const store = materialize(context, options, AGGREGATE, { keySerde, valueSerde: undefined });
    return this.#aggregated(name, AGGREGATE, store, initializer, aggregator, merger as Merger);
  }

  #aggregated(
    name: string | undefined,
    prefix: string,
    store: Materialization,
    ...functions: [Initializer, Aggregator, Merger]
  ): never {
    const isFinal = this.#isFinal;
    return this.#table({
      ...windowedTable(this.#kind, store, isFinal),
      ...{ name, prefix },
      create: (node, old) => this.#kind.create(node, store.storeName, old, ...functions, isFinal),
    });
  }
}
