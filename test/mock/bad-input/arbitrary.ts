/** Values that users pass by mistake. Counts the generated values, because the docs promise these numbers. */
import fc from 'fast-check';

import { KafkaError } from '../../../src';

/** Any value that is neither bytes nor string nor null. */
export const junk = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
    withSparseArray: true,
  }),
  fc.constant(Symbol('s')),
  fc.constant(() => 1),
  fc.constant(NaN),
  fc.constant(-0),
  fc.bigInt(),
  fc.constant(Promise.resolve(1)),
  fc.constant(new Proxy({}, {})),
);

function detached(): Uint8Array {
  const bytes = new Uint8Array(8);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

export const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array)),
  fc.uint16Array({ maxLength: 20 }),
  fc.uint8Array({ minLength: 8, maxLength: 20 }).map(({ buffer }) => new DataView(buffer, 2)),
  fc.constant(new Uint8Array(new SharedArrayBuffer(16), 3)),
  fc.constant(new ArrayBuffer(4)),
  fc.constant(undefined).map(detached),
);

export const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 30 }), fc.constant('\ud800'));

export const data = fc.oneof(
  { weight: 3, arbitrary: bytes },
  { weight: 3, arbitrary: text },
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: junk },
);

export const whole = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: 5 }),
  fc.maxSafeInteger(),
  fc.double(),
  fc.constantFrom(-1, 2 ** 31, 2 ** 31 - 1, -(2 ** 31), 2 ** 53, Infinity, -Infinity, NaN, -1001, -2),
);

export const topic = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('t', 'other', 't.1-a_b') },
  { weight: 2, arbitrary: text },
  { weight: 1, arbitrary: fc.constantFrom('', '.', '..', 'x'.repeat(249), 'x'.repeat(250), 'a b', 'ä', 'a\0b') },
  { weight: 1, arbitrary: junk },
);

export const header = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(text, data) },
  { weight: 1, arbitrary: fc.array(data, { maxLength: 4 }) },
  { weight: 1, arbitrary: junk },
);

export const headers = fc.oneof(
  { weight: 4, arbitrary: fc.array(header, { maxLength: 6 }) },
  { weight: 2, arbitrary: fc.dictionary(text, data, { maxKeys: 6 }) },
  { weight: 1, arbitrary: junk },
);

export const partition = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 2, arbitrary: whole },
  { weight: 1, arbitrary: junk },
);

export const topicPartition = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { topic, partition, offset: fc.oneof(whole, fc.constantFrom('beginning', 'end'), junk) },
      { requiredKeys: ['topic', 'partition'] },
    ),
  },
  { weight: 1, arbitrary: junk },
);

export const topicPartitions = fc.oneof(
  { weight: 5, arbitrary: fc.array(topicPartition, { maxLength: 4 }) },
  { weight: 1, arbitrary: junk },
);

/** Fails the test unless this is one of our errors, with a message that names the problem. */
export function expectTyped(error: unknown): void {
  if (!KafkaError.is(error)) throw error;
  if (error.message.length < 5) throw new Error(`an error without a message: ${error.code}`);
}

/** Runs something that may refuse its arguments. */
export function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    expectTyped(error);
    return undefined;
  }
}

/** Like `attempt`, for calls that may also reject. */
export async function attemptAsync(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (error) {
    expectTyped(error);
  }
}
