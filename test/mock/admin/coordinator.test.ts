import { expectSuccess } from '../../helpers/child';
import { AdminClient } from '../../../src/index';
import { MockCluster } from '../../../src/testing';

// Published librdkafka ends the process in both cases (deps/patches/librdkafka).
test('a question to a coordinator that timed out is forgotten when the coordinator comes back', async () => {
  const mock = await MockCluster.start({ brokers: 1, topics: { orders: 1 } });
  await using admin = new AdminClient({ 'bootstrap.servers': mock.bootstrapServers });
  const topicPartitions = [{ topic: 'orders', partition: 0 }];
  await admin.listConsumerGroupOffsets('g', { topicPartitions });
  mock.stopBroker(1);
  const outcomes = await Promise.allSettled(
    ['g', 'h'].map((group) => admin.listConsumerGroupOffsets(group, { topicPartitions, timeoutMs: 500 })),
  );
  for (const outcome of outcomes) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
  }
  mock.startBroker(1);
  await expect(admin.listConsumerGroupOffsets('g', { topicPartitions })).resolves.toMatchObject([{ offset: null }]);
  await mock.close();
});

test('a request that the coordinator does not support fails, and the process outlives the close', async () => {
  const printed = await expectSuccess('test/mock/admin/programs/unsupported-coordinator.ts');
  expect(new Set(printed.trim().split(/\s+/))).toEqual(new Set(['ERR__UNSUPPORTED_FEATURE']));
});
