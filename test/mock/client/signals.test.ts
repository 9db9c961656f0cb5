import { getEventListeners } from 'node:events';
import { AdminClient } from '../../../src/admin/admin-client';
import { Consumer } from '../../../src/consumer/consumer';
import { withProducer } from '../producer/with-producer';

test('one signal for many calls: one listener, taken away with the last of them', async () => {
  await withProducer({ 'buffer.memory': 20_000 }, async (producer, cluster) => {
    const config = { 'bootstrap.servers': cluster.bootstrapServers };
    const consumer = new Consumer(config);
    consumer.assign([{ topic: 't', partition: 0 }]);
    const admin = new AdminClient(config);
    await Promise.all([producer.ready(), consumer.ready()]);
    const abort = new AbortController();
    const { signal } = abort;
    const calls: Promise<unknown>[] = [];
    cluster.setBrokerDelay(1, 2000);
    for (let i = 0; i < 20; i++) {
      calls.push(producer.send({ topic: 't', value: 'x'.repeat(100) }, { signal }));
      calls.push(producer.partitionsFor('t', { signal }), admin.describeCluster({ signal }));
      calls.push(producer.flush(undefined, { signal }), producer.drained({ signal }));
    }
    calls.push(
      producer.sendBatch([{ topic: 't', value: 'x'.repeat(1500) }], { signal }),
      consumer.poll(60_000, { signal }),
    );
    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    abort.abort();
    const codes = (await Promise.allSettled(calls)).map((one) =>
      one.status === 'rejected' ? (one.reason as { code: string }).code : 'ok',
    );
    expect(new Set(codes)).toEqual(new Set(['ABORT_ERR', 'ok']));
    expect(codes.filter((code) => code === 'ABORT_ERR').length).toBeGreaterThan(60);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
    cluster.setBrokerDelay(1, 0);
    await Promise.all([consumer.close(), admin.close()]);
  });
});
