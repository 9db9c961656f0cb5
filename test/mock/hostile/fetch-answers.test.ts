/** An answer to Fetch about a partition that nobody asked for. */
import { Consumer, Producer } from '../../../src';
import { FETCH, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();

/** One partition, 0, without an error, whose end is offset 1. */
const PARTITION_0 = Buffer.from('02' + '00000000' + '0000' + '0000000000000001', 'hex');
const PARTITION_AT = 1;

test('it is dropped, and the partition is read with the next answer', async () => {
  setUp.mock.createTopic('two', { numPartitions: 2 });
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 'two', partition: 0, value: 'first' });
  let changed = 0;
  setUp.proxy.change = (frame, request) => {
    const at = request === FETCH ? frame.indexOf(PARTITION_0) : -1;
    if (at >= 0 && changed++ === 0) frame.writeInt32BE(1, at + PARTITION_AT);
    return frame;
  };
  await using consumer = new Consumer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'group.id': 'g',
    'value.deserializer': 'string',
  });
  consumer.assign([{ topic: 'two', partition: 0, offset: 0 }]);
  const records = await consumer.consume(1, 20_000);
  expect(records.map(({ partition, value }) => [partition, value])).toEqual([[0, 'first']]);
  expect(changed).toBeGreaterThan(1);
});
