/* eslint-disable @typescript-eslint/no-unused-vars -- values are only looked at for their types */
/* What TypeScript infers and refuses. Compiled, never run: types.test.ts. */
import { AdminClient, Consumer, json, Producer, type Deserializer, type ProducerConfig } from '../../src/index';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(yes: Same<A, B>): void;

interface Order {
  id: number;
}
const servers = { 'bootstrap.servers': 'b:9092' };

async function first<K, V>(consumer: Consumer<K, V>) {
  for await (const record of consumer) return record;
  throw new Error('endless');
}

async function consumers(): Promise<void> {
  const plain = await first(new Consumer({ ...servers }));
  same<typeof plain.key, Buffer | null>(true);
  same<typeof plain.value, Buffer | null>(true);

  const named = await first(
    new Consumer({ ...servers, 'key.deserializer': 'string', 'value.deserializer': json<Order>() }),
  );
  same<typeof named.key, string | null>(true);
  same<typeof named.value, Order | null>(true);

  const java = await first(
    new Consumer({
      ...servers,
      'key.deserializer': 'org.apache.kafka.common.serialization.LongDeserializer',
      'value.deserializer': 'org.apache.kafka.common.serialization.UUIDDeserializer',
    }),
  );
  same<typeof java.key, bigint | null>(true);
  same<typeof java.value, string | null>(true);

  const functions = await first(
    new Consumer({
      ...servers,
      'key.deserializer': async (data: Buffer) => data.length,
      'value.deserializer': (data: Buffer, context): Order => ({ id: context.isKey ? 0 : data.length }),
    }),
  );
  same<typeof functions.key, number | null>(true);
  same<typeof functions.value, Order | null>(true);

  class OrderDeserializer implements Deserializer<Order> {
    deserialize(data: Buffer): Order {
      return { id: data.length };
    }
  }
  const classes = await first(new Consumer({ ...servers, 'value.deserializer': OrderDeserializer }));
  same<typeof classes.value, Order | null>(true);
  const objects = await first(new Consumer({ ...servers, 'value.deserializer': new OrderDeserializer() }));
  same<typeof objects.value, Order | null>(true);

  const explicit = await first(
    new Consumer<string, Order>({ ...servers, 'key.deserializer': 'string', 'value.deserializer': json<Order>() }),
  );
  same<typeof explicit.key, string | null>(true);
  same<typeof explicit.value, Order | null>(true);

  class Sub extends Consumer<string, Order> {}
  const sub = await first(new Sub({ ...servers, 'key.deserializer': 'string', 'value.deserializer': json<Order>() }));
  same<typeof sub.value, Order | null>(true);

  const batch = await new Consumer({ ...servers, 'value.deserializer': 'int' }).poll(0);
  for (const record of batch) same<typeof record.value, number | null>(true);
}

async function producers(): Promise<void> {
  const plain = new Producer(servers);
  plain.produce({ topic: 't', key: 'k', value: Buffer.from('v') });
  plain.produce({ topic: 't', value: null });
  plain.produce({ topic: 't' });
  // @ts-expect-error a number is no bytes
  plain.produce({ topic: 't', value: 5 });

  const named = new Producer({ ...servers, 'key.serializer': 'long', 'value.serializer': json<Order>() });
  await named.send({ topic: 't', key: 5n, value: { id: 1 } });
  // @ts-expect-error not an Order
  await named.send({ topic: 't', key: 5, value: { no: 1 } });
  // @ts-expect-error not a long
  await named.send({ topic: 't', key: 'five', value: { id: 1 } });

  const custom = new Producer({
    ...servers,
    'value.serializer': async (order: Order) => Buffer.from(String(order.id)),
  });
  await custom.send({ topic: 't', value: { id: 1 } });
  // @ts-expect-error not an Order
  await custom.send({ topic: 't', value: 'text' });
}

function properties(): void {
  const good: ProducerConfig = {
    'bootstrap.servers': ['a:1', 'b:2'],
    acks: 1,
    'linger.ms': '5',
    'batch.size': 100_000,
    'buffer.memory': 2n ** 40n,
    'enable.idempotence': 'false',
    'compression.type': 'zstd',
    'security.protocol': 'sasl_ssl',
    'partitioner.class': (_topic, _key, _value, count) => count - 1,
    'statistics.interval.ms': 1000,
    debug: ['broker', 'msg'],
    'config.unknown': 'warn',
  };
  new Producer(good);
  new AdminClient({ ...servers, 'default.api.timeout.ms': 5 });
  new Consumer({ ...servers, 'auto.offset.reset': 'by_duration:PT1H', 'partition.assignment.strategy': ['range'] });
  // @ts-expect-error misspelt
  new Consumer({ ...servers, 'enable.auto.comit': true });
  // @ts-expect-error misspelt
  new Producer({ ...servers, 'linger.mss': 5 });
  // @ts-expect-error no such codec
  new Producer({ ...servers, 'compression.type': 'brotli' });
  // @ts-expect-error no number
  new Producer({ ...servers, 'linger.ms': 'soon' });
  // @ts-expect-error no such reset
  new Consumer({ ...servers, 'auto.offset.reset': 'smallest' });
  // @ts-expect-error no such deserializer
  new Consumer({ ...servers, 'value.deserializer': 'strng' });
  // @ts-expect-error a serializer is no deserializer
  new Consumer({ ...servers, 'value.deserializer': 'org.apache.kafka.common.serialization.StringSerializer' });
  // @ts-expect-error of a consumer
  new Producer({ ...servers, 'group.id': 'g' });
  // @ts-expect-error set by the client itself
  new Consumer({ ...servers, 'enable.auto.offset.store': false });
}

export { consumers, producers, properties };
