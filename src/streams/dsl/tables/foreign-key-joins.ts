import { needFunction } from '../../errors/checks';
import { StreamsError, TopologyError } from '../../errors/streams-errors';
import { graphNode, type GraphNode } from '../../graph/streams-graph';
import type { ForeignKeyJoin } from '../../operators/foreign-key/foreign-key-join';
import { ResolveNode, SubscribeNode } from '../../operators/foreign-key/left-side';
import type { Response } from '../../operators/foreign-key/messages';
import {
  AnswerSubscribersNode,
  AnswerSubscriptionNode,
  KeepSubscriptionNode,
} from '../../operators/foreign-key/right-side';
import type { ValueFunction } from '../../operators/stateless';
import type { TableJoiner } from '../../operators/table-joins';
import { TableSourceNode } from '../../operators/tables';
import type { MaterializedOptions } from '../../options/materialized';
import { nameIn, readArguments } from '../../options/named';
import type { StreamPartitioner } from '../../options/produced';
import { TableJoined, type TableJoinedOptions } from '../../options/table-joined';
import { configuredKeyValueStore, Stores } from '../../stores/stores';
import { TableState, type DslContext } from '../context';
import { materialize, processorNode, storeOf } from '../nodes';
import { sourceBehaviour } from './source-behaviour';

const OUTPUT = 'KTABLE-FK-JOIN-OUTPUT-';
const SUBSCRIPTION = 'KTABLE-FK-JOIN-SUBSCRIPTION-';

/** Names of the nodes, topics and the store of a join, in Java's order of numbers. */
function namesOf(context: DslContext, given: string | undefined) {
  const name = (suffix: string, prefix: string): string => context.suffixed(given, suffix, prefix);
  const registration = `${SUBSCRIPTION}REGISTRATION-`;
  return {
    subscriptionTopic: `${name('-subscription-registration', registration)}-topic`,
    subscribe: name('-subscription-registration-processor', registration),
    subscriptionSink: name('-subscription-registration-sink', 'KTABLE-SINK-'),
    subscriptionSource: name('-subscription-registration-source', 'KTABLE-SOURCE-'),
    store: name('-subscription-store', `${SUBSCRIPTION}STATE-STORE-`),
    keep: name('-subscription-receive', `${SUBSCRIPTION}PROCESSOR-`),
    answerOne: name('-subscription-join-foreign', `${SUBSCRIPTION}PROCESSOR-`),
    answerAll: name('-foreign-join-subscription', `${SUBSCRIPTION}PROCESSOR-`),
    responseTopic: `${name('-subscription-response', `${SUBSCRIPTION}RESPONSE-`)}-topic`,
    responseSink: name('-subscription-response-sink', 'KTABLE-SINK-'),
    responseSource: name('-subscription-response-source', 'KTABLE-SOURCE-'),
    resolve: name('-subscription-response-resolver', `${SUBSCRIPTION}RESPONSE-RESOLVER-PROCESSOR-`),
    result: name('-result', OUTPUT),
  };
}

const isTableJoined = (given: unknown): boolean =>
  given instanceof TableJoined ||
  (typeof given === 'object' &&
    given !== null &&
    ['name', 'partitioner', 'otherPartitioner'].some((field) => Object.hasOwn(given, field)));

/** A name or a TableJoined, then a Materialized, either of which may be left out. */
function readOptions(operation: string, args: readonly unknown[]) {
  const isLast = isTableJoined(args[0]);
  const joined = (isLast ? args[0] : {}) as TableJoinedOptions;
  const { name, options } = readArguments<MaterializedOptions>(operation, isLast ? args.slice(1) : args);
  if ((isLast && name !== undefined) || isTableJoined(options))
    throw new TopologyError(
      `${operation}: after the joiner come a name or a TableJoined, and a Materialized, each once and in this order`,
    );
  return { joined: { ...joined, name: name ?? nameIn(joined) }, materialized: options };
}

/** The one partition that a partitioner of the user's names. */
function one(operation: string, partitioner: StreamPartitioner<unknown, null>): StreamPartitioner<unknown, unknown> {
  return (topic, key, _value, count) => {
    const chosen = partitioner(topic, key, null, count);
    if (!Array.isArray(chosen) || chosen.length === 1) return chosen;
    throw new StreamsError(
      `${operation}: a partitioner of TableJoined returned ${chosen.length} partitions. It must return one, or null`,
    );
  };
}

const toItsPartition = (_topic: string, _key: unknown, response: unknown): number | null =>
  (response as Response).partition;

const responseSerde = {
  serializer: ({ bytes }: Response) => bytes,
  deserializer: (bytes: Buffer) => ({ bytes, partition: null }),
};

/** A topic between the two sides, of which the sink is above and the source below. */
function topicNodes(parts: {
  topic: string;
  sink: string;
  source: string;
  keySerde: unknown;
  valueSerde: unknown;
  partitioner: StreamPartitioner<unknown, unknown> | undefined;
}): { sink: GraphNode; source: GraphNode } {
  const { topic, keySerde, valueSerde, partitioner } = parts;
  const common = { keySerde, hasChanges: false };
  const sink = graphNode({
    name: parts.sink,
    write(definition, parents) {
      definition.addInternalTopic(topic, { numberOfPartitions: undefined });
      const kind = { kind: 'sink', name: parts.sink, parents, topic, partitionsByInnerKey: true } as const;
      definition.addSink({ ...common, ...kind, valueSerde, partitioner });
    },
  });
  const source = graphNode({
    name: parts.source,
    write(definition) {
      const kind = { kind: 'source', name: parts.source, topics: [topic], isGlobal: false } as const;
      const times = { timestampExtractor: undefined, offsetResetPolicy: undefined };
      definition.addSource({ ...common, ...kind, ...times, valueSerde: 'bytes' });
    },
  });
  return { sink, source };
}

/** `table.join` and `leftJoin` with a function that gives the key in the other table. */
export function joinOnForeignKey(
  operation: 'join' | 'leftJoin',
  left: TableState,
  right: TableState,
  [extractor, joiner, ...args]: readonly unknown[],
): TableState {
  needFunction(extractor, operation, 'the extractor of the foreign key');
  needFunction(joiner, operation, 'the joiner');
  const { joined, materialized } = readOptions(operation, args);
  const { context, keySerde } = left;
  right.sendOldValues(true);
  left.sendOldValues(true);
  const names = namesOf(context, joined.name);
  const store = materialize(context, materialized, OUTPUT, { keySerde, valueSerde: undefined });
  const subscriptions = Stores.timestampedKeyValueStoreBuilder(configuredKeyValueStore(names.store), 'bytes', 'bytes');
  const join: ForeignKeyJoin = {
    subscriptionTopic: names.subscriptionTopic,
    responseTopic: names.responseTopic,
    isLeft: operation === 'leftJoin',
    primaryKeySerde: keySerde,
    foreignKeySerde: right.keySerde,
    leftValueSerde: left.valueSerde,
    rightValueSerde: right.valueSerde,
  };
  const rightView = right.view();
  const leftView = left.view();
  context.coPartition(right.sources, new Set([names.subscriptionSource]));
  const sources = context.coPartition(left.sources, new Set([names.responseSource]));

  const { graph } = context;
  const subscribe = processorNode(names.subscribe, (name) => new SubscribeNode(name, join, extractor as ValueFunction));
  graph.add(subscribe, [left.node]);
  const { partitioner, otherPartitioner } = joined;
  const request = topicNodes({
    ...{ topic: names.subscriptionTopic, sink: names.subscriptionSink, source: names.subscriptionSource },
    ...{ keySerde: right.keySerde, valueSerde: 'bytes' },
    partitioner: otherPartitioner && one(operation, otherPartitioner),
  });
  graph.add(request.sink, [subscribe]);
  graph.add(request.source, [request.sink]);
  const stores = (): (typeof subscriptions)[] => [subscriptions];
  const keep = processorNode(names.keep, (name) => new KeepSubscriptionNode(name, join, names.store), { stores });
  graph.add(keep, [request.source]);
  const answerOne = processorNode(names.answerOne, (name) => new AnswerSubscriptionNode(name, join, rightView), {
    connected: () => rightView.storeNames,
  });
  graph.add(answerOne, [keep]);
  const answerAll = processorNode(names.answerAll, (name) => new AnswerSubscribersNode(name, join, names.store), {
    stores,
  });
  graph.add(answerAll, [right.node]);
  const response = topicNodes({
    ...{ topic: names.responseTopic, sink: names.responseSink, source: names.responseSource },
    ...{ keySerde, valueSerde: responseSerde },
    partitioner: partitioner ? one(operation, partitioner) : toItsPartition,
  });
  graph.add(response.sink, [answerOne, answerAll]);
  graph.add(response.source, [response.sink]);
  const resolve = processorNode(names.resolve, (name) => new ResolveNode(name, join, leftView, joiner as TableJoiner), {
    connected: () => leftView.storeNames,
  });
  graph.add(resolve, [response.source]);
  const { behaviour, storage, old } = sourceBehaviour(store);
  const node = processorNode(names.result, (name) => new TableSourceNode(name, storage, old), {
    stores: () => (storage.storeName === undefined ? [] : [storeOf(store)]),
  });
  graph.add(node, [resolve]);
  return new TableState({ ...store, keySerde, context, name: names.result, node, behaviour, sources });
}
