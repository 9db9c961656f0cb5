import { Consumer, json, type ConsumerRecord, type ConsumerRecords } from '../../../src/index';

interface Order {
  id: number;
}

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_T extends true>(): void => undefined;
type RecordOf<C> = C extends { poll(...args: never[]): Promise<ConsumerRecords<infer K, infer V>> }
  ? ConsumerRecord<K, V>
  : never;

const base = { 'bootstrap.servers': 'localhost:9092' };
// Never called. The test is which lines compile, and which do not.
export function compiles(): void {
  const plain = new Consumer(base);
  holds<Equal<RecordOf<typeof plain>['value'], Buffer | null>>();

  const short = new Consumer({ ...base, 'key.deserializer': 'string', 'value.deserializer': json<Order>() });
  holds<Equal<RecordOf<typeof short>['key'], string | null>>();
  holds<Equal<RecordOf<typeof short>['value'], Order | null>>();

  const _java = new Consumer({
    ...base,
    'value.deserializer': 'org.apache.kafka.common.serialization.LongDeserializer',
  });
  holds<Equal<RecordOf<typeof _java>['value'], bigint | null>>();

  const _own = new Consumer({ ...base, 'value.deserializer': async (data: Buffer) => data.length });
  holds<Equal<RecordOf<typeof _own>['value'], number | null>>();

  const _explicit = new Consumer<string, Order>({
    ...base,
    'key.deserializer': 'string',
    'value.deserializer': json<Order>(),
  });
  holds<Equal<RecordOf<typeof _explicit>['value'], Order | null>>();

  class Mine extends Consumer<'string', 'string'> {}
  holds<Equal<RecordOf<Mine>['key'], string | null>>();

  void plain.stream({ until: (record) => record.value!.length > 3 });
  void short.commit({ topic: 't', partition: 0, offset: 1 });
  void short.commit({ timeoutMs: 5 });
  const record = null as unknown as ConsumerRecord<string, Order>;
  void short.commit(record);
  void short.commit([record]);
  // @ts-expect-error a spread copy of a record is no offset
  void short.commit([{ ...record }]);
  // @ts-expect-error misspelt
  void plain.stream({ idleTimeoutMS: 5 });
  // @ts-expect-error misspelt
  new Consumer({ ...base, 'enable.auto.comit': true });
  // @ts-expect-error no such offset
  plain.seek({ topic: 't', partition: 0 }, 'start');
}

test('types are checked by the compiler', () => {
  expect(typeof compiles).toBe('function');
});
