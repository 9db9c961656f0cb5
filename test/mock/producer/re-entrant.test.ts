import { Consumer } from '../../../src/consumer/consumer';
import type { Producer } from '../../../src/producer/producer';
import { codeOf, withProducer } from './with-producer';

/** All records of these topics as text: key, value and headers. */
async function everything(bootstrapServers: string, topics: string[], count: number): Promise<string[]> {
  const consumer = new Consumer({
    'bootstrap.servers': bootstrapServers,
    'key.deserializer': 'string',
    'value.deserializer': 'string',
  });
  consumer.assign(topics.map((topic) => ({ topic, partition: 0, offset: 0 })));
  const records = await consumer.consume(count, 20_000);
  await consumer.close();
  return records
    .map((record) => {
      const headers = record.headers.map(([name, value]) => `${name}=${String(value)}`);
      return [record.topic, record.key, record.value, ...headers].join(' ');
    })
    .sort();
}

const expected = (count: number) =>
  Array.from({ length: count }, (_, i) => `a key${i} value-number-${i} h=header-${i}`).sort();

const inside: Record<string, (producer: Producer, value: string) => void> = {
  produce: (producer, value) => void producer.produce({ topic: 'audit', value: `audit of ${value}` }),
  'produce of 1,000': (producer, value) => {
    for (let i = 0; i < 1000; i++) producer.produce({ topic: 'audit', value: `${value} ${i}`, headers: { x: 'y' } });
  },
  poll: (producer) => void producer.poll(0),
  flushSync: (producer) => void producer.flushSync(0),
  'produce, poll, flush': (producer, value) => {
    producer.produce({ topic: 'audit', value });
    producer.poll(0);
    void producer.flush();
  },
};

describe('a partitioner that calls its own producer', () => {
  test.each(Object.keys(inside))('%s: each record is written as it was given', async (name) => {
    let producer!: Producer;
    const partitioner = (topic: string, _key: unknown, value: Buffer | null) => {
      if (topic === 'a' && value!.toString() !== 'warm') inside[name]!(producer, String(value));
      return 0;
    };
    await withProducer(
      { 'partitioner.class': partitioner },
      async (made, cluster) => {
        producer = made;
        for (const topic of ['a', 'audit']) await producer.send({ topic, value: 'warm' });
        for (let i = 0; i < 5; i++) {
          producer.produce({ topic: 'a', key: `key${i}`, value: `value-number-${i}`, headers: { h: `header-${i}` } });
        }
        await producer.flush();
        const written = await everything(cluster.bootstrapServers, ['a'], 6);
        expect(written).toEqual(['a  warm', ...expected(5)]);
      },
      { topics: { a: 1, audit: 1 } },
    );
  });

  test('while records are released that were held for the topic: what it produces comes behind them', async () => {
    let producer!: Producer;
    const partitioner = (_topic: string, _key: unknown, value: Buffer | null) => {
      if (value!.toString().startsWith('value')) producer.produce({ topic: 'a', value: `audit of ${String(value)}` });
      return 0;
    };
    await withProducer(
      { 'partitioner.class': partitioner },
      async (made, cluster) => {
        producer = made;
        const offsets: number[] = [];
        for (let i = 0; i < 5; i++) {
          producer.produce(
            { topic: 'a', key: `key${i}`, value: `value-number-${i}`, headers: { h: `header-${i}` } },
            (error, metadata) => offsets.push(error ? -1 : metadata.offset),
          );
        }
        await producer.flush();
        expect(offsets).toEqual([0, 1, 2, 3, 4]);
        const audits = Array.from({ length: 5 }, (_, i) => `a  audit of value-number-${i}`);
        expect(await everything(cluster.bootstrapServers, ['a'], 10)).toEqual([...audits, ...expected(5)].sort());
      },
      { topics: { a: 1 } },
    );
  });

  test('purge inside: what waits behind fails, the record in hand is written or says that it was purged, and each settles once', async () => {
    let producer!: Producer;
    const partitioner = (_topic: string, _key: unknown, value: Buffer | null) => {
      if (value!.toString() === 'purge') producer.purge();
      return 0;
    };
    await withProducer({ 'partitioner.class': partitioner, 'buffer.memory': 30_000 }, async (made) => {
      producer = made;
      await producer.send({ topic: 't', value: 'warm' });
      const behind = { topic: 't', value: 'behind' };
      for (const start of [
        () => producer.send({ topic: 't', value: 'purge' }),
        () => producer.sendBatch([{ topic: 't', value: 'purge' }, behind], { settled: true }).then(([one]) => one),
      ]) {
        producer.produce({ topic: 't', value: 'x'.repeat(29_750) });
        const [first, second] = await Promise.allSettled([start(), producer.send(behind)]);
        // librdkafka's broker threads purge a moment later, and may find the record in hand queued by then.
        expect(JSON.stringify(first)).toMatch(/"offset":|"code":"ERR__PURGE_QUEUE".*"persisted":"no"/);
        expect(second).toMatchObject({ reason: { code: 'ERR__PURGE_QUEUE', persisted: 'no' } });
        expect([producer.outstanding, producer.bufferedBytes]).toEqual([0, 0]);
      }
    });
  });
});

describe('getters, iterators, serializers and interceptors that call their own producer', () => {
  test('a generator of headers may produce', async () => {
    await withProducer(
      {},
      async (producer, cluster) => {
        const headers = function* (i: number): Generator<[string, string]> {
          producer.produce({ topic: 'audit', value: `audit ${i}` });
          producer.poll(0);
          yield ['h', `header-${i}`];
        };
        for (let i = 0; i < 5; i++) {
          producer.produce({ topic: 'a', key: `key${i}`, value: `value-number-${i}`, headers: headers(i) });
        }
        await producer.flush();
        expect(await everything(cluster.bootstrapServers, ['a'], 5)).toEqual(expected(5));
      },
      { topics: { a: 1, audit: 1 } },
    );
  });

  test('a getter in headers that produces, sends, polls or flushes: ERR_CONCURRENT, and nothing is written wrong', async () => {
    await withProducer(
      {},
      async (producer, cluster) => {
        const codes: (string | undefined)[] = [];
        const calls = [
          () => producer.produce({ topic: 'audit', value: 'no' }),
          () => producer.poll(0),
          () => producer.flushSync(0),
        ];
        for (const call of calls) {
          producer.produce({ topic: 'a', key: 'key0', value: 'value-number-0', headers: { h: 'header-0' } });
          const headers = {
            get h() {
              call();
              return 'x';
            },
          };
          codes.push(await codeOf(() => producer.produce({ topic: 'a', value: 'never', headers })));
        }
        expect(codes).toEqual(['ERR_CONCURRENT', 'ERR_CONCURRENT', 'ERR_CONCURRENT']);
        await producer.flush();
        expect(await everything(cluster.bootstrapServers, ['a'], 3)).toEqual(Array(3).fill(expected(1)[0]));
      },
      { topics: { a: 1, audit: 1 } },
    );
  });

  test('getters of a record, serializers and interceptors may', async () => {
    let producer!: Producer;
    const meddle = () => {
      producer.produce({ topic: 'audit', partition: 0, value: 'audit' } as never);
      producer.poll(0);
    };
    const config = {
      'value.serializer': (data: string, { topic }: { topic: string }) => {
        if (topic === 'a') meddle();
        return Buffer.from(data);
      },
      'interceptor.classes': [
        {
          onSend: (record: { topic: string }) => {
            if (record.topic === 'a') meddle();
            return record;
          },
        },
      ],
    };
    await withProducer(
      config,
      async (made, cluster) => {
        producer = made;
        for (let i = 0; i < 5; i++) {
          producer.produce({
            topic: 'a',
            get key() {
              meddle();
              return `key${i}`;
            },
            value: `value-number-${i}`,
            get headers() {
              meddle();
              return { h: `header-${i}` };
            },
          } as never);
        }
        await producer.flush();
        expect(await everything(cluster.bootstrapServers, ['a'], 5)).toEqual(expected(5));
      },
      { topics: { a: 1, audit: 1 } },
    );
  });
});

describe('views of bytes', () => {
  test.each([Uint8Array, Int8Array, Uint8ClampedArray])(
    '%p of any size is taken, and the producer goes on',
    async (View) => {
      await withProducer({}, async (producer, cluster) => {
        const sizes = [10, 70_000, 700_000];
        for (const size of sizes) {
          const { serializedValueSize } = await producer.send({ topic: 't', value: new View(size).fill(65) as never });
          expect(serializedValueSize).toBe(size);
        }
        const values = await everything(cluster.bootstrapServers, ['t'], sizes.length);
        expect(values.map((text) => text.length)).toEqual(sizes.map((size) => size + 't  '.length));
      });
    },
  );

  test('one whose class says another length or element size: refused or sent as it is, and the producer goes on', async () => {
    class Liar extends Uint8Array {
      override get length() {
        return 3;
      }
    }
    class Wide extends Uint16Array {
      override get BYTES_PER_ELEMENT() {
        return 1;
      }
    }
    await withProducer({}, async (producer) => {
      for (const size of [10, 70_000]) {
        const { serializedValueSize } = await producer.send({ topic: 't', value: new Liar(size) });
        expect(serializedValueSize).toBe(size);
      }
      const refused = await producer
        .send({ topic: 't', value: new Wide(70_000) as never })
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ name: 'DeliveryError', persisted: 'no', topic: 't' });
      expect(producer.outstanding).toBe(0);
      await expect(producer.send({ topic: 't', value: 'next' })).resolves.toMatchObject({ topic: 't' });
    });
  });
});
