import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, Producer, type LogEntry } from '../../../src';
import { MockCluster } from '../../../src/testing';

test('a partition that was assigned before its leader was known asks for its offset as soon as it is', async () => {
  await using mock = await MockCluster.start({ topics: { t: 1 } });
  {
    await using producer = new Producer({ 'bootstrap.servers': mock.bootstrapServers });
    await producer.send({ topic: 't', value: 'first' });
  }
  mock.stopBroker(1);
  await using consumer = new Consumer({
    'bootstrap.servers': mock.bootstrapServers,
    'auto.offset.reset': 'earliest',
    debug: 'topic',
  });
  const logged: string[] = [];
  consumer.on('log', ({ message }: LogEntry) => logged.push(message));
  consumer.on('warning', () => undefined);
  const last = (text: string): number => logged.map((message) => message.includes(text)).lastIndexOf(true);
  consumer.assign([{ topic: 't', partition: 0 }]);
  while (last('no current leader') < 0) await sleep(10);
  mock.startBroker(1);
  expect(await consumer.consume(1, 20_000)).toHaveLength(1);
  // Otherwise it would wait for half a second after it has found no leader.
  expect(last('the leader is known: (re)starting')).toBeGreaterThan(last('no current leader'));
  expect(last('querying for logical offset')).toBeGreaterThan(last('the leader is known'));
});
