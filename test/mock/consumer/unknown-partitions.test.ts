/** Partitions that the topic does not have, wanted and let go at every moment. Leaks: `npm run test:asan`. */
import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer } from '../../../src';
import { MockCluster } from '../../../src/testing';

const CLIENTS = 40;
const POLLS = 5;
const POLL_MS = 20;

test('clients that wanted partitions that do not exist are closed', async () => {
  await using mock = await MockCluster.start({ brokers: 1, topics: { t: 1 } });
  for (let number = 0; number < CLIENTS; number++) {
    const consumer = new Consumer({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': `g${number}` });
    consumer.on('error', () => {});
    const missing = { topic: 't', partition: 50 };
    consumer.assign([missing, { topic: `u${number}`, partition: 3 }]);
    for (let i = 0; i < number % POLLS; i++) {
      void consumer.poll(0).catch(() => {});
      await sleep(POLL_MS);
    }
    if (number % 2 === 1) consumer.pause([missing]);
    if (number % 3 !== 0) consumer.assign([]);
    await consumer.close();
    expect(consumer.state).toBe('closed');
  }
});
