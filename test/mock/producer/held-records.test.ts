import { Producer } from '../../../src/producer/producer';
import { MockCluster } from '../../../src/testing';

test('records held for a partitioner that fail free their room: sends and drained() go on, the event comes', async () => {
  const cluster = await MockCluster.start({ topics: { a: 1 } });
  const producer = new Producer({
    'bootstrap.servers': cluster.bootstrapServers,
    'buffer.memory': 100_000,
    'max.block.ms': 2000,
    'partitioner.class': () => 0,
  });
  const order: string[] = [];
  producer.on('warning', () => undefined).on('drain', () => order.push('drain'));
  await producer.send({ topic: 'a', value: 'warm' });
  cluster.stopBroker(1);
  let failed = 0;
  const fill = () => producer.produce({ topic: 'other', value: 'x'.repeat(1000) }, (error) => void (error && failed++));
  expect(() => {
    for (;;) fill();
  }).toThrow(expect.objectContaining({ code: 'ERR__QUEUE_FULL' }));
  const taken = producer.outstanding;
  const sent = producer.send({ topic: 'a', value: 'waits for room' }, { timeoutMs: 60_000 });
  await producer.drained({ timeoutMs: 60_000 });
  expect(failed).toBe(taken);
  expect(order).toEqual(['drain']);
  cluster.startBroker(1);
  await expect(sent).resolves.toMatchObject({ topic: 'a' });
  await producer.close();
  await cluster.close();
});
