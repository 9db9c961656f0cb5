import { needFunction, needTopic } from '../../errors/checks';
import { TopologyError } from '../../errors/streams-errors';
import { graphNode, type GraphNode } from '../../graph/streams-graph';
import {
  FilterNode,
  FlatMapNode,
  FlatMapValuesNode,
  MapNode,
  MapValuesNode,
  PassNode,
  PeekNode,
  SelectKeyNode,
  type KeyValueFunction,
  type ValueFunction,
} from '../../operators/stateless';
import type { GroupedOptions, RepartitionedOptions } from '../../options/grouped';
import { nameIn, readArguments, readName, type NamedInput } from '../../options/named';
import type { MaterializedOptions } from '../../options/materialized';
import type { ProducedOptions, StreamPartitioner, TopicNameExtractor } from '../../options/produced';
import { readProcessor } from '../../operators/user-processors';
import { AsyncNode, type AsyncForm } from '../../operators/asynchronous/async-node';
import { readAsyncOptions, type AsyncOptions } from '../../operators/asynchronous/async-options';
import type { ProcessorSupplier } from '../../records/processor';
import type { NodeFactory } from '../../task/nodes/node';
import { GlobalKTable, KStream, KTable } from '../api';
import { BranchedStream } from './branched-stream';
import { processorNode } from '../nodes';
import { repartitionNames, repartitionNode } from '../repartition';
import { register, stateOf, type StreamState } from '../context';
import type { Factories } from '../context';
import { joinStreams, type StreamJoinName } from '../joins/stream-stream-joins';
import { TableJoins } from '../joins/table-joins';
import { tableOfStream } from '../tables/table-sources';

/** What an operator changes of the stream's state. */
type Change = Partial<Pick<StreamState, 'keySerde' | 'valueSerde' | 'needsRepartition'>>;

type NewNode = Pick<StreamState, 'name' | 'node'>;

/** The only KStream there is. Results are typed by the abstract class. */
export class StreamImpl extends KStream<unknown, unknown> {
  readonly #state: StreamState;
  readonly #factories: Factories;
  readonly #joins: TableJoins;

  constructor(state: StreamState, factories: Factories) {
    super();
    this.#state = state;
    this.#factories = factories;
    this.#joins = new TableJoins(state, factories);
    register(this, state);
  }

  filter(predicate: KeyValueFunction, named?: NamedInput): never {
    return this.#filter('filter', predicate, true, named);
  }

  filterNot(predicate: KeyValueFunction, named?: NamedInput): never {
    return this.#filter('filterNot', predicate, false, named);
  }

  #filter(operation: string, predicate: KeyValueFunction, isWanted: boolean, named: NamedInput | undefined): never {
    needFunction(predicate, operation, 'the predicate');
    return this.#next(operation, named, 'KSTREAM-FILTER-', {}, (name) => new FilterNode(name, predicate, isWanted));
  }

  map(mapper: KeyValueFunction, named?: NamedInput): never {
    needFunction(mapper, 'map', 'the mapper');
    const change = { keySerde: undefined, valueSerde: undefined, needsRepartition: true };
    return this.#next('map', named, 'KSTREAM-MAP-', change, (name) => new MapNode(name, mapper));
  }

  mapValues(mapper: ValueFunction, named?: NamedInput): never {
    needFunction(mapper, 'mapValues', 'the mapper');
    const create = (name: string): MapValuesNode => new MapValuesNode(name, mapper);
    return this.#next('mapValues', named, 'KSTREAM-MAPVALUES-', { valueSerde: undefined }, create);
  }

  flatMap(mapper: KeyValueFunction, named?: NamedInput): never {
    needFunction(mapper, 'flatMap', 'the mapper');
    const change = { keySerde: undefined, valueSerde: undefined, needsRepartition: true };
    return this.#next('flatMap', named, 'KSTREAM-FLATMAP-', change, (name) => new FlatMapNode(name, mapper));
  }

  flatMapValues(mapper: ValueFunction, named?: NamedInput): never {
    needFunction(mapper, 'flatMapValues', 'the mapper');
    const create = (name: string): FlatMapValuesNode => new FlatMapValuesNode(name, mapper);
    return this.#next('flatMapValues', named, 'KSTREAM-FLATMAPVALUES-', { valueSerde: undefined }, create);
  }

  selectKey(mapper: KeyValueFunction, named?: NamedInput): never {
    needFunction(mapper, 'selectKey', 'the mapper');
    const change = { keySerde: undefined, needsRepartition: true };
    return this.#next('selectKey', named, 'KSTREAM-KEY-SELECT-', change, (name) => new SelectKeyNode(name, mapper));
  }

  peek(action: KeyValueFunction, named?: NamedInput): never {
    needFunction(action, 'peek', 'the action');
    return this.#next('peek', named, 'KSTREAM-PEEK-', {}, (name) => new PeekNode(name, action));
  }

  foreach(action: KeyValueFunction, named?: NamedInput): void {
    needFunction(action, 'foreach', 'the action');
    const name = this.#state.context.name(readName('foreach', named), 'KSTREAM-FOREACH-');
    this.#add(processorNode(name, () => new PeekNode(name, action)));
  }

  mapValuesAsync(mapper: ValueFunction, options?: NamedInput | AsyncOptions): never {
    needFunction(mapper, 'mapValuesAsync', 'the mapper');
    const form: AsyncForm = { call: (key, value) => mapper(value, key), next: (result) => result };
    return this.#stream({ valueSerde: undefined, ...this.#async('mapValuesAsync', options, form) });
  }

  peekAsync(action: KeyValueFunction, options?: NamedInput | AsyncOptions): never {
    needFunction(action, 'peekAsync', 'the action');
    return this.#stream(this.#async('peekAsync', options, { call: action, next: (_, value) => value }));
  }

  forEachAsync(action: KeyValueFunction, options?: NamedInput | AsyncOptions): void {
    needFunction(action, 'forEachAsync', 'the action');
    this.#async('forEachAsync', options, { call: action, next: (_, value) => value });
  }

  #async(operation: string, options: NamedInput | AsyncOptions | undefined, form: AsyncForm): NewNode {
    const { name: given, concurrency } = readAsyncOptions(operation, options);
    // As for a processor, a given name uses up no number.
    const name = given ?? this.#state.context.generate('KSTREAM-PROCESSVALUES-');
    const node = processorNode(name, () => new AsyncNode(name, form, concurrency));
    this.#add(node);
    return { name, node };
  }

  split(named?: NamedInput): never {
    return new BranchedStream(this.#state, this.#factories, readName('split', named)) as never;
  }

  merge(other: unknown, named?: NamedInput): never {
    if (!(other instanceof KStream)) throw new TopologyError('merge: its first argument must be a stream');
    const { context, sources, node, needsRepartition } = this.#state;
    const with_ = stateOf<StreamState>(other, context, 'merge');
    const name = context.name(readName('merge', named), 'KSTREAM-MERGE-');
    const merged = processorNode(name, () => new PassNode(name));
    context.graph.add(merged, [node, with_.node]);
    return this.#stream({
      name,
      node: merged,
      keySerde: undefined,
      valueSerde: undefined,
      sources: new Set([...sources, ...with_.sources]),
      needsRepartition: needsRepartition || with_.needsRepartition,
    });
  }

  repartition(repartitioned: object = {}): never {
    const options = repartitioned as RepartitionedOptions;
    const { context } = this.#state;
    const given = nameIn(options);
    const keySerde = options.keySerde ?? this.#state.keySerde;
    const valueSerde = options.valueSerde ?? this.#state.valueSerde;
    const { numberOfPartitions } = options;
    if (numberOfPartitions !== undefined && !(Number.isInteger(numberOfPartitions) && numberOfPartitions > 0))
      throw new TopologyError(
        `repartition: numberOfPartitions must be a whole number above 0, not ${numberOfPartitions}`,
      );
    const names = repartitionNames(context, given ?? context.generate('KSTREAM-REPARTITION-'));
    const partitioner = options.streamPartitioner as StreamPartitioner<unknown, unknown> | undefined;
    const node = repartitionNode({ names, keySerde, valueSerde, numberOfPartitions, partitioner });
    this.#add(node);
    const sources = new Set([names.source]);
    return this.#stream({ name: names.source, node, keySerde, valueSerde, sources, needsRepartition: false });
  }

  to(topic: string | TopicNameExtractor<never, never>, options: object = {}): void {
    const produced = options as ProducedOptions;
    if (typeof topic !== 'function') needTopic(topic, 'to');
    const { context } = this.#state;
    const name = context.name(nameIn(produced), 'KSTREAM-SINK-');
    const { keySerde = this.#state.keySerde, valueSerde = this.#state.valueSerde } = produced;
    const partitioner = produced.streamPartitioner as StreamPartitioner<unknown, unknown> | undefined;
    const sink = {
      kind: 'sink',
      name,
      topic: topic as string,
      keySerde,
      valueSerde,
      hasChanges: false,
      partitionsByInnerKey: true,
    } as const;
    this.#add(
      graphNode({ name, write: (definition, parents) => definition.addSink({ ...sink, parents, partitioner }) }),
    );
  }

  toTable(...args: readonly unknown[]): never {
    const { name, options } = readArguments<MaterializedOptions>('toTable', args);
    return this.#factories.table(tableOfStream(this.#state, name, options)) as never;
  }

  groupByKey(grouped?: string | object): never {
    const { name, options } = readGrouped('groupByKey', grouped);
    const { keySerde = this.#state.keySerde, valueSerde = this.#state.valueSerde } = options;
    return this.#factories.grouped({ ...this.#state, keySerde, valueSerde }, name) as never;
  }

  groupBy(selector: KeyValueFunction, grouped?: string | object): never {
    needFunction(selector, 'groupBy', 'the selector');
    const { context } = this.#state;
    const { name: given, options } = readGrouped('groupBy', grouped);
    const name = context.name(given, 'KSTREAM-KEY-SELECT-');
    const node = processorNode(name, () => new SelectKeyNode(name, selector));
    this.#add(node);
    const { keySerde, valueSerde = this.#state.valueSerde } = options;
    const state = { ...this.#state, name, node, keySerde, valueSerde, needsRepartition: true };
    return this.#factories.grouped(state, given) as never;
  }

  join(other: unknown, ...rest: readonly unknown[]): never {
    return this.#join('join', other, rest);
  }

  leftJoin(other: unknown, ...rest: readonly unknown[]): never {
    return this.#join('leftJoin', other, rest);
  }

  outerJoin(other: unknown, ...rest: readonly unknown[]): never {
    return this.#join('outerJoin', other, rest);
  }

  #join(operation: StreamJoinName, other: unknown, rest: readonly unknown[]): never {
    if (other instanceof KStream)
      return this.#factories.stream(joinStreams(operation, this.#state, other, rest)) as never;
    if (operation === 'outerJoin') throw new TopologyError('outerJoin: its first argument must be a KStream');
    const isLeft = operation === 'leftJoin';
    if (other instanceof KTable) return this.#joins.withTable(operation, other, isLeft, rest) as never;
    if (other instanceof GlobalKTable) return this.#joins.withGlobalTable(operation, other, isLeft, rest) as never;
    throw new TopologyError(`${operation}: its first argument must be a KStream, a KTable or a GlobalKTable`);
  }

  process(supplier: ProcessorSupplier, ...rest: readonly (NamedInput | string)[]): never {
    const change = { keySerde: undefined, valueSerde: undefined, needsRepartition: true };
    return this.#process('process', supplier, rest, 'KSTREAM-PROCESSOR-', change);
  }

  processValues(supplier: ProcessorSupplier, ...rest: readonly (NamedInput | string)[]): never {
    return this.#process('processValues', supplier, rest, 'KSTREAM-PROCESSVALUES-', { valueSerde: undefined });
  }

  #process(
    operation: 'process' | 'processValues',
    supplier: ProcessorSupplier,
    rest: readonly (NamedInput | string)[],
    prefix: string,
    change: Change,
  ): never {
    const { name: given, create, stores, connected } = readProcessor(operation, supplier, rest);
    // A given name uses up no number here.
    const name = given ?? this.#state.context.generate(prefix);
    const node = processorNode(name, create, { stores, connected: () => connected });
    this.#add(node);
    return this.#stream({ ...change, name, node });
  }

  #next(operation: string, named: unknown, prefix: string, change: Change, create: NodeFactory): never {
    const name = this.#state.context.name(readName(operation, named), prefix);
    const node = processorNode(name, create);
    this.#add(node);
    return this.#stream({ ...change, name, node });
  }

  #add(node: GraphNode): void {
    this.#state.context.graph.add(node, [this.#state.node]);
  }

  #stream(change: Partial<StreamState>): never {
    return this.#factories.stream({ ...this.#state, ...change }) as never;
  }
}

/** The options of a grouping, of which a plain string or a Named is the name. */
function readGrouped(operation: string, grouped: unknown): { name: string | undefined; options: GroupedOptions } {
  const { name, options = {} } = readArguments<GroupedOptions>(operation, [grouped]);
  return { name: name ?? nameIn(options), options };
}
