/** User code that runs at a critical moment of a consumer: nothing is lost, delivered twice, or left open. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Bench, numbers, range, type StringConsumer } from './support';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.close());

const offsetsOf = (records: Iterable<{ offset: number }>) => Array.from(records, ({ offset }) => offset);

/** A consumer that has read nothing yet of a topic with one partition. */
async function reading(count: number, config: Record<string, unknown> = {}) {
  const topic = await bench.topic(count);
  const partition = { topic, partition: 0 };
  const consumer = bench.consumer(config);
  consumer.assign([{ ...partition, offset: 0 }]);
  return { consumer, partition };
}

describe("the end of a stream to 'end' that cannot be asked for", () => {
  test.each([['ERR_TOPIC_AUTHORIZATION_FAILED'], ['ERR_INVALID_REQUEST'], ['ERR_UNKNOWN']] as const)(
    '%s ends the loop with that error, not as one that has read everything',
    async (code) => {
      const { consumer } = await reading(50);
      await consumer.ready();
      bench.cluster.failNext('ListOffsets', code);
      const read = async () => {
        let count = 0;
        for await (const record of consumer.stream({ to: 'end' })) count += record.value === null ? 0 : 1;
        return count;
      };
      await expect(read()).rejects.toMatchObject({ code, operation: 'stream' });
      await consumer.close();
    },
  );

  test('an error that passes is waited out', async () => {
    const { consumer } = await reading(50);
    await consumer.ready();
    bench.cluster.failNext('ListOffsets', 'ERR_NOT_LEADER_FOR_PARTITION');
    const records = [];
    for await (const record of consumer.stream({ to: 'end' })) records.push(record);
    expect(numbers(records)).toEqual(range(0, 50));
    await consumer.close();
  });
});

describe('until', () => {
  const throwsAt = (offset: number) => (record: { offset: number }) => {
    if (record.offset === offset) throw new Error('mine');
    return false;
  };

  test.each([['stream'], ['batches']] as const)(
    '%s: its error ends the loop; the next loop begins with the first undelivered record',
    async (loop) => {
      const { consumer } = await reading(50);
      const seen: number[] = [];
      const run = async (until?: (record: { offset: number }) => boolean) => {
        if (loop === 'stream')
          for await (const record of consumer.stream({ until, limit: 50 })) seen.push(record.offset);
        else for await (const records of consumer.batches({ until, to: 'end' })) seen.push(...offsetsOf(records));
      };
      // The first record takes the slow path, later ones the fast path.
      await expect(run(throwsAt(0))).rejects.toThrow('mine');
      await expect(run(throwsAt(20))).rejects.toThrow('mine');
      const before = seen.length;
      for await (const record of consumer.stream({ to: 'end' })) seen.push(record.offset);
      expect(before).toBe(loop === 'stream' ? 20 : 0);
      expect(seen).toEqual(range(0, 50));
      await consumer.forEach(() => undefined, { to: 'end' });
      await consumer.close();
    },
  );

  test('a promise is refused: it would be true whatever it resolves with', async () => {
    const { consumer } = await reading(5);
    const next = consumer.stream({ until: (async () => false) as never }).next();
    await expect(next).rejects.toThrow('until returned a promise');
    expect((await consumer.poll(5000)).count).toBe(5);
    await consumer.close();
  });
});

describe('a deserializer that takes its time', () => {
  const slowly = async (data: Buffer) => {
    await sleep(20);
    return data.toString();
  };

  test('pause and resume meanwhile: the iterator has each record once', async () => {
    const { consumer, partition } = await reading(20, { 'value.deserializer': slowly });
    const seen: number[] = [];
    const iterator = consumer.stream({ limit: 20 });
    for (let i = 0; ; i++) {
      const next = iterator.next();
      if (i === 5) {
        await sleep(5);
        consumer.pause([partition]);
        consumer.resume([partition]);
      }
      const { done, value } = await next;
      if (done) break;
      seen.push(value.offset);
    }
    expect(seen).toEqual(range(0, 20));
    await consumer.close();
  });

  test('pause and resume meanwhile: polls have each record once', async () => {
    const { consumer, partition } = await reading(20, { 'value.deserializer': slowly, 'max.poll.records': 5 });
    const seen: number[] = [];
    for (let i = 0; seen.length < 20 && i < 20; i++) {
      const polling = consumer.poll(5000);
      if (i === 1) {
        await sleep(10);
        consumer.pause([partition]);
        consumer.resume([partition]);
      }
      seen.push(...offsetsOf(await polling));
    }
    expect(seen).toEqual(range(0, 20));
    await consumer.close();
  });

  test('paused meanwhile: nothing is delivered until it is resumed', async () => {
    const { consumer, partition } = await reading(20, { 'value.deserializer': slowly });
    const polling = consumer.poll(1000);
    await sleep(10);
    consumer.pause([partition]);
    const early = offsetsOf(await polling);
    consumer.resume([partition]);
    expect([...early, ...offsetsOf(await consumer.poll(5000))]).toEqual(range(0, 20));
    await consumer.close();
  });
});

describe('a deserializer that never settles', () => {
  async function stuck(): Promise<{ consumer: StringConsumer; fix: () => void }> {
    let isStuck = true;
    const deserialize = (data: Buffer) => (isStuck ? new Promise(() => undefined) : data.toString());
    const { consumer } = await reading(10, { 'value.deserializer': deserialize });
    return { consumer, fix: () => (isStuck = false) };
  }
  /** Resolves when the deserializer is running. */
  const atWork = () => sleep(300);

  test('close() ends the poll that waits for it', async () => {
    const { consumer } = await stuck();
    const polling = consumer.poll();
    polling.catch(() => undefined);
    await atWork();
    await consumer.close();
    await expect(polling).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  test('wakeup() and a signal end it too, and the records stay', async () => {
    const { consumer, fix } = await stuck();
    const polling = consumer.poll();
    await atWork();
    consumer.wakeup();
    await expect(polling).rejects.toMatchObject({ code: 'ERR_WAKEUP' });
    const abort = new AbortController();
    const consuming = consumer.consume(3, 60_000, { signal: abort.signal });
    await atWork();
    abort.abort();
    await expect(consuming).rejects.toMatchObject({ code: 'ABORT_ERR' });
    const iterator = consumer.stream();
    const next = iterator.next();
    await atWork();
    await iterator.return();
    expect(await next).toEqual({ done: true, value: undefined });
    fix();
    expect(numbers(await consumer.poll(5000))).toEqual(range(0, 10));
    await consumer.close();
  });
});

describe('forEach', () => {
  test('close() waits for running handlers and starts no other', async () => {
    const { consumer, partition } = await reading(40, { 'group.id': 'for-each-close' });
    const begun: number[] = [];
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const loop = consumer.forEach(
      async (record) => {
        begun.push(record.offset);
        await released;
      },
      { concurrency: 1 },
    );
    while (begun.length === 0) await sleep(10);
    // Long enough for the loop to have taken what one handler may have before it.
    await sleep(100);
    const closing = consumer.close();
    release();
    await Promise.all([loop, closing]);
    expect(begun).toEqual([0]);
    expect(await bench.committed('for-each-close', partition.topic)).toBe(1);
  });

  // With 40 records the loop waits until a handler is free, with 5 for more records.
  test.each([5, 40])(
    'a handler that never settles (%i records): close() ends in its time, and so does the loop',
    async (count) => {
      const { consumer } = await reading(count);
      let isBegun = false;
      const loop = consumer.forEach(() => {
        isBegun = true;
        return new Promise(() => undefined);
      });
      loop.catch(() => undefined);
      while (!isBegun) await sleep(10);
      await sleep(200);
      await consumer.close({ timeoutMs: 1000 });
      expect(consumer.state).toBe('closed');
      await expect(loop).rejects.toMatchObject({ code: 'ERR_CLOSED', operation: 'forEach' });
    },
  );

  test('what ends it while all handlers are busy leaves no partition paused', async () => {
    // As many as one handler may have before it.
    const { consumer, partition } = await reading(16);
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const loop = consumer.forEach(() => released, { concurrency: 1 });
    loop.catch(() => undefined);
    // All handlers are busy for more than half a second: the consumer pauses and polls on. A poll of the user's is in
    // the way then.
    await sleep(900);
    const between = await consumer.poll(1000);
    release();
    await expect(loop).rejects.toMatchObject({ code: 'ERR_CONCURRENT' });
    expect(between.count).toBe(0);
    await bench.produce(partition.topic, 16, 40);
    const seen: number[] = [];
    for await (const record of consumer.stream({ limit: 39, idleTimeoutMs: 5000 })) seen.push(record.offset);
    expect(seen).toEqual(range(1, 40));
    await consumer.close();
  });
});
