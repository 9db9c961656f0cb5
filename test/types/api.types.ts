/* Calls, records, errors and events as the docs write them. Compiled, never run: types.test.ts. */
import {
  AdminClient,
  Consumer,
  KafkaError,
  Producer,
  type DeliveryError,
  type DeserializerContext,
  type HeadersInput,
  type KafkaErrorCode,
  type RecordMetadata,
  type SerializerContext,
} from '../../src/index';

declare function seen<T>(value: T): void;

const servers = { 'bootstrap.servers': 'b:9092' };
const tp = { topic: 't', partition: 0 };

export async function offsets(): Promise<void> {
  const consumer = new Consumer(servers);
  const records = await consumer.poll(0);
  await consumer.commit(records);
  await consumer.commit([...records]);
  await consumer.commit(records.offsets());
  await consumer.commit([{ ...tp, offset: 1, metadata: 'm' }], { timeoutMs: 1 });
  await consumer.commit({ timeoutMs: 1, signal: AbortSignal.timeout(1) });
  for (const record of records) {
    await consumer.commit(record);
    consumer.storeOffsets(record);
    // @ts-expect-error a copy of a record: its offset or the next one?
    await consumer.commit({ ...record });
    // @ts-expect-error the same in a list
    await consumer.commit([{ ...record }]);
    // @ts-expect-error and for storeOffsets
    consumer.storeOffsets([{ ...record }]);
  }
  seen<number | null>((await consumer.committed([tp]))[0]!.offset);
  consumer.seek(tp, 'end');
  // @ts-expect-error no logical offset
  consumer.seek(tp, 'start');
  consumer.subscribe(/^a/, {
    onPartitionsAssigned: async (partitions, { signal }) => void [partitions[0]?.topic, signal],
  });
  // @ts-expect-error misspelt
  consumer.subscribe(['a'], { onPartitionAssigned: () => undefined });
  await consumer.forEach((record) => void record.value, { concurrency: 2, by: 'key', limit: 1 });
  // @ts-expect-error neither partition nor key
  await consumer.forEach(() => undefined, { by: 'topic' });
}

export async function producing(): Promise<void> {
  const producer = new Producer(servers);
  producer.produce(
    {
      topic: 't',
      headers: [
        ['a', 'b'],
        ['a', null],
      ],
    },
    (error, metadata) => {
      seen<DeliveryError | null>(error);
      seen<number>(metadata.offset);
    },
  );
  // @ts-expect-error no topic
  producer.produce({ value: 'v' });
  seen<RecordMetadata[]>(await producer.sendBatch([{ topic: 't' }]));
  for (const outcome of await producer.sendBatch([{ topic: 't' }], { settled: true })) {
    seen<KafkaErrorCode | undefined>(outcome.status === 'rejected' ? outcome.reason.code : undefined);
  }
  seen<number>(
    await producer.transaction(async (transaction) => {
      await transaction.send({ topic: 't' });
      return 1;
    }),
  );
}

export function sharing(producer: Producer<string, number>, consumer: Consumer<'string', 'json'>): AdminClient[] {
  return [AdminClient.from(producer), AdminClient.from(consumer)];
}

export function errorsAndEvents(value: unknown, consumer: Consumer): void {
  if (KafkaError.is(value)) {
    seen<KafkaErrorCode>(value.code);
    // @ts-expect-error no such code
    if (value.code === 'ERR__QUEUE_FUL') return;
  }
  consumer.on('assigned', (partitions) => void partitions[0]?.topic);
  consumer.once('error', (error) => void error.isFatal);
  // @ts-expect-error no such event
  consumer.on('rebalance', () => undefined);
}

export function contexts(): void {
  new Consumer({
    ...servers,
    'value.deserializer': (data: Buffer, { headers, isKey }: DeserializerContext) => {
      seen<string | undefined>(headers[0]?.[0]);
      seen<Buffer | null | undefined>(headers[0]?.[1]);
      // @ts-expect-error a list, not an object
      seen(headers.name);
      return isKey ? 0 : data.length;
    },
  });
  new Producer({
    ...servers,
    'value.serializer': (data: string, { headers }: SerializerContext) => {
      seen<HeadersInput | null | undefined>(headers);
      return data;
    },
  });
}

export async function mistakes(): Promise<void> {
  const producer = new Producer(servers);
  const consumer = new Consumer(servers);
  for (const record of await consumer.poll(0)) {
    await producer.send({ ...record, topic: 'dlq' });
    await producer.send({ ...record, topic: 'dlq', partition: null });
    await producer.send(record);
  }
  // @ts-expect-error kafkajs's form
  await producer.send({ topic: 't', messages: [{ value: 'v' }] });
  // @ts-expect-error misspelt
  await producer.send({ topic: 't', vlaue: 'v' });
  // @ts-expect-error Java's form
  await producer.send({ topic: 't' }, () => undefined);
  // @ts-expect-error misspelt
  await producer.close({ timeout: 1 });
  // @ts-expect-error the time comes first
  await consumer.poll({ timeoutMs: 1 });
  // @ts-expect-error the time comes first
  await consumer.poll(1, { timeoutMs: 1 });
  // @ts-expect-error misspelt
  consumer.subscribe(['t'], { onPartitionAssigned: () => undefined });
  // @ts-expect-error misspelt
  await new AdminClient(servers).createTopics([], { validate: true });
  // @ts-expect-error Java's form
  seen(new Producer(servers, 'string', 'json'));
  // @ts-expect-error Java's form
  seen(new Consumer(servers, 'string', 'json'));
}
