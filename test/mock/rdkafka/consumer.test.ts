import * as rdkafka from '../../../src/rdkafka/index';
import { called, connect, consumer, disconnect, fill, take, texts, withCluster } from './support';

const { ERRORS } = rdkafka.CODES;
const eight = [0, 1, 2, 3, 4, 5, 6, 7].map((i): [number, string] => [0, `v${i}`]);

test('several waiting calls of consume are answered in their order', () =>
  withCluster(1, async (servers) => {
    await fill(servers, eight);
    const c = consumer(servers);
    await connect(c);
    c.assign([{ topic: 't', partition: 0, offset: 0 }]);
    const answers = await Promise.all(
      [1, 2, 3].map((n) => called<rdkafka.Message[]>((cb) => c.consume(n, cb as never))),
    );
    expect(answers.map(texts)).toEqual([['v0'], ['v1', 'v2'], ['v3', 'v4', 'v5']]);
    await disconnect(c);
  }));

test('a consume that waits when the connection ends gets an empty list, once', () =>
  withCluster(1, async (servers) => {
    const c = consumer(servers);
    await connect(c);
    c.setDefaultConsumeTimeout(60_000);
    c.assign([{ topic: 't', partition: 0 }]);
    const answers: unknown[] = [];
    c.consume(1, (...args) => answers.push(args));
    c.consume(1, (...args) => answers.push(args));
    await disconnect(c);
    expect(answers).toEqual([
      [null, []],
      [null, []],
    ]);
  }));

test('pause, seek and unassign inside of a data listener take effect for the very next message', () =>
  withCluster(1, async (servers) => {
    await fill(servers, eight);
    const c = consumer(servers);
    await connect(c);
    c.assign([{ topic: 't', partition: 0, offset: 0 }]);
    const seen: string[] = [];
    await new Promise<void>((resolve) => {
      c.on('data', ({ value, offset }) => {
        seen.push(String(value));
        if (seen.length === 2) c.seek({ topic: 't', partition: 0, offset: 6 }, 0, () => undefined);
        if (offset === 7) {
          c.unassign();
          resolve();
        }
      });
      c.consume();
    });
    expect(seen).toEqual(['v0', 'v1', 'v6', 'v7']);
    await disconnect(c);
  }));

test('records that were handed over are committed at the end, others are not', () =>
  withCluster(1, async (servers) => {
    await fill(servers, eight);
    const first = consumer(servers);
    await connect(first);
    first.subscribe(['t']);
    expect(texts(await take(first, 3))).toEqual(['v0', 'v1', 'v2']);
    await disconnect(first);
    const second = consumer(servers);
    await connect(second);
    second.subscribe(['t']);
    expect(texts(await take(second, 5))).toEqual(['v3', 'v4', 'v5', 'v6', 'v7']);
    await disconnect(second);
  }));

test('two members share the partitions; rebalance_cb decides where each begins', () =>
  withCluster(2, async (servers) => {
    await fill(servers, [...eight, ...eight.map(([, value]): [number, string] => [1, value])]);
    const member = () =>
      consumer(servers, {
        rebalance_cb(
          this: InstanceType<typeof rdkafka.KafkaConsumer>,
          error: { code: number },
          list: { offset?: number }[],
        ) {
          if (error.code === ERRORS.ERR__ASSIGN_PARTITIONS) {
            for (const one of list) one.offset = 5;
            this.assign(list as never);
          } else this.unassign();
        },
      });
    const [a, b] = [member(), member()];
    await Promise.all([connect(a), connect(b)]);
    const offsets = new Map<string, number[]>();
    for (const one of [a, b]) {
      one.on('data', ({ partition, offset }) => {
        const list = offsets.get(`${partition}`) ?? [];
        list.push(offset);
        offsets.set(`${partition}`, list);
      });
      one.subscribe(['t']);
      one.consume();
    }
    const assigned = () => [a, b].map((one) => one.assignments().length);
    await until(() => assigned().join() === '1,1' && offsets.size === 2);
    for (const list of offsets.values()) expect(Math.min(...list)).toBe(5);
    await Promise.all([disconnect(a), disconnect(b)]);
  }));

test('a rebalance that nobody answers assigns nothing, and the connection still ends', () =>
  withCluster(1, async (servers) => {
    await fill(servers, eight);
    const rebalances: number[] = [];
    const c = consumer(servers, { rebalance_cb: (error: { code: number }) => rebalances.push(error.code) });
    await connect(c);
    c.subscribe(['t']);
    c.consume();
    await until(() => rebalances.length > 0);
    expect(c.assignments()).toEqual([]);
    await disconnect(c);
    expect(rebalances[0]).toBe(ERRORS.ERR__ASSIGN_PARTITIONS);
  }));

test('an error of assign in rebalance_cb is told by rebalance.error', () =>
  withCluster(1, async (servers) => {
    const c = consumer(servers, {
      rebalance_cb(this: InstanceType<typeof rdkafka.KafkaConsumer>, error: { code: number }) {
        if (error.code === ERRORS.ERR__ASSIGN_PARTITIONS) this.assign([{ topic: 't' } as never]);
        else this.unassign();
      },
    });
    await connect(c);
    const failed = new Promise<Error>((resolve) => c.once('rebalance.error', resolve));
    c.subscribe(['t']);
    c.consume();
    expect((await failed).message).toContain('"partition" must be a number');
    c.unassign();
    await disconnect(c);
  }));

test('offset_commit_cb hears of automatic commits', () =>
  withCluster(1, async (servers) => {
    await fill(servers, eight);
    const heard: unknown[] = [];
    const c = consumer(servers, {
      'auto.commit.interval.ms': 100,
      offset_commit_cb(this: unknown, error: unknown, list: unknown) {
        heard.push([this === c, error, list]);
      },
    });
    await connect(c);
    c.subscribe(['t']);
    await take(c, 8);
    await until(() => heard.length > 0);
    expect(heard[0]).toEqual([true, undefined, [{ topic: 't', partition: 0, offset: 8 }]]);
    await disconnect(c);
  }));

test('patterns and names can be mixed', () =>
  withCluster(1, async (servers, cluster) => {
    cluster.createTopic('other-1');
    await fill(servers, eight);
    const c = consumer(servers);
    await connect(c);
    const told: unknown[] = [];
    c.on('subscribed', (topics) => told.push(topics));
    c.subscribe(['t', /^other-.*$/]);
    expect(c.subscription()).toEqual(['t', '^other-.*$']);
    await take(c, 8);
    expect(
      c
        .assignments()
        .map(({ topic }) => topic)
        .sort(),
    ).toEqual(['other-1', 't']);
    c.unsubscribe();
    expect(c.subscription()).toEqual([]);
    expect(told).toEqual([['t', /^other-.*$/]]);
    await disconnect(c);
  }));

test('the same object connects again', () =>
  withCluster(1, async (servers) => {
    await fill(servers, eight);
    const c = consumer(servers, { 'enable.auto.commit': false });
    for (let i = 0; i < 3; i++) {
      await connect(c);
      c.assign([{ topic: 't', partition: 0, offset: i }]);
      expect(texts(await take(c, 1))).toEqual([`v${i}`]);
      await disconnect(c);
    }
  }));

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test('commitCb calls back; with nothing stored it has an error', () =>
  withCluster(1, async (servers) => {
    await fill(servers, [[0, 'a']]);
    const reader = consumer(servers, { 'enable.auto.commit': false, 'enable.auto.offset.store': false });
    await connect(reader);
    reader.subscribe(['t']);
    const [message] = await take(reader, 1);
    const commitCb = (...args: unknown[]) =>
      called((cb) => (reader.commitCb as (...args: unknown[]) => unknown).call(reader, ...args, cb));
    await expect(commitCb()).rejects.toMatchObject({ code: ERRORS.ERR__NO_OFFSET });
    await commitCb({ topic: 't', partition: 0, offset: message!.offset + 1 });
    const committed = () => called((cb) => reader.committed([{ topic: 't', partition: 0 }], 5000, cb));
    await expect(committed()).resolves.toMatchObject([{ offset: 1 }]);
    expect([reader.assignmentLost(), reader.position()]).toEqual([false, [{ offset: 1, partition: 0, topic: 't' }]]);
    await disconnect(reader);
  }));

test('the flowing loop rests between empty tries, and a message ends the rest', () =>
  withCluster(1, async (servers) => {
    const reader = consumer(servers);
    reader.setDefaultConsumeLoopTimeoutDelay(60_000);
    reader.setDefaultConsumeTimeout(10);
    await connect(reader);
    reader.subscribe(['t']);
    const arrived = new Promise<unknown>((resolve) => reader.on('data', ({ value }) => resolve(String(value))));
    reader.consume();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await fill(servers, [[0, 'a']]);
    await expect(arrived).resolves.toBe('a');
    await disconnect(reader);
  }));
