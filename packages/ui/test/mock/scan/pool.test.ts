/** What the pool makes of workers that are busy, endless, or die. No broker is needed: the workers only pretend. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ScanPool, ScanPoolOptions } from '../../../src/server/scan/pool';
import { FaultError } from '../../../src/shared/fault-error';
import { KeptEvents, makePool, runOf } from '../../helpers/scan/pool';

const workerFile = path.join(__dirname, '../../helpers/scan/odd-worker.ts');
let pool: ScanPool;
afterEach(() => pool?.close());

function oddPool(options: Partial<ScanPoolOptions> = {}): ScanPool {
  pool = makePool('nowhere:1', { workerFile, ...options });
  return pool;
}

const scan = (topic: string, more: object = {}) => ({ topic, mode: 'newest' as const, ...more });

async function faultOf(work: Promise<unknown>): Promise<FaultError['fault']> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!FaultError.is(error)) throw new Error(`no FaultError: ${String(error)}`);
  return error.fault;
}

test('workers are made on demand, one is kept, and for a while only', async () => {
  oddPool({ warmMs: 500 });
  expect(pool.workers).toBe(0);
  await Promise.all([1, 2, 3].map(() => runOf(pool, 'scan', scan('quick'))));
  while (pool.workers > 1) await sleep(10);
  await runOf(pool, 'scan', scan('quick'));
  expect(pool.workers).toBe(1);
  while (pool.workers > 0) await sleep(10);
});

test('what does not fit waits in its order, and is told its place', async () => {
  oddPool({ maxScans: 1, maxQueued: 3 });
  const ended: string[] = [];
  const jobs = ['a', 'b', 'c', 'd'].map((name, i) => {
    const events = new KeptEvents();
    const cancel = new AbortController();
    const run = pool.run('scan', scan(i === 0 ? 'wait' : name), events, cancel.signal).then(() => ended.push(name));
    return { events, cancel, run };
  });
  await sleep(0);
  expect(jobs.map(({ events }) => events.of('queued').map(({ place }) => place))).toEqual([[], [1], [2], [3]]);
  expect(await faultOf(runOf(pool, 'scan', scan('e')))).toMatchObject({
    ...{ code: 'BUSY', retriable: true, message: 'scan: 1 scans run and 3 wait. Stop one, or try later' },
  });
  expect(pool.list().map(({ state, topic }) => [state, topic])).toEqual([
    ['running', 'wait'],
    ['queued', 'b'],
    ['queued', 'c'],
    ['queued', 'd'],
  ]);
  // One that waits can be cancelled; those behind it move up.
  jobs[1]!.cancel.abort();
  await jobs[1]!.run;
  expect(jobs[1]!.events.done.reason).toBe('cancelled');
  expect(jobs[3]!.events.of('queued').at(-1)).toEqual({ place: 2 });
  jobs[0]!.cancel.abort();
  await Promise.all(jobs.map(({ run }) => run));
  expect(ended).toEqual(['b', 'a', 'c', 'd']);
  expect(jobs[0]!.events.done).toEqual({ reason: 'cancelled', topic: 'wait' });
  expect(pool.workers).toBe(1);
  expect(pool.list()).toEqual([]);
});

test('a click goes before the scans that wait', async () => {
  oddPool({ maxScans: 1 });
  const cancel = new AbortController();
  const first = pool.run('scan', scan('wait'), new KeptEvents(), cancel.signal);
  const order: string[] = [];
  const second = runOf(pool, 'scan', scan('scan')).then(() => order.push('scan'));
  const click = pool.record({ topic: 'record', partition: 0, offset: '0' }).then(() => order.push('record'));
  await sleep(0);
  cancel.abort();
  await Promise.all([first, second, click]);
  expect(order).toEqual(['record', 'scan']);
});

test('by its id a scan is cancelled, too', async () => {
  oddPool();
  const events = new KeptEvents();
  const run = pool.run('scan', scan('wait'), events, new AbortController().signal, { owner: 'me' });
  await sleep(0);
  const [running] = pool.list();
  expect(running).toMatchObject({ kind: 'scan', topic: 'wait', owner: 'me' });
  expect(pool.cancel('other')).toBe(false);
  expect(pool.cancel(running!.scanId)).toBe(true);
  await run;
  expect(events.done.reason).toBe('cancelled');
});

test('a worker that spins is ended after a cancel, while this thread goes on', async () => {
  oddPool({ maxScans: 1 });
  const events = new KeptEvents();
  const cancel = new AbortController();
  const run = pool.run('scan', scan('spin behind a row'), events, cancel.signal);
  await events.next('rows');
  let turns = 0;
  const turning = setInterval(() => turns++, 10);
  cancel.abort();
  await run;
  clearInterval(turning);
  expect(turns).toBeGreaterThan(10);
  expect(events.done.reason).toBe('cancelled');
  // There is another one for the next scan.
  expect((await runOf(pool, 'scan', scan('quick'))).done.reason).toBe('end');
});

test('a worker that exceeds its deadline is ended', async () => {
  oddPool({ maxScans: 1 });
  const fault = await faultOf(runOf(pool, 'scan', scan('spin', { budget: { ms: 100 } })));
  expect(fault).toMatchObject({ code: 'LIMIT', message: 'scan: it did not answer in time and was ended' });
  expect((await runOf(pool, 'scan', scan('quick'))).done.reason).toBe('end');
});

test('a worker without memory is the fault of that scan alone', async () => {
  oddPool({ maxScans: 2 });
  const events = new KeptEvents();
  const cancel = new AbortController();
  const beside = pool.run('scan', scan('wait'), events, cancel.signal);
  const fault = await faultOf(runOf(pool, 'scan', scan('memory')));
  expect(fault).toMatchObject({ code: 'LIMIT', message: 'scan: it needed more than 256 MiB of memory' });
  cancel.abort();
  await beside;
  expect(events.done.reason).toBe('cancelled');
});

test.each(['exit', 'throw'])('a worker that ends by itself: %s', async (topic) => {
  oddPool();
  const fault = await faultOf(runOf(pool, 'scan', scan(topic)));
  expect(fault.code).toBe('LIMIT');
  expect(JSON.stringify(fault)).not.toContain('secret');
  expect((await runOf(pool, 'scan', scan('quick'))).done.reason).toBe('end');
});

test('events come in their order to a sink that is slow, one at a time', async () => {
  oddPool();
  const seen: number[] = [];
  let isTaking = false;
  await pool.run(
    'scan',
    scan('pour'),
    {
      event: async (name, json) => {
        expect(isTaking).toBe(false);
        isTaking = true;
        await sleep(1);
        isTaking = false;
        if (name === 'rows') seen.push((JSON.parse(json) as { i: number }).i);
      },
    },
    new AbortController().signal,
  );
  expect(seen).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test('a pool that closes ends what runs and what waits', async () => {
  oddPool({ maxScans: 1 });
  const running = runOf(pool, 'scan', scan('spin'));
  const waiting = runOf(pool, 'scan', scan('quick'));
  await sleep(0);
  await pool.close();
  expect([(await running).done.reason, (await waiting).done.reason]).toEqual(['cancelled', 'cancelled']);
  expect(pool.workers).toBe(0);
  expect(await faultOf(runOf(pool, 'scan', scan('quick')))).toMatchObject({ code: 'LIMIT' });
});

test('a signal that has aborted already', async () => {
  oddPool();
  const events = new KeptEvents();
  await pool.run('scan', scan('wait'), events, AbortSignal.abort());
  expect(events.done.reason).toBe('cancelled');
});
