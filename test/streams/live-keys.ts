/** Tables and key-value stores of an application, in Java and here. */
import {
  Stores,
  StreamsBuilder,
  type KeyValueStore,
  type ProcessorContext,
  type Topology,
} from '../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** The same as in LiveStreams.java. */
export function keysTopology(prefix: string): Topology {
  const builder = new StreamsBuilder();
  builder.table(`${prefix}-table`, text, { storeName: 'table' });
  builder.addStateStore(Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore('last'), 'string', 'string'));
  const data = builder.stream(`${prefix}-data`, text);
  data.groupByKey().count({ storeName: 'counts' }).toStream().to(`${prefix}-counts`);
  data
    .groupBy((_, value) => value, { name: 'byValue', ...text })
    .aggregate(
      () => '',
      (_, value, all) => `${all}${value.length}`,
      { storeName: 'lengths', ...text },
    );
  data
    .processValues<string>(() => {
      let context: ProcessorContext<string | null, string>;
      let last: KeyValueStore<string, string>;
      return {
        init(given) {
          context = given;
          last = context.getStateStore('last');
        },
        process(record) {
          const before = last.get(record.key!);
          last.put(record.key!, record.value);
          context.forward(record.withValue(`${before}>${record.value}@${context.currentStreamTimeMs()}`));
        },
      };
    }, 'last')
    .to(`${prefix}-changes`, text);
  return builder.build();
}
