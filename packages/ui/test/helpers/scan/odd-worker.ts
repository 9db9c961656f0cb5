/** A worker that does what its request's topic says, for tests of the pool. */
import { parentPort } from 'node:worker_threads';
import { BEAT_MS, type FromWorker, type ToWorker } from '../../../src/server/scan/threads/messages';

const port = parentPort!;
const post = (message: FromWorker): void => port.postMessage(message);
const running = new Map<number, () => void>();

port.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') running.get(message.id)?.();
  if (message.type !== 'start') return;
  const { id } = message;
  const { topic } = message.request as { topic: string };
  const done = (reason: string): void => {
    running.delete(id);
    post({ type: 'event', id, name: 'done', json: JSON.stringify({ reason, topic }) });
    post({ type: 'result', id, result: undefined });
  };
  switch (topic) {
    case 'spin':
      for (;;);
    case 'spin behind a row':
      post({ type: 'event', id, name: 'rows', json: '{"rows":[]}' });
      for (;;);
    case 'memory': {
      // Few and large: with many small objects the collector works for seconds, and the worker counts as silent.
      const all: number[][] = [];
      for (;;) all.push(new Array<number>(100_000).fill(0.5));
    }
    case 'exit':
      process.exit(1);
    // eslint-disable-next-line no-fallthrough -- it has gone
    case 'throw':
      setImmediate(() => {
        throw new Error('secret words');
      });
      return;
    case 'wait':
      running.set(id, () => done('cancelled'));
      return;
    case 'pour':
      for (let i = 0; i < 100; i++) post({ type: 'event', id, name: 'rows', json: JSON.stringify({ rows: [], i }) });
      return done('end');
    default:
      return done('end');
  }
});
setInterval(() => post({ type: 'beat' }), BEAT_MS);
post({ type: 'ready' });
