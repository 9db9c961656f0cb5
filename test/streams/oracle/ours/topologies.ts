/** Builds the topology of a case: each step is a call of the DSL, its results are kept by name. */
import {
  Branched,
  Named,
  Stores,
  StreamsBuilder,
  type GlobalKTable,
  type KGroupedStream,
  type KGroupedTable,
  type KStream,
  type KTable,
  type StateStore,
  type StoreBuilder,
  type Topology,
} from '../../../../src/streams/index';
import type { Case, Step } from '../cases/case';
import { aggregate, initial, join, map, pair, partitionsFor, several, test, topicFor, type Datum } from './functions';
import {
  consumed,
  grouped,
  joinWindows,
  rest,
  serde,
  strategyOf,
  streamJoined,
  suppressed,
  tableJoined,
  windowsOf,
} from './options';
import { globalStoreProcessor } from './global-stores';
import { processor } from './processors';
import { timedStore } from './timed-stores';

type Stream = KStream<Datum, Datum>;
// Of tables and groups, too, the data may be null: joiners and aggregators of cases take it.
type Table = KTable<Datum, Datum>;
type Global = GlobalKTable<Datum, Datum>;
type Grouped = KGroupedStream<Datum, Datum>;
type GroupedTable = KGroupedTable<Datum, Datum>;

class Builder {
  readonly builder = new StreamsBuilder();
  readonly #made = new Map<string, unknown>();

  constructor(private readonly onDisk: boolean) {}

  #get<T>(name: string | undefined): T {
    return this.#made.get(name!) as T;
  }

  add(step: Step): void {
    const result = this.#make(step);
    if (step.as !== undefined) this.#made.set(step.as, result);
  }

  #make(step: Step): unknown {
    switch (step.op) {
      case 'stream':
        return this.builder.stream(step.pattern ? new RegExp(step.pattern) : step.topics, consumed(step));
      case 'table':
        return this.builder.table(step.topic, consumed(step), rest({ ...step, name: null })[0 as never]);
      case 'globalTable':
        return this.builder.globalTable(step.topic, consumed(step), rest({ ...step, name: null })[0 as never]);
      case 'globalStore': {
        const store = this.#keyValueStore(step);
        return this.builder.addGlobalStore(store, step.topic, consumed(step), () => globalStoreProcessor(step));
      }
      case 'store':
        return this.#addStore(step);
      case 'split':
        return this.#split(step);
      case 'cogroup':
        return this.#cogroup(step);
      case 'windowedBy':
        return this.#get<Grouped>(step.on).windowedBy(windowsOf(step.windows)).emitStrategy(strategyOf(step.windows));
      case 'count':
      case 'reduce':
      case 'aggregate':
        return step.isTable ? this.#aggregateTable(step) : this.#aggregate(step);
      default:
        return step.op.startsWith('table') ||
          ['suppress', 'toStream', 'foreignJoin', 'foreignLeftJoin'].includes(step.op)
          ? this.#ofTable(step)
          : this.#ofStream(step);
    }
  }

  #addStore(step: Step): unknown {
    if (step.kind !== 'keyValue') {
      const timed = timedStore(step, serde(step.key) as 'string', serde(step.value) as 'string', this.onDisk);
      return this.builder.addStateStore(step.isLogged ? timed : timed.withLoggingDisabled());
    }
    return this.builder.addStateStore(this.#keyValueStore(step));
  }

  #keyValueStore(step: Step): StoreBuilder<StateStore> {
    const unlimited = this.onDisk ? Stores.persistentKeyValueStore : Stores.inMemoryKeyValueStore;
    const supplier = step.most === null ? unlimited(step.store) : Stores.lruMap(step.store, step.most);
    const make = step.isTimestamped ? Stores.timestampedKeyValueStoreBuilder : Stores.keyValueStoreBuilder;
    const store = make(supplier, serde(step.key)!, serde(step.value)!);
    return step.isLogged ? store : store.withLoggingDisabled();
  }

  #split(step: Step): unknown {
    const on = this.#get<Stream>(step.on);
    let split = on.split(...rest(step));
    for (const branch of step.branches)
      split = split.branch((key, value) => test(branch.fn, key, value), this.#branched(branch) as never);
    const branches = step.default
      ? split.defaultBranch(this.#branched(step.default) as never)
      : split.noDefaultBranch();
    for (const { as, branch } of step.results) this.#made.set(as, branches.get(branch));
    return undefined;
  }

  #branched(branch: { name: string | null; form: string; as: string }): unknown {
    const name = branch.name ?? undefined;
    if (branch.form === 'function')
      return Branched.withFunction((stream: Stream) => stream.filter((key, value) => test('most', key, value)), name);
    if (branch.form === 'consumer')
      return Branched.withConsumer((stream: Stream) => void this.#made.set(branch.as, stream), name);
    return name;
  }

  #ofStream(step: Step): unknown {
    const on = this.#get<Stream>(step.on);
    const { fn, k, v } = step;
    const predicate = (key: Datum, value: Datum): boolean => test(fn, key, value);
    const named = rest(step);
    switch (step.op) {
      case 'filter':
        return on.filter(predicate, ...named);
      case 'filterNot':
        return on.filterNot(predicate, ...named);
      case 'map':
        return on.map((key, value) => pair(fn, k, v, key, value)!, ...named);
      case 'mapValues':
        return on.mapValues((value, key) => map(fn, v, value, key), ...named);
      case 'flatMap':
        return on.flatMap(
          (key, value) => several(fn, v, key, value).map((one): [Datum, Datum] => [map(fn, k, value, one), one]),
          ...named,
        );
      case 'flatMapValues':
        return on.flatMapValues((value, key) => several(fn, v, value, key), ...named);
      case 'selectKey':
        return on.selectKey((key, value) => map(fn, k, value, key), ...named);
      case 'peek':
        return on.peek(predicate, ...named);
      case 'foreach':
        return on.foreach(predicate, ...named);
      case 'merge':
        return on.merge(this.#get<Stream>(step.other), ...named);
      default:
        return this.#connect(step, on);
    }
  }

  #connect(step: Step, on: Stream): unknown {
    const { fn, k } = step;
    const serdes = { keySerde: serde(step.key), valueSerde: serde(step.value), name: step.name ?? undefined };
    const named = step.name ? [Named.as(step.name)] : [];
    switch (step.op) {
      case 'repartition':
        return step.isPlain
          ? on.repartition()
          : on.repartition({ ...serdes, numberOfPartitions: step.partitions ?? undefined });
      case 'to':
        return on.to(step.isDynamic ? topicFor : step.topic, {
          ...serdes,
          streamPartitioner: step.isPartitioned ? (_topic, key, value) => partitionsFor(key, value) : undefined,
        });
      case 'toTable':
        return on.toTable(...rest(step));
      case 'groupByKey':
        return on.groupByKey(grouped(step));
      case 'groupBy':
        return on.groupBy((key, value) => map(fn, k, value, key), grouped(step));
      case 'process':
      case 'processValues': {
        const stores = step.store && !step.isGlobal ? [step.store] : [];
        const args = [...named, ...stores] as string[];
        if (step.op === 'process') return on.process(() => processor(step, false), ...args);
        return on.processValues(() => processor(step, true), ...args);
      }
      default:
        return this.#join(step, on);
    }
  }

  #join(step: Step, on: Stream): unknown {
    const { fn, v } = step;
    const joiner = (a: Datum, b: Datum): Datum => join(fn, v, a, b);
    const joined = { keySerde: serde(step.key), leftValueSerde: serde(step.value), name: step.name ?? undefined };
    const selector = (key: Datum, value: Datum): Datum => map(step.keyFn, step.tableKey, value, key);
    switch (step.op) {
      case 'join':
        return on.join(this.#get<Table>(step.other) as never, joiner, step.isPlain ? undefined : joined);
      case 'leftJoin':
        return on.leftJoin(this.#get<Table>(step.other) as never, joiner, step.isPlain ? undefined : joined);
      case 'streamJoin':
        return on.join(this.#get<Stream>(step.other), joiner, joinWindows(step), streamJoined(step));
      case 'streamLeftJoin':
        return on.leftJoin(this.#get<Stream>(step.other), joiner, joinWindows(step), streamJoined(step));
      case 'streamOuterJoin':
        return on.outerJoin(this.#get<Stream>(step.other), joiner, joinWindows(step), streamJoined(step));
      case 'globalJoin':
        return on.join(this.#get<Global>(step.other) as never, selector, joiner, ...rest(step));
      case 'globalLeftJoin':
        return on.leftJoin(this.#get<Global>(step.other) as never, selector, joiner, ...rest(step));
      default:
        throw new Error(`no step ${step.op}`);
    }
  }

  #aggregate(step: Step): unknown {
    const on = this.#get<Grouped>(step.on);
    const { fn, v } = step;
    if (step.op === 'count') return on.count(...rest(step));
    if (step.op === 'reduce') return on.reduce((a, b) => aggregate(fn, v, null, b, a), ...rest(step));
    const merger = (key: Datum, a: Datum, b: Datum): Datum => aggregate(step.merge, v, key, b, a);
    return on.aggregate(
      () => initial(step.initial, v),
      (key, value, before) => aggregate(fn, v, key, value, before),
      ...((step.isSession ? [merger, ...rest(step)] : rest(step)) as []),
    );
  }

  #cogroup(step: Step): unknown {
    const [first, ...others] = (step.groups as { on: string; fn: string }[]).map(({ on, fn }) => ({
      group: this.#get<Grouped>(on),
      add: (key: Datum, value: Datum, before: Datum): Datum => aggregate(fn, step.v, key, value, before),
    }));
    let cogrouped = first!.group.cogroup<Datum>(first!.add);
    for (const { group, add } of others) cogrouped = cogrouped.cogroup(group as never, add);
    const initializer = (): Datum => initial(step.initial, step.v);
    if (!step.windows) return cogrouped.aggregate(initializer, ...rest(step));
    const windowed = cogrouped.windowedBy(windowsOf(step.windows));
    const merger = (key: Datum, a: Datum, b: Datum): Datum => aggregate(step.merge, step.v, key, b, a);
    const args = step.windows.kind === 'session' ? [merger, ...rest(step)] : rest(step);
    return windowed.aggregate(initializer, ...(args as []));
  }

  #aggregateTable(step: Step): unknown {
    const on = this.#get<GroupedTable>(step.on);
    const { fn, minus, v } = step;
    if (step.op === 'count') return on.count(...rest(step));
    if (step.op === 'reduce')
      return on.reduce(
        (a, b) => aggregate(fn, v, null, b, a),
        (a, b) => aggregate(minus, v, null, b, a),
        ...rest(step),
      );
    return on.aggregate(
      () => initial(step.initial, v),
      (key, value, before) => aggregate(fn, v, key, value, before),
      (key, value, before) => aggregate(minus, v, key, value, before),
      ...rest(step),
    );
  }

  #ofTable(step: Step): unknown {
    const on = this.#get<Table>(step.on);
    const { fn, k, v } = step;
    const joiner = (a: Datum, b: Datum): Datum => join(fn, v, a, b);
    switch (step.op) {
      case 'tableFilter':
        return on.filter((key, value) => test(fn, key, value), ...rest(step));
      case 'tableFilterNot':
        return on.filterNot((key, value) => test(fn, key, value), ...rest(step));
      case 'tableMapValues':
        return on.mapValues((value, key) => map(fn, v, value, key), ...rest(step));
      case 'suppress':
        return on.suppress(suppressed(step));
      case 'toStream':
        return fn ? on.toStream((key, value) => map(fn, k, value, key), ...rest(step)) : on.toStream(...rest(step));
      case 'tableGroupBy':
        return on.groupBy((key, value) => pair(fn, k, v, key, value), grouped(step));
      case 'foreignJoin':
      case 'foreignLeftJoin': {
        const extractor = (value: Datum, key: Datum): Datum => map(step.keyFn, step.keyType, value, key);
        const other = this.#get<Table>(step.other);
        if (step.op === 'foreignJoin') return on.join(other, extractor, joiner, ...tableJoined(step));
        return on.leftJoin(other as never, extractor, joiner, ...tableJoined(step));
      }
      case 'tableJoin':
        return on.join(this.#get<Table>(step.other) as never, joiner, ...rest(step));
      case 'tableLeftJoin':
        return on.leftJoin(this.#get<Table>(step.other) as never, joiner, ...rest(step));
      case 'tableOuterJoin':
        return on.outerJoin(this.#get<Table>(step.other) as never, joiner, ...rest(step));
      default:
        throw new Error(`no step ${step.op}`);
    }
  }
}

export function buildTopology({ steps, reuses, onDisk }: Case): Topology {
  const builder = new Builder(onDisk);
  for (const step of steps) builder.add(step);
  return builder.builder.build({ 'topology.optimization': reuses ? 'reuse.ktable.source.topics' : 'none' });
}
