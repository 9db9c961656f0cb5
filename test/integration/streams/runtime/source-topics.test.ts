/** A source table without a changelog: a new owner restores it from its topic, as far as it was processed. */
import { AdminClient } from '../../../../src/index';
import { StreamsBuilder, type Topology } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

test.each(['at_least_once', 'exactly_once_v2'] as const)(
  'restored up to the committed offset: %s',
  async (guarantee) => {
    const [input, out] = (await topics(2, 'in', 'out')) as [string, string];
    const optimization = { 'topology.optimization': 'reuse.ktable.source.topics' } as const;
    const id = uniqueName('reuse');
    const config = { ...optimization, 'application.id': id, 'processing.guarantee': guarantee };
    const topology = (): Topology => {
      const builder = new StreamsBuilder();
      // The old value shows what the store held when the record came.
      builder
        .table(input, text, { storeName: 'table' })
        .groupBy((key, value) => [key, value], { name: 'group', ...text })
        .aggregate(
          () => '',
          (_, value, before) => `${before}+${value}`,
          (_, value, before) => `${before}-${value}`,
          { storeName: 'seen', valueSerde: 'string' },
        )
        .toStream()
        .to(out, { keySerde: 'string', valueSerde: 'string' });
      return builder.build(optimization);
    };
    const keys = Array.from({ length: 10 }, (_, i) => `k${i}`);
    const pipe = (value: string | null): Promise<unknown> =>
      kafka.produce(
        input,
        keys.map((key) => ({ key, value })),
      );
    const results = async (wanted: string): Promise<void> => {
      const rows = await eventually(
        () => rowsOf(out),
        (found) => keys.every((key) => found.some(([one, value]) => one === key && value === wanted)),
      );
      for (const key of keys) expect(rows).toContainEqual([key, wanted, expect.any(Number)]);
    };
    await pipe('a');
    const first = await applications.run(topology(), config);
    await results('+a');
    await first.close();
    // While nobody is there: the store must not hold them before they are processed.
    await pipe('b');
    let restored = 0;
    const second = applications.create(topology(), config);
    second.setGlobalStateRestoreListener({
      onRestoreEnd: ({ topic }, _, total) => void (restored += topic === input ? total : 0),
    });
    await second.start();
    await second.ready({ timeoutMs: 30_000 });
    await results('+a-a+b');
    expect(restored).toBe(10);
    const stored = second.store<string, string>({ storeName: 'table', type: 'keyValueStore' });
    expect(Object.fromEntries(stored.all())).toEqual(Object.fromEntries(keys.map((key) => [key, 'b'])));
    await using admin = new AdminClient({ 'bootstrap.servers': kafka.bootstrapServers });
    const made = (await admin.listTopics()).map(({ name }) => name).filter((name) => name.startsWith(id));
    expect(made.sort()).toEqual([`${id}-group-repartition`, `${id}-seen-changelog`]);
  },
);
