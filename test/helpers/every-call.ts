/** Every call of the three clients that waits for a broker, and its rejection if no broker accepts the client. */
import { AdminClient, Consumer, Producer } from '../../src/index';

type Config = Record<string, unknown>;

/** The errors of the calls; undefined: no error. */
export type Failures = Record<string, unknown>;

async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/**
 * Makes all calls at once with the default timeouts of a minute and more: an error that arrives at once was not a
 * timeout.
 */
export async function callEverything(config: Config): Promise<Failures> {
  const producer = new Producer(config as never);
  const second = new Producer({ ...config, 'transactional.id': `t-${Math.random()}` } as never);
  const admin = new AdminClient(config as never);
  const group = (): Consumer => new Consumer({ ...config, 'group.id': `g-${Math.random()}` } as never);
  const [polling, iterating, working, streaming] = [group(), group(), group(), group()];
  const [assigning, asking] = [group(), group()];
  const clients = [producer, second, admin, polling, iterating, working, streaming, assigning, asking];
  for (const client of clients) (client as Producer).on('error', () => undefined);
  for (const consumer of [polling, iterating, working, streaming, assigning]) consumer.subscribe(['t']);
  asking.assign([{ topic: 't', partition: 0 }]);
  const calls: Record<string, () => Promise<unknown>> = {
    'producer.ready': () => producer.ready(),
    'producer.send': () => producer.send({ topic: 't', value: 'v' }),
    'producer.produce': () =>
      new Promise((resolve, reject) =>
        producer.produce({ topic: 't', value: 'v' }, (error) => (error ? reject(error) : resolve(undefined))),
      ),
    'producer.flush': () => {
      producer.produce({ topic: 't', value: 'v' });
      return producer.flush();
    },
    'producer.partitionsFor': () => producer.partitionsFor('t'),
    'producer.initTransactions': () => second.initTransactions(),
    'consumer.ready': () => polling.ready(),
    'consumer.poll': () => polling.poll(60_000),
    'consumer.for await': async () => {
      for await (const record of iterating) throw new Error(`a record: ${String(record)}`);
    },
    'consumer.forEach': () => working.forEach(() => undefined),
    'consumer.stream': async () => {
      for await (const record of streaming.stream()) throw new Error(`a record: ${String(record)}`);
    },
    'consumer.assigned': () => assigning.assigned(),
    'consumer.committed': () => asking.committed([{ topic: 't', partition: 0 }]),
    'consumer.commit': () => asking.commit([{ topic: 't', partition: 0, offset: 1 }]),
    'consumer.endOffsets': () => asking.endOffsets([{ topic: 't', partition: 0 }]),
    'consumer.beginningOffsets': () => asking.beginningOffsets([{ topic: 't', partition: 0 }]),
    'consumer.offsetsForTimes': () => asking.offsetsForTimes([{ topic: 't', partition: 0, timestamp: 1 }]),
    'consumer.partitionsFor': () => asking.partitionsFor('t'),
    'consumer.listTopics': () => asking.listTopics(),
    'admin.ready': () => admin.ready(),
    'admin.describeCluster': () => admin.describeCluster(),
    'admin.listTopics': () => admin.listTopics(),
    'admin.createTopics': () => admin.createTopics([{ name: 'new', numPartitions: 1 }]),
    'admin.listConsumerGroups': () => admin.listConsumerGroups(),
    'admin.describeConsumerGroups': () => admin.describeConsumerGroups(['g']),
    'admin.describeAcls': () => admin.describeAcls({}),
  };
  try {
    const outcomes = await Promise.all(
      Object.entries(calls).map(async ([name, call]) => [name, await failureOf(call)] as const),
    );
    return Object.fromEntries(outcomes);
  } finally {
    await Promise.all(clients.map((client) => client.close({ timeoutMs: 0 })));
  }
}
