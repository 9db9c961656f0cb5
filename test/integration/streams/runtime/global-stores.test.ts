/** A global store that a processor keeps: read whole at the start, and kept up to date. */
import {
  Stores,
  StreamsBuilder,
  type ProcessorContext,
  type ReadOnlyKeyValueStore,
  type TimestampedKeyValueStore,
} from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

test('all partitions are in each process; null keys of before are left out', async () => {
  const [names, input, out] = (await topics(3, 'names', 'in', 'out')) as [string, string, string];
  const builder = new StreamsBuilder();
  const nullKeys: unknown[] = [];
  const store = Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore('lengths'), 'string', 'int');
  builder.addGlobalStore(store, names, text, () => {
    let context: ProcessorContext;
    return {
      init: (given) => void (context = given),
      process({ key, value, timestamp }) {
        if (key === null) return void nullKeys.push(value);
        const kept = context.getStateStore<TimestampedKeyValueStore<string, number>>('lengths');
        kept.put(key, { value: value!.length, timestamp });
      },
    };
  });
  builder
    .stream(input, text)
    .processValues<string>(() => {
      let context: ProcessorContext<string | null, string>;
      return {
        init: (given) => void (context = given),
        process(record) {
          const lengths = context.getStateStore<ReadOnlyKeyValueStore<string, { value: number }>>('lengths');
          context.forward(record.withValue(String(lengths.get(record.value!)?.value ?? 0)));
        },
      };
    })
    .to(out, text);
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
  await kafka.produce(names, [{ value: 'before' }, ...keys.map((key, i) => ({ key, value: 'x'.repeat(i + 1) }))]);
  await kafka.produce(
    input,
    keys.map((value) => ({ key: 'k', value })),
  );
  const streams = await applications.run(builder.build(), { 'application.id': uniqueName('global') });
  const rows = await eventually(
    () => rowsOf(out),
    (found) => found.length >= keys.length,
  );
  expect(rows.map(([, value]) => value)).toEqual(['1', '2', '3', '4', '5', '6']);
  expect(nullKeys).toEqual([]);
  await kafka.produce(names, [{ value: 'later' }, { key: 'a', value: 'xxxxxxxxx' }]);
  const lengths = streams.store<string, number>({ storeName: 'lengths', type: 'keyValueStore' });
  const changed = await eventually(
    async () => [lengths.get('a'), ...nullKeys],
    (found) => found[0] === 9 && found.length === 2,
  );
  expect(changed).toEqual([9, 'later']);
});
