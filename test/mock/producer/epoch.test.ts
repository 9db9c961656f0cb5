import { withProducer } from './with-producer';

test('a batch refused for its epoch: the transaction is aborted, the next one works', async () => {
  const config = { 'transactional.id': 'x', 'transaction.timeout.ms': 120_000 };
  await withProducer(config, async (producer, cluster) => {
    const errors: unknown[] = [];
    producer.on('error', (error) => errors.push(error));
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 't', value: 'a' });
    // The epoch that the coordinator uses after it aborted a transaction that timed out.
    cluster.failNext('Produce', 'ERR_INVALID_PRODUCER_EPOCH');
    const refused = await producer.send({ topic: 't', value: 'b' }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ name: 'DeliveryError', isFatal: false, txnRequiresAbort: true, persisted: 'no' });
    await expect(producer.commitTransaction()).rejects.toMatchObject({ txnRequiresAbort: true, isFatal: false });
    await producer.abortTransaction();
    await producer.transaction(async (tx) => void (await tx.send({ topic: 't', value: 'c' })));
    expect(errors).toEqual([]);
  });
}, 40_000);

test.each(['AddPartitionsToTxn', 'EndTxn'] as const)(
  'the coordinator refuses %s for its epoch: the abort gets a new one, and the next transaction works',
  async (request) => {
    await withProducer({ 'transactional.id': 'x' }, async (producer, cluster) => {
      await producer.initTransactions();
      producer.beginTransaction();
      if (request === 'EndTxn') await producer.send({ topic: 't', value: 'a' });
      cluster.failNext(request, 'ERR_PRODUCER_FENCED');
      if (request === 'AddPartitionsToTxn') {
        const refused = producer.send({ topic: 't', value: 'b' });
        await expect(refused).rejects.toMatchObject({ isFatal: false, txnRequiresAbort: true, persisted: 'no' });
      }
      await producer.abortTransaction();
      await producer.transaction(async (tx) => void (await tx.send({ topic: 't', value: 'c' })));
    });
  },
  40_000,
);

test('a producer that was replaced learns it from the abort', async () => {
  await withProducer({ 'transactional.id': 'x' }, async (producer, cluster) => {
    producer.on('error', () => undefined);
    await producer.initTransactions();
    producer.beginTransaction();
    await producer.send({ topic: 't', value: 'a' });
    cluster.failNext('EndTxn', 'ERR_PRODUCER_FENCED');
    cluster.failNext('InitProducerId', 'ERR_PRODUCER_FENCED');
    await expect(producer.abortTransaction()).rejects.toMatchObject({ code: 'ERR__FENCED', isFatal: true });
  });
}, 40_000);
