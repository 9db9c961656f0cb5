/** Agents and asynchronous operators on a real Kafka. */
import { setTimeout as sleep } from 'node:timers/promises';
import { App, StreamsBuilder, type StreamsConfig } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, committedOffsets, eventually, int64, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
const apps = new Set<App>();
afterEach(async () => {
  await Promise.all([...apps].map((app) => app.close()));
  apps.clear();
  await applications.close();
});

const config: StreamsConfig = {
  'bootstrap.servers': kafka.bootstrapServers,
  'processing.guarantee': 'exactly_once_v2',
  'commit.interval.ms': 50,
  'linger.ms': 5,
  'session.timeout.ms': 6000,
  'heartbeat.interval.ms': 500,
};

/** Adds up the numbers of each key. `before`: what happens between the sum and the end of an item. */
function summing(id: string, input: string, output: string, before: (value: number) => Promise<void>): App {
  const app = new App(id, config);
  apps.add(app);
  const sums = app.topic(output, { key: 'string', value: 'int64' });
  const totals = app.table('totals', { key: 'string', value: 'int64', default: () => 0 });
  app.agent('numbers', { topic: input, key: 'string', value: 'string' }, async (stream) => {
    for await (const { key, value } of stream) {
      totals.update(key, (sum) => sum + Number(value));
      await sums.send(key, totals.get(key));
      await before(Number(value));
    }
  });
  return app;
}

const numbers = Array.from({ length: 60 }, (_, i) => i + 1);
/** The sums after each of these numbers. */
const folds = (values: readonly number[]): number[] => {
  let sum = 0;
  return values.map((value) => (sum += value));
};

async function sumsOf(output: string, count: number): Promise<number[]> {
  const rows = await eventually(
    () => rowsOf(output, int64),
    (found) => found.length >= count,
  );
  return rows.map(([, value]) => value as number);
}

test('an agent that throws in the middle of items leaves no half output, and does each item once', async () => {
  const [input, output] = (await topics(1, 'numbers', 'sums')) as [string, string];
  const failed = new Set<number>();
  const app = summing(uniqueName('agents'), input, output, async (value) => {
    await sleep(1);
    if (value % 20 !== 0 || failed.has(value)) return;
    failed.add(value);
    // By then commits of the items before it have happened, with this one under way.
    await sleep(200);
    throw new Error(`at ${value}`);
  });
  const errors: unknown[] = [];
  app.setUncaughtExceptionHandler((error) => {
    errors.push((error as Error).message);
    return 'REPLACE_THREAD';
  });
  await kafka.produce(
    input,
    numbers.map((value, i) => ({ key: 'k', value: String(value), timestamp: 1000 + i })),
  );
  await app.start();
  expect(await sumsOf(output, numbers.length)).toEqual(folds(numbers));
  expect(errors).toEqual([20, 40, 60].map((value) => `numbers failed: at ${value}`));
  await app.close();
  expect(await committedOffsets(app.id, [{ topic: input, partition: 0 }])).toEqual([numbers.length]);
});

test('what is under way when the application closes is done by the next one, and nothing twice', async () => {
  const [input, output] = (await topics(1, 'numbers', 'sums')) as [string, string];
  const id = uniqueName('agents');
  await kafka.produce(
    input,
    numbers.map((value, i) => ({ key: 'k', value: String(value), timestamp: 1000 + i })),
  );
  let reached: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => (reached = resolve));
  const first = summing(id, input, output, async (value) => {
    if (value !== 30) return;
    reached();
    await new Promise(() => undefined);
  });
  await first.start();
  await isThere;
  await first.close();
  expect(await sumsOf(output, 29)).toEqual(folds(numbers.slice(0, 29)));
  expect(await committedOffsets(id, [{ topic: input, partition: 0 }])).toEqual([29]);

  await summing(id, input, output, () => Promise.resolve()).start();
  expect(await sumsOf(output, numbers.length)).toEqual(folds(numbers));
});

test('asynchronous operators keep the order, and a close waits for their calls', async () => {
  const [input, output] = (await topics(2, 'lines', 'lines-out')) as [string, string];
  const id = uniqueName('async');
  const builder = new StreamsBuilder();
  let calls = 0;
  let most = 0;
  builder
    .stream(input, text)
    .mapValuesAsync(
      async (value) => {
        most = Math.max(most, ++calls);
        await sleep(Math.random() * 10);
        calls--;
        return value;
      },
      { concurrency: 8 },
    )
    .to(output, text);
  const values = Array.from({ length: 500 }, (_, i) => String(i));
  await kafka.produce(
    input,
    values.map((value, i) => ({ key: `k${i % 7}`, value, timestamp: 1000 + i })),
  );
  const streams = await applications.run(builder.build(), { ...config, 'application.id': id });
  await eventually(
    () => rowsOf(output),
    (rows) => rows.length > 50,
  );
  await streams.close();
  expect(calls).toBe(0);
  const done = await rowsOf(output);
  const offsets = (await committedOffsets(
    id,
    [0, 1].map((partition) => ({ topic: input, partition })),
  )) as number[];
  expect(done).toHaveLength(offsets.reduce((sum, offset) => sum + Math.max(0, offset), 0));

  await applications.run(builder.build(), { ...config, 'application.id': id });
  const rows = await eventually(
    () => rowsOf(output),
    (found) => found.length >= values.length,
  );
  expect(rows).toHaveLength(values.length);
  for (let i = 0; i < 7; i++) {
    const ofKey = (_: unknown, at: number): boolean => at % 7 === i;
    expect(rows.filter(([key]) => key === `k${i}`).map(([, value]) => value)).toEqual(values.filter(ofKey));
  }
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(16);
});
