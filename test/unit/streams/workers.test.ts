/** Workers that are not there: what becomes of their states, errors and deaths. */
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { ConfigError } from '../../../src/index';
import { runInWorkers, StreamsWorkerError, StreamsWorkers, TopologyError } from '../../../src/streams/index';
import { receiveError, sendError, type Report, type Request } from '../../../src/streams/workers/messages';
import { workerConfigs } from '../../../src/streams/workers/worker-configs';
import type { WorkerThread } from '../../../src/streams/workers/worker-run';

const required = { 'application.id': 'app', 'client.id': 'c', 'bootstrap.servers': 'localhost:1' };

/** A thread whose application does what it is told. */
class FakeThread extends EventEmitter implements WorkerThread {
  readonly requests: Request[] = [];
  isGone = false;
  hangs = false;

  report(...reports: Report[]): void {
    for (const report of reports) this.emit('message', report);
  }

  run(): void {
    this.report({ type: 'started' }, { type: 'state', state: 'REBALANCING' }, { type: 'state', state: 'RUNNING' });
  }

  exit(code: number): void {
    if (this.isGone) return;
    this.isGone = true;
    this.emit('exit', code);
  }

  postMessage(request: Request): void {
    this.requests.push(request);
    if (request.type === 'close' && !this.hangs)
      this.report({ type: 'state', state: 'NOT_RUNNING' }, { type: 'ended' });
    if (request.type === 'metrics')
      this.report({ ...request, metrics: [{ name: 'state', group: 'stream-metrics', tags: {}, value: 'RUNNING' }] });
  }

  terminate(): Promise<void> {
    this.exit(1);
    return Promise.resolve();
  }
}

function workersOf(handler?: (error: unknown) => never) {
  const threads: FakeThread[] = [];
  const states: string[] = [];
  const errors: StreamsWorkerError[] = [];
  const start = (): FakeThread => {
    const thread = new FakeThread();
    threads.push(thread);
    return thread;
  };
  const workers = new StreamsWorkers([start, start], {
    handler: handler && ((error) => (errors.push(error as StreamsWorkerError), handler(error))),
    listener: (state) => void states.push(state),
  });
  return { workers, threads, states, errors };
}

test('it runs when all run; close ends all, and says so once', async () => {
  const { workers, threads, states } = workersOf();
  const started = workers.start();
  threads[0]!.run();
  expect(workers.state).toBe('REBALANCING');
  expect(workers.workerStates).toEqual(['RUNNING', 'CREATED']);
  threads[1]!.run();
  await started;
  await workers.ready();
  threads[1]!.report({ type: 'state', state: 'REBALANCING' });
  expect(workers.state).toBe('REBALANCING');
  threads[1]!.report({ type: 'state', state: 'RUNNING' });
  expect(await workers.metrics()).toHaveLength(2);
  await Promise.all([workers.close({ timeoutMs: 5000 }), workers.close()]);
  expect(states).toEqual(['REBALANCING', 'RUNNING', 'REBALANCING', 'RUNNING', 'PENDING_SHUTDOWN', 'NOT_RUNNING']);
  expect(threads.map(({ requests }) => requests.at(-1))).toEqual([
    { type: 'close', timeoutMs: 5000 },
    { type: 'close', timeoutMs: 5000 },
  ]);
  expect(await workers.metrics()).toEqual([]);
});

test.each([
  [
    'an error of its application',
    (thread: FakeThread) => {
      thread.report({ type: 'failed', error: sendError(new TopologyError('no')) }, { type: 'ended' });
    },
    'worker 2: no',
    'ERR_TOPOLOGY',
  ],
  ['process.exit', (thread: FakeThread) => thread.exit(7), 'worker 2: it has ended with exit code 7', undefined],
  [
    'an uncaught exception',
    (thread: FakeThread) => {
      thread.emit('error', new RangeError('out of it'));
      thread.exit(1);
    },
    'worker 2: out of it',
    undefined,
  ],
] as const)('%s: REPLACE_THREAD starts another one', async (_, die, message, code) => {
  const { workers, threads, states, errors } = workersOf(() => 'REPLACE_THREAD' as never);
  const started = workers.start();
  threads.forEach((thread) => thread.run());
  await started;
  die(threads[1]!);
  for (let i = 0; i < 5; i++) await turn();
  expect(errors).toHaveLength(1);
  expect(errors[0]).toBeInstanceOf(StreamsWorkerError);
  expect(errors[0]).toMatchObject({ message, worker: 2, code: 'ERR_WORKER' });
  expect((errors[0]!.cause as { code?: string } | undefined)?.code).toBe(code);
  expect(threads).toHaveLength(3);
  threads[2]!.run();
  expect(states.slice(-2)).toEqual(['REBALANCING', 'RUNNING']);
  expect(threads[0]!.requests).toEqual([]);
  await workers.close();
});

test('without a handler the others are closed, and the state is ERROR', async () => {
  const { workers, threads, states } = workersOf();
  const started = workers.start();
  threads.forEach((thread) => thread.run());
  await started;
  threads[0]!.exit(3);
  for (let i = 0; i < 5; i++) await turn();
  expect(states.slice(-2)).toEqual(['PENDING_ERROR', 'ERROR']);
  expect(threads.map(({ isGone }) => isGone)).toEqual([true, true]);
  await expect(workers.ready()).rejects.toMatchObject({ cause: { worker: 1, code: 'ERR_WORKER' } });
  await workers.close();
});

test('one that cannot start ends all, and no handler is asked', async () => {
  const { workers, threads, errors } = workersOf(() => 'REPLACE_THREAD' as never);
  const started = workers.start();
  threads[0]!.run();
  threads[1]!.report({ type: 'failed', error: sendError(new Error('no topic')) }, { type: 'ended' });
  await expect(started).rejects.toMatchObject({ message: 'worker 2: no topic', worker: 2 });
  expect(threads.map(({ isGone }) => isGone)).toEqual([true, true]);
  expect([workers.state, threads.length, errors.length]).toEqual(['ERROR', 2, 0]);
});

test('a thread that hangs is ended by force', async () => {
  const { workers, threads } = workersOf();
  const started = workers.start();
  threads.forEach((thread) => thread.run());
  await started;
  threads[0]!.hangs = true;
  await workers.close({ timeoutMs: 1 });
  expect(threads[0]!.isGone).toBe(true);
  expect(workers.state).toBe('NOT_RUNNING');
});

test('an error arrives with its name, code and causes', () => {
  const sent = structuredClone(sendError(new TopologyError('out', new RangeError('in'))));
  expect(receiveError(sent)).toMatchObject({
    ...{ name: 'TopologyError', message: 'out', code: 'ERR_TOPOLOGY', stack: expect.stringContaining('workers.test') },
    cause: { name: 'RangeError', message: 'in' },
  });
  expect(sendError('text')).toEqual({ name: 'Error', message: 'text' });
});

test('each worker has its own names', () => {
  const config = {
    ...required,
    'state.dir': '/data',
    'group.instance.id': 'i',
    'main.consumer.group.instance.id': 'm',
  };
  expect(workerConfigs(config, 2)[1]).toEqual({
    ...required,
    ...{ 'client.id': 'c-2', 'state.dir': '/data/worker-2' },
    ...{ 'group.instance.id': 'i-2', 'main.consumer.group.instance.id': 'm-2' },
  });
});

test('what cannot work is refused before a worker is started', async () => {
  const handler = { handle: () => 'RESUME' as const };
  const run = (config: object, workers: number, signal?: AbortSignal): Promise<unknown> =>
    runInWorkers('./topology.js', { ...required, ...config }, { workers, signal });
  await expect(run({ 'processing.exception.handler': handler }, 2)).rejects.toThrow(
    /processing.exception.handler: functions/,
  );
  await expect(run({ 'num.stream.threads': 2 }, 2)).rejects.toThrow(/runInWorkers/);
  await expect(run({ 'poll.ms': -1 }, 2)).rejects.toBeInstanceOf(ConfigError);
  await expect(run({}, 0)).rejects.toThrow('workers is 0');
  await expect(run({}, 1, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});
