import type { Context } from '../programs/observe';
import { connected, consumerOf, failure, filled, kafkaOf, texts, until } from './support';

export async function sending(context: Context): Promise<void> {
  const { note, unique, createTopic } = context;
  const topic = unique('topic');
  const other = unique('other');
  await createTopic(topic, 3);
  await createTopic(other, 1);
  await connected(kafkaOf(context).producer(), async (producer) => {
    const keys = ['a', 'b', 'c', 'd', 'e', 'f', Buffer.from('g')];
    note('keys', await producer.send({ topic, messages: keys.map((key) => ({ key, value: 'v' })) }));
    note('again', await producer.send({ topic, messages: keys.map((key) => ({ key, value: 'v' })) }));
    note(
      'batch',
      await producer.sendBatch({
        topicMessages: [
          { topic, messages: [{ value: 'x', partition: 0 }] },
          { topic: other, messages: [{ value: null, partition: 0 }, { value: Buffer.from('y') }] },
          { topic, messages: [{ value: 'z', partition: 0 }] },
        ],
      }),
    );
    note(
      'nothing',
      [
        await producer.send({ topic, messages: [] }),
        await producer.sendBatch({ topicMessages: [] }),
        await producer.sendBatch({ topicMessages: null }),
      ].map((one) => JSON.stringify(one)),
    );
    note('refused', [
      await failure(() => producer.send(null)),
      await failure(() => producer.send({ topic, messages: [], acks: 1 })),
      await failure(() => producer.send({ topic, messages: [], timeout: 1 })),
      await failure(() => producer.send({ topic, messages: [], compression: 'gzip' })),
      await failure(() => producer.sendBatch(null)),
      await failure(() => producer.sendBatch({})),
      await failure(() => producer.sendBatch({ topicMessages: {} })),
      await failure(() => producer.sendBatch({ topicMessages: [], acks: 1 })),
      await failure(() => producer.flush({})),
      await failure(() => producer.transaction()),
      await failure(() => producer.commit(), true),
      await failure(() => producer.abort(), true),
    ]);
    note('flush', await producer.flush({ timeout: 5000 }));
    note('second connect', await failure(() => producer.connect(), true));
  });
  const received: unknown[] = [];
  await connected(consumerOf(context), async (consumer) => {
    await consumer.subscribe({ topic: other });
    await consumer.run({ eachMessage: async ({ message }: { message: object }) => void received.push(message) });
    await until(() => received.length === 2);
  });
  note('received', received);
}

export async function errors(context: Context): Promise<void> {
  const { note, unique, createTopic } = context;
  const topic = unique('topic');
  await createTopic(topic, 1);
  await connected(kafkaOf(context).producer(), async (producer) => {
    note('too large', await failure(() => producer.send({ topic, messages: [{ value: 'a'.repeat(2_000_000) }] })));
    note('partition', await failure(() => producer.send({ topic, messages: [{ value: 'a', partition: 7 }] })));
    note('sent', await producer.send({ topic, messages: [{ value: 'a' }] }));
  });
}

export async function transactions(context: Context): Promise<void> {
  const { note, unique } = context;
  const topic = await filled(context, []);
  await connected(kafkaOf(context).producer({ kafkaJS: { transactionalId: unique('id') } }), async (producer) => {
    const transaction = await producer.transaction();
    note('itself', [transaction === producer, producer.isActive(), await failure(() => producer.transaction(), true)]);
    await transaction.send({ topic, messages: [{ value: 'kept' }] });
    await connected(consumerOf(context), async (consumer) => {
      await consumer.subscribe({ topic });
      consumer.run({ eachMessage: async () => undefined });
      await until(() => consumer.assignment().length === 1);
      const topics = [{ topic, partitions: [{ partition: 0, offset: '7' }] }];
      await transaction.sendOffsets({ consumer, topics });
      await transaction.commit();
      note(
        'committed',
        (await consumer.committed(null, 5000)).map(({ offset }: { offset: string }) => offset),
      );
    });
    note('after', [producer.isActive(), await failure(() => producer.commit(), true)]);
    await producer.transaction();
    await producer.send({ topic, messages: [{ value: 'lost' }] });
    await producer.abort();
    await producer.transaction();
    await producer.send({ topic, messages: [{ value: 'last' }] });
    await producer.commit();
  });
  const seen: object[] = [];
  await connected(consumerOf(context), async (consumer) => {
    await consumer.subscribe({ topic });
    await consumer.run({ eachMessage: async ({ message }: { message: object }) => void seen.push(message) });
    await until(() => seen.length === 2);
  });
  note('values', texts(seen));
}
