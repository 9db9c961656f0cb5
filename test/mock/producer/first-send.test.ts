import { Producer } from '../../../src/producer/producer';
import { MockCluster } from '../../../src/testing';

test('a new idempotent producer asks for its id as soon as its broker is up', async () => {
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  // The first metadata end the connection to the bootstrap broker. Whether the one to the broker itself is up by then
  // is a matter of luck: the test needs some that are not.
  let connected = 0;
  for (let late = 0; late < 3;) {
    const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, debug: 'eos,broker,generic' });
    const log: string[] = [];
    producer.on('log', ({ message }) => log.push(message));
    await producer.send({ topic: 't', value: 'a' });
    await producer.close();
    const tooEarly = log.findIndex((message) => message.includes('No brokers available for Idempotent producer'));
    if (tooEarly < 0) continue;
    late++;
    expect(log.slice(tooEarly)).toContainEqual(expect.stringContaining('Broker up'));
    if (log.some((message) => message.includes('a broker was decommissioned'))) connected++;
  }
  await cluster.close();
  // The end of the bootstrap connection asks for another one, unless that is up by then. A timer asks 500 ms later.
  expect(connected).toBeGreaterThan(0);
});
