import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Consumer } from '../../../src/consumer/consumer';
import type { ConsumerRecord } from '../../../src/consumer/records/consumer-record';
import { FakeClient } from './fake-client';

jest.mock('../../../src/binding/native', () => {
  const { fakeNative } = jest.requireActual<typeof import('./fake-client')>('./fake-client');
  return fakeNative(jest.requireActual('../../../src/binding/native'));
});

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

const BATCHES = 200;
const PER_BATCH = 16;
const VALUE = Buffer.alloc(256 * 1024, 'v');
const MiB = 2 ** 20;

type AnyRecord = ConsumerRecord<unknown, unknown>;

/** Array buffers still in use. */
async function arrayBuffers(): Promise<number> {
  // What has just been given up is freed in the second collection, behind a turn of the event loop.
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise(setImmediate);
  }
  return process.memoryUsage().arrayBuffers;
}

test.each<[string, object, (consumer: Consumer, keep: (record: AnyRecord) => boolean) => Promise<void>]>([
  [
    'poll, strings',
    { 'key.deserializer': 'string', 'value.deserializer': 'string' },
    async (consumer, keep) => {
      while (keep([...(await consumer.poll())][0]!));
    },
  ],
  [
    'for await, strings',
    { 'key.deserializer': 'string', 'value.deserializer': 'string' },
    async (consumer, keep) => {
      for await (const record of consumer) if (record.offset % PER_BATCH === 0 && !keep(record)) break;
    },
  ],
  [
    'batches, a deserializer of the user',
    { 'key.deserializer': 'string', 'value.deserializer': (data: Buffer) => data.length },
    async (consumer, keep) => {
      for await (const batch of consumer.batches()) if (!keep([...batch][0]!)) break;
    },
  ],
])(
  'one record of each batch of 4 MiB is kept, none of the batches: %s',
  async (_name, config, loop) => {
    const consumer = new Consumer({ 'bootstrap.servers': 'localhost:1', 'max.poll.records': PER_BATCH, ...config });
    let offset = 0;
    FakeClient.last.supply = () =>
      Array.from({ length: PER_BATCH }, () => ({
        offset: offset++,
        key: Buffer.from('k'),
        value: VALUE,
        headers: [['at', Buffer.from(String(offset))]],
      }));
    consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
    const kept: AnyRecord[] = [];
    const before = await arrayBuffers();
    await loop(consumer as Consumer, (record) => kept.push(record) < BATCHES);
    // Headers that nobody has read yet are there all the same. A batch or two are the consumer's.
    expect((await arrayBuffers()) - before).toBeLessThan(20 * MiB);
    expect(kept.length).toBe(BATCHES);
    for (const { key, offset, headers } of kept) {
      expect([key, headers.map(([name, value]) => [name, value!.toString()])]).toEqual([
        'k',
        [['at', `${offset + 1}`]],
      ]);
    }
    await consumer.close();
  },
  60_000,
);
