/**
 * Record batches that a broker should not send: each is a typed error of `poll`, and nothing is skipped because of it.
 */
import { randomBytes } from 'node:crypto';

import { Consumer, Producer, type KafkaError } from '../../../src';
import { MockCluster } from '../../../src/testing';
import { FrameProxy } from './frame-proxy';

/** Places of a record batch of version 2. */
const BASE_OFFSET = 0;
const LENGTH = 8;
const MAGIC = 16;
const ATTRIBUTES = 21;
const LAST_OFFSET_DELTA = 23;
const RECORD_COUNT = 57;
const RECORDS = 61;
/** More bytes than an answer without records has. */
const LARGE = 600;
const MARKER = Buffer.from('the value that tells where a batch is');

/** Changes the batch of an answer that holds the marker, and counts the answers that are large. */
class BatchChanger {
  change: ((batch: Buffer) => void) | undefined;
  changed = 0;
  /** How many answers were longer than any without records. */
  large = 0;

  /** Looks for a batch that is compressed with gzip, where no marker can be read. */
  gzip = false;

  look(frame: Buffer): Buffer {
    if (frame.length > LARGE) this.large++;
    if (this.gzip) return this.#lookForGzip(frame);
    const marker = frame.indexOf(MARKER);
    if (marker < 0 || !this.change) return frame;
    for (let at = marker - RECORDS; at >= 0; at--) {
      const length = frame.readInt32BE(at + LENGTH);
      if (frame[at + MAGIC] !== 2 || length < 49 || at + 12 + length > frame.length || at + 12 + length < marker)
        continue;
      this.change(frame.subarray(at, at + 12 + length));
      this.changed++;
      break;
    }
    return frame;
  }

  #lookForGzip(frame: Buffer): Buffer {
    for (let at = 0; this.change && at + RECORDS < frame.length; at++) {
      const end = at + 12 + frame.readInt32BE(at + LENGTH);
      if (
        frame[at + MAGIC] !== 2 ||
        frame.readInt16BE(at + ATTRIBUTES) !== 1 ||
        end > frame.length ||
        end < at + RECORDS
      )
        continue;
      this.change(frame.subarray(at, end));
      this.changed++;
      break;
    }
    return frame;
  }
}

let mock: MockCluster;
let proxy: FrameProxy;
let batches: BatchChanger;

beforeEach(async () => {
  mock = await MockCluster.start({ topics: { t: 1, wide: 4 } });
  const port = Number(mock.bootstrapServers.split(':')[1]);
  proxy = await FrameProxy.start(() => port);
  batches = new BatchChanger();
  proxy.change = (frame) => batches.look(frame);
  mock.advertise(1, '127.0.0.1', proxy.port);
});

afterEach(async () => {
  await proxy.stop();
  await mock.close();
});

async function produce(
  values: readonly Buffer[],
  config: { 'compression.type'?: 'gzip' | 'snappy' | 'lz4' | 'zstd' } = {},
): Promise<void> {
  const producer = new Producer({ ...config, 'bootstrap.servers': proxy.bootstrapServers });
  for (const value of values) await producer.send({ topic: 't', partition: 0, value });
  await producer.close();
}

/** Polls until there was an error, calm() is called, and then everything has come. */
async function errorThenAll(config: object, count: number): Promise<{ error: KafkaError; values: string[] }> {
  await using consumer = new Consumer({
    'bootstrap.servers': proxy.bootstrapServers,
    'group.id': 'g',
    'fetch.max.wait.ms': 50,
    ...config,
  });
  consumer.on('error', () => undefined);
  consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const values: string[] = [];
  let error: KafkaError | undefined;
  while (!error || values.length < count) {
    try {
      for (const record of await consumer.poll(500)) values.push(`${record.offset}: ${record.value?.toString()}`);
    } catch (reason) {
      error ??= reason as KafkaError;
      batches.change = undefined;
    }
  }
  return { error, values };
}

const values = [Buffer.from('before'), MARKER, Buffer.from('after')];
const all = values.map((value, offset) => `${offset}: ${value.toString()}`);

const changes: Record<string, (batch: Buffer) => void> = {
  'an impossible record count': (batch) => batch.writeInt32BE(0x7fffffff, RECORD_COUNT),
  'a negative record count': (batch) => batch.writeInt32BE(-1, RECORD_COUNT),
  'more records than it has': (batch) => batch.writeInt32BE(2, RECORD_COUNT),
  'an offset beyond 2^53': (batch) => batch.writeBigInt64BE(2n ** 53n, BASE_OFFSET),
  'the highest offset there is': (batch) => batch.writeBigInt64BE(2n ** 63n - 1n, BASE_OFFSET),
  'a negative offset delta': (batch) => batch.writeInt32BE(-7, LAST_OFFSET_DELTA),
  'a record of a negative length': (batch) => void (batch[RECORDS] = 0x03),
  'a record that is longer than its batch': (batch) => void (batch[RECORDS] = 0x7e),
  'a value of a negative length': (batch) => void (batch[batch.indexOf(MARKER) - 1] = 0x05),
  'an unknown version': (batch) => void (batch[MAGIC] = 9),
};

test.each(Object.entries(changes))('%s', async (_name, change) => {
  await produce(values);
  batches.change = change;
  const { error, values: got } = await errorThenAll({ 'check.crcs': false }, all.length);
  expect(['ERR__BAD_MSG', 'ERR__NOT_IMPLEMENTED']).toContain(error.code);
  expect(got).toEqual(all);
});

test('a wrong checksum: nothing is skipped, and the batch is read once it is correct', async () => {
  await produce(values);
  batches.change = (batch) => batch.write('X', batch.indexOf(MARKER));
  const { error, values: got } = await errorThenAll({}, all.length);
  expect(error.code).toBe('ERR__BAD_MSG');
  expect(error.message).toMatch(/CRC32C/);
  expect(got).toEqual(all);
});

test('a gzip stream that ends early is an error, and the batch is read once it is correct', async () => {
  const value = Buffer.concat([Buffer.alloc(2000), randomBytes(2000)]);
  await produce([value], { 'compression.type': 'gzip' });
  batches.gzip = true;
  batches.change = (batch) => {
    const stream = batch.subarray(RECORDS);
    Buffer.from('1f8b0800000000000003', 'hex').copy(stream);
    // A block that is not the last one and holds all that is left.
    const left = stream.length - 15;
    stream[10] = 0;
    stream.writeUInt16LE(left, 11);
    stream.writeUInt16LE(~left & 0xffff, 13);
  };
  const { error, values: got } = await errorThenAll({ 'check.crcs': false }, 1);
  expect(error.code).toBe('ERR__BAD_COMPRESSION');
  expect(batches.changed).toBeGreaterThan(0);
  expect(got).toEqual([`0: ${value.toString()}`]);
});

test('a timestamp beyond every Date is a number like any other', async () => {
  await produce([MARKER]);
  batches.change = (batch) => batch.writeBigInt64BE(2n ** 62n, 27);
  await using consumer = new Consumer({
    'bootstrap.servers': proxy.bootstrapServers,
    'group.id': 'g',
    'check.crcs': false,
  });
  consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
  const [record] = await consumer.consume(1, 10_000);
  expect(record!.timestamp).toBe(2 ** 62);
  expect(Number.isNaN(new Date(record!.timestamp).getTime())).toBe(true);
});

test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
  'a batch that grows beyond what a response may have: %s',
  async (codec) => {
    await produce([Buffer.alloc(900_000)], { 'compression.type': codec });
    await using consumer = new Consumer({
      'bootstrap.servers': proxy.bootstrapServers,
      'group.id': 'g',
      'fetch.max.bytes': 100_000,
      'receive.message.max.bytes': 200_000,
    });
    consumer.assign([{ topic: 't', partition: 0, offset: 0 }]);
    const poll = async (): Promise<void> => {
      for (;;) await consumer.poll(500);
    };
    await expect(poll()).rejects.toMatchObject({ code: 'ERR__BAD_COMPRESSION' });
  },
);

test.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
  'batches of one response that grow beyond it together are read one response after the other: %s',
  async (codec) => {
    await using producer = new Producer({
      'bootstrap.servers': proxy.bootstrapServers,
      'compression.type': codec,
    });
    const partitions = [0, 1, 2, 3];
    // Each becomes 800,000 bytes; a response may have, and become, 1,000,000.
    for (const partition of partitions) {
      await producer.send({
        topic: 'wide',
        partition,
        value: Buffer.concat([randomBytes(800), Buffer.alloc(800_000)]),
      });
    }
    await using consumer = new Consumer({
      'bootstrap.servers': proxy.bootstrapServers,
      'group.id': 'g',
      'fetch.max.bytes': 900_000,
      'receive.message.max.bytes': 1_000_000,
    });
    batches.large = 0;
    consumer.assign(partitions.map((partition) => ({ topic: 'wide', partition, offset: 0 })));
    const records = await consumer.consume(partitions.length, 20_000);
    expect(records.map(({ partition }) => partition).sort()).toEqual(partitions);
    expect(batches.large).toBeGreaterThanOrEqual(partitions.length);
  },
);
