import type { ICustomPartitioner, Message, RecordMetadata } from 'kafkajs';
import { committed, createConsumer, createProducer, createTopic, errorOf, sameOnBoth, until } from './both';

const sorted = (results: RecordMetadata[]): RecordMetadata[] => results.sort((a, b) => a.partition - b.partition);

test('send and sendBatch: results, and the records that a consumer gets', async () => {
  await sameOnBoth(async (place) => {
    const { topic, lib } = place;
    await createTopic(place, topic, 3);
    const producer = await createProducer(place);
    const past = String(Date.now() - 60_000);
    const results = [
      sorted(
        await producer.send({
          topic,
          messages: [
            { key: 'a', value: '1', headers: { one: '1', many: ['2', Buffer.from('3')] } },
            { key: Buffer.from('b'), value: Buffer.from('2') },
            { key: 'c', value: null, timestamp: past },
            { key: '', value: '' },
          ],
        }),
      ),
      await producer.send({ topic, acks: 0, messages: [{ key: 'a', value: 'no acks' }] }),
      sorted(
        await producer.sendBatch({
          acks: 1,
          compression: lib.CompressionTypes.GZIP,
          topicMessages: [
            { topic, messages: [{ partition: 0, value: '5' }] },
            {
              topic,
              messages: [
                { partition: 0, value: '6' },
                { partition: 2, value: '7' },
              ],
            },
          ],
        }),
      ),
      await producer.send({ topic, messages: [] }),
      await producer.sendBatch({}),
    ];
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topic, fromBeginning: true });
    const records: unknown[] = [];
    await consumer.run({
      eachMessage: async ({ partition, message }) => {
        const { batchContext: _, timestamp, ...rest } = message as unknown as Record<string, unknown>;
        records.push({ partition, ...rest, isPast: timestamp === past, isText: typeof timestamp === 'string' });
      },
    });
    await until(() => records.length === 8);
    return { results, records: records.map((one) => JSON.stringify(one)).sort() };
  });
});

test('errors of send, in the order of the checks', async () => {
  await sameOnBoth(async (place) => {
    const { topic, kafka } = place;
    await createTopic(place, topic);
    const unconnected = kafka.producer();
    const producer = await createProducer(place);
    const idempotent = kafka.producer({ idempotent: true });
    const of = (message: unknown, target = producer) => errorOf(target.send({ topic, messages: [message as Message] }));
    return [
      await errorOf(unconnected.send({ topic: '', messages: [] })),
      await errorOf(unconnected.send({ topic } as never)),
      await of({ key: 'a' }, unconnected),
      await of({ value: 'a' }, unconnected),
      await errorOf(idempotent.send({ topic, acks: 1, messages: [{ value: 'a' }] })),
      await errorOf(producer.send({ topic, acks: 5, messages: [{ value: 'a' }] })),
      await of({ value: 5 }),
      await of({ value: 'a', key: 5 }),
      await of({ value: 'a', headers: { a: null } }),
      await of({ value: 'a', headers: { a: 5 } }),
      await of({ value: 'a', timestamp: 'soon' }),
      await of({ value: Buffer.alloc(2_000_000) }),
      await errorOf(producer.send({ topic: 'not a topic', messages: [{ value: 'a' }] })),
      await errorOf(() => kafka.producer({ idempotent: true, retry: { retries: 0 } })),
      await errorOf(producer.transaction()),
      await errorOf(() => producer.on('nothing' as never, () => undefined)),
      producer.isIdempotent(),
      idempotent.isIdempotent(),
      producer.events,
    ];
  });
});

test('a producer that may not create topics', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    const retry = { retries: 1, initialRetryTime: 20 };
    const producer = await createProducer(place, { allowAutoTopicCreation: false, retry });
    const refused = await errorOf(producer.send({ topic, messages: [{ value: 'a' }] }));
    await createTopic(place, topic);
    return { refused, sent: await producer.send({ topic, messages: [{ value: 'a' }] }) };
  });
});

test('events, disconnecting and connecting again', async () => {
  await sameOnBoth(async (place) => {
    const { topic, kafka } = place;
    await createTopic(place, topic);
    const producer = kafka.producer();
    const events: unknown[] = [];
    const remove = producer.on(producer.events.CONNECT, ({ type, payload }) => events.push([type, payload]));
    producer.on(producer.events.DISCONNECT, ({ type, payload }) => events.push([type, payload]));
    await producer.connect();
    await producer.disconnect();
    const refused = await errorOf(producer.send({ topic, messages: [{ value: 'a' }] }));
    remove();
    await producer.connect();
    const sent = await producer.send({ topic, messages: [{ value: 'a' }] });
    await producer.disconnect();
    // Not the offset: soon after a topic was created, kafkajs may write twice.
    return { events, refused, sent: sent.length };
  });
});

test('a partitioner gets the topic, the partitions and the message itself', async () => {
  await sameOnBoth(async (place) => {
    const { topic } = place;
    await createTopic(place, topic, 3);
    const seen: unknown[] = [];
    const message: Message = { key: 'k', value: 'v' };
    const createPartitioner: ICustomPartitioner = () => (args) => {
      seen.push([
        args.topic,
        args.partitionMetadata.sort((a, b) => a.partitionId - b.partitionId),
        args.message === message,
      ]);
      return 2;
    };
    const producer = await createProducer(place, { createPartitioner });
    return { sent: await producer.send({ topic, messages: [message] }), seen };
  });
});

test('transactions: what a consumer sees, what is committed, what is refused', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place, { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    const first = await producer.transaction();
    const second = await errorOf(producer.transaction());
    await first.send({ topic, messages: [{ value: 'kept' }] });
    await first.sendOffsets({
      consumerGroupId: group,
      topics: [{ topic, partitions: [{ partition: 0, offset: '7' }] }],
    });
    const active = first.isActive();
    await first.commit();
    const after = [first.isActive(), await errorOf(first.commit()), await errorOf(first.send({ topic, messages: [] }))];
    // The coordinator answers before the group knows.
    await until(async () => (await committed(admin, group, topic))[0] === '7');
    const offsets = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    const aborted = await producer.transaction();
    await aborted.sendBatch({ topicMessages: [{ topic, messages: [{ value: 'lost' }] }] });
    await aborted.abort();
    const empty = await producer.transaction();
    await empty.commit();
    await producer.send({ topic, messages: [{ value: 'outside' }] });
    const last = await producer.transaction();
    await last.send({ topic, messages: [{ value: 'last' }] });
    await last.commit();
    const consumer = await createConsumer(place, { groupId: `${group}-2` });
    await consumer.subscribe({ topic, fromBeginning: true });
    const values: string[] = [];
    await consumer.run({ eachMessage: async ({ message }) => void values.push(String(message.value)) });
    await until(() => values.length === 3);
    await consumer.stop();
    return { second, active, after, offsets, values };
  });
});

test('the marker behind a transaction is committed with its last message', async () => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place, { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    for (const value of ['a', 'b']) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages: [{ value }] });
      await transaction.commit();
      // The coordinator writes the marker after it has answered.
      await until(async () => (await admin.fetchTopicOffsets(topic))[0]!.high === (value === 'a' ? '2' : '4'));
    }
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topic, fromBeginning: true });
    const batches: unknown[] = [];
    await consumer.run({
      // Not lastOffset(): librdkafka tells of the marker after the batch.
      eachBatch: async ({ batch }) =>
        void batches.push(...batch.messages.map(({ offset, value }) => `${offset} ${value}`)),
    });
    await until(async () => (await committed(admin, group, topic))[0] === '4');
    await consumer.stop();
    return batches;
  });
});

test.each([true, false])('the offsets of a batch in a transaction, which is committed: %j', async (isCommitted) => {
  await sameOnBoth(async (place) => {
    const { topic, group } = place;
    const admin = await createTopic(place, topic);
    const producer = await createProducer(place, { transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
    await producer.send({ topic, messages: [{ value: 'a' }, { value: 'b' }] });
    const consumer = await createConsumer(place);
    await consumer.subscribe({ topic, fromBeginning: true });
    const seen: unknown[] = [];
    await consumer.run({
      // With auto-commit: what a transaction has taken along is not committed beside it.
      eachBatch: async ({ batch, resolveOffset, uncommittedOffsets }) => {
        if (seen.length > 0) return;
        for (const { offset } of batch.messages) resolveOffset(offset);
        const before = uncommittedOffsets();
        const transaction = await producer.transaction();
        await transaction.sendOffsets({ consumerGroupId: group, ...before });
        const after = uncommittedOffsets();
        await (isCommitted ? transaction.commit() : transaction.abort());
        seen.push(before, after);
      },
    });
    await until(() => seen.length > 0);
    await consumer.stop();
    // The coordinator answers before the group knows.
    if (isCommitted) await until(async () => (await committed(admin, group, topic))[0] === '2');
    return { seen, committed: await committed(admin, group, topic) };
  });
});
