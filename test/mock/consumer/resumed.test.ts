import { setTimeout as sleep } from 'node:timers/promises';

import { Consumer, Producer, type LogEntry } from '../../../src';
import { MockCluster } from '../../../src/testing';

test('a partition that is resumed is fetched at once, also where the thread of its broker sleeps', async () => {
  await using mock = await MockCluster.start({ topics: { t: 1 } });
  const bootstrap = { 'bootstrap.servers': mock.bootstrapServers };
  await using producer = new Producer(bootstrap);
  await using consumer = new Consumer({ ...bootstrap, 'auto.offset.reset': 'earliest', debug: 'topic,queue' });
  const logged: string[] = [];
  consumer.on('log', ({ message }: LogEntry) => logged.push(message));
  const partition = { topic: 't', partition: 0 };
  await producer.send({ ...partition, value: 'first' });
  consumer.assign([partition]);
  expect(await consumer.consume(1, 20_000)).toHaveLength(1);
  consumer.pause([partition]);
  await producer.send({ ...partition, value: 'second' });
  consumer.resume([partition]);
  expect(await consumer.consume(1, 20_000)).toHaveLength(1);
  const at = (text: string): number => logged.findIndex((message) => message.includes(text));
  while (at('Resuming t [0]') < 0) await sleep(10);
  // Without it, the thread would sleep until the end of its second.
  expect(at('Wake-up: resume')).toBeGreaterThan(at('Resuming t [0]'));
});
