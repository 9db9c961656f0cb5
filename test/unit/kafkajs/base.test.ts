import * as original from 'kafkajs';
import * as entry from '../../../src/kafkajs';
import { parseOffset } from '../../../src/kafkajs/base/offsets';
import { retrying, retryTimes, totalPauses } from '../../../src/kafkajs/base/retry';
import { KafkaJSError, KafkaJSNonRetriableError } from '../../../src/kafkajs/errors/errors';

type Library = typeof original;
const libraries = [original, entry as unknown as Library];

describe('the logger', () => {
  const environment = process.env.KAFKAJS_LOG_LEVEL;
  afterEach(() => {
    if (environment === undefined) delete process.env.KAFKAJS_LOG_LEVEL;
    else process.env.KAFKAJS_LOG_LEVEL = environment;
  });

  /** The entries that a program gets, and how often it was asked for a function. */
  function entriesOf(lib: Library, logLevel?: original.logLevel): unknown[] {
    const entries: unknown[] = [];
    const logCreator: original.logCreator = (level) => {
      entries.push(['creator', level]);
      return ({ log: { timestamp, ...log }, ...rest }) =>
        entries.push({ ...rest, log, isIso: new Date(timestamp).toISOString() === timestamp });
    };
    const kafka = new lib.Kafka({ brokers: ['127.0.0.1:1'], logCreator, logLevel });
    const logger = kafka.logger();
    logger.info('info', { extra: 1 });
    logger.debug('debug');
    logger.warn('warn');
    logger.error('error', { message: 'other' });
    const named = logger.namespace('Mine');
    named.info('named');
    logger.namespace('Loud', lib.logLevel.DEBUG).debug('loud');
    logger.setLogLevel(lib.logLevel.ERROR);
    logger.warn('not any more');
    named.warn('nor here');
    named.error('still');
    return entries;
  }

  test.each([undefined, 0, 1, 2, 4, 5])('entries at level %s', (level) => {
    delete process.env.KAFKAJS_LOG_LEVEL;
    const [theirs, ours] = libraries.map((lib) => entriesOf(lib, level));
    expect(ours).toEqual(theirs);
  });

  test('the environment variable precedes the level of the program', () => {
    process.env.KAFKAJS_LOG_LEVEL = 'debug';
    const [theirs, ours] = libraries.map((lib) => entriesOf(lib, 1));
    expect(ours).toEqual(theirs);
    expect(ours).toContainEqual(expect.objectContaining({ label: 'DEBUG' }));
  });

  test('without a function of the program, lines of JSON', () => {
    delete process.env.KAFKAJS_LOG_LEVEL;
    const lines = libraries.map((lib) => {
      const written: unknown[] = [];
      const spies = (['info', 'warn', 'error', 'log'] as const).map((name) =>
        jest.spyOn(console, name).mockImplementation((...[line]: unknown[]) => {
          const { timestamp, ...rest } = JSON.parse(line as string) as Record<string, unknown>;
          written.push([name, typeof timestamp, rest]);
        }),
      );
      const logger = new lib.Kafka({ brokers: [], logLevel: lib.logLevel.DEBUG }).logger();
      for (const name of ['info', 'warn', 'error', 'debug'] as const) logger.namespace('N')[name]('text', { a: 1 });
      logger.info('no namespace');
      for (const spy of spies) spy.mockRestore();
      return written;
    });
    expect(lines[1]).toEqual(lines[0]);
  });
});

describe('retrying', () => {
  const fast = { initialRetryTime: 1, maxRetryTime: 2, retries: 2 };

  test('until it works', async () => {
    let calls = 0;
    expect(await retrying(fast, async () => (++calls < 3 ? Promise.reject(new Error('no')) : 'yes'))).toBe('yes');
    expect(calls).toBe(3);
  });

  test('after the last try', async () => {
    const last = new Error('no');
    const error = await retrying(fast, () => Promise.reject(last)).catch((e: unknown) => e);
    expect(error).toMatchObject({ name: 'KafkaJSNumberOfRetriesExceeded', message: 'no', retryCount: 2, cause: last });
  });

  test.each([new TypeError('t'), new RangeError('r'), new KafkaJSNonRetriableError('n')])(
    'not for %s',
    async (thrown) => {
      let calls = 0;
      const error = await retrying(fast, async () => Promise.reject((calls++, thrown))).catch((e: unknown) => e);
      expect(error).toMatchObject({ name: 'KafkaJSNonRetriableError', retriable: false, cause: thrown });
      expect(calls).toBe(1);
    },
  );

  test('bail rejects with the error itself', async () => {
    const own = new KafkaJSError('own');
    await expect(retrying(fast, async (bail) => bail(own))).rejects.toBe(own);
  });

  test('the sum of the pauses', () => {
    const times = { initialRetryTime: 300, multiplier: 2, maxRetryTime: 30_000, factor: 0.2 };
    expect(totalPauses({ ...times, retries: 5 })).toBe(9300);
    expect(totalPauses({ ...times, retries: 0 })).toBe(0);
    expect(totalPauses({ ...times, retries: Number.MAX_SAFE_INTEGER })).toBe(2 ** 31 - 1);
    expect(Number.isInteger(totalPauses({ ...times, multiplier: 1.5, initialRetryTime: 50, retries: 15 }))).toBe(true);
  });

  test("kafkajs's defaults, and those of tests", () => {
    expect(retryTimes()).toEqual({
      maxRetryTime: 1000,
      initialRetryTime: 50,
      factor: 0.02,
      multiplier: 1.5,
      retries: 15,
    });
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = 'production';
    expect(retryTimes({ retries: 7 })).toEqual({
      maxRetryTime: 30_000,
      initialRetryTime: 300,
      factor: 0.2,
      multiplier: 2,
      retries: 7,
    });
    process.env.NODE_ENV = before;
  });
});

test('offsets', () => {
  expect(['0', '12', 5, '-1', 7n, ''].map((one) => parseOffset(one))).toEqual([0, 12, 5, -1, 7, 0]);
  expect(['x', undefined, null, {}, 1.5].map((one) => parseOffset(one))).toEqual(Array(5).fill(undefined));
  expect(() => parseOffset('9007199254740993')).toThrow('offsets from 2^53 on are not supported');
});
