import { Consumer } from '../../../src';
import { MockCluster } from '../../../src/testing';

test('a consumer without a group needs no coordinator to find that it has no offset', async () => {
  await using mock = await MockCluster.start({ topics: { t: 1 } });
  // More than are asked before the poll ends: there is no coordinator.
  const errors = Array.from({ length: 1000 }, () => 'ERR_COORDINATOR_NOT_AVAILABLE' as const);
  mock.failNext('FindCoordinator', ...errors);
  await using consumer = new Consumer({
    'bootstrap.servers': mock.bootstrapServers,
    'auto.offset.reset': 'none',
  });
  consumer.assign([{ topic: 't', partition: 0 }]);
  await expect(consumer.poll(20_000)).rejects.toMatchObject({
    message: expect.stringContaining('auto.offset.reset is none'),
  });
  // A seek is what the error asks for.
  consumer.seek({ topic: 't', partition: 0 }, 0);
  expect((await consumer.poll(100)).count).toBe(0);
});
