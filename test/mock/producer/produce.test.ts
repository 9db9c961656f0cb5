import { readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, nextTurn, withProducer } from './with-producer';

test('callbacks of a partition come in offset order', () =>
  withProducer(
    {},
    async (producer) => {
      const offsets: number[][] = [[], [], []];
      for (let i = 0; i < 3000; i++) {
        producer.produce({ topic: 't', value: `v${i}`, partition: i % 3 }, (error, metadata) => {
          expect(error).toBeNull();
          offsets[metadata.partition]!.push(metadata.offset);
        });
      }
      expect(await producer.flush()).toBe(0);
      for (const list of offsets) expect(list).toEqual(Array.from({ length: 1000 }, (_, offset) => offset));
    },
    { topics: { t: 3 } },
  ));

test('send resolves with what the broker said', () =>
  withProducer({}, async (producer) => {
    expect(await producer.send({ topic: 't', key: 'key', value: 'value' })).toMatchObject({
      topic: 't',
      partition: 0,
      offset: 0,
      serializedKeySize: 3,
      serializedValueSize: 5,
    });
    expect(await producer.send({ topic: 't' })).toMatchObject({
      offset: 1,
      serializedKeySize: -1,
      serializedValueSize: -1,
    });
  }));

test('sendBatch: metadata in order; a failure names each outcome', () =>
  withProducer({ 'max.block.ms': 1000 }, async (producer) => {
    const all = await producer.sendBatch([...'abc'].map((value) => ({ topic: 't', value })));
    expect(all.map((metadata) => metadata.offset)).toEqual([0, 1, 2]);
    expect(await producer.sendBatch([])).toEqual([]);
    const mixed = [
      { topic: 't', value: 'd' },
      { topic: 't', value: 'e', partition: 99 },
    ];
    await expect(producer.sendBatch(mixed)).rejects.toMatchObject({
      name: 'PartialFailureError',
      errors: [{ code: 'ERR__UNKNOWN_PARTITION' }],
    });
    expect(await producer.sendBatch(mixed, { settled: true })).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected' },
    ]);
    expect(await codeOf(() => producer.sendBatch([{ topic: 't' }, { topic: 'bad name' }]))).toBe('ERR_TOPIC_EXCEPTION');
    expect(producer.outstanding).toBe(0);
  }));

test('the default partitioner puts keys where Java does', () =>
  withProducer(
    {},
    async (producer) => {
      const fixture = JSON.parse(
        readFileSync(path.join(__dirname, '../../fixtures/producer/java-partitions.json'), 'utf8'),
      ) as {
        keys: [string, number][];
      };
      const records = fixture.keys.map(([key]) => ({ topic: 't', key: Buffer.from(key, 'hex') }));
      const all = await producer.sendBatch(records);
      expect(all.map((metadata) => metadata.partition)).toEqual(fixture.keys.map(([, partition]) => partition));
    },
    { topics: { t: 12 } },
  ));

test('the round robin partitioner takes each partition in turn', () =>
  withProducer(
    { 'partitioner.class': 'org.apache.kafka.clients.producer.RoundRobinPartitioner' },
    async (producer) => {
      const all = await producer.sendBatch(Array.from({ length: 8 }, () => ({ topic: 't', key: 'same', value: 'v' })));
      expect(all.map((metadata) => metadata.partition)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
    },
    { topics: { t: 4 } },
  ));

test('a partitioner function, without blocking for an unknown topic', () =>
  withProducer(
    { 'partitioner.class': (_topic: string, key: Buffer) => Number(key.toString()) },
    async (producer) => {
      const all = await producer.sendBatch(['2', '0', '1'].map((key) => ({ topic: 't', key })));
      expect(all.map((metadata) => metadata.partition)).toEqual([2, 0, 1]);
      await producer.send({ topic: 't', key: '9', partition: 1 });
      expect(await codeOf(() => producer.send({ topic: 't', key: '9' }))).toBe('ERR_INVALID_ARGUMENT');
    },
    { topics: { t: 3 } },
  ));

test('poll and flushSync do not wait for what needs the event loop', () =>
  withProducer({ 'partitioner.class': () => 0 }, async (producer) => {
    await producer.ready();
    let delivered = 0;
    producer.produce({ topic: 't', value: 'held until the partitions are known' }, () => delivered++);
    expect([producer.poll(), producer.flushSync(), delivered]).toEqual([0, 1, 0]);
    expect([await producer.flush(), delivered]).toEqual([0, 1]);
  }));

test("librdkafka's partitioners by name", () =>
  withProducer(
    { 'partitioner.class': 'fnv1a' },
    async (producer) => {
      const [a, b] = await producer.sendBatch([
        { topic: 't', key: 'k' },
        { topic: 't', key: 'k' },
      ]);
      expect(a!.partition).toBe(b!.partition);
    },
    { topics: { t: 8 } },
  ));

test.each(['gzip', 'snappy', 'lz4', 'zstd', 'none'])('compression %s', (compression) =>
  withProducer({ 'compression.type': compression }, async (producer) => {
    await producer.sendBatch(Array.from({ length: 100 }, () => ({ topic: 't', value: 'x'.repeat(1000) })));
  }),
);

test('acks=0 resolves without an offset', () =>
  withProducer({ acks: '0' }, async (producer) => {
    expect(await producer.send({ topic: 't', value: 'v' })).toMatchObject({ topic: 't', offset: -1 });
  }));

test('flush, and a send, do not wait for a long linger if no one polls', () =>
  withProducer({ 'linger.ms': 30_000 }, async (producer) => {
    let delivered = 0;
    const sent = producer.send({ topic: 't', value: 'a' });
    producer.produce({ topic: 't', value: 'b' }, () => delivered++);
    expect(await producer.flush(20_000)).toBe(0);
    expect(delivered).toBe(1);
    await sent;
    expect(await producer.flush(0)).toBe(0);
  }));

test('flush resolves at its deadline with what is left, and rejects for its signal', () =>
  withProducer({ 'delivery.timeout.ms': 300_000 }, async (producer, cluster) => {
    await producer.ready();
    cluster.stopBroker(1);
    producer.produce({ topic: 't', value: 'a' });
    expect(await producer.flush(50)).toBe(1);
    expect(await producer.flush(0)).toBe(1);
    expect(await codeOf(() => producer.flush(undefined, { signal: AbortSignal.timeout(20) }))).toBe('ABORT_ERR');
    expect(producer.flushSync(20)).toBe(1);
    cluster.startBroker(1);
    expect(await producer.flush()).toBe(0);
  }));

test('flushSync runs callbacks before it returns, also from within a callback', () =>
  withProducer({ 'linger.ms': 30_000 }, async (producer) => {
    const seen: string[] = [];
    producer.produce({ topic: 't', value: 'a' }, () => {
      seen.push('a');
      producer.produce({ topic: 't', value: 'c' }, () => seen.push('c'));
      expect(producer.flushSync()).toBe(0);
      expect(producer.poll(0)).toBe(0);
    });
    producer.produce({ topic: 't', value: 'b' }, () => seen.push('b'));
    expect(producer.flushSync(20_000)).toBe(0);
    expect(seen).toEqual(['a', 'b', 'c']);
  }));

test('poll serves reports in a loop that never awaits', () =>
  withProducer({}, async (producer) => {
    await producer.ready();
    let delivered = 0;
    expect(producer.poll()).toBe(0);
    producer.produce({ topic: 't', value: 'a' }, () => delivered++);
    expect(producer.poll()).toBe(1);
    expect(delivered).toBe(1);
    producer.produce({ topic: 't', value: 'b' }, () => delivered++);
    let served = 0;
    while (served === 0) served += producer.poll(100);
    expect([served, delivered, producer.poll(0)]).toEqual([1, 2, 0]);
  }));

test('a flood that looks at nothing gets ERR__QUEUE_FULL, and nothing is lost of what was taken', () =>
  withProducer({ 'buffer.memory': 200_000 }, async (producer) => {
    let taken = 0;
    let refused = 0;
    let delivered = 0;
    for (let i = 0; i < 5000; i++) {
      try {
        producer.produce({ topic: 't', value: 'x'.repeat(100) }, (error) => (delivered += error === null ? 1 : 0));
        taken++;
      } catch (error) {
        expect(error).toMatchObject({ code: 'ERR__QUEUE_FULL', isRetriable: true });
        refused++;
      }
      expect(producer.bufferedBytes).toBeLessThanOrEqual(200_000);
    }
    expect(taken).toBe(Math.floor(200_000 / 276));
    expect(refused).toBe(5000 - taken);
    await producer.flush();
    expect(delivered).toBe(taken);
    expect([producer.outstanding, producer.bufferedBytes]).toEqual([0, 0]);
  }));

test('false from produce, drained() and the drain event', () =>
  withProducer({ 'buffer.memory': 10_000 }, async (producer) => {
    let events = 0;
    producer.on('drain', () => events++);
    const record = { topic: 't', value: 'x'.repeat(1824) };
    expect([producer.produce(record), producer.produce(record)]).toEqual([true, true]);
    await producer.drained();
    expect(producer.produce(record)).toBe(false);
    const event = once(producer as never, 'drain');
    await producer.drained();
    await event;
    expect(producer.bufferedBytes).toBeLessThanOrEqual(5000);
    await producer.flush();
    await nextTurn();
    expect(events).toBe(1);
  }));

test('produce does not overtake sends that wait', () =>
  withProducer({ 'buffer.memory': 1000 }, async (producer) => {
    const sends = Array.from({ length: 5 }, () => producer.send({ topic: 't', value: 'x'.repeat(124) }));
    expect(() => producer.produce({ topic: 't' })).toThrow('2 sends wait');
    await Promise.all(sends);
    expect(producer.produce({ topic: 't' })).toBe(true);
  }));

test.each([0, 1, 65_536, 65_537, 1_000_000, 16_000_000])(
  'a value of %d bytes, whose memory is used again at once',
  (size) =>
    withProducer({ 'max.request.size': 20_000_000 }, async (producer) => {
      const value = Buffer.alloc(size, 1);
      const sent = producer.send({ topic: 't', value });
      value.fill(2);
      expect(await sent).toMatchObject({ serializedValueSize: size });
    }),
);

test('above max.request.size: refused at once', () =>
  withProducer({ 'max.request.size': 10_000 }, async (producer) => {
    const fits = 10_000 - 61 - 21 - 1 - 3 - 1;
    await producer.send({ topic: 't', value: Buffer.alloc(fits) });
    expect(() => producer.produce({ topic: 't', value: Buffer.alloc(fits + 1) })).toThrow(
      'above max.request.size (10000)',
    );
    expect(await codeOf(() => producer.send({ topic: 't', value: 'x'.repeat(20_000) }))).toBe('ERR_MSG_SIZE_TOO_LARGE');
    expect(producer.outstanding).toBe(0);
  }));

test.each([
  [undefined, 'a record is an object'],
  ['t', 'a record is an object { topic, value, … }; got a string'],
  [{}, 'topic must be a string; got undefined'],
  [{ topic: 'bad/name' }, "illegal topic name 'bad/name'"],
  [{ topic: 't', value: 1 }, 'value must be a Buffer'],
  [{ topic: 't', partition: -1 }, 'partition must be a whole number, 0 or more; got -1'],
  [{ topic: 't', partition: 1.5 }, 'partition must be'],
  [{ topic: 't', partition: '1' }, 'partition must be a whole number, 0 or more; got a string'],
  [{ topic: 't', timestamp: -1 }, 'timestamp must be a whole number of milliseconds, 0 or more; got -1'],
  [{ topic: 't', timestamp: -5 }, 'timestamp must be'],
  [{ topic: 't', timestamp: 2 ** 53 }, 'timestamp must be'],
  [{ topic: 't', timestamp: new Date() }, 'got an instance of Date'],
])('a bad record: %j', (record, message) =>
  withProducer({}, async (producer) => {
    expect(() => producer.produce(record as never)).toThrow(message);
    await expect(producer.send(record as never)).rejects.toThrow(message);
    expect([producer.outstanding, producer.bufferedBytes]).toEqual([0, 0]);
  }),
);

test('purge: what is queued fails by its own callback or promise', () =>
  withProducer({ 'linger.ms': 30_000, 'buffer.memory': 600 }, async (producer) => {
    await producer.ready();
    const first = new Promise((resolve) => {
      producer.produce({ topic: 't', value: 'a' }, (error) => resolve([error?.code, error?.persisted]));
    });
    const sends = ['b', 'c', 'd'].map((value) => codeOf(() => producer.send({ topic: 't', value })));
    await nextTurn();
    producer.purge();
    expect(await Promise.all(sends)).toEqual(['ERR__PURGE_QUEUE', 'ERR__PURGE_QUEUE', 'ERR__PURGE_QUEUE']);
    // Maybe last: librdkafka purges a record that its broker thread has taken already from that thread.
    expect(await first).toEqual(['ERR__PURGE_QUEUE', 'no']);
    expect(producer.outstanding).toBe(0);
  }));

test('close settles everything first', () =>
  withProducer({ 'linger.ms': 30_000 }, async (producer) => {
    let delivered = 0;
    for (let i = 0; i < 100; i++)
      producer.produce({ topic: 't', value: 'v' }, (error) => (delivered += error === null ? 1 : 0));
    await producer.close();
    expect([delivered, producer.outstanding, producer.state]).toEqual([100, 0, 'closed']);
  }));

test('close at its deadline: each remaining record fails by itself', () =>
  withProducer({ 'buffer.memory': 600 }, async (producer, cluster) => {
    await producer.ready();
    cluster.stopBroker(1);
    const codes: (string | undefined)[] = [];
    producer.produce({ topic: 't', value: 'a' }, (error) => codes.push(error?.code));
    const sends = ['b', 'c', 'd', 'e'].map((value) => codeOf(() => producer.send({ topic: 't', value })));
    const drained = codeOf(() => producer.drained());
    const closing = producer.close();
    await producer.close({ timeoutMs: 100 });
    await closing;
    expect(codes).toEqual(['ERR__PURGE_QUEUE']);
    expect(await Promise.all(sends)).toEqual(Array(4).fill('ERR__PURGE_QUEUE'));
    expect(await drained).toBeUndefined();
    expect([producer.outstanding, producer.bufferedBytes]).toEqual([0, 0]);
  }));

test('a record that cannot be delivered fails after delivery.timeout.ms', () =>
  withProducer(
    { 'delivery.timeout.ms': 1000, 'request.timeout.ms': 900, 'linger.ms': 0 },
    async (producer, cluster) => {
      await producer.ready();
      cluster.stopBroker(1);
      await expect(producer.send({ topic: 't', value: 'a' })).rejects.toMatchObject({
        name: 'DeliveryError',
        code: 'ERR__MSG_TIMED_OUT',
        topic: 't',
      });
    },
  ));

test("a broker's refusal names the topic and the code, and the next record passes", () =>
  withProducer({ 'enable.idempotence': false }, async (producer, cluster) => {
    cluster.failNext('Produce', 'ERR_MSG_SIZE_TOO_LARGE');
    await expect(producer.send({ topic: 't', value: 'a' })).rejects.toMatchObject({
      code: 'ERR_MSG_SIZE_TOO_LARGE',
      persisted: 'no',
      topic: 't',
      partition: 0,
    });
    await producer.send({ topic: 't', value: 'b' });
  }));

test('partitionsFor', () =>
  withProducer(
    {},
    async (producer) => {
      const partitions = await producer.partitionsFor('t');
      expect(partitions).toHaveLength(2);
      expect(partitions[1]).toMatchObject({ topic: 't', partition: 1, leader: { id: 1, host: '127.0.0.1' } });
      expect(await codeOf(() => producer.partitionsFor('no/topic'))).toBe('ERR_TOPIC_EXCEPTION');
    },
    { topics: { t: 2 } },
  ));

test('metrics count', () =>
  withProducer({ 'statistics.interval.ms': 100 }, async (producer) => {
    await producer.sendBatch([
      { topic: 't', value: 'a' },
      { topic: 't', value: 'b' },
    ]);
    await sleep(300);
    expect(producer.metrics()).toMatchObject({
      'record-send-total': 2,
      'record-error-total': 0,
      'records-outstanding': 0,
    });
    expect(producer.metrics()['request-total']).toBeGreaterThan(0);
  }));

test('serializers by name', () =>
  withProducer({ 'key.serializer': 'long', 'value.serializer': 'json' }, async (producer) => {
    const record = { topic: 't', key: 5n, value: { a: 1 } };
    expect(await producer.send(record as never)).toMatchObject({ serializedKeySize: 8, serializedValueSize: 7 });
    expect(await codeOf(() => producer.send({ topic: 't', key: 'x' } as never))).toBe('ERR_KEY_SERIALIZATION');
    expect(() => producer.produce({ topic: 't', value: 1n } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_VALUE_SERIALIZATION' }),
    );
  }));
