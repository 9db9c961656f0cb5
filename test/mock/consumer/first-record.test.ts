import { Consumer, Producer, type LogEntry } from '../../../src';
import { MockCluster } from '../../../src/testing';

test('a partition that was assigned before its leader was known asks for its offset as soon as it is', async () => {
  await using mock = await MockCluster.start({ topics: { t: 1 } });
  {
    await using producer = new Producer({ 'bootstrap.servers': mock.bootstrapServers });
    await producer.send({ topic: 't', value: 'first' });
  }
  await using consumer = new Consumer({
    'bootstrap.servers': mock.bootstrapServers,
    'auto.offset.reset': 'earliest',
    debug: 'topic',
  });
  const logged: string[] = [];
  consumer.on('log', ({ message }: LogEntry) => logged.push(message));
  consumer.assign([{ topic: 't', partition: 0 }]);
  expect(await consumer.consume(1, 20_000)).toHaveLength(1);
  const last = (text: string): number => logged.map((message) => message.includes(text)).lastIndexOf(true);
  // Otherwise it would wait for half a second: what it does when it has found no leader.
  expect(last('the leader is known')).toBeGreaterThan(last('no current leader'));
  expect(last('querying for logical offset')).toBeGreaterThan(last('the leader is known'));
});
