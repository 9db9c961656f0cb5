import { Bench } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.close();
});

// Published librdkafka ends the process here (deps/patches/librdkafka).
test('a consumer may be closed while a second subscription waits for the first one to end', async () => {
  const topic = await bench.topic(3);
  const again = async (timeoutMs: number): Promise<void> => {
    const consumer = bench.consumer();
    consumer.subscribe([topic]);
    await consumer.assigned({ timeoutMs: 20_000 });
    const unsubscribing = consumer.unsubscribe({ timeoutMs: 1 }).catch(() => undefined);
    if (timeoutMs % 20 === 10) await unsubscribing;
    consumer.subscribe([topic]);
    await consumer.close({ timeoutMs });
  };
  await Promise.all([0, 10, 20, 30, 40, 50, 100, 110, 500, 510].map(again));
  // Clients that were closed with a timeout of 0 are destroyed in the background.
  await using other = bench.consumer();
  other.subscribe([topic]);
  expect(await other.consume(3, 20_000)).toHaveProperty('length', 3);
});
