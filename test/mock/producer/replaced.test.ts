import { withProducer } from './with-producer';

const refusals = [
  ['AddPartitionsToTxn', 'ERR_PRODUCER_FENCED'],
  ['EndTxn', 'ERR_PRODUCER_FENCED'],
  ['EndTxn', 'ERR_INVALID_PRODUCER_EPOCH'],
] as const;

// A request for another epoch would fence the successor, and the mock cluster would give one.
test.each(refusals)(
  'a producer that was replaced learns it from %s: %s, and asks for no other epoch',
  async (request, code) => {
    await withProducer(
      { 'transactional.id': 'x' },
      async (producer, cluster) => {
        producer.on('error', () => undefined);
        await producer.initTransactions();
        producer.beginTransaction();
        await producer.send({ topic: 't', value: 'a' });
        cluster.failNext(request, code);
        const refused = request === 'EndTxn' ? producer.abortTransaction() : producer.send({ topic: 'u', value: 'b' });
        await expect(refused).rejects.toMatchObject({ isFatal: true });
        await expect(producer.abortTransaction()).rejects.toMatchObject({ code: 'ERR__FENCED', isFatal: true });
      },
      { topics: { t: 1, u: 1 } },
    );
  },
  40_000,
);
