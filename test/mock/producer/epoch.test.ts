import { setTimeout as sleep } from 'node:timers/promises';
import { withProducer } from './with-producer';

const short = {
  'transactional.id': 'x',
  'transaction.timeout.ms': 1000,
  'delivery.timeout.ms': 1000,
  'request.timeout.ms': 500,
  'linger.ms': 0,
};

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
    await withProducer(
      short,
      async (producer, cluster) => {
        await producer.initTransactions();
        producer.beginTransaction();
        await producer.send({ topic: 't', value: 'a' });
        // Before that only a newer producer can have the epoch: replaced.test.ts.
        await sleep(short['transaction.timeout.ms'] + 100);
        cluster.failNext(request, 'ERR_PRODUCER_FENCED');
        if (request === 'AddPartitionsToTxn') {
          const refused = producer.send({ topic: 'u', value: 'b' });
          await expect(refused).rejects.toMatchObject({ isFatal: false, txnRequiresAbort: true, persisted: 'no' });
        }
        await producer.abortTransaction();
        await producer.transaction(async (tx) => void (await tx.send({ topic: 't', value: 'c' })));
      },
      { topics: { t: 1, u: 1 } },
    );
  },
  40_000,
);
