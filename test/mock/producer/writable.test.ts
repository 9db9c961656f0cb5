import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, withProducer } from './with-producer';

test('takes values and records, and ends when all are acknowledged', () =>
  withProducer({ 'linger.ms': 30_000 }, async (producer) => {
    const chunks = ['text', Buffer.from('bytes'), { key: 'k', value: 'v' }, { topic: 'other', value: null }];
    await pipeline(Readable.from(chunks), producer.writable({ topic: 't' }));
    expect(producer.metrics()).toMatchObject({ 'record-send-total': 4, 'records-outstanding': 0 });
  }));

test('never holds more than buffer.memory, however fast it is fed', () =>
  withProducer({ 'buffer.memory': 20_000 }, async (producer) => {
    let highest = 0;
    async function* source() {
      for (let i = 0; i < 5000; i++) {
        highest = Math.max(highest, producer.bufferedBytes);
        yield 'x'.repeat(100);
      }
    }
    await pipeline(Readable.from(source()), producer.writable({ topic: 't' }));
    expect(producer.metrics()['record-send-total']).toBe(5000);
    expect(highest).toBeGreaterThan(5000);
    expect(highest).toBeLessThanOrEqual(20_000);
  }));

test('with a serializer that is awaited', () =>
  withProducer({ 'value.serializer': async (value: string) => `<${value}>` }, async (producer) => {
    await pipeline(Readable.from(['a', 'b', 'c']), producer.writable({ topic: 't' }));
    expect(producer.metrics()['record-send-total']).toBe(3);
  }));

test('is destroyed by a record that fails, or cannot be sent', () =>
  withProducer({ 'max.block.ms': 1000 }, async (producer) => {
    const failing = producer.writable({ topic: 't' });
    failing.write({ value: 'v', partition: 9 });
    expect((await once(failing, 'error'))[0]).toMatchObject({ code: 'ERR__UNKNOWN_PARTITION' });
    const refusing = producer.writable({ topic: 't' });
    refusing.write(5);
    expect((await once(refusing, 'error'))[0]).toMatchObject({ code: 'ERR_INVALID_ARGUMENT' });
    expect(await codeOf(() => producer.writable({ topic: 'bad topic' }))).toBe('ERR_TOPIC_EXCEPTION');
    expect(await codeOf(() => producer.writable(undefined as never))).toBe('ERR_INVALID_ARGUMENT');
    await producer.send({ topic: 't', value: 'the producer goes on' });
  }));
