/** mapValuesAsync, peekAsync and forEachAsync in one task. */
import {
  LogAndContinueProcessingExceptionHandler,
  StreamsBuilder,
  TopologyTestDriver,
  type KStream,
  type StreamsConfig,
} from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;

/** Calls of a function that the test answers. */
class Calls {
  readonly begun: string[] = [];
  readonly #answers = new Map<string, { resolve(value: string): void; reject(error: unknown): void }>();

  readonly call = (value: string | null): Promise<string> => {
    this.begun.push(value!);
    return new Promise((resolve, reject) => this.#answers.set(value!, { resolve, reject }));
  };

  answer(...values: string[]): void {
    for (const value of values) this.#answers.get(value)!.resolve(value.toUpperCase());
  }

  reject(value: string, error: unknown): void {
    this.#answers.get(value)!.reject(error);
  }
}

function driverOf(
  describe: (
    stream: KStream<string | null, string | null>,
  ) => KStream<string | null, string> | KStream<string | null, string | null>,
  config: StreamsConfig = {},
) {
  const builder = new StreamsBuilder();
  (describe(builder.stream('in', text)) as KStream<string | null, string | null>).to('out', text);
  const driver = new TopologyTestDriver(builder.build(), config);
  const output = driver.createOutputTopic('out', 'string', 'string');
  return { driver, input: driver.createInputTopic('in', 'string', 'string'), output };
}

test('results go on in the order of the records, with their own times and headers', async () => {
  const calls = new Calls();
  const { driver, input, output } = driverOf((stream) => stream.mapValuesAsync(calls.call));
  const values = ['a', 'b', 'c'];
  for (const [i, value] of values.entries())
    input.pipeInput({ key: 'k', value, timestamp: 10 + i, headers: { h: value } });
  expect(calls.begun).toEqual(values);
  calls.answer('c', 'b');
  await new Promise(setImmediate);
  expect(output.isEmpty()).toBe(true);
  calls.answer('a');
  await driver.settled();
  expect(
    output.readRecordsToList().map(({ value, timestamp, headers }) => [value, timestamp, String(headers[0]![1])]),
  ).toEqual([
    ['A', 10, 'a'],
    ['B', 11, 'b'],
    ['C', 12, 'c'],
  ]);
});

test('each result goes on with the context of its record', async () => {
  const offsets: unknown[] = [];
  const { driver, input } = driverOf((stream) =>
    stream
      .mapValuesAsync((value) => Promise.resolve(value))
      .processValues<string | null>(() => {
        let metadata: () => unknown = () => undefined;
        return {
          init: (context) => void (metadata = () => context.recordMetadata),
          process: ({ value }) => void offsets.push([value, metadata()]),
        };
      }),
  );
  input.pipeInput('k', 'a');
  input.pipeInput('k', 'b');
  await driver.settled();
  expect(offsets).toEqual([
    ['a', { topic: 'in', partition: 0, offset: 0 }],
    ['b', { topic: 'in', partition: 0, offset: 1 }],
  ]);
});

test('not more calls than that are under way at once', async () => {
  const calls = new Calls();
  const { driver, input, output } = driverOf((stream) =>
    stream.flatMapValues((value) => value!.split('')).mapValuesAsync(calls.call, { concurrency: 2 }),
  );
  input.pipeInput('k', 'abcd');
  expect(calls.begun).toEqual(['a', 'b']);
  calls.answer('a');
  const settled = driver.settled();
  await new Promise(setImmediate);
  expect(calls.begun).toEqual(['a', 'b', 'c']);
  calls.answer('b');
  await new Promise(setImmediate);
  calls.answer('c', 'd');
  await settled;
  expect(output.readValuesToList()).toEqual(['A', 'B', 'C', 'D']);
});

test('peekAsync lets the record pass when its promise has resolved, forEachAsync ends a path', async () => {
  const seen: unknown[] = [];
  const action = async (key: string | null, value: string | null): Promise<void> => {
    await Promise.resolve();
    seen.push([key, value]);
  };
  const { driver, input, output } = driverOf((stream) => {
    stream.forEachAsync(action, 'each');
    return stream.peekAsync(action, { name: 'peek' });
  });
  input.pipeInput('k', 'a');
  expect(output.isEmpty()).toBe(true);
  await driver.settled();
  expect(seen).toEqual([
    ['k', 'a'],
    ['k', 'a'],
  ]);
  expect(output.readValuesToList()).toEqual(['a']);
});

test('a rejection, and an error thrown at once, go to the processing exception handler', async () => {
  const handled: unknown[] = [];
  const { driver, input, output } = driverOf(
    (stream) =>
      stream.mapValuesAsync((value) => {
        if (value === 'thrown') throw new Error('at once');
        return value === 'rejected' ? Promise.reject(new Error('later')) : Promise.resolve(value);
      }, 'call'),
    {
      'processing.exception.handler': {
        handle({ offset, processorNodeId, sourceRawValue }, { value }, error) {
          handled.push([offset, processorNodeId, String(sourceRawValue), value, (error as Error).message]);
          return 'RESUME';
        },
      },
    },
  );
  for (const value of ['rejected', 'a', 'thrown', 'b']) input.pipeInput('k', value);
  await driver.settled();
  expect(output.readValuesToList()).toEqual(['a', 'b']);
  expect(handled).toEqual([
    [0, 'call', 'rejected', 'rejected', 'later'],
    [2, 'call', 'thrown', 'thrown', 'at once'],
  ]);
  expect(driver.droppedRecords).toBe(2);
});

test('a rejection that the handler does not forgive ends the processing', async () => {
  const { driver, input } = driverOf((stream) => stream.mapValuesAsync(() => Promise.reject(new Error('no')), 'call'));
  input.pipeInput('k', 'a');
  await expect(driver.settled()).rejects.toMatchObject({
    name: 'StreamsError',
    message: 'call failed: no',
    node: 'call',
  });
});

test('what fails behind it is an error of the node that failed', async () => {
  const { driver, input, output } = driverOf(
    (stream) =>
      stream
        .mapValuesAsync((value) => Promise.resolve(value))
        .mapValues((value) => {
          if (value === 'bad') throw new Error('mapper');
          return value;
        }),
    { 'processing.exception.handler': LogAndContinueProcessingExceptionHandler },
  );
  input.pipeInput('k', 'bad');
  input.pipeInput('k', 'good');
  await driver.settled();
  expect(output.readValuesToList()).toEqual(['good']);
  expect(driver.droppedRecords).toBe(1);
});

test('one after the other', async () => {
  const { driver, input, output } = driverOf((stream) =>
    stream
      .mapValuesAsync((value) => Promise.resolve(`${value}1`))
      .mapValuesAsync((value) => Promise.resolve(`${value}2`), { concurrency: 1 }),
  );
  for (const value of ['a', 'b', 'c']) input.pipeInput('k', value);
  await driver.settled();
  expect(output.readValuesToList()).toEqual(['a12', 'b12', 'c12']);
});

test('names: a generated one uses up a number, a given one does not', () => {
  const builder = new StreamsBuilder();
  const stream = builder.stream('in', text);
  stream.mapValuesAsync((value) => value, 'mine').peekAsync(() => undefined);
  expect(builder.build().describe().toString()).toContain('KSTREAM-PROCESSVALUES-0000000001');
});

test.each([0, 1.5, Number.NaN])('a concurrency of %d is refused', (concurrency) => {
  const stream = new StreamsBuilder().stream('in', text);
  expect(() => stream.mapValuesAsync((value) => value, { concurrency })).toThrow(
    `mapValuesAsync: concurrency must be a whole number above 0, not ${concurrency}`,
  );
});
