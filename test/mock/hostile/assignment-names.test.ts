/** An assignment of the classic protocol that names a topic that the consumer has not subscribed to. */
import { Consumer, Producer } from '../../../src';
import { proxiedMock, SYNC_GROUP } from './frame-proxy';

const setUp = proxiedMock();

test.each(['range', 'cooperative-sticky'])('%s: the member joins again', async (strategy) => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 'orders', value: 'first' });
  let assignments = 0;
  setUp.proxy.change = (frame, request) => {
    const at = request === SYNC_GROUP ? frame.indexOf('orders') : -1;
    if (at >= 0 && assignments++ === 0) frame.write('0', at);
    return frame;
  };
  await using consumer = new Consumer({
    'bootstrap.servers': setUp.proxy.bootstrapServers,
    'group.id': strategy,
    // The mock broker waits almost that long for other members.
    'session.timeout.ms': 6000,
    'partition.assignment.strategy': strategy,
    'auto.offset.reset': 'earliest',
    'value.deserializer': 'string',
  });
  const assigned: string[] = [];
  consumer.subscribe(['orders'], {
    onPartitionsAssigned: (partitions) => void assigned.push(...partitions.map(({ topic }) => topic)),
  });
  const records = await consumer.consume(1, 30_000);
  expect(records.map(({ value }) => value)).toEqual(['first']);
  expect(assignments).toBe(2);
  expect(new Set(assigned)).toEqual(new Set(['orders']));
});
