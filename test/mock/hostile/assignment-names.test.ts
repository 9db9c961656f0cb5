/** An assignment to a topic that the consumer has not subscribed to: its name was damaged on the way. */
import { Consumer, Producer } from '../../../src';
import { METADATA, proxiedMock, SYNC_GROUP } from './frame-proxy';

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

test.each([
  ['of another topic', '0'],
  // Behind a NUL byte nothing is left of a C string.
  ['that is cut', '\0'],
])('a topic id with the name %s: the name is asked for again', async (_, byte) => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  await producer.send({ topic: 'orders', value: 'first' });
  let damaged = 0;
  setUp.proxy.change = (frame, request) => {
    const at = request === METADATA && damaged < 8 ? frame.indexOf('orders') : -1;
    if (at < 0) return frame;
    damaged++;
    frame.write(byte, at + 3);
    return frame;
  };
  await using consumer = setUp.proxy.member('orders');
  const records = await consumer.consume(1, 60_000);
  expect(damaged).toBe(8);
  expect(records.map(({ topic, value }) => [topic, value])).toEqual([['orders', 'first']]);
  expect(consumer.assignment().every(({ topic }) => topic === 'orders')).toBe(true);
});
