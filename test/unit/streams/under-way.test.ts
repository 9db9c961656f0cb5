/** Commits and revocations of a thread whose tasks have calls under way. */
import { setImmediate as turn } from 'node:timers/promises';
import type { RebalanceListeners } from '../../../src/index';
import { readRuntimeSettings } from '../../../src/streams/config/runtime-settings';
import { MetricsRegistry } from '../../../src/streams/metrics/registry';
import { ThreadMeasures } from '../../../src/streams/metrics/thread-measures';
import { StreamThread, type ThreadParts } from '../../../src/streams/runtime/stream-thread';
import { RuntimeTask } from '../../../src/streams/runtime/tasks/runtime-task';
import { readSettings } from '../../../src/streams/config/task-settings';
import { runOf } from '../../../src/streams/task/queues/record-run';
import { Task } from '../../../src/streams/task/task';
import { topologyOf } from '../../../src/streams/topology/topology';
import { StreamsBuilder } from '../../../src/streams/index';
import type { TopicGroup } from '../../../src/streams/runtime/topics/topic-group';

const measures = new ThreadMeasures(new MetricsRegistry('DEBUG'), 'thread');
const partition = { topic: 'in', partition: 0 };
const turns = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await turn();
};

/** A task with one asynchronous operator; the test answers its calls in order. */
function asyncTask(wake: () => void) {
  const answers: (() => void)[] = [];
  const builder = new StreamsBuilder();
  builder
    .stream('in', { keySerde: 'string', valueSerde: 'string' })
    .forEachAsync(() => new Promise<void>((resolve) => void answers.push(resolve)), { concurrency: 2 });
  const definition = topologyOf(builder.build());
  const [group] = definition.groups();
  const task = new RuntimeTask(group as unknown as TopicGroup, 0, [], (made) => measures.ofTask(made));
  task.prepare([partition]);
  task.start(
    new Task({
      ...{ id: '0_0', definition, nodes: group!.nodes, stores: {}, globalStores: new Map(), wake },
      settings: readSettings({ 'application.id': 'a' }, () => 0),
      collector: { send: () => undefined, partitionCount: () => 1 },
    }),
    new Map(),
  );
  const add = (offset: number): void =>
    task.add(
      runOf({ ...partition, offset, timestamp: offset, key: null, value: Buffer.from('v'), headers: [] }),
      'in-0',
    );
  return { task, answers, add };
}

/** A thread around it. Polls wait until they are woken. */
function threadOf(guarantee: 'at_least_once' | 'exactly_once_v2', maxPollIntervalMs = 300_000) {
  const commits: unknown[] = [];
  let listeners: RebalanceListeners = {};
  let isWoken = false;
  let wakePoll: () => void = () => undefined;
  const { task, answers, add } = asyncTask(() => thread.wake());
  const running = [task];
  const discarded: string[] = [];
  const consumer = {
    subscribe: (_topics: unknown, given: RebalanceListeners) => (listeners = given),
    wakeup() {
      isWoken = true;
      wakePoll();
    },
    groupMetadata: () => ({}),
    async poll() {
      if (!isWoken) await new Promise<void>((resolve) => (wakePoll = resolve));
      isWoken = false;
      return { columns: () => [] };
    },
    close: () => Promise.resolve(),
  };
  const thread: StreamThread = new StreamThread({
    ...{ consumer, subscription: ['in'] },
    tasks: {
      running,
      areReady: true,
      position: () => 10,
      isAtEnd: () => true,
      balance: () => undefined,
      assigned: () => undefined,
      revoked: () => void running.splice(0).forEach((one) => one.stop('SUSPENDED', false)),
      reset: () => void discarded.push('reset'),
      closeAll: () => void running.splice(0).forEach((one) => one.stop('CLOSED', false)),
    },
    committer: {
      async commit(work: { offsets(): { offset: number }[] }) {
        await Promise.resolve();
        commits.push(work.offsets().map(({ offset }) => offset)[0]);
        return true;
      },
    },
    producer: { start: () => Promise.resolve(), abort: () => Promise.resolve(), close: () => Promise.resolve() },
    restorer: { close: () => Promise.resolve() },
    collectors: { check: () => undefined, reset: () => undefined },
    purge: { committed: () => undefined },
    measures,
    settings: readRuntimeSettings({
      'application.id': 'a',
      'bootstrap.servers': 'localhost:1',
      'commit.interval.ms': 0,
      'processing.guarantee': guarantee,
      'max.poll.interval.ms': maxPollIntervalMs,
    }),
    isPaused: () => false,
    ready: () => undefined,
  } as unknown as ThreadParts);
  return {
    thread,
    answers,
    add,
    commits,
    discarded,
    wake: () => thread.wake(),
    revoke: () => listeners.onPartitionsRevoked!([partition], {} as never),
  };
}

test('records wait for room: not more are begun than `concurrency`', () => {
  const { task, answers, add } = asyncTask(() => undefined);
  for (let offset = 0; offset < 5; offset++) add(offset);
  const positions = { position: () => 10, isAtEnd: () => true };
  let processed = 0;
  while (task.isProcessable(0, 0, positions) && task.process()) processed++;
  expect([processed, answers.length]).toEqual([2, 2]);
  expect(task.offsets(positions)[0]!.offset).toBe(0);
});

test('a commit waits for the calls under way, and nothing new is begun before it', async () => {
  const { thread, answers, add, commits, wake } = threadOf('exactly_once_v2');
  for (let offset = 0; offset < 3; offset++) add(offset);
  const run = thread.run();
  wake();
  await turns();
  expect([answers.length, commits]).toEqual([2, []]);
  answers[0]!();
  await turns();
  expect([answers.length, commits]).toEqual([2, []]);
  answers[1]!();
  await turns();
  expect(commits).toEqual([2]);
  wake();
  await turns();
  expect(answers.length).toBe(3);
  thread.stop();
  await turns();
  answers[2]!();
  await run;
  expect(commits).toEqual([2, 10]);
});

test('a revocation waits for the calls under way, and commits them', async () => {
  const { thread, answers, add, commits, wake, revoke } = threadOf('exactly_once_v2');
  add(0);
  void thread.run();
  wake();
  await turns();
  const revoked = revoke();
  await turns();
  expect(commits).toEqual([]);
  answers[0]!();
  await revoked;
  expect(commits).toEqual([10]);
});

test.each([
  ['at_least_once', [1], []],
  ['exactly_once_v2', [], ['reset']],
] as const)(
  'at the deadline of a revocation, with %s, what is not done is not committed',
  async (guarantee, offsets, discards) => {
    const { thread, answers, add, commits, discarded, wake, revoke } = threadOf(guarantee, 250);
    add(0);
    add(1);
    void thread.run();
    wake();
    await turns();
    const revoked = revoke();
    answers[0]!();
    await revoked;
    expect(commits).toEqual(offsets);
    expect(discarded).toEqual(discards);
  },
);

test('a close that does not wait any longer ends without the calls under way', async () => {
  const { thread, add, commits, wake } = threadOf('at_least_once');
  add(0);
  const run = thread.run();
  wake();
  await turns();
  thread.stop();
  await turns();
  await thread.close(0);
  await run;
  expect(commits).toEqual([]);
});
