import { Bench } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.cluster.close();
});

test('fenced by another with its group.instance.id: the loop throws what it is, and so does every later poll', async () => {
  const topic = await bench.topic(1);
  const consumer = bench.consumer({
    'group.instance.id': 'one',
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 100,
  });
  const emitted: unknown[] = [];
  consumer.on('error', (error) => emitted.push(error));
  consumer.subscribe([topic]);
  expect(await consumer.consume(1, 10_000)).toHaveLength(1);
  bench.cluster.failNext('Heartbeat', 'ERR_FENCED_INSTANCE_ID');
  const fenced = { code: 'ERR_FENCED_INSTANCE_ID', isFatal: true, operation: 'poll' };
  await expect(consumer.stream().next()).rejects.toMatchObject(fenced);
  expect(consumer.state).toBe('fatal');
  await expect(consumer.poll(0)).rejects.toMatchObject(fenced);
  // An error that rejects a call is not emitted as an event, too.
  expect(emitted).toEqual([]);
  await consumer.close();
});
