import { AdminClient } from '../../../src/admin/admin-client';
import { Producer } from '../../../src/producer/producer';
import { sharedKafka, uniqueName } from '../../helpers/kafka/shared-kafka';

const kafka = sharedKafka();
const config = () => ({ 'bootstrap.servers': kafka.bootstrapServers });

async function growing(topic: string): Promise<AdminClient> {
  const admin = new AdminClient(config());
  await admin.createTopics([{ name: topic, numPartitions: 1 }]);
  return admin;
}

test('records for partitions that were just added are sent, in order, a transaction among them', async () => {
  const topic = uniqueName('grow');
  const admin = await growing(topic);
  const producer = new Producer(config());
  const transactional = new Producer({ ...config(), 'transactional.id': topic });
  await transactional.initTransactions();
  await producer.send({ topic, value: 'a', partition: 0 });
  await transactional.transaction((tx) => tx.send({ topic, value: 'a', partition: 0 }));
  await admin.createPartitions([{ name: topic, totalCount: 3 }]);
  const offsets: number[] = [];
  for (let i = 0; i < 100; i++) {
    producer.produce({ topic, value: `${i}`, partition: 1 }, (error, { offset }) => offsets.push(error ? -1 : offset));
  }
  await transactional.transaction(async (tx) => {
    await tx.send({ topic, value: 'b', partition: 2, headers: { a: 'b' } });
  });
  expect(await producer.flush()).toBe(0);
  expect(offsets).toEqual(Array.from({ length: 100 }, (_, i) => i));
  await Promise.all([producer.close(), transactional.close(), admin.close()]);
});

test('a transaction that outlived transaction.timeout.ms is aborted, and the producer goes on', async () => {
  const topic = uniqueName('late');
  const admin = await growing(topic);
  const producer = new Producer({
    ...config(),
    'transactional.id': topic,
    'transaction.timeout.ms': 1000,
    'delivery.timeout.ms': 1000,
    'request.timeout.ms': 500,
    'linger.ms': 0,
  });
  const fatal: unknown[] = [];
  producer.on('error', (error) => fatal.push(error));
  await producer.initTransactions();
  producer.beginTransaction();
  await producer.send({ topic, value: 'a' });
  // The coordinator looks for such transactions every ten seconds.
  let late: { code?: string; isFatal?: boolean; txnRequiresAbort?: boolean } = {};
  while (late.code !== 'ERR_INVALID_PRODUCER_EPOCH') {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const sent = await producer.send({ topic, value: 'b' }).catch((error: unknown) => error);
    late = sent as typeof late;
  }
  expect(late).toMatchObject({ isFatal: false, txnRequiresAbort: true });
  await producer.abortTransaction();
  await producer.transaction((tx) => tx.send({ topic, value: 'c' }));
  expect(fatal).toEqual([]);
  const committed = await kafka.consume(topic, { isolation: 'read_committed' });
  expect(committed.map(({ value }) => value!.toString())).toEqual(['c']);
  await Promise.all([producer.close(), admin.close()]);
});

test('after a record of a topic that is missing has failed, the next waits for the topic again', async () => {
  const topic = uniqueName('missing');
  const producer = new Producer({ ...config(), 'max.block.ms': 1500 });
  const send = () => producer.send({ topic, value: 'v' });
  for (let i = 0; i < 2; i++) await expect(send()).rejects.toMatchObject({ name: 'DeliveryError', persisted: 'no' });
  const sent = send();
  const admin = await growing(topic);
  await expect(sent).resolves.toMatchObject({ topic, offset: 0 });
  // The same once more, for a topic that was there.
  await admin.deleteTopics([topic]);
  for (let failed = false; !failed;)
    failed = await send().then(
      () => false,
      () => true,
    );
  const again = send();
  await admin.createTopics([{ name: topic, numPartitions: 1 }]);
  await expect(again).resolves.toMatchObject({ topic });
  await Promise.all([producer.close(), admin.close()]);
});
