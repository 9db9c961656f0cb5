/** Stores that come back from their changelogs. */
import { StreamsBuilder } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { killedTopology, outputs } from '../../../streams/kill/application';
import { Member } from '../../../streams/kill/member';
import { Applications, createTopic, eventually, int64, kafka, latest, roundsOf, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

test('how far stores are restored: nothing at the beginning, all once the task runs', async () => {
  const [input] = (await topics(2, 'lags')) as [string];
  const builder = new StreamsBuilder();
  builder.stream(input, text).groupByKey().count({ storeName: 'counts' });
  builder.stream(input, text).groupByKey().count({ storeName: 'unlogged', loggingEnabled: false });
  const topology = builder.build();
  const config = { 'application.id': uniqueName('lags'), 'processing.guarantee': 'exactly_once_v2' } as const;
  const put = (count: number, partition: number): object[] =>
    Array.from({ length: count }, (_, i) => ({ key: `${partition}-${i}`, value: 'v', partition }));
  await kafka.produce(input, [...put(5, 0), ...put(3, 1)] as never);
  const before = applications.create(topology, config);
  await expect(before.allLocalStorePartitionLags()).rejects.toThrow(
    'allLocalStorePartitionLags: the application is CREATED',
  );
  await before.start();
  await before.ready();
  const store = before.store<string, number>({ storeName: 'counts', type: 'keyValueStore' });
  await eventually(
    async () => [...store.all()].length,
    (count) => count === 8,
  );
  await before.close();

  const lags: ReturnType<typeof before.allLocalStorePartitionLags>[] = [];
  const again = applications.create(topology, config);
  again.setGlobalStateRestoreListener({ onRestoreStart: () => void lags.push(again.allLocalStorePartitionLags()) });
  await again.start();
  await again.ready();
  const [first] = await Promise.all(lags);
  expect([...first!.keys()]).toEqual(['counts']);
  for (const { currentOffsetPosition, endOffsetPosition, offsetLag } of first!.get('counts')!.values()) {
    // The records, and the end of their transaction.
    expect(endOffsetPosition).toBeGreaterThan(3);
    expect({ currentOffsetPosition, offsetLag }).toEqual({ currentOffsetPosition: 0, offsetLag: endOffsetPosition });
  }
  const last = (await again.allLocalStorePartitionLags()).get('counts')!;
  expect([...last.keys()].sort()).toEqual([0, 1]);
  for (const [partition, { endOffsetPosition: end }] of first!.get('counts')!)
    expect(last.get(partition)).toEqual({ currentOffsetPosition: end, endOffsetPosition: end, offsetLag: 0 });
});

test('a process is killed in the middle of restoring, and the next has the whole state', async () => {
  const prefix = uniqueName('restore');
  for (const name of ['data', ...outputs]) await createTopic(`${prefix}-${name}`, 1);
  const config = {
    'application.id': prefix,
    'bootstrap.servers': kafka.bootstrapServers,
    'processing.guarantee': 'exactly_once_v2',
    'session.timeout.ms': 6000,
    'heartbeat.interval.ms': 500,
    'commit.interval.ms': 1000,
    // Many batches for each store.
    'restore.consumer.max.poll.records': 20,
  } as const;
  const keys = Array.from({ length: 200 }, (_, i) => `key-${i}`);
  const sums = async (count: number): Promise<Record<string, unknown>> => {
    const rows = await eventually(
      () => rowsOf(`${prefix}-sum`, int64),
      (found) => found.length >= count * keys.length,
    );
    expect(rows).toHaveLength(count * keys.length);
    return latest(rows);
  };
  const { round, summed } = roundsOf(`${prefix}-data`, keys);

  const first = await applications.run(killedTopology(prefix), config);
  await round(1);
  await round(2);
  expect(await sums(2)).toEqual(summed(3));
  await first.close();

  for (let time = 0; time < 2; time++) {
    const order = { point: 'restoring', signal: 'SIGKILL', delayMs: 0 } as const;
    const lines: string[] = [];
    const member = new Member({ prefix, config, order }, undefined, (line) => lines.push(line));
    const isThere = await member.reached('restoring', 60_000);
    await member.end('SIGKILL');
    expect({ isThere, state: member.state, lines }).toEqual({ isThere: true, state: 'ENDED', lines: [] });
  }

  const batches: number[] = [];
  const again = applications.create(killedTopology(prefix), config);
  again.setGlobalStateRestoreListener({
    onBatchRestored: (_, store, __, count) => void (store === 'sum' && batches.push(count)),
  });
  await again.start();
  await again.ready({ timeoutMs: 60_000 });
  const stored = again.store<string, number>({ storeName: 'sum', type: 'keyValueStore' });
  expect(Object.fromEntries(stored.all())).toEqual(summed(3));
  expect(batches.length).toBeGreaterThan(1);
  await round(4);
  expect(await sums(3)).toEqual(summed(7));
}, 300_000);

test.each(['at_least_once', 'exactly_once_v2'] as const)(
  'a changelog is deleted and made anew: its store begins again, the others and the offsets go on: %s',
  async (guarantee) => {
    const [input, counted, joined] = (await topics(1, 'in', 'counted', 'joined')) as [string, string, string];
    const id = uniqueName('anew');
    const topology = () => {
      const builder = new StreamsBuilder();
      const groups = builder.stream(input, text).groupByKey();
      groups.count({ storeName: 'counts' }).toStream().to(counted);
      groups
        .reduce((one, other) => `${one}${other}`, { storeName: 'texts' })
        .toStream()
        .to(joined);
      return builder.build();
    };
    const config = { 'application.id': id, 'processing.guarantee': guarantee };
    const produce = (...values: string[]): Promise<unknown> =>
      kafka.produce(
        input,
        values.map((value) => ({ key: 'k', value })),
      );
    const results = async (count: number): Promise<unknown[][]> => {
      const rows = await eventually(
        async () => [await rowsOf(counted, int64), await rowsOf(joined)],
        (found) => found.every(({ length }) => length >= count),
      );
      return rows.map((list) => list.map(([, value]) => value));
    };
    const first = await applications.run(topology(), config);
    await produce('a', 'b');
    await results(2);
    await first.close();

    await kafka.deleteTopic(`${id}-counts-changelog`);
    await applications.run(topology(), config);
    await produce('c');
    expect(await results(3)).toEqual([
      [1, 2, 1],
      ['a', 'ab', 'abc'],
    ]);
    expect(latest(await rowsOf(`${id}-counts-changelog`, int64))).toEqual({ k: 1 });
  },
  180_000,
);
