import { AuthorizationError, Consumer, DeliveryError, Producer } from '../../../src/index';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';

/*
 * What a user may not do, on a real Kafka with an authorizer. Calls get their default times, which are half a minute
 * and more: one that rejects with an AuthorizationError did not wait for them.
 */

let kafka: KafkaCluster;
const TOPICS = ['open', 'seen', 'closed'];

beforeAll(async () => {
  kafka = await KafkaCluster.start({ listeners: ['SASL_PLAINTEXT'], authorizer: true });
  for (const topic of TOPICS) {
    await kafka.createTopic(topic);
    await kafka.produce(topic, [{ value: 'v' }]);
  }
  const allow = (resourceType: string, name: string, operation: string, principal = 'User:alice') =>
    kafka.addAcl({ resourceType, name, operation, principal });
  await allow('TOPIC', 'open', 'READ');
  await allow('TOPIC', 'seen', 'DESCRIBE');
  await allow('GROUP', 'mine', 'READ');
  await allow('GROUP', 'described', 'DESCRIBE');
  await allow('TRANSACTIONAL_ID', 'allowed', 'WRITE');
  await allow('TOPIC', 'written', 'WRITE');
  await kafka.createTopic('written');
  await kafka.createTopic('public');
  await allow('TOPIC', 'public', 'DESCRIBE', 'User:bob');
});
afterAll(() => kafka.stop());

const partition = (topic: string) => ({ topic, partition: 0 });
const config = () => kafka.clientProperties('SASL_PLAINTEXT', { user: 'alice', mechanism: 'SCRAM-SHA-256' });
const open: { close(options: { timeoutMs: number }): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close({ timeoutMs: 0 })));
});

function newConsumer(group: string, more: object = {}): Consumer {
  const consumer = new Consumer({ ...config(), 'group.id': group, 'auto.offset.reset': 'earliest', ...more } as never);
  consumer.on('error', () => undefined);
  open.push(consumer as never);
  return consumer as unknown as Consumer;
}

function newProducer(more: object = {}): Producer {
  const producer = new Producer({ ...config(), ...more } as never);
  producer.on('error', () => undefined);
  open.push(producer as never);
  return producer as unknown as Producer;
}

const groupRefused = { name: 'AuthorizationError', code: 'ERR_GROUP_AUTHORIZATION_FAILED', isRetriable: false };
const topicRefused = { name: 'AuthorizationError', code: 'ERR_TOPIC_AUTHORIZATION_FAILED', isRetriable: false };

describe.each(['classic', 'consumer'])('a group without READ, by the %s protocol', (protocol) => {
  test.each(['denied', 'described'])('%s: poll, each time, and assigned', async (group) => {
    const consumer = newConsumer(group, { 'group.protocol': protocol });
    consumer.subscribe(['open']);
    await expect(consumer.assigned()).rejects.toMatchObject({ ...groupRefused, operation: 'assigned' });
    for (let i = 0; i < 2; i++) {
      const failure: unknown = await consumer.poll(60_000).catch((error: unknown) => error);
      expect(failure).toMatchObject({ ...groupRefused, operation: 'poll' });
      expect(failure).toBeInstanceOf(AuthorizationError);
    }
    await consumer.close();
  });

  test('committed, commit, commitSync and close', async () => {
    const consumer = newConsumer('denied', { 'group.protocol': protocol });
    await expect(consumer.committed([partition('open')])).rejects.toMatchObject(groupRefused);
    const fresh = newConsumer('denied', { 'group.protocol': protocol });
    await expect(fresh.commit([{ ...partition('open'), offset: 1 }])).rejects.toMatchObject(groupRefused);
    const blocking = newConsumer('denied', { 'group.protocol': protocol });
    expect(() => blocking.commitSync([{ ...partition('open'), offset: 1 }])).toThrow(
      expect.objectContaining(groupRefused),
    );
    await expect(
      newConsumer('described', { 'group.protocol': protocol }).commit([{ ...partition('open'), offset: 1 }]),
    ).rejects.toMatchObject(groupRefused);
  });
});

/** Polls until there are records; what rejects meanwhile is the refusal of the group. */
async function pollUntilRead(consumer: Consumer): Promise<void> {
  for (let count = 0; count === 0;) {
    try {
      count = (await consumer.poll(60_000)).count;
    } catch (error) {
      expect(error).toMatchObject(groupRefused);
    }
  }
}

test('close emits a warning for offsets that it could not commit, and does not wait', async () => {
  const consumer = newConsumer('denied');
  const warnings: string[] = [];
  consumer.on('warning', ({ code }) => warnings.push(code));
  consumer.assign([{ ...partition('open'), offset: 0 }]);
  await pollUntilRead(consumer);
  await consumer.close();
  expect(warnings).toEqual(['ERR_GROUP_AUTHORIZATION_FAILED']);
});

test('without a group no right to one is needed', async () => {
  const consumer = new Consumer({ ...config(), 'auto.offset.reset': 'earliest' } as never) as unknown as Consumer;
  open.push(consumer as never);
  consumer.assign([partition('open')]);
  for (let count = 0; count === 0;) count = (await consumer.poll(60_000)).count;
});

test('once the right is granted, the same consumer reads', async () => {
  const consumer = newConsumer('late');
  consumer.subscribe(['open']);
  await expect(consumer.poll(60_000)).rejects.toMatchObject(groupRefused);
  await kafka.addAcl({ resourceType: 'GROUP', name: 'late', operation: 'READ', principal: 'User:alice' });
  await pollUntilRead(consumer);
  await consumer.commit();
  expect(await consumer.committed([partition('open')])).toMatchObject([{ offset: 1 }]);
  await consumer.close();
});

test.each(['DESCRIBE', undefined])('once the right is granted, the same producer writes (it had %s)', async (had) => {
  const topic = `granted-${String(had)}`;
  const grant = (operation: string) =>
    kafka.addAcl({ resourceType: 'TOPIC', name: topic, operation, principal: 'User:alice' });
  await kafka.createTopic(topic);
  if (had) await grant(had);
  const producer = newProducer();
  for (let i = 0; i < 2; i++) {
    await expect(producer.send({ topic, value: 'refused' })).rejects.toMatchObject({ cause: topicRefused });
  }
  await grant('WRITE');
  // The broker itself has the right: another producer writes.
  const other = newProducer();
  for (let written = false; !written;) {
    written = await other.send({ topic, value: 'of the other' }).then(
      () => true,
      () => false,
    );
  }
  await expect(producer.send({ topic, value: 'granted' })).resolves.toMatchObject({ topic });
});

describe.each(['seen', 'closed'])('a topic without READ: %s', (topic) => {
  test('fetching', async () => {
    const consumer = newConsumer('mine');
    consumer.assign([{ ...partition(topic), offset: 0 }]);
    await expect(consumer.poll(60_000)).rejects.toMatchObject(topicRefused);
  });

  test('committing', async () => {
    const offset = { ...partition(topic), offset: 1 };
    await expect(newConsumer('mine').commit([offset])).rejects.toMatchObject(topicRefused);
    const blocking = newConsumer('mine');
    expect(() => blocking.commitSync([offset])).toThrow(expect.objectContaining(topicRefused));
  });

  test('producing', async () => {
    const producer = newProducer({ 'enable.idempotence': false, acks: 1 });
    const failure: unknown = await producer.send({ topic, value: 'v' }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DeliveryError);
    expect(failure).toMatchObject({ code: topicRefused.code, persisted: 'no', cause: topicRefused });
  });
});

test('a topic that may not be described: queries about it, and a subscription to it', async () => {
  const consumer = newConsumer('mine');
  await expect(consumer.partitionsFor('closed')).rejects.toMatchObject(topicRefused);
  await expect(consumer.endOffsets([partition('closed')])).rejects.toMatchObject(topicRefused);
  await expect(consumer.offsetsForTimes([{ ...partition('closed'), timestamp: 1 }])).rejects.toMatchObject(
    topicRefused,
  );
  await expect(newProducer().partitionsFor('closed')).rejects.toMatchObject(topicRefused);
  consumer.subscribe(['closed']);
  await expect(consumer.poll(60_000)).rejects.toMatchObject(topicRefused);
});

test('idempotence without a right to write anything', async () => {
  const stranger = new Producer(
    kafka.clientProperties('SASL_PLAINTEXT', { user: 'bob', mechanism: 'SCRAM-SHA-256' }) as never,
  );
  stranger.on('error', () => undefined);
  open.push(stranger as never);
  const refused = { name: 'AuthorizationError', code: 'ERR_CLUSTER_AUTHORIZATION_FAILED' };
  await expect(stranger.send({ topic: 'public', value: 'v' } as never)).rejects.toMatchObject({ cause: refused });
  await expect(stranger.send({ topic: 'public', value: 'v' } as never)).rejects.toMatchObject(refused);
});

test('a transactional id', async () => {
  const producer = newProducer({ 'transactional.id': 'denied' });
  const refused = { name: 'AuthorizationError', code: 'ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED' };
  await expect(producer.initTransactions()).rejects.toMatchObject(refused);
  await expect(producer.initTransactions()).rejects.toMatchObject(refused);
});

describe('in a transaction, a topic without WRITE', () => {
  const refusedRecord = { ...topicRefused, name: 'DeliveryError', persisted: 'no', txnRequiresAbort: true };

  test('fails its records, then the commit; after the abort the producer goes on', async () => {
    const producer = newProducer({ 'transactional.id': 'allowed' });
    await producer.initTransactions();
    for (let i = 0; i < 2; i++) {
      producer.beginTransaction();
      const failure: unknown = await producer.send({ topic: 'seen', value: 'v' }).catch((error: unknown) => error);
      expect(failure).toMatchObject({ ...refusedRecord, topic: 'seen', cause: topicRefused });
      await expect(producer.commitTransaction()).rejects.toMatchObject({ cause: failure });
      await producer.abortTransaction();
    }
    producer.beginTransaction();
    const { offset } = await producer.send({ topic: 'written', value: 'of the next transaction' });
    await producer.commitTransaction();
    expect(await kafka.consume('written', { isolation: 'read_committed' })).toContainEqual(
      expect.objectContaining({ offset, value: Buffer.from('of the next transaction') }),
    );
  });

  test('beside one that may be written: the records of that one say which topic it was', async () => {
    const producer = newProducer({ 'transactional.id': 'allowed' });
    await producer.initTransactions();
    producer.beginTransaction();
    const [other, refused] = await Promise.all(
      ['written', 'seen'].map((topic) =>
        producer.send({ topic, value: 'never seen' }).catch((error: unknown) => error as DeliveryError),
      ),
    );
    expect(refused).toMatchObject({ ...refusedRecord, topic: 'seen' });
    expect(other).toMatchObject({ code: 'ERR__PURGE_QUEUE', topic: 'written', persisted: 'no', cause: topicRefused });
    expect((other as DeliveryError).message).toContain('seen');
    await producer.abortTransaction();
  });

  test('after records that were written in the same transaction', async () => {
    const producer = newProducer({ 'transactional.id': 'allowed' });
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 'written', value: 'aborted' });
    await expect(producer.send({ topic: 'seen', value: 'v' })).rejects.toMatchObject(refusedRecord);
    await producer.abortTransaction();
    const values = (await kafka.consume('written', { isolation: 'read_committed' })).map(({ value }) => String(value));
    expect(values).not.toContain('aborted');
    producer.beginTransaction();
    await producer.send({ topic: 'written', value: 'v' });
    await producer.commitTransaction();
  });
});

test('the offsets of a group in a transaction', async () => {
  const producer = newProducer({ 'transactional.id': 'allowed' });
  await producer.initTransactions();
  producer.beginTransaction();
  const group = newConsumer('denied').groupMetadata();
  await expect(producer.sendOffsetsToTransaction([{ ...partition('open'), offset: 1 }], group)).rejects.toMatchObject({
    ...groupRefused,
    txnRequiresAbort: true,
  });
  await producer.abortTransaction();
});
