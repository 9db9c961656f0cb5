import { Bench } from './support';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(async () => {
  await bench.close();
});

describe('a partition that does not exist: as in Java, it may turn up until the time is over', () => {
  const queries = ['endOffsets', 'beginningOffsets', 'offsetsForTimes'] as const;

  test('each rejects with a TimeoutError that says what is missing', async () => {
    const topic = await bench.topic(0);
    await using consumer = bench.consumer();
    const unknown = [{ topic, partition: 7, timestamp: 5 }];
    const asked = queries.map((query) =>
      consumer[query](unknown, { timeoutMs: 10_000 }).catch((error: unknown) => error),
    );
    expect(await Promise.all(asked)).toMatchObject(
      queries.map((query) => ({
        name: 'TimeoutError',
        code: 'ERR_TIMEOUT',
        operation: query,
        message: expect.stringContaining('Unknown partition'),
        cause: { code: 'ERR__UNKNOWN_PARTITION' },
      })),
    );
  });

  test.each(queries)('%s ends at once by its signal', async (query) => {
    const topic = await bench.topic(0);
    await using consumer = bench.consumer();
    const abort = new AbortController();
    const asked = consumer[query]([{ topic, partition: 7, timestamp: 5 }], { timeoutMs: 60_000, signal: abort.signal });
    setTimeout(() => abort.abort(), 200);
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('a broker that comes back within the time answers', async () => {
  const topic = await bench.topic(3);
  await using consumer = bench.consumer();
  bench.cluster.stopBroker(1);
  const asked = consumer.endOffsets([{ topic, partition: 0 }], { timeoutMs: 30_000 });
  setTimeout(() => bench.cluster.startBroker(1), 1000);
  expect(await asked).toEqual([{ topic, partition: 0, offset: 3 }]);
});
