import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Consumer, KafkaError, Producer, SerializationError, TimeoutError } from '../../../src/index';
import { MockCluster } from '../../../src/testing';

const NOBODY = '127.0.0.1:1';
let cluster: MockCluster;

beforeAll(async () => {
  cluster = await MockCluster.start({ topics: { t: 1 } });
});
afterAll(async () => {
  await cluster.close();
});

/** What this rejects with; fails when it does not. */
async function failure(promise: Promise<unknown>): Promise<KafkaError> {
  return promise.then(
    (value) => {
      throw new Error(`resolved with ${String(value)}`);
    },
    (error: unknown) => error as KafkaError,
  );
}

test('ready, without a broker, is a TimeoutError with the connection error as its cause', async () => {
  const producer = new Producer({ 'bootstrap.servers': NOBODY });
  const error = await failure(producer.ready({ timeoutMs: 5000 }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toMatchObject({ code: 'ERR__TRANSPORT', operation: 'ready', isRetriable: true });
  expect(error.message).toContain('127.0.0.1:1');
  expect(KafkaError.is(error.cause)).toBe(true);
  await producer.close();
});

test('a serializer that throws or rejects is a SerializationError, with its cause, from produce and send', async () => {
  const cause = new Error('no');
  const throwing = new Producer({
    'bootstrap.servers': NOBODY,
    'value.serializer': (): string => {
      throw cause;
    },
  });
  const expected = { code: 'ERR_VALUE_SERIALIZATION', topic: 't', isKey: false, cause };
  expect(() => throwing.produce({ topic: 't', value: 'v' as never })).toThrow(SerializationError);
  expect(await failure(throwing.send({ topic: 't', value: 'v' as never }))).toMatchObject(expected);
  await throwing.close();

  const rejecting = new Producer({ 'bootstrap.servers': NOBODY, 'value.serializer': () => Promise.reject(cause) });
  const late = await failure(rejecting.send({ topic: 't', value: 'v' as never }));
  expect(late).toBeInstanceOf(SerializationError);
  expect(late).toMatchObject({ ...expected, operation: 'send' });
  await rejecting.close();
});

test('partitionsFor at its deadline says of which topic, and how long it was waited for', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': NOBODY });
  const error = await failure(consumer.partitionsFor('elsewhere', { timeoutMs: 300 }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error.message).toContain("partitionsFor: no metadata of topic 'elsewhere' came within 300 ms");
  await consumer.close();
});

test('assign refuses a partition given twice, before anything is replaced', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers });
  const [first, second] = [
    { topic: 't', partition: 0 },
    { topic: 't', partition: 0, offset: 5 },
  ];
  consumer.assign([first]);
  expect(() => consumer.assign([first, second])).toThrow('assign: t-0 is given twice');
  expect(consumer.assignment()).toEqual([first]);
  await consumer.close();
});

test('unsubscribe heeds a signal that has aborted already, and does nothing', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers });
  consumer.assign([{ topic: 't', partition: 0 }]);
  expect(await failure(consumer.unsubscribe({ signal: AbortSignal.abort('why') }))).toMatchObject({
    name: 'AbortError',
    code: 'ABORT_ERR',
    cause: 'why',
  });
  expect(consumer.assignment()).toHaveLength(1);
  await consumer.close();
});

test('statistics are published on diagnostics_channel without a listener on the client', async () => {
  let told!: (message: unknown) => void;
  const published = new Promise<unknown>((resolve) => (told = resolve));
  subscribe('kafka-napi:stats', told);
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, 'statistics.interval.ms': 50 });
  await producer.ready();
  expect(await published).toMatchObject({ client: producer, name: 'stats', args: [{ type: 'producer' }] });
  unsubscribe('kafka-napi:stats', told);
  await producer.close();
});

test('a request without an answer in time is a TimeoutError, whichever timer was first', async () => {
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers, 'group.id': 'hasty' });
  await consumer.ready();
  // An answer may come even within no time, from a broker in the same process.
  cluster.setBrokerDelay(1, 3000);
  const partition = { topic: 't', partition: 0 };
  const none = { timeoutMs: 0 };
  for (const [name, late] of Object.entries({
    committed: consumer.committed([partition], none),
    endOffsets: consumer.endOffsets([partition], none),
    offsetsForTimes: consumer.offsetsForTimes([{ ...partition, timestamp: 1 }], none),
    partitionsFor: consumer.partitionsFor('t', none),
    listTopics: consumer.listTopics(none),
  })) {
    const error = await failure(late);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ code: 'ERR_TIMEOUT', operation: name, isRetriable: true });
  }
  cluster.setBrokerDelay(1, 0);
  await consumer.close();
});

test('a signal that has aborted already ends calls that would have nothing to wait for', async () => {
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers });
  const consumer = new Consumer({ 'bootstrap.servers': cluster.bootstrapServers });
  consumer.assign([{ topic: 't', partition: 0 }]);
  await producer.ready();
  const signal = AbortSignal.abort('why');
  for (const call of [producer.ready({ signal }), producer.drained({ signal }), consumer.assigned({ signal })])
    expect(await failure(call)).toMatchObject({ code: 'ABORT_ERR', cause: 'why' });
  await Promise.all([producer.close(), consumer.close()]);
});
