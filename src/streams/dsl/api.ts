import type { AsyncOptions } from '../operators/asynchronous/async-options';
import type { GroupedOptions, RepartitionedOptions } from '../options/grouped';
import type { JoinedOptions } from '../options/joined';
import type { MaterializedOptions } from '../options/materialized';
import type { NamedInput } from '../options/named';
import type { ProducedOptions, TopicNameExtractor } from '../options/produced';
import type { Suppressed } from '../options/suppressed';
import type { TableJoinedOptions } from '../options/table-joined';
import type { StreamJoinedOptions } from '../options/stream-joined';
import type { ProcessorSupplier } from '../records/processor';
import type { EmitStrategy } from '../windows/emit-strategy';
import type { Windowed } from '../windows/windowed';
import type { JoinWindows, SessionWindows, SlidingWindows, TimeWindows } from '../windows/windows';

/** A name, options, both in this order, or neither. */
export type NameAnd<O> = [named?: NamedInput, options?: O] | [options?: O];

type Present<T> = NonNullable<T>;
/** A stream with the same keys; either side may have null ones. */
type JoinedStream<K, V> = KStream<K, V> | KStream<K | null, V> | KStream<Present<K>, V>;
type Stores = readonly string[];
/** After the supplier of a processor: a {@link Named} (a string is a store), then names of stores to connect. */
export type NameAndStores = [named: Exclude<NamedInput, string>, ...stores: Stores] | [...stores: Stores];

/** After the joiner of a foreign-key join: a name or a {@link TableJoined}, then options of the store. */
export type ForeignKeyOptions<K, KO, VR> =
  | [joined?: NamedInput | TableJoinedOptions<K, KO>, materialized?: MaterializedOptions<K, VR>]
  | [materialized?: MaterializedOptions<K, VR>];

/**
 * A stream of records, each a fact of its own. Java's KStream; docs/streams says what each method does with null,
 * late and out-of-order records. Functions are synchronous, but those of `mapValuesAsync`, `peekAsync` and
 * `forEachAsync`: any other promise is refused with `ERR_ASYNC_HANDLER` when the record is processed. A method that
 * describes something impossible throws a TopologyError.
 */
export abstract class KStream<K, V> {
  abstract filter<V2 extends V>(predicate: (key: K, value: V) => value is V2 & V, named?: NamedInput): KStream<K, V2>;
  abstract filter(predicate: (key: K, value: V) => boolean, named?: NamedInput): KStream<K, V>;
  abstract filterNot(predicate: (key: K, value: V) => boolean, named?: NamedInput): KStream<K, V>;
  abstract map<KR, VR>(mapper: (key: K, value: V) => readonly [KR, VR], named?: NamedInput): KStream<KR, VR>;
  abstract mapValues<VR>(mapper: (value: V, key: K) => VR, named?: NamedInput): KStream<K, VR>;
  abstract flatMap<KR, VR>(
    mapper: (key: K, value: V) => Iterable<readonly [KR, VR]>,
    named?: NamedInput,
  ): KStream<KR, VR>;
  abstract flatMapValues<VR>(mapper: (value: V, key: K) => Iterable<VR>, named?: NamedInput): KStream<K, VR>;
  abstract selectKey<KR>(mapper: (key: K, value: V) => KR, named?: NamedInput): KStream<KR, V>;
  abstract peek(action: (key: K, value: V) => void, named?: NamedInput): KStream<K, V>;
  abstract foreach(action: (key: K, value: V) => void, named?: NamedInput): void;
  /**
   * As `mapValues`, with a function that may return a promise: up to `concurrency` calls are under way at once, for
   * each task. Results go on in the order of the records, each with the context of its own. A commit waits for calls
   * under way; a rejection goes to the processing exception handler.
   */
  abstract mapValuesAsync<VR>(
    mapper: (value: V, key: K) => VR | PromiseLike<VR>,
    options?: NamedInput | AsyncOptions,
  ): KStream<K, VR>;
  /** As `peek`, with the rules of `mapValuesAsync`: the record goes on when the promise has resolved. */
  abstract peekAsync(
    action: (key: K, value: V) => void | PromiseLike<void>,
    options?: NamedInput | AsyncOptions,
  ): KStream<K, V>;
  /** As `foreach`, with the rules of `mapValuesAsync`. */
  abstract forEachAsync(
    action: (key: K, value: V) => void | PromiseLike<void>,
    options?: NamedInput | AsyncOptions,
  ): void;
  /** Each record goes to the first branch whose predicate it fulfils. */
  abstract split(named?: NamedInput): BranchedKStream<K, V>;
  /** Records of both, as they arrive. Loses the serdes. */
  abstract merge<K2, V2>(other: KStream<K2, V2>, named?: NamedInput): KStream<K | K2, V | V2>;
  /** Through a topic of the application, partitioned by key. */
  abstract repartition(repartitioned?: RepartitionedOptions<K, V>): KStream<K, V>;
  /** To a topic, or the one that a function names for each record. */
  abstract to(topic: string | TopicNameExtractor<K, V>, produced?: ProducedOptions<K, V>): void;
  /** Records become updates of a table. */
  abstract toTable(...options: NameAnd<MaterializedOptions<Present<K>, Present<V>>>): KTable<Present<K>, Present<V>>;
  abstract groupByKey(
    grouped?: NamedInput | GroupedOptions<Present<K>, Present<V>>,
  ): KGroupedStream<Present<K>, Present<V>>;
  abstract groupBy<KR>(
    selector: (key: K, value: V) => KR,
    grouped?: NamedInput | GroupedOptions<Present<KR>, Present<V>>,
  ): KGroupedStream<Present<KR>, Present<V>>;
  /** With the table's value of the same key, at the moment of the record. */
  abstract join<VT, VR>(
    table: KTable<Present<K>, VT>,
    joiner: (value: Present<V>, tableValue: VT, key: Present<K>) => VR,
    joined?: NamedInput | JoinedOptions<Present<K>, Present<V>, VT>,
  ): KStream<Present<K>, VR>;
  abstract join<KT, VT, VR>(
    table: GlobalKTable<KT, VT>,
    keySelector: (key: K, value: V) => KT | null,
    joiner: (value: Present<V>, tableValue: VT, key: K) => VR,
    named?: NamedInput,
  ): KStream<K, VR>;
  /** Each record with each of the other stream that has its key and lies within the windows. */
  abstract join<VO, VR>(
    other: JoinedStream<K, VO>,
    joiner: (left: Present<V>, right: Present<VO>, key: Present<K>) => VR,
    windows: JoinWindows,
    joined?: NamedInput | StreamJoinedOptions<Present<K>, Present<V>, Present<VO>>,
  ): KStream<Present<K>, VR>;
  /** As `join`; without a value in the table the joiner gets null. */
  abstract leftJoin<VT, VR>(
    table: KTable<Present<K>, VT>,
    joiner: (value: Present<V>, tableValue: VT | null, key: K) => VR,
    joined?: NamedInput | JoinedOptions<Present<K>, Present<V>, VT>,
  ): KStream<K, VR>;
  abstract leftJoin<KT, VT, VR>(
    table: GlobalKTable<KT, VT>,
    keySelector: (key: K, value: V) => KT | null,
    joiner: (value: Present<V>, tableValue: VT | null, key: K) => VR,
    named?: NamedInput,
  ): KStream<K, VR>;
  /** As `join`; a record of this stream that has no partner when its window has closed is joined with null. */
  abstract leftJoin<VO, VR>(
    other: JoinedStream<K, VO>,
    joiner: (left: Present<V>, right: Present<VO> | null, key: K) => VR,
    windows: JoinWindows,
    joined?: NamedInput | StreamJoinedOptions<Present<K>, Present<V>, Present<VO>>,
  ): KStream<K, VR>;
  /** As `leftJoin`, for the records of both streams. */
  abstract outerJoin<VO, VR>(
    other: JoinedStream<K, VO>,
    joiner: (left: Present<V> | null, right: Present<VO> | null, key: K) => VR,
    windows: JoinWindows,
    joined?: NamedInput | StreamJoinedOptions<Present<K>, Present<V>, Present<VO>>,
  ): KStream<K, VR>;
  /** A processor of one's own, connected to these stores. */
  abstract process<KR, VR>(supplier: ProcessorSupplier<K, V, KR, VR>, ...rest: NameAndStores): KStream<KR, VR>;
  /** As `process`, for a processor that keeps the key: no repartitioning follows. */
  abstract processValues<VR>(supplier: ProcessorSupplier<K, V, K, VR>, ...rest: NameAndStores): KStream<K, VR>;
}

/** A branch of `split`. */
export interface BranchedOptions<K, V> {
  /** Follows the name of the splitter. Default: the number of the branch, from 1; of the default branch 0. */
  readonly name?: string | undefined;
  /** Its stream is the branch in the returned map; null: the branch is not in it. Java's Branched.withFunction. */
  readonly chain?: ((stream: KStream<K, V>) => unknown) | undefined;
  /** Uses the stream; the branch is not in the returned map. Java's Branched.withConsumer. */
  readonly consumer?: ((stream: KStream<K, V>) => void) | undefined;
}

/** A stream that is split. Java's BranchedKStream. */
export abstract class BranchedKStream<K, V> {
  abstract branch(
    predicate: (key: K, value: V) => boolean,
    branched?: NamedInput | BranchedOptions<K, V>,
  ): BranchedKStream<K, V>;
  /** The branch of the records that fulfil no predicate. Returns all branches by name. */
  abstract defaultBranch(branched?: NamedInput | BranchedOptions<K, V>): Map<string, KStream<K, V>>;
  /** Records that fulfil no predicate are dropped. Returns all branches by name. */
  abstract noDefaultBranch(): Map<string, KStream<K, V>>;
}

/** A stream grouped by key. Records with a null key or value are left out. Java's KGroupedStream. */
export abstract class KGroupedStream<K, V> {
  abstract count(...options: NameAnd<MaterializedOptions<K, number>>): KTable<K, number>;
  /** The first value is the first result. A result of null deletes the entry. */
  abstract reduce(
    reducer: (aggregate: V, value: V) => V | null,
    ...options: NameAnd<MaterializedOptions<K, V>>
  ): KTable<K, V>;
  abstract aggregate<VR>(
    initializer: () => VR,
    aggregator: (key: K, value: V, aggregate: VR) => VR | null,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<K, Present<VR>>;
  /** Begins one aggregate of several groups. The value is null only in windows. */
  abstract cogroup<VR>(aggregator: (key: K, value: V | null, aggregate: VR) => VR | null): CogroupedKStream<K, VR>;
  /** Aggregations within windows, whose keys are `Windowed`. */
  abstract windowedBy(windows: TimeWindows | SlidingWindows): TimeWindowedKStream<K, V>;
  abstract windowedBy(windows: SessionWindows): SessionWindowedKStream<K, V>;
}

/**
 * Several grouped streams with one aggregate for each key, each with an aggregator of its own. Java's CogroupedKStream.
 */
export interface CogroupedKStream<K, V> {
  /** Adds a group. The value is null only in windows. */
  cogroup<VI>(
    group: KGroupedStream<K, VI>,
    aggregator: (key: K, value: VI | null, aggregate: V) => V | null,
  ): CogroupedKStream<K, V>;
  aggregate(initializer: () => V, ...options: NameAnd<MaterializedOptions<K, V>>): KTable<K, Present<V>>;
  windowedBy(windows: TimeWindows | SlidingWindows): TimeWindowedCogroupedKStream<K, V>;
  windowedBy(windows: SessionWindows): SessionWindowedCogroupedKStream<K, V>;
}

/** Cogrouped streams in time or sliding windows. Java's TimeWindowedCogroupedKStream. */
export interface TimeWindowedCogroupedKStream<K, V> {
  aggregate(initializer: () => V, ...options: NameAnd<MaterializedOptions<K, V>>): KTable<Windowed<K>, Present<V>>;
}

/** Cogrouped streams in sessions. Java's SessionWindowedCogroupedKStream. */
export interface SessionWindowedCogroupedKStream<K, V> {
  aggregate(
    initializer: () => V,
    merger: (key: K, one: V, other: V) => V,
    ...options: NameAnd<MaterializedOptions<K, V>>
  ): KTable<Windowed<K>, Present<V>>;
}

/** What the aggregations of all kinds of windows share. */
interface WindowedCounts<K, V> {
  count(...options: NameAnd<MaterializedOptions<K, number>>): KTable<Windowed<K>, number>;
  reduce(
    reducer: (aggregate: V, value: V | null) => V | null,
    ...options: NameAnd<MaterializedOptions<K, V>>
  ): KTable<Windowed<K>, V>;
}

/**
 * A grouped stream in time or sliding windows. Records for windows that have closed are dropped and counted. Java's
 * TimeWindowedKStream. Values may be null in time windows; sliding windows leave them out.
 */
export interface TimeWindowedKStream<K, V> extends WindowedCounts<K, V> {
  /** When results go on, for the aggregations that follow. Default: with each update. Java's emitStrategy (KIP-825). */
  emitStrategy(strategy: EmitStrategy): TimeWindowedKStream<K, V>;
  aggregate<VR>(
    initializer: () => VR,
    aggregator: (key: K, value: V | null, aggregate: VR) => VR | null,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<Windowed<K>, Present<VR>>;
}

/** A grouped stream in sessions. A record that connects two makes them one. Java's SessionWindowedKStream. */
export interface SessionWindowedKStream<K, V> extends WindowedCounts<K, V> {
  /** When results go on, for the aggregations that follow. Default: with each update. Java's emitStrategy (KIP-825). */
  emitStrategy(strategy: EmitStrategy): SessionWindowedKStream<K, V>;
  /** `merger` joins the aggregates of two sessions: that of a new one, from the initializer, with each there is. */
  aggregate<VR>(
    initializer: () => VR,
    aggregator: (key: K, value: V | null, aggregate: VR) => VR | null,
    merger: (key: K, one: VR, other: VR) => VR,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<Windowed<K>, Present<VR>>;
}

/** The newest value of each key. Java's KTable. */
export abstract class KTable<K, V> {
  /** The name under which its store can be queried; null: it has none. */
  abstract readonly queryableStoreName: string | null;
  abstract filter(
    predicate: (key: K, value: V) => boolean,
    ...options: NameAnd<MaterializedOptions<K, V>>
  ): KTable<K, V>;
  abstract filterNot(
    predicate: (key: K, value: V) => boolean,
    ...options: NameAnd<MaterializedOptions<K, V>>
  ): KTable<K, V>;
  abstract mapValues<VR>(
    mapper: (value: V, key: K) => VR,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<K, Present<VR>>;
  /** Every update, with null for a deletion. */
  abstract toStream(named?: NamedInput): KStream<K, V | null>;
  abstract toStream<KR>(mapper: (key: K, value: V | null) => KR, named?: NamedInput): KStream<KR, V | null>;
  /** Holds updates back, so that fewer go on: the last of each key, or only the final results of windows. */
  abstract suppress(suppressed: Suppressed<K>): KTable<K, V>;
  /** By a new key. A null key or value, or null for the pair, leaves the entry out. */
  abstract groupBy<KR, VR>(
    selector: (key: K, value: V) => readonly [KR, VR] | null,
    grouped?: NamedInput | GroupedOptions<Present<KR>, Present<VR>>,
  ): KGroupedTable<Present<KR>, Present<VR>>;
  abstract join<VO, VR>(
    other: KTable<K, VO>,
    joiner: (left: V, right: VO, key: K) => VR,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<K, Present<VR>>;
  /**
   * With the row of the other table that a row points at: `foreignKey` gives its key, or null for none. A row may be
   * pointed at by many. Java's KTable.join with a foreignKeyExtractor (KIP-213).
   */
  abstract join<KO, VO, VR>(
    other: KTable<KO, VO>,
    foreignKey: (value: V, key: K) => KO | null,
    joiner: (left: V, right: VO, key: K) => VR,
    ...options: ForeignKeyOptions<K, KO, VR>
  ): KTable<K, Present<VR>>;
  abstract leftJoin<VO, VR>(
    other: KTable<K, VO>,
    joiner: (left: V, right: VO | null, key: K) => VR,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<K, Present<VR>>;
  /** As `join` by a foreign key; a row that points at none is joined with null. */
  abstract leftJoin<KO, VO, VR>(
    other: KTable<KO, VO>,
    foreignKey: (value: V, key: K) => KO | null,
    joiner: (left: V, right: VO | null, key: K) => VR,
    ...options: ForeignKeyOptions<K, KO, VR>
  ): KTable<K, Present<VR>>;
  abstract outerJoin<VO, VR>(
    other: KTable<K, VO>,
    joiner: (left: V | null, right: VO | null, key: K) => VR,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<K, Present<VR>>;
}

/** A table grouped by a new key. Java's KGroupedTable. */
export abstract class KGroupedTable<K, V> {
  abstract count(...options: NameAnd<MaterializedOptions<K, number>>): KTable<K, number>;
  /** `adder` adds a new value, `subtractor` takes an old one out. */
  abstract reduce(
    adder: (aggregate: V, value: V) => V | null,
    subtractor: (aggregate: V, value: V) => V | null,
    ...options: NameAnd<MaterializedOptions<K, V>>
  ): KTable<K, V>;
  abstract aggregate<VR>(
    initializer: () => VR,
    adder: (key: K, value: V, aggregate: VR) => VR | null,
    subtractor: (key: K, value: V, aggregate: VR) => VR | null,
    ...options: NameAnd<MaterializedOptions<K, VR>>
  ): KTable<K, Present<VR>>;
}

/** A table of which every process has all partitions. Java's GlobalKTable. */
export abstract class GlobalKTable<K, V> {
  /** The name under which its store can be queried; null: the name is generated. */
  abstract readonly queryableStoreName: string | null;
  /** Never there: they tell TypeScript what it holds. */
  declare readonly key?: K;
  declare readonly value?: V;
}
