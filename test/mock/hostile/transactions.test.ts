/** An answer about a transaction that cannot be read, and the producer that goes on after it. */
import { Producer } from '../../../src';
import { ADD_PARTITIONS_TO_TXN, once, proxiedMock, shortened } from './frame-proxy';

const setUp = proxiedMock();

test('AddPartitionsToTxn that ends among its partitions: the transaction is aborted, and the next one commits', async () => {
  await using producer = new Producer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'transactional.id': 'x',
    'request.timeout.ms': 2000,
    'delivery.timeout.ms': 5000,
  });
  await producer.initTransactions();
  setUp.proxy.change = once(ADD_PARTITIONS_TO_TXN, (frame) => shortened(frame, 4));
  producer.beginTransaction();
  await expect(producer.send({ topic: 't', value: 'lost' })).rejects.toMatchObject({ name: 'DeliveryError' });
  await producer.abortTransaction();
  // The topic must not be left locked: this changes it.
  await producer.partitionsFor('t');
  producer.beginTransaction();
  await expect(producer.send({ topic: 't', value: 'kept' })).resolves.toMatchObject({ topic: 't', partition: 0 });
  await producer.commitTransaction();
});
