import { setTimeout as sleep } from 'node:timers/promises';
import { FakeBroker, type FakeOptions } from './fake-broker';

/** Room for exactly three one-byte records. */
const small = (options: FakeOptions = {}) => new FakeBroker({ bufferMemory: 177 * 3, ...options });

async function outcome(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => value,
    (error: { code: string; persisted?: string }) => `${error.code} ${error.persisted ?? ''}`.trim(),
  );
}

test('sends wait for room in the order of their calls, and are copies', async () => {
  const broker = small();
  const bytes = Buffer.from('x');
  const sends = [...'abc'].map((value) => broker.send(value));
  bytes.write('d');
  sends.push(broker.send(bytes));
  bytes.write('e');
  sends.push(broker.send(bytes));
  bytes.write('!');
  expect(broker.queue.length).toBe(2);
  broker.accumulator.submit();
  expect(broker.values()).toEqual(['a', 'b', 'c']);
  broker.acknowledge();
  expect(broker.values()).toEqual(['a', 'b', 'c', 'd', 'e']);
  broker.acknowledge();
  expect(await Promise.all(sends)).toMatchObject([0, 1, 2, 3, 4].map((offset) => ({ offset })));
});

test('a small record does not overtake a larger one that waits', async () => {
  const broker = small({ bufferMemory: 1000 });
  const sends = ['a', 'b', 'l'.repeat(648), null].map((value) => broker.send(value));
  broker.accumulator.submit();
  broker.acknowledge(1);
  expect(broker.values()).toEqual(['a', 'b']);
  broker.acknowledge(1);
  broker.acknowledge();
  expect(broker.values()).toEqual(['a', 'b', 'l'.repeat(648), undefined]);
  broker.acknowledge();
  await Promise.all(sends);
});

test('buffer.memory also limits waiting sends', async () => {
  const broker = small();
  const sends = [...'abcdef'].map((value) => broker.send(value));
  expect(await outcome(broker.send('g'))).toBe('ERR__QUEUE_FULL');
  expect([broker.queue.length, broker.queue.bytes]).toEqual([3, 177 * 3]);
  broker.accumulator.submit();
  broker.acknowledge();
  broker.acknowledge();
  await Promise.all(sends);
  expect(broker.queue.bytes).toBe(0);
});

test('no room within max.block.ms: withdrawn, and the next one goes on', async () => {
  const broker = small({ roomMs: 20 });
  for (const value of 'abc') void broker.send(value);
  expect(await outcome(broker.send('late'))).toBe('ERR_TIMEOUT no');
  broker.accumulator.submit();
  broker.acknowledge();
  const next = broker.send('next');
  broker.accumulator.submit();
  broker.acknowledge();
  await next;
  expect(broker.values()).toEqual(['a', 'b', 'c', 'next']);
});

test('timeoutMs and signal: removed while waiting, only rejected once submitted', async () => {
  const broker = small();
  const abort = new AbortController();
  const handedOver = outcome(broker.send('a', { timeoutMs: 20 }));
  const aborted = outcome(broker.send('b', { signal: abort.signal }));
  void broker.send('c');
  const waiting = outcome(broker.send('d', { timeoutMs: 20 }));
  const abortedWaiting = outcome(broker.send('e', { signal: abort.signal }));
  const last = broker.send('f');
  broker.accumulator.submit();
  abort.abort(new Error('enough'));
  expect(await Promise.all([handedOver, waiting, aborted, abortedWaiting])).toEqual([
    'ERR_TIMEOUT maybe',
    'ERR_TIMEOUT no',
    'ABORT_ERR maybe',
    'ABORT_ERR no',
  ]);
  expect(await outcome(broker.send('g', { signal: abort.signal }))).toBe('ABORT_ERR no');
  broker.acknowledge();
  broker.acknowledge();
  await last;
  expect(broker.values()).toEqual(['a', 'b', 'c', 'f']);
});

test('no listener stays on a signal', async () => {
  const { signal } = new AbortController();
  const added = jest.spyOn(signal, 'addEventListener');
  const removed = jest.spyOn(signal, 'removeEventListener');
  const broker = small();
  const sends = [...'abcde'].map((value) => broker.send(value, { signal }));
  broker.accumulator.submit();
  broker.acknowledge();
  broker.acknowledge();
  await Promise.all(sends);
  // One listener for all: Node warns about a leak if there are more than ten.
  expect(added).toHaveBeenCalledTimes(1);
  expect(removed).toHaveBeenCalledTimes(1);
});

test('an awaited serializer keeps the order of the calls, and its failure lets the next go on', async () => {
  const broker = new FakeBroker({
    valueSerializer: async (value: { text: string; delay: number }) => {
      await sleep(value.delay);
      if (value.text === 'bad') throw new Error('no schema');
      return value.text;
    },
  });
  const sends = [
    broker.send({ text: 'slow', delay: 30 }),
    outcome(broker.send({ text: 'bad', delay: 10 })),
    broker.send({ text: 'fast', delay: 0 }),
    broker.send(null),
  ];
  await sleep(5);
  expect(broker.taken).toEqual([]);
  expect(await sends[1]).toBe('ERR_VALUE_SERIALIZATION');
  await sleep(40);
  broker.accumulator.submit();
  expect(broker.values()).toEqual(['slow', 'fast', undefined]);
  broker.acknowledge();
  await Promise.all(sends);
});

test('buffer.memory also limits sends whose size becomes known later', async () => {
  const broker = small({ bufferMemory: 1000, valueSerializer: async (value: string) => value });
  const sends = Array.from({ length: 5 }, () => outcome(broker.send('x'.repeat(300))));
  const outcomes = Promise.all(sends);
  await sleep(10);
  expect([broker.queue.length, broker.queue.bytes, broker.accumulator.deliveries.outstanding]).toEqual([2, 952, 2]);
  broker.accumulator.submit();
  broker.acknowledge();
  broker.acknowledge();
  expect((await outcomes).filter((one) => one === 'ERR__QUEUE_FULL')).toHaveLength(1);
});

test('produce refuses a serializer that has to be awaited', () => {
  const broker = new FakeBroker({ valueSerializer: async () => 'x' });
  expect(() => broker.sender.take({ topic: 't', value: 1 }, undefined)).toThrow(
    expect.objectContaining({ code: 'ERR_NOT_SUPPORTED' }),
  );
  expect(broker.accumulator.deliveries.outstanding).toBe(0);
});

describe('sendBatch', () => {
  const records = (text: string) => [...text].map((value) => ({ topic: 't', value }));

  test('submits records as room becomes free, before later sends', async () => {
    const broker = small();
    const batch = broker.sender.sendBatch(records('abcdefgh'), {});
    const later = broker.send('later');
    for (let i = 0; i < 4; i++) {
      broker.accumulator.submit();
      expect(broker.accumulator.deliveries.outstanding).toBeLessThanOrEqual(3);
      broker.acknowledge();
    }
    expect(await batch).toMatchObject(
      [0, 1, 2, 3, 4, 5, 6, 7].map((offset) => ({ status: 'fulfilled', value: { offset } })),
    );
    await later;
    expect(broker.values()).toEqual([...'abcdefgh', 'later']);
  });

  test('a record that cannot be sent has its own outcome', async () => {
    const broker = new FakeBroker({ maxRequestSize: 1000 });
    const batch = broker.sender.sendBatch(
      [
        { topic: 't', value: 'a' },
        { topic: 't', value: 'x'.repeat(2000) },
        { topic: 't', value: 5 },
        { topic: 't', value: 'b' },
      ],
      {},
    );
    broker.accumulator.submit();
    broker.acknowledge();
    expect(await batch).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'ERR_MSG_SIZE_TOO_LARGE' } },
      { status: 'rejected', reason: { code: 'ERR_INVALID_ARGUMENT' } },
      { status: 'fulfilled' },
    ]);
  });

  test('waits for room as long as the records that use it may take', async () => {
    const broker = small({ roomMs: 20 });
    const batch = broker.sender.sendBatch(records('abcde'), {});
    await sleep(60);
    broker.accumulator.submit();
    broker.acknowledge();
    broker.acknowledge();
    expect((await batch).map((one) => one.status)).toEqual(Array(5).fill('fulfilled'));
  });

  test('timeoutMs rejects the whole call, and no further record is submitted', async () => {
    const broker = small();
    const given = outcome(broker.sender.sendBatch(records('abcde'), { timeoutMs: 20 }));
    expect(await given).toBe('ERR_TIMEOUT maybe');
    broker.accumulator.submit();
    broker.acknowledge();
    expect(broker.values()).toEqual(['a', 'b', 'c']);
    expect(broker.queue.isEmpty).toBe(true);
  });

  test('an awaited serializer', async () => {
    const broker = new FakeBroker({ valueSerializer: async (value: string) => `<${value}>` });
    const batch = broker.sender.sendBatch(records('abc'), {});
    await sleep(20);
    broker.accumulator.submit();
    broker.acknowledge();
    await batch;
    expect(broker.values()).toEqual(['<a>', '<b>', '<c>']);
  });
});

test('interceptors see every record and outcome, and their failures break nothing', async () => {
  const acknowledged: unknown[] = [];
  const broker = new FakeBroker({
    maxRequestSize: 1000,
    interceptors: [
      { onSend: (record: { value: string }) => ({ ...record, value: `${record.value}1` }) },
      {
        onSend: () => {
          throw new Error('first');
        },
        onAcknowledgement: () => {
          throw new Error('second');
        },
      },
      {
        onSend: (record: { value: string }) => ({ ...record, value: `${record.value}2` }),
        onAcknowledgement: (metadata: { offset: number }, error: { code: string } | null) =>
          acknowledged.push([metadata.offset, error?.code]),
      },
    ],
  });
  const sent = broker.send('a');
  broker.sender.take({ topic: 't', value: 'b' }, undefined);
  expect(() => broker.sender.take({ topic: 't', value: 'x'.repeat(2000) }, undefined)).toThrow('max.request.size');
  broker.accumulator.submit();
  broker.acknowledge();
  await sent;
  expect(broker.values()).toEqual(['a12', 'b12']);
  expect(acknowledged).toEqual([
    [-1, 'ERR_MSG_SIZE_TOO_LARGE'],
    [0, undefined],
    [1, undefined],
  ]);
  expect(new Set(broker.warnings)).toEqual(new Set(['onSend: first', 'onAcknowledgement: second']));
});
