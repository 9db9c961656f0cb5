import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer } from '../../../src/consumer/consumer';
import { Producer } from '../../../src/producer/producer';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();

function transactional(id: string, config: Record<string, unknown> = {}): Producer {
  const producer = new Producer({
    'bootstrap.servers': kafka.bootstrapServers,
    'transactional.id': id,
    ...config,
  } as never);
  producer.on('error', () => undefined);
  return producer;
}

const committed = async (topic: string) =>
  (await kafka.consume(topic, { isolation: 'read_committed' })).map(({ value }) => value!.toString());

test('read_committed sees what was committed and nothing that was aborted', async () => {
  const topic = uniqueName('tx');
  await kafka.createTopic(topic);
  const producer = transactional(uniqueName('id'), { 'linger.ms': 30_000 });
  try {
    await producer.initTransactions();
    await producer.transaction((tx) => {
      for (let i = 0; i < 10; i++) tx.produce({ topic, value: `committed ${i}` });
    });
    producer.beginTransaction();
    const aborted = producer.send({ topic, value: 'aborted' });
    await producer.flush();
    await aborted;
    await producer.abortTransaction();
    await producer.transaction((tx) => void tx.produce({ topic, value: 'last' }));
    expect(await committed(topic)).toEqual([...Array.from({ length: 10 }, (_, i) => `committed ${i}`), 'last']);
  } finally {
    await producer.close();
  }
});

/*
 * The first request of a transaction comes while the coordinator still completes the one before: it is refused
 * (CONCURRENT_TRANSACTIONS) and made again. An abort meanwhile, or one that is sent right behind it, ends what no
 * coordinator has begun.
 */
test('an abort right behind a commit is no fatal error', async () => {
  const topic = uniqueName('behind');
  await kafka.createTopic(topic);
  const producer = transactional(uniqueName('id'), { 'linger.ms': 0 });
  const written = Array.from({ length: 100 }, (_, i) => `committed ${i}`);
  try {
    await producer.initTransactions();
    for (const [i, value] of written.entries()) {
      await producer.transaction((tx) => void tx.produce({ topic, value }));
      producer.beginTransaction();
      const aborted = producer.send({ topic, value: 'aborted' }).catch(() => undefined);
      await sleep(i % 5);
      await producer.abortTransaction();
      await aborted;
    }
    expect(await committed(topic)).toEqual(written);
  } finally {
    await producer.close();
  }
}, 120_000);

test('a zombie is fenced: fatal, each call says so, and it can be closed', async () => {
  const topic = uniqueName('fence');
  await kafka.createTopic(topic);
  const id = uniqueName('id');
  const zombie = transactional(id);
  const successor = transactional(id);
  try {
    await zombie.initTransactions();
    zombie.beginTransaction();
    await zombie.send({ topic, value: 'from the zombie' });
    await successor.initTransactions();
    const attempt = zombie.commitTransaction();
    await expect(attempt).rejects.toMatchObject({ isFatal: true, code: 'ERR__FENCED' });
    expect(zombie.state).toBe('fatal');
    expect(() => zombie.produce({ topic, value: 'again' })).toThrow(expect.objectContaining({ isFatal: true }));
    await successor.transaction((tx) => void tx.produce({ topic, value: 'from the successor' }));
    expect(await committed(topic)).toEqual(['from the successor']);
  } finally {
    await zombie.close();
    await successor.close();
  }
});

test('close in a transaction aborts it: no open transaction is left', async () => {
  const topic = uniqueName('close');
  await kafka.createTopic(topic);
  const producer = transactional(uniqueName('id'));
  await producer.initTransactions();
  producer.beginTransaction();
  await producer.send({ topic, value: 'v' });
  await producer.close();
  expect(await committed(topic)).toEqual([]);
});

test('offsets are part of the transaction', async () => {
  const input = uniqueName('input');
  const output = uniqueName('output');
  const group = uniqueName('group');
  await kafka.createTopic(input);
  await kafka.createTopic(output);
  await kafka.produce(
    input,
    ['a', 'b', 'c', 'd'].map((value) => ({ value })),
  );
  const producer = transactional(uniqueName('id'));
  const consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': group,
    'enable.auto.commit': false,
    'isolation.level': 'read_committed',
    'auto.offset.reset': 'earliest',
    'max.poll.records': 2,
  });
  const copy = async (fail: boolean) => {
    let records = await consumer.poll(10_000);
    while (records.isEmpty) records = await consumer.poll(10_000);
    await producer.transaction(async (tx) => {
      for (const record of records)
        tx.produce({ topic: output, value: `${record.value!.toString()}${fail ? ' aborted' : ''}` });
      await tx.sendOffsetsToTransaction(records.offsets(), consumer.groupMetadata());
      if (fail) throw new Error('on purpose');
    });
  };
  try {
    await producer.initTransactions();
    consumer.subscribe([input]);
    await copy(false);
    expect(await consumer.committed([{ topic: input, partition: 0 }])).toMatchObject([{ offset: 2 }]);
    await expect(copy(true)).rejects.toThrow('on purpose');
    expect(await consumer.committed([{ topic: input, partition: 0 }])).toMatchObject([{ offset: 2 }]);
    await consumer.seekToCommitted();
    await copy(false);
    expect(await consumer.committed([{ topic: input, partition: 0 }])).toMatchObject([{ offset: 4 }]);
    expect(await committed(output)).toEqual(['a', 'b', 'c', 'd']);
  } finally {
    await consumer.close();
    await producer.close();
  }
});

test('metadata of an offset is committed exactly, whatever bytes it has', async () => {
  const topic = uniqueName('metadata');
  await kafka.createTopic(topic);
  const group = uniqueName('group');
  const tp = { topic, partition: 0 };
  // Its answers wait for the markers of transactions.
  const consumer = new Consumer({
    'bootstrap.servers': kafka.bootstrapServers,
    'group.id': group,
    'isolation.level': 'read_committed',
  });
  const producer = transactional(uniqueName('id'));
  try {
    consumer.assign([tp]);
    await producer.initTransactions();
    for (let i = 0; i < 10; i++) {
      // Of many lengths: what lies behind a text differs with the block that it is in.
      const metadata = `A\0${'B'.repeat(100 + 40 * i)}\0`;
      await consumer.commit([{ ...tp, offset: 3, metadata }]);
      expect((await consumer.committed([tp]))[0]!.metadata).toBe(metadata);
      producer.beginTransaction();
      await producer.sendOffsetsToTransaction([{ ...tp, offset: 4, metadata }], consumer.groupMetadata());
      await producer.commitTransaction();
      expect(await consumer.committed([tp])).toMatchObject([{ offset: 4, metadata }]);
    }
  } finally {
    await producer.close();
    await consumer.close();
  }
});

/*
 * What happened: the refused batch had taken sequence numbers. The broker called the first batch of the next
 * transaction out of order, and its records failed with ERR__PURGE_QUEUE.
 */
test.each([
  ['without the key that compaction needs', { key: null, value: 'v' }, 'ERR_INVALID_RECORD'],
  ['above the limit of the broker', { key: 'k', value: Buffer.alloc(2_000_000) }, 'ERR_MSG_SIZE_TOO_LARGE'],
])('after a record %s is refused and the transaction aborted, the next one commits', async (_, refused, code) => {
  const topic = uniqueName('refused');
  await kafka.createTopic(topic, { configs: { 'cleanup.policy': 'compact' } });
  const producer = transactional(uniqueName('id'), { 'max.request.size': 3_000_000 });
  try {
    await producer.initTransactions();
    for (let round = 0; round < 3; round++) {
      producer.beginTransaction();
      await producer.send({ topic, key: 'a', value: 'aborted' });
      await expect(producer.send({ topic, ...refused })).rejects.toMatchObject({ code, persisted: 'no' });
      await producer.abortTransaction();
      await producer.transaction((tx) => tx.send({ topic, key: 'a', value: `round ${round}` }));
    }
    expect(await committed(topic)).toEqual(['round 0', 'round 1', 'round 2']);
  } finally {
    await producer.close();
  }
});
