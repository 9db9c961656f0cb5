import { needTopic } from '../errors/checks';
import { TopologyError } from '../errors/streams-errors';
import { readProcessor } from '../operators/user-processors';
import type { ConsumedOptions } from '../options/consumed';
import type { ProcessorSupplier } from '../records/processor';
import { StoreBuilder } from '../stores/stores';
import type { StateStore } from '../stores/store-types';
import type { TopologyWriter } from './definitions';

/** A store that every process has as a whole, and the processor that keeps it. */
export interface GlobalStore {
  readonly builder: StoreBuilder<StateStore>;
  readonly sourceName: string;
  readonly topic: string;
  readonly processorName: string;
  readonly supplier: ProcessorSupplier;
  readonly consumed: ConsumedOptions;
}

/** @throws TopologyError for anything but a topic, a key-value store and a supplier of a processor. */
export function checkGlobalStore({
  builder,
  topic,
  supplier,
}: Pick<GlobalStore, 'builder' | 'topic' | 'supplier'>): void {
  needTopic(topic, 'addGlobalStore');
  if (!(builder instanceof StoreBuilder) || builder.timed)
    throw new TopologyError('addGlobalStore: the store must be a key-value store of Stores');
  readProcessor('addGlobalStore', supplier, []);
}

/** Its topic is its changelog. The timestamp extractor is not asked, as in Java. */
export function writeGlobalStore(definition: TopologyWriter, store: GlobalStore): void {
  const { builder, sourceName, topic, processorName, supplier, consumed } = store;
  const { keySerde, valueSerde, timestampExtractor } = consumed;
  const { create } = readProcessor('addGlobalStore', supplier, []);
  const times = { timestampExtractor, offsetResetPolicy: undefined };
  const serdes = { keySerde, valueSerde, hasChanges: false };
  definition.addGlobalStore(
    builder.copyOf(topic),
    { kind: 'source', name: sourceName, topics: [topic], ...serdes, ...times, isGlobal: true },
    { kind: 'processor', name: processorName, parents: [sourceName], create, stores: new Set() },
  );
}
