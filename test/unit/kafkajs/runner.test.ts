import { protocolError } from '../../../src/kafkajs/errors/from-core';
import { GroupCommits } from '../../../src/kafkajs/config/group-commits';
import { Membership } from '../../../src/kafkajs/consumer/group/membership';
import { RecordsOfPartition } from '../../../src/kafkajs/consumer/run/batch';
import { Runner } from '../../../src/kafkajs/consumer/run/runner';

const logger = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  debug: () => undefined,
} as never;

/** A runner whose fetches bring a batch of each of these partitions, and whose handler is `handle`. */
function runnerFor(partitions: readonly number[], concurrency: number, handle: (partition: number) => Promise<void>) {
  const membership = new Membership({
    groupId: 'g',
    topics: new Map([['t', true]]),
    rules: { autoCommit: false, autoCommitInterval: null, autoCommitThreshold: null },
    instrumentation: { has: () => false, emit: () => undefined } as never,
    groupCommits: new GroupCommits(),
    logger,
    handlersEnded: () => runner.handlersEnded(),
  });
  for (const partition of partitions) membership.offsets.add('t', partition, 0);
  let fetches = 0;
  const fetcher = {
    wake: () => undefined,
    fetch: async () => {
      fetches++;
      return partitions.map((partition) => {
        const offsets = membership.offsets.get('t', partition)!;
        return new RecordsOfPartition(offsets, [{ count: 1, offset: () => 0 } as never], 1, () => null);
      });
    },
  };
  const handlers = {
    handle: (batch: RecordsOfPartition) => handle(batch.partition),
    isOutdated: () => false,
    heartbeat: async () => undefined,
  };
  const retry = { retries: 1, initialRetryTime: 1, maxRetryTime: 1 };
  const runner: Runner = new Runner({ membership, fetcher, handlers, retry, concurrency, logger, groupId: 'g' });
  return { runner, membership, fetches: () => fetches };
}

test.each([
  [1, 1],
  [2, 2],
  [3, 3],
  [9, 3],
])(
  'with a concurrency of %d at most %d partitions at once, and all of them before the next fetch',
  async (limit, most) => {
    let active = 0;
    let highest = 0;
    const done: number[] = [];
    const { runner, fetches } = runnerFor([0, 1, 2], limit, async (partition) => {
      highest = Math.max(highest, ++active);
      await new Promise((resolve) => setTimeout(resolve, 5));
      active--;
      done.push(partition);
      if (done.length === 6) runner.stop();
    });
    await runner.run();
    expect(highest).toBe(most);
    expect(done.slice(0, 3).sort()).toEqual([0, 1, 2]);
    expect(fetches()).toBe(2);
  },
);

test('a failure: the others are finished, the batch comes again, and the last try is the end', async () => {
  const done: number[] = [];
  const { runner, fetches } = runnerFor([0, 1], 2, async (partition) => {
    done.push(partition);
    if (partition === 0) throw new Error('no');
  });
  await expect(runner.run()).rejects.toMatchObject({
    name: 'KafkaJSNumberOfRetriesExceeded',
    message: 'no',
    retryCount: 1,
  });
  expect(done).toEqual([0, 1, 0, 1]);
  expect(fetches()).toBe(2);
});

test('a rebalance ends what runs, and is no failure', async () => {
  let calls = 0;
  const { runner } = runnerFor([0], 1, async () => {
    if (++calls > 5) runner.stop();
    else throw protocolError(27);
  });
  await runner.run();
  expect(calls).toBe(6);
});

test('a partition that is paused or sought meanwhile is not begun', async () => {
  const done: number[] = [];
  const { runner, membership } = runnerFor([0, 1, 2], 1, async (partition) => {
    done.push(partition);
    membership.pauses.pause([{ topic: 't', partitions: [1] }]);
    membership.seek({ topic: 't', partition: 2, offset: 5 });
    runner.stop();
  });
  await runner.run();
  expect(done).toEqual([0]);
  await runner.handlersEnded();
});
