import { serializedGroupMetadata, type ConsumerGroupMetadata } from '../../../src/client/group-metadata';
import { Producer } from '../../../src/producer/producer';
import { MockCluster } from '../../../src/testing';
import { codeOf } from './with-producer';

/** Every method in every state: `ok`, or the code it throws or rejects with. docs/producer.md has this table. */
const record = { topic: 't', value: 'v' };
const group: ConsumerGroupMetadata = { groupId: 'g', memberId: '', [serializedGroupMetadata]: Buffer.alloc(0) };
const soon = { timeoutMs: 50 };

const methods: Record<string, (producer: Producer) => unknown> = {
  produce: (producer) => producer.produce(record),
  // Given up on soon: what counts is that it was not refused.
  send: (producer) =>
    producer.send(record, soon).catch((error) => (error.code === 'ERR_TIMEOUT' ? undefined : Promise.reject(error))),
  sendBatch: (producer) =>
    producer
      .sendBatch([record], soon)
      .catch((error) => (error.code === 'ERR_TIMEOUT' ? undefined : Promise.reject(error))),
  drained: (producer) => producer.drained(soon),
  poll: (producer) => producer.poll(0),
  flush: (producer) => producer.flush(20),
  flushSync: (producer) => producer.flushSync(20),
  purge: (producer) => producer.purge({ queue: false }),
  partitionsFor: (producer) => producer.partitionsFor('t', { timeoutMs: 5000 }),
  writable: (producer) => producer.writable({ topic: 't' }),
  initTransactions: (producer) => producer.initTransactions(),
  sendOffsetsToTransaction: (producer) => producer.sendOffsetsToTransaction([], group),
  abortTransaction: (producer) => producer.abortTransaction(),
  beginTransaction: (producer) => producer.beginTransaction(),
  commitTransaction: (producer) => producer.commitTransaction(),
  transaction: (producer) => producer.transaction(async () => undefined),
  metrics: (producer) => producer.metrics(),
  outstanding: (producer) => producer.outstanding,
  close: (producer) => producer.close({ timeoutMs: 1000 }),
};
type Method = keyof typeof methods;

interface State {
  config?: Record<string, unknown>;
  reach?: (producer: Producer, cluster: MockCluster) => Promise<void>;
  /** Those not named: `otherwise`. */
  codes: Record<Method, string>;
  otherwise: string;
}

const transactional = { 'transactional.id': 'tx' };
const noTransactions = Object.fromEntries(
  [
    'initTransactions',
    'sendOffsetsToTransaction',
    'abortTransaction',
    'beginTransaction',
    'commitTransaction',
    'transaction',
  ].map((name) => [name, 'ERR__NOT_CONFIGURED']),
);
const always = { metrics: 'ok', outstanding: 'ok', close: 'ok' };
const serving = { poll: 'ok', flush: 'ok', flushSync: 'ok', purge: 'ok' };
const begin = async (producer: Producer) => {
  await producer.initTransactions();
  producer.beginTransaction();
};
const notProducing = { produce: 'ERR__STATE', send: 'ERR__STATE', sendBatch: 'ERR__STATE' };

const states: Record<string, State> = {
  'new, no broker there': {
    reach: async (_producer, cluster) => cluster.stopBroker(1),
    codes: { ...noTransactions, partitionsFor: 'ERR_TIMEOUT' },
    otherwise: 'ok',
  },
  up: { reach: (producer) => producer.ready(), codes: noTransactions, otherwise: 'ok' },
  'transactional, not initialized': {
    config: transactional,
    codes: {
      ...notProducing,
      sendOffsetsToTransaction: 'ERR__STATE',
      abortTransaction: 'ERR__STATE',
      beginTransaction: 'ERR__STATE',
      commitTransaction: 'ERR__STATE',
      transaction: 'ERR__STATE',
    },
    otherwise: 'ok',
  },
  'transactional, no transaction open': {
    config: transactional,
    reach: (producer) => producer.initTransactions(),
    codes: {
      ...notProducing,
      initTransactions: 'ERR__STATE',
      sendOffsetsToTransaction: 'ERR__STATE',
      abortTransaction: 'ERR__STATE',
      commitTransaction: 'ERR__STATE',
    },
    otherwise: 'ok',
  },
  'in a transaction': {
    config: transactional,
    reach: begin,
    codes: { initTransactions: 'ERR__STATE', beginTransaction: 'ERR__STATE', transaction: 'ERR__STATE' },
    otherwise: 'ok',
  },
  'in a transaction of which a record failed': {
    config: transactional,
    reach: async (producer) => {
      await begin(producer);
      const sent = codeOf(() => producer.send({ topic: 't', value: 'x' }));
      producer.purge();
      await sent;
    },
    codes: {
      ...notProducing,
      initTransactions: 'ERR__STATE',
      sendOffsetsToTransaction: 'ERR__STATE',
      beginTransaction: 'ERR__STATE',
      commitTransaction: 'ERR__STATE',
      transaction: 'ERR__STATE',
    },
    otherwise: 'ok',
  },
  fenced: {
    config: transactional,
    reach: async (producer, cluster) => {
      producer.on('error', () => undefined);
      await begin(producer);
      await producer.send(record);
      cluster.failNext('EndTxn', 'ERR_INVALID_PRODUCER_EPOCH');
      expect(await codeOf(() => producer.commitTransaction())).toBe('ERR__FENCED');
      expect(producer.state).toBe('fatal');
    },
    codes: { ...serving, ...always },
    otherwise: 'ERR__FENCED',
  },
  closing: {
    reach: async (producer, cluster) => {
      await producer.ready();
      cluster.stopBroker(1);
      producer.produce(record);
      void producer.close();
      expect(producer.state).toBe('closing');
    },
    codes: { ...serving, ...always },
    otherwise: 'ERR_CLOSED',
  },
  closed: { reach: (producer) => producer.close(), codes: always, otherwise: 'ERR_CLOSED' },
};

const cases = Object.keys(states).flatMap((state) => Object.keys(methods).map((method) => [state, method] as const));

test.each(cases)('%s: %s', async (name, method) => {
  const state = states[name]!;
  const cluster = await MockCluster.start({ topics: { t: 1 } });
  const producer = new Producer({ 'bootstrap.servers': cluster.bootstrapServers, ...state.config } as never);
  try {
    await state.reach?.(producer, cluster);
    expect((await codeOf(() => methods[method]!(producer))) ?? 'ok').toBe(state.codes[method] ?? state.otherwise);
  } finally {
    await producer.close({ timeoutMs: 0 });
    await cluster.close();
  }
});
