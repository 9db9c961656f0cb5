import { FakeBroker } from './fake-broker';

test('a submit that throws fails the records of the slab, and nothing stays behind', async () => {
  const broker = new FakeBroker();
  const submit = { fails: true };
  const taken = broker.taken;
  broker.accumulator.attach({
    topic: () => 0,
    submit: (count) => {
      if (submit.fails) throw new TypeError('no');
      for (let i = 0; i < count; i++) taken.push({ id: i } as never);
      return undefined;
    },
  });
  const errors: unknown[] = [];
  for (const value of ['a', 'b'])
    broker.accumulator.take('produce', { topic: 't' }, null, value, (e) => errors.push(e), 0);
  broker.accumulator.submit();
  const failed = { name: 'DeliveryError', persisted: 'no', topic: 't', cause: { message: 'no' } };
  expect(errors).toMatchObject([failed, failed]);
  expect(broker.failures).toBe(1);
  expect(broker.accumulator.packer.count).toBe(0);
  expect(broker.accumulator.deliveries.outstanding).toBe(0);
  expect(broker.accumulator.deliveries.bytes).toBe(0);
  submit.fails = false;
  broker.accumulator.take('produce', { topic: 't' }, null, 'c', undefined, 0);
  broker.accumulator.submit();
  expect(taken).toHaveLength(1);
});

test('a report after failAll is ignored', () => {
  const broker = new FakeBroker();
  const { deliveries } = broker.accumulator;
  const outcomes: unknown[] = [];
  broker.accumulator.take('produce', { topic: 't' }, null, 'a', (error) => outcomes.push(error?.code), 0);
  broker.accumulator.submit();
  deliveries.failAll(-197);
  broker.acknowledge(1);
  expect(outcomes).toEqual(['ERR__DESTROY']);
  expect([deliveries.outstanding, deliveries.bytes, deliveries.acknowledged]).toEqual([0, 0, 0]);
});

describe('interceptors: as many onAcknowledgement as onSend', () => {
  function observed(options: object = {}) {
    const calls: string[] = [];
    const broker = new FakeBroker({
      ...options,
      interceptors: [
        {
          onSend: (record: { value: string }) => {
            calls.push(`send ${record.value}`);
            return record.value === 'swallowed' ? undefined : record;
          },
          onAcknowledgement: (_metadata: unknown, error: { code?: string } | null) =>
            calls.push(`ack ${error?.code ?? 'ok'}`),
        },
      ],
    });
    return { calls, broker };
  }

  test('a batch that is aborted while one of its records waits for room', async () => {
    const { calls, broker } = observed({ bufferMemory: 400 });
    const records = ['a', 'b', 'c', 'd'].map((value) => ({ topic: 't', value }));
    const outcome = broker.sender.sendBatch(records, {});
    broker.queue.failAll(() => new Error('gone'));
    broker.accumulator.submit();
    broker.acknowledge();
    await outcome;
    expect(calls.filter((call) => call.startsWith('send'))).toEqual(['send a', 'send b', 'send c']);
    expect(calls.filter((call) => call.startsWith('ack'))).toHaveLength(3);
  });

  test('no room, a serializer that throws, an interceptor that returns no record', async () => {
    const valueSerializer = (value: string) => {
      if (value === 'bad') throw new Error('bad');
      return Buffer.from(value);
    };
    const { calls, broker } = observed({ bufferMemory: 400, valueSerializer });
    broker.sender.take({ topic: 't', value: 'x'.repeat(200) }, undefined);
    broker.sender.take({ topic: 't', value: 'y'.repeat(200) }, undefined);
    const refused = await broker.sender.sendBatch([{ topic: 't', value: 'bad' }], {});
    expect(refused).toMatchObject([{ status: 'rejected' }]);
    expect(() => broker.sender.take({ topic: 't', value: 'swallowed' }, undefined)).toThrow('a record is an object');
    broker.accumulator.submit();
    broker.acknowledge();
    expect(calls.map((call) => call.slice(0, 30))).toEqual([
      `send ${'x'.repeat(25)}`,
      `send ${'y'.repeat(25)}`,
      'ack ERR__QUEUE_FULL',
      'send bad',
      'ack ERR_VALUE_SERIALIZATION',
      'send swallowed',
      'ack ERR_INVALID_ARGUMENT',
      'ack ok',
    ]);
  });
});
