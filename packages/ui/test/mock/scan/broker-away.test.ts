/** Scans while a broker is away, or all of them. */
import { Producer } from '../../../../../src/index';
import { MockCluster } from '../../../../../src/testing/index';
import { FaultError } from '../../../src/shared/fault-error';
import { makePool, runOf } from '../../helpers/scan/pool';

test('partitions that cannot be asked are skipped, and said to be so; the others are read', async () => {
  await using cluster = await MockCluster.start({ brokers: 2, topics: { t: 4 } });
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  for (let i = 0; i < 40; i++) void producer.send({ topic: 't', partition: i % 4, value: `v${i}` });
  await producer.close();
  for (let partition = 0; partition < 4; partition++) cluster.setLeader({ topic: 't', partition }, 1 + (partition % 2));
  const pool = makePool(cluster.bootstrapServers, { maxScans: 1 });
  try {
    const before = await runOf(pool, 'scan', { topic: 't', mode: 'oldest' });
    expect(before.rows).toHaveLength(40);
    cluster.stopBroker(2);
    const request = { topic: 't', mode: 'newest' as const, budget: { ms: 5000 } };
    const away = await runOf(pool, 'scan', request);
    expect(away.meta.skipped.map(({ p }) => p)).toEqual([1, 3]);
    expect(away.meta.partitions.map(({ p }) => p)).toEqual([0, 2]);
    cluster.startBroker(2);
    expect((await runOf(pool, 'scan', { topic: 't', mode: 'newest' })).rows).toHaveLength(40);
  } finally {
    await pool.close();
  }
});

test('a cluster that cannot be reached is a fault within the budget, and a cancel is quicker', async () => {
  const pool = makePool('127.0.0.1:1', { maxScans: 1 });
  try {
    const failing = runOf(pool, 'scan', { topic: 't', mode: 'newest', budget: { ms: 500 } });
    await failing.catch(({ fault }: FaultError) => {
      expect(fault.retriable).toBe(true);
      expect(fault.message).toContain('Connection refused');
    });
    await expect(failing).rejects.toThrow(FaultError);
    const cancelled = await runOf(pool, 'scan', { topic: 't', mode: 'newest' }, AbortSignal.timeout(100));
    expect(cancelled.done.reason).toBe('cancelled');
    expect(pool.workers).toBe(1);
  } finally {
    await pool.close();
  }
});
