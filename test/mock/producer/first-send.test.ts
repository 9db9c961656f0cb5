import { Producer } from '../../../src/producer/producer';
import { MockCluster } from '../../../src/testing';

test('a new idempotent producer asks for its id as soon as its broker is up', async () => {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  // The first metadata end the connection to the bootstrap broker. Whether the one to the broker itself is up by then
  // is a matter of luck: the test needs some that are not.
  for (let late = 0; late < 3;) {
    const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, debug: 'eos' });
    const log: string[] = [];
    producer.on('log', ({ message }) => log.push(message));
    await producer.send({ topic: 't', value: 'a' });
    await producer.close();
    const tooEarly = log.findIndex((message) => message.includes('No brokers available for Idempotent producer'));
    if (tooEarly < 0) continue;
    late++;
    expect(log.slice(tooEarly)).toContainEqual(expect.stringContaining('Broker up'));
  }
  await cluster.close();
});
