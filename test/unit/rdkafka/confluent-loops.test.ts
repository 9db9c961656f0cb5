import { Queues } from '../../../src/confluent/consumer/queues';
import { RunLoop } from '../../../src/confluent/consumer/run-loop';
import { sendAll } from '../../../src/confluent/producer/send';
import type { Message } from '../../../src/rdkafka/base/types';

const message = (partition: number, offset: number): Message => ({ topic: 't', partition, offset }) as Message;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A loop over these messages. `handled` begins with the handler's call and ends with `finish`. */
function loopOver(messages: readonly Message[], concurrency: number) {
  const begun: string[] = [];
  const waiting: (() => void)[] = [];
  let left = [...messages];
  let wake = (): void => undefined;
  const queues = new Queues();
  const loop = new RunLoop({
    queues,
    concurrency,
    batchSize: 1,
    maxPollMs: 60_000,
    handler: ([one]) => {
      begun.push(`${one!.partition}:${one!.offset}`);
      return new Promise((resolve) => waiting.push(resolve));
    },
    fetch: async (_max, _timeoutMs, isOver, record) => {
      for (const one of left) record(one);
      if (left.length === 0 && !isOver()) await new Promise<void>((resolve) => (wake = resolve));
      left = [];
    },
    wake: () => wake(),
    rewind: () => undefined,
    failed: () => undefined,
  });
  const finish = async (): Promise<void> => {
    waiting.shift()!();
    await turn();
  };
  return { loop, begun, waiting, finish, queues };
}

test('messages of a partition come one after the other, and partitions take turns', async () => {
  const { loop, begun, waiting, finish } = loopOver([message(0, 0), message(0, 1), message(1, 0), message(1, 1)], 1);
  await turn();
  for (let i = 0; i < 4; i++) {
    expect(waiting.length).toBe(1);
    await finish();
  }
  expect(begun).toEqual(['0:0', '1:0', '0:1', '1:1']);
  await loop.stop();
});

test('idle ends with the handlers that run, and those behind them go on', async () => {
  const { loop, begun, finish } = loopOver([message(0, 0), message(0, 1), message(0, 2)], 1);
  await turn();
  let isIdle = false;
  void loop.idle().then(() => (isIdle = true));
  await finish();
  expect(isIdle).toBe(true);
  expect(begun).toEqual(['0:0', '0:1']);
  await finish();
  await finish();
  expect(begun).toEqual(['0:0', '0:1', '0:2']);
  await loop.stop();
});

test('a loop that stops begins nothing else', async () => {
  const { loop, begun, finish, queues } = loopOver([message(0, 0), message(0, 1)], 2);
  await turn();
  const stopped = loop.stop();
  await finish();
  await stopped;
  expect(begun).toEqual(['0:0']);
  expect(queues.length).toBe(1);
});

test('a partition that comes again after it was taken away has a queue of its own', () => {
  const queues = new Queues();
  queues.push(message(0, 0));
  queues.forget('t', 0);
  queues.push(message(0, 5));
  expect(queues.get('t', 0)!.take(9)).toEqual([message(0, 5)]);
});

describe('send', () => {
  type Settled = (error: Error | null, offset: number, partition: number) => void;
  const inner = (reports: Settled[]) =>
    ({ _produce: (...args: unknown[]) => reports.push(args[7] as Settled) }) as never;
  const messages = [{ value: 'a' }, { value: 'b' }, { value: 'c' }];

  test('has the smallest offset of each partition, in the order of the messages', async () => {
    const reports: Settled[] = [];
    const sent = sendAll(inner(reports), { topic: 't', messages });
    reports[2]!(null, 7, 1);
    reports[1]!(null, 4, 0);
    reports[0]!(null, 8, 1);
    expect(await sent).toMatchObject([
      { partition: 1, baseOffset: '7' },
      { partition: 0, baseOffset: '4' },
    ]);
  });

  test('rejects with the error of the first message in the list, when all have an outcome', async () => {
    const reports: Settled[] = [];
    const sent = sendAll(inner(reports), { topic: 't', messages });
    const failure = (text: string) => Object.assign(new Error(text), { code: -1 });
    let isOver = false;
    sent.catch(() => (isOver = true));
    reports[2]!(failure('third'), -1, 0);
    reports[1]!(failure('second'), -1, 0);
    await turn();
    expect(isOver).toBe(false);
    reports[0]!(null, 0, 0);
    await expect(sent).rejects.toThrow('second');
  });

  test('of no messages has no results', async () => {
    expect(await sendAll(inner([]), { topic: 't', messages: [] })).toEqual([]);
  });
});
