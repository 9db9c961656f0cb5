/** The hook for tracing packages: a span for each record, and its context in what the record becomes. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { tracingChannel } from 'node:diagnostics_channel';
import {
  StreamsBuilder,
  TopologyTestDriver,
  type ProcessedRecord,
  type StreamsConfig,
} from '../../../src/streams/index';

const text = { keySerde: 'string', valueSerde: 'string' } as const;
const channel = tracingChannel<unknown, ProcessedRecord>('kafka-napi:streams:process');
const subscribers: object[] = [];
afterEach(() => subscribers.splice(0).forEach((one) => channel.unsubscribe(one as never)));

function subscribe(handlers: Partial<Record<'start' | 'end' | 'error', (record: ProcessedRecord) => void>>): void {
  const nothing = (): void => undefined;
  const all = { start: nothing, end: nothing, asyncStart: nothing, asyncEnd: nothing, error: nothing, ...handlers };
  channel.subscribe(all as never);
  subscribers.push(all);
}

/** Upper-cases `in` to `middle` through a repartition step and to `out`; what is `bad` throws. */
function driverOf(seen: (value: string | null) => void, config: StreamsConfig = {}): TopologyTestDriver {
  const builder = new StreamsBuilder();
  builder
    .stream('in', text)
    .peek((_, value) => seen(value))
    .mapValues((value) => {
      if (value === 'bad') throw new Error('it is bad');
      return value!.toUpperCase();
    })
    .repartition({ name: 'middle', ...text })
    .to('out', text);
  return new TopologyTestDriver(builder.build(), { 'application.id': 'app', ...config });
}

const headersOf = (driver: TopologyTestDriver): unknown =>
  driver
    .createOutputTopic('out', 'string', 'string')
    .readRecordsToList()
    .map(({ headers }) => headers.map(([name, value]) => [name, value?.toString()]));

test('the context of a record goes on to what it becomes, over several topics', () => {
  const spans: string[] = [];
  let count = 0;
  subscribe({
    start(record) {
      const parent = record.headers.find(([name]) => name === 'traceparent')?.[1]?.toString();
      const span = `span-${++count}`;
      spans.push(`${span} of ${parent}: ${record.topic}-${record.partition}@${record.offset} in ${record.taskId}`);
      const others = record.headers.filter(([name]) => name !== 'traceparent');
      record.headers = [...others, ['traceparent', Buffer.from(span)]];
    },
    end: (record) => void spans.push(`end of ${String(record.value)}`),
  });
  const driver = driverOf(() => undefined);
  const input = driver.createInputTopic('in', 'string', 'string');
  input.pipeInput({ key: 'k', value: 'tea', headers: { traceparent: 'root', other: 'stays' } });
  expect(spans).toEqual([
    'span-1 of root: in-0@0 in 0_0',
    'end of tea',
    'span-2 of span-1: app-middle-repartition-0@0 in 0_0',
    'end of TEA',
  ]);
  expect(headersOf(driver)).toEqual([
    [
      ['other', 'stays'],
      ['traceparent', 'span-2'],
    ],
  ]);
});

test('functions run within a store that is bound to the start, and calls that they make', () => {
  const storage = new AsyncLocalStorage<string>();
  channel.start.bindStore(storage, ({ value }) => `span of ${String(value)}`);
  try {
    const seen: unknown[] = [];
    driverOf(() => seen.push(storage.getStore()))
      .createInputTopic('in', 'string', 'string')
      .pipeValueList(['a', 'b']);
    expect(seen).toEqual(['span of a', 'span of b']);
    expect(storage.getStore()).toBeUndefined();
  } finally {
    channel.start.unbindStore(storage);
  }
});

test('an error that ends the application is told; one that a handler forgives is not', () => {
  const errors: unknown[] = [];
  subscribe({ error: ({ error }) => void errors.push((error as Error).message) });
  const forgiving = 'org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler';
  driverOf(() => undefined, { 'processing.exception.handler': forgiving })
    .createInputTopic('in', 'string', 'string')
    .pipeInput(null, 'bad');
  expect(errors).toEqual([]);
  const input = driverOf(() => undefined).createInputTopic('in', 'string', 'string');
  expect(() => input.pipeInput(null, 'bad')).toThrow('it is bad');
  expect(errors).toEqual([expect.stringContaining('it is bad')]);
});

test('without a subscriber the headers are those of the record', () => {
  const driver = driverOf(() => undefined);
  driver
    .createInputTopic('in', 'string', 'string')
    .pipeInput({ key: 'k', value: 'tea', headers: { traceparent: 'root' } });
  expect(headersOf(driver)).toEqual([[['traceparent', 'root']]]);
});
