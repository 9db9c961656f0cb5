import fc from 'fast-check';
import { errorNumber } from '../../../src/errors/codes';
import { KafkaError } from '../../../src/errors/kafka-error';
import { RECORD_OVERHEAD } from '../../../src/producer/records/record';
import { FakeBroker } from './fake-broker';

const epoch = (broker: FakeBroker) => broker.accumulator.deliveries.flushes.epoch;

function take(
  broker: FakeBroker,
  value: unknown,
  callback?: (error: unknown, metadata: { offset: number }) => void,
): number {
  return broker.accumulator.take('produce', { topic: 't' }, null, value, callback as never, epoch(broker));
}

test('buffer.memory is the sum over the unsettled records at every moment', () => {
  const step = fc.oneof(
    fc.record({
      key: fc.option(fc.string({ maxLength: 20 })),
      value: fc.option(fc.uint8Array({ maxLength: 300 })),
      headers: fc.dictionary(fc.string({ maxLength: 8 }), fc.option(fc.string({ maxLength: 8 })), { maxKeys: 3 }),
    }),
    fc.integer({ min: 1, max: 5 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const broker = new FakeBroker({ bufferMemory: 100_000 });
      const { deliveries } = broker.accumulator;
      const sizes: number[] = [];
      let settled = 0;
      for (const one of steps) {
        if (typeof one === 'number') {
          broker.accumulator.submit();
          const count = Math.min(one, sizes.length - settled);
          broker.acknowledge(count);
          settled += count;
        } else {
          const size =
            Buffer.byteLength(one.key ?? '') +
            (one.value?.length ?? 0) +
            Object.entries(one.headers).reduce(
              (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value ?? ''),
              0,
            ) +
            RECORD_OVERHEAD;
          const sum = sizes.slice(settled).reduce((total, next) => total + next, 0);
          const id = broker.accumulator.take(
            'produce',
            { topic: 't', headers: one.headers },
            one.key,
            one.value,
            undefined,
            0,
          );
          expect(id === -1).toBe(sum + size > 100_000);
          if (id !== -1) sizes.push(size);
        }
        const unsettled = sizes.slice(settled);
        expect(deliveries.outstanding).toBe(unsettled.length);
        expect(deliveries.bytes).toBe(unsettled.reduce((total, next) => total + next, 0));
      }
    }),
  );
});

test('ids are reused, but not while they are in use', () => {
  const broker = new FakeBroker({ bufferMemory: 10_000_000 });
  const inUse = new Set<number>();
  let highest = 0;
  for (let round = 0; round < 50; round++) {
    for (let i = 0; i < 100 + round * 20; i++) {
      const id = take(broker, 'x');
      expect(inUse.has(id)).toBe(false);
      inUse.add(id);
      highest = Math.max(highest, id);
    }
    broker.accumulator.submit();
    if (round % 3 !== 0) continue;
    broker.acknowledge();
    inUse.clear();
  }
  expect(highest).toBeLessThan(4096);
});

test('callbacks run in the order of the reports, with the broker’s answer', () => {
  const broker = new FakeBroker();
  const seen: unknown[] = [];
  for (const value of ['a', 'bb']) take(broker, value, (error, metadata) => seen.push([error, { ...metadata }]));
  broker.accumulator.submit();
  broker.acknowledge();
  const common = { topic: 't', partition: 0, timestamp: 1, serializedKeySize: -1 };
  expect(seen).toEqual([
    [null, { ...common, offset: 0, serializedValueSize: 1 }],
    [null, { ...common, offset: 1, serializedValueSize: 2 }],
  ]);
});

test('a failed record: typed error, metadata without an offset', () => {
  const broker = new FakeBroker();
  const seen: unknown[][] = [];
  take(broker, 'a', (...args) => seen.push(args));
  broker.accumulator.submit();
  broker.acknowledge(1, -192);
  expect(seen[0]![0]).toMatchObject({
    name: 'DeliveryError',
    code: 'ERR__MSG_TIMED_OUT',
    errno: -192,
    persisted: 'no',
    topic: 't',
    partition: 0,
    isRetriable: true,
  });
  expect((seen[0]![0] as Error).message).toBe('t [0]: Local: Message timed out');
  expect(seen[0]![1]).toMatchObject({ topic: 't', partition: 0, offset: -1 });
});

test('a callback that throws: the others run, then the error is thrown', () => {
  const later: (() => void)[] = [];
  const nextTick = jest
    .spyOn(process, 'nextTick')
    .mockImplementation((callback) => void later.push(callback as () => void));
  try {
    const broker = new FakeBroker();
    const seen: number[] = [];
    for (let i = 0; i < 3; i++) {
      take(broker, 'x', () => {
        seen.push(i);
        if (i === 0) throw new Error('mine');
      });
    }
    broker.accumulator.submit();
    broker.acknowledge();
    expect([seen, later.length, broker.accumulator.deliveries.outstanding]).toEqual([[0, 1, 2], 1, 0]);
    expect(later[0]).toThrow('mine');
  } finally {
    nextTick.mockRestore();
  }
});

test('a callback may serve the rest of its batch: each runs once, in order', () => {
  const broker = new FakeBroker();
  const seen: number[] = [];
  for (let i = 0; i < 5; i++) {
    take(broker, 'x', () => {
      seen.push(i);
      if (i === 1) broker.accumulator.deliveries.settleRest();
    });
  }
  broker.accumulator.submit();
  broker.acknowledge();
  expect(seen).toEqual([0, 1, 2, 3, 4]);
});

test('a flush waits for earlier records, not for later ones', () => {
  const broker = new FakeBroker();
  const { flushes } = broker.accumulator.deliveries;
  take(broker, 'a');
  take(broker, 'b');
  const first = flushes.begin(2);
  take(broker, 'c');
  const second = flushes.begin(3);
  const done: string[] = [];
  first.done = () => done.push('first');
  second.done = () => done.push('second');
  broker.accumulator.submit();
  broker.acknowledge(1);
  expect([first.left, second.left]).toEqual([1, 2]);
  broker.acknowledge(1);
  expect(done).toEqual(['first']);
  take(broker, 'd');
  broker.acknowledge(1);
  expect(done).toEqual(['first', 'second']);
  expect(flushes.any).toBe(false);
});

test('the slab is submitted at the end of the turn, when full, and at once for a large value', async () => {
  const broker = new FakeBroker({ bufferMemory: 100_000_000 });
  take(broker, 'a');
  expect(broker.submits).toBe(0);
  await Promise.resolve();
  expect(broker.submits).toBe(1);
  for (let i = 0; i < 3000; i++) take(broker, Buffer.alloc(200, 1));
  expect(broker.submits).toBe(3);
  const large = Buffer.alloc(100_000, 1);
  take(broker, large);
  large.fill(2);
  expect(broker.taken.at(-1)!.value!.equals(Buffer.alloc(100_000, 1))).toBe(true);
  expect(broker.busy).toBe(1);
});

test('a record that failed with the producer names that cause; a purged one does not', () => {
  const broker = new FakeBroker();
  const seen: unknown[] = [];
  for (const value of ['a', 'b', 'c']) take(broker, value, (error) => seen.push(error));
  broker.accumulator.submit();
  broker.acknowledge(1, errorNumber('ERR__PURGE_QUEUE'));
  const fenced = new KafkaError({ code: 'ERR__FENCED', message: 'another producer has taken over', isFatal: true });
  broker.accumulator.deliveries.fatalError = () => fenced;
  broker.acknowledge(1, errorNumber('ERR__PURGE_QUEUE'));
  broker.acknowledge(1, errorNumber('ERR_MSG_SIZE_TOO_LARGE'));
  expect(seen).toEqual([
    expect.objectContaining({ code: 'ERR__PURGE_QUEUE', isFatal: false, persisted: 'no' }),
    expect.objectContaining({ code: 'ERR__PURGE_QUEUE', isFatal: true, persisted: 'no', cause: fenced }),
    expect.objectContaining({ code: 'ERR_MSG_SIZE_TOO_LARGE', isFatal: false }),
  ]);
  expect((seen[1] as Error).message).toContain('another producer has taken over');
});

test('the reason of a failed producer is read once per report, whatever it is', () => {
  const broker = new FakeBroker();
  for (let i = 0; i < 100; i++) take(broker, 'v');
  broker.accumulator.submit();
  let asked = 0;
  broker.accumulator.deliveries.fatalError = () => {
    asked++;
    return null;
  };
  broker.acknowledge(100, errorNumber('ERR__PURGE_QUEUE'));
  expect(asked).toBe(1);
});
