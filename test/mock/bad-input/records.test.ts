/** 60,000 generated records and lists of headers: each is accepted, or refused with one of our errors. */
import fc from 'fast-check';

import { Producer } from '../../../src';
import { attempt, attemptAsync, data, expectTyped, headers, junk, partition, topic, whole } from './arbitrary';

const record = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record(
      { topic, key: data, value: data, headers, partition, timestamp: fc.oneof(whole, junk) },
      { requiredKeys: ['topic'] },
    ),
  },
  { weight: 1, arbitrary: junk },
);

let producer: Producer;
let settled = 0;
let taken = 0;

beforeAll(() => {
  producer = new Producer({ 'bootstrap.servers': '127.0.0.1:1', 'buffer.memory': 2_000_000, 'max.block.ms': 50 });
});
afterAll(() => producer.close({ timeoutMs: 0 }));

const onDelivery = (error: Error | null): void => {
  settled++;
  if (error) expectTyped(error);
};

test('produce', async () => {
  fc.assert(
    fc.property(record, (given) => {
      attempt(() => {
        producer.produce(given as never, onDelivery);
        taken++;
      });
      if (producer.bufferedBytes > 1_000_000) {
        producer.purge();
        producer.poll(1000);
      }
    }),
    { numRuns: 40_000 },
  );
  expect(taken).toBeGreaterThan(100);
  producer.purge();
  await producer.flush(10_000);
  expect(settled).toBe(taken);
});

test('headers of a good record', () => {
  fc.assert(
    fc.property(headers, (given) => {
      attempt(() => producer.produce({ topic: 't', value: 'v', headers: given as never }));
      if (producer.bufferedBytes > 1_000_000) {
        producer.purge();
        producer.poll(1000);
      }
    }),
    { numRuns: 20_000 },
  );
});

test('callbacks, lists and options', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { maxLength: 3 }), junk, async (records, odd) => {
      attempt(() => producer.produce({ topic: 't', value: 'v' }, odd as never));
      attempt(() => producer.purge());
      const batch = attemptAsync(() => producer.sendBatch(records as never, { timeoutMs: 1 }));
      const list = attemptAsync(() => producer.sendBatch(odd as never, { timeoutMs: 1 }));
      const sends = records.map((one) => attemptAsync(() => producer.send(one as never, { timeoutMs: 1 })));
      const options = attemptAsync(() => producer.send({ topic: 't', value: 'v' }, { timeoutMs: odd as never }));
      producer.purge();
      await Promise.all([batch, list, options, ...sends]);
    }),
    { numRuns: 1500 },
  );
});

test('what cannot be made a string is named by what it is', async () => {
  for (const odd of [{ toString: [] }, Object.create(null) as object, { [Symbol.toPrimitive]: 1 }]) {
    await expect(producer.send({ topic: 't', value: 'v' }, { timeoutMs: odd as never })).rejects.toThrow(
      'got an object',
    );
    expect(() => producer.poll(odd as never)).toThrow('got an object');
  }
});
