/** A topic's name that was read wrong once. */
import { Producer } from '../../../src';
import { METADATA, proxiedMock } from './frame-proxy';

const setUp = proxiedMock();

test('a member of the newer group protocol asks again for a name that no topic can have', async () => {
  await using producer = new Producer({ 'bootstrap.servers': setUp.proxy.bootstrapServers });
  setUp.mock.createTopic('orders', { numPartitions: 1 });
  await producer.send({ topic: 'orders', value: 'first' });
  let misled = 0;
  let isMisleading = true;
  setUp.proxy.change = (frame, request, asked) => {
    // Asked for by its id.
    const at = request === METADATA && !asked.includes('orders') ? frame.indexOf('orders') : -1;
    if (at >= 0) misled++;
    if (at >= 0 && isMisleading) frame[at] = 0xff;
    return frame;
  };
  await using consumer = setUp.proxy.member('orders');
  expect(await consumer.consume(1, 3000)).toHaveLength(0);
  isMisleading = false;
  const records = await consumer.consume(1, 30_000);
  expect(records.map(({ value }) => value)).toEqual(['first']);
  expect(misled).toBeGreaterThan(1);
});
