import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

import * as rdkafka from '../../../src/rdkafka/index';
import { connect, consumer, disconnect, fill, take, texts, withCluster } from './support';

const { ERRORS } = rdkafka.CODES;
const closed = (stream: { once(event: 'close', listener: () => void): unknown }): Promise<void> =>
  new Promise((resolve) => stream.once('close', resolve));

test('a write stream waits for room in a full queue, and loses nothing', () =>
  withCluster(1, async (servers) => {
    const conf = { 'bootstrap.servers': servers, 'queue.buffering.max.messages': 2, 'linger.ms': 50 };
    const stream = rdkafka.createWriteStream(conf, {}, { topic: 't' });
    const values = Array.from({ length: 9 }, (_, i) => `v${i}`);
    const end = closed(stream);
    await pipeline(Readable.from(values.map((value) => Buffer.from(value))), stream);
    await end;
    const c = consumer(servers);
    await connect(c);
    c.assign([{ topic: 't', partition: 0, offset: 0 }]);
    expect(texts(await take(c, 9))).toEqual(values);
    await disconnect(c);
  }));

test('a write stream without objectMode takes bytes only; an error of a message goes to its callback', () =>
  withCluster(1, async (servers) => {
    const bytes = rdkafka.createWriteStream({ 'bootstrap.servers': servers }, {}, { topic: 't', autoClose: false });
    const failed = new Promise<Error>((resolve) => bytes.once('error', resolve));
    await new Promise<void>((resolve) => bytes.producer.once('ready', () => resolve()));
    bytes._write('text', 'utf8', (error) => bytes.emit('error', error));
    expect((await failed).message).toBe('Invalid data. Can only produce buffers');
    bytes.close();
    await closed(bytes);
    const objects = rdkafka.createWriteStream({ 'bootstrap.servers': servers }, {}, { objectMode: true });
    objects.on('error', () => undefined);
    const end = closed(objects);
    const error = await new Promise((resolve) => objects.write({ topic: 7, value: null }, resolve));
    expect(error).toMatchObject({ message: '"topic" must be a string' });
    await end;
    expect(objects.producer.isConnected()).toBe(false);
  }));

test('an error of a read stream is emitted, and reading goes on', () =>
  withCluster(1, async (servers) => {
    await fill(servers, [[0, 'v0']]);
    const conf = { 'bootstrap.servers': servers, 'group.id': 'g' };
    const stream = rdkafka.createReadStream(
      conf,
      { 'auto.offset.reset': 'earliest' },
      { topics: ['none', 't'], waitInterval: 0 },
    );
    const codes: unknown[] = [];
    stream.on('error', (error: { code?: unknown }) => codes.push(error.code));
    const value = await new Promise((resolve) => stream.once('data', (m: rdkafka.Message) => resolve(String(m.value))));
    expect(value).toBe('v0');
    expect(codes).toEqual([ERRORS.ERR_UNKNOWN_TOPIC_OR_PART]);
    const end = closed(stream);
    stream.destroy();
    await end;
    expect(stream.destroyed).toBe(true);
    expect(stream.consumer.isConnected()).toBe(false);
  }));

test('a read stream that cannot subscribe or connect emits the error and closes', async () => {
  const nowhere = rdkafka.createReadStream(
    { 'bootstrap.servers': '127.0.0.1:1', 'group.id': 'g' },
    {},
    { topics: 't', connectOptions: { timeout: 500 } },
  );
  const failed = new Promise((resolve) => nowhere.once('error', resolve));
  const end = closed(nowhere);
  expect(await failed).toMatchObject({ code: ERRORS.ERR__TRANSPORT });
  await end;
});

test('unsubscribe ends a read stream', () =>
  withCluster(1, async (servers) => {
    await fill(servers, [[0, 'v0']]);
    const stream = rdkafka.createReadStream(
      { 'bootstrap.servers': servers, 'group.id': 'g' },
      { 'auto.offset.reset': 'earliest' },
      { topics: 't', waitInterval: 0 },
    );
    const seen: string[] = [];
    const end = closed(stream);
    for await (const message of stream as AsyncIterable<rdkafka.Message>) {
      seen.push(String(message.value));
      stream.consumer.unsubscribe();
    }
    await end;
    expect(seen).toEqual(['v0']);
  }));
