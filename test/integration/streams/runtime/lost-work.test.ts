/** What was done since the last commit is void, while the partitions stay here. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Producer } from '../../../../src/index';
import { StreamsBuilder, type ProcessorContext } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const TIMEOUT_MS = 3000;
/** The broker looks for transactions that are too old every 10 s. */
const TOO_LONG_MS = TIMEOUT_MS + 11_000;

const sames = (count: number): { key: string; value: string }[] =>
  Array.from({ length: count }, () => ({ key: 'k', value: '' }));

/** Of the one producer of the application. */
async function transactionalId(applicationId: string): Promise<string> {
  const { stdout } = await kafka.tool('kafka-transactions', ['--bootstrap-server', kafka.bootstrapServers, 'list']);
  const ids = stdout.split(/\s/).filter((word) => word.startsWith(`${applicationId}-`));
  expect(ids).toHaveLength(1);
  return ids[0]!;
}

test('stores go back to the last commit when the transaction is taken away, and the application goes on', async () => {
  const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
  const id = uniqueName('fenced');
  const builder = new StreamsBuilder();
  const counts = builder.stream(input, text).groupByKey().count({ storeName: 'counts' }).toStream();
  counts.process(() => {
    let context: ProcessorContext;
    return {
      init: (given) => void (context = given),
      process({ value: count }) {
        if (count === 3 || count === 7) context.commit();
      },
    };
  });
  counts.to(out);
  const streams = applications.create(builder.build(), {
    'application.id': id,
    'processing.guarantee': 'exactly_once_v2',
    // Only the processor commits.
    'commit.interval.ms': 300_000,
    'transaction.timeout.ms': 300_000,
  });
  const uncaught = jest.fn<'SHUTDOWN_CLIENT', [unknown]>(() => 'SHUTDOWN_CLIENT');
  streams.setUncaughtExceptionHandler(uncaught);
  await streams.start();
  await streams.ready({ timeoutMs: 30_000 });
  const written = (): Promise<unknown[]> => kafka.consume(out);
  const stored = (): unknown => streams.store({ storeName: 'counts', type: 'keyValueStore' }).get('k');

  await kafka.produce(input, sames(3));
  await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= 3,
  );
  await kafka.produce(input, sames(2));
  // Written and stored, but not committed.
  expect(await eventually(written, (found) => found.length >= 5)).toHaveLength(5);
  expect(await rowsOf(out, int64)).toHaveLength(3);
  expect(stored()).toBe(5);
  await using other = new Producer({
    'bootstrap.servers': kafka.bootstrapServers,
    'transactional.id': await transactionalId(id),
  });
  await other.initTransactions();
  expect(stored()).toBe(5);

  await kafka.produce(input, sames(2));
  const rows = await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= 7,
  );
  expect(rows.map(([, count]) => count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  // What was aborted is there, so it was done again.
  expect((await written()).length).toBeGreaterThanOrEqual(9);
  expect(stored()).toBe(7);
  expect(await rowsOf(`${id}-counts-changelog`, int64)).toEqual([
    ['k', 3, expect.any(Number)],
    ['k', 7, expect.any(Number)],
  ]);
  expect(uncaught).not.toHaveBeenCalled();
  expect(streams.state).toBe('RUNNING');
}, 300_000);

test('a transaction that outlives its timeout is done again, once', async () => {
  const [input, out] = (await topics(1, 'in', 'out')) as [string, string];
  const id = uniqueName('late');
  let isSlow = true;
  const builder = new StreamsBuilder();
  const counts = builder.stream(input, text).groupByKey().count({ storeName: 'counts' }).toStream();
  counts.process(() => {
    let context: ProcessorContext;
    return {
      init: (given) => void (context = given),
      process({ value: count }) {
        // The next transaction begins with the fourth record, and has the fifth.
        if (count === 3) context.commit();
        if (count !== 5 || !isSlow) return;
        isSlow = false;
        // The thread stands still, as in a long computation; heartbeats of the group go on.
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TOO_LONG_MS);
      },
    };
  });
  counts.to(out);
  const produce = (count: number): Promise<unknown> => kafka.produce(input, sames(count));
  await produce(3);
  await applications.run(builder.build(), {
    'application.id': id,
    'processing.guarantee': 'exactly_once_v2',
    'commit.interval.ms': TIMEOUT_MS,
    'transaction.timeout.ms': TIMEOUT_MS,
  });
  await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= 3,
  );
  await produce(1);
  await sleep(1000);
  await produce(3);
  const rows = await eventually(
    () => rowsOf(out, int64),
    (found) => found.length >= 7,
  );
  expect(isSlow).toBe(false);
  expect(rows.map(([, count]) => count)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(await rowsOf(`${id}-counts-changelog`, int64)).toEqual(expect.arrayContaining([['k', 7, expect.any(Number)]]));
}, 120_000);
