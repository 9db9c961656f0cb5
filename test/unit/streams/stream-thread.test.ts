/** The loop of an application, with parts that are not there. */
import { setImmediate as turn } from 'node:timers/promises';
import type { RebalanceListeners } from '../../../src/index';
import { readRuntimeSettings } from '../../../src/streams/config/runtime-settings';
import { MetricsRegistry } from '../../../src/streams/metrics/registry';
import { ThreadMeasures } from '../../../src/streams/metrics/thread-measures';
import { StreamThread, type ThreadParts } from '../../../src/streams/runtime/stream-thread';

test.each([
  ['at its time', undefined],
  ['with an error', Object.assign(new Error('no broker'), { code: 'ERR__TRANSPORT', isRetriable: true })],
])('a poll that ends %s while a listener commits is followed by no work until that has ended', async (_, error) => {
  const events: string[] = [];
  let listeners: RebalanceListeners = {};
  let committed: () => void = () => undefined;
  let polls = 0;
  const consumer = {
    subscribe: (_topics: unknown, given: RebalanceListeners) => (listeners = given),
    wakeup: () => undefined,
    groupMetadata: () => ({}),
    async poll() {
      polls++;
      if (polls === 1) {
        void listeners.onPartitionsRevoked!([{ topic: 't', partition: 0 }], {} as never);
        await turn();
        if (error) throw error;
        return { columns: () => [] };
      }
      thread.stop();
      return { columns: () => [] };
    },
  };
  const task = {
    state: 'RUNNING',
    isDirty: true,
    uncommittedBytes: 0,
    isProcessable: () => true,
    measures: { begin: () => undefined, processed: () => undefined, endRound: () => undefined },
    delaysCommit: false,
    deliver: () => false,
    process: () => events.push('processed') > 1_000_000,
    takeCommitRequest: () => false,
    punctuateWallClock: () => false,
    committed: () => void (task.isDirty = false),
  };
  const tasks = {
    running: [task],
    areReady: true,
    balance: () => undefined,
    revoked: () => void events.push('revoked'),
  };
  const committer = {
    async commit() {
      events.push('commit');
      await new Promise<void>((resolve) => (committed = resolve));
      events.push('committed');
      return true;
    },
  };
  const thread = new StreamThread({
    ...{ consumer, tasks, committer, subscription: ['t'] },
    producer: { start: () => Promise.resolve(), isFull: false },
    collectors: { check: () => undefined },
    purge: { committed: () => undefined },
    measures: new ThreadMeasures(new MetricsRegistry('INFO'), 'thread'),
    settings: readRuntimeSettings({
      'application.id': 'a',
      'bootstrap.servers': 'localhost:1',
      'commit.interval.ms': 0,
    }),
    isPaused: () => false,
    ready: () => undefined,
  } as unknown as ThreadParts);
  const run = thread.run();
  for (let i = 0; i < 20; i++) await turn();
  expect(events).toEqual(['commit']);
  committed();
  await run;
  expect(events.slice(0, 4)).toEqual(['commit', 'committed', 'revoked', 'processed']);
});
