/**
 * A rebalance every second, with exactly_once_v2: nothing is lost, nothing doubled, and it runs soon after the last.
 * In full: CHURN_SECONDS=60 npx jest test/integration/streams/runtime/churn
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { StreamsBuilder, type KafkaStreams, type StreamsConfig, type Topology } from '../../../../src/streams/index';
import { uniqueName } from '../../../helpers/kafka/shared-kafka';
import { Applications, eventually, int64, kafka, rowsOf, text, topics } from './support';

const applications = new Applications();
afterEach(() => applications.close());

const ROUNDS = Number(process.env.CHURN_SECONDS ?? 15);
const keys = Array.from({ length: 12 }, (_, i) => `k${i}`);

/** The count of each key, and behind a repartition topic that of each value. */
function counting(input: string, byKey: string, byValue: string): Topology {
  const builder = new StreamsBuilder();
  const stream = builder.stream(input, text);
  stream.groupByKey().count({ storeName: 'keys' }).toStream().to(byKey);
  stream
    .groupBy((_, value) => value, text)
    .count({ storeName: 'values' })
    .toStream()
    .to(byValue);
  return builder.build();
}

test.each(['classic', 'consumer'] as const)(
  'members come and go every second: %s',
  async (protocol) => {
    const [input, byKey, byValue] = (await topics(4, 'in', 'keys', 'values')) as [string, string, string];
    const config: StreamsConfig = {
      'application.id': uniqueName('churn'),
      'processing.guarantee': 'exactly_once_v2',
      'group.protocol': protocol,
      ...(protocol === 'classic' ? {} : { 'session.timeout.ms': undefined, 'heartbeat.interval.ms': undefined }),
    };
    const start = async (): Promise<KafkaStreams> => {
      const streams = applications.create(counting(input, byKey, byValue), config);
      await streams.start();
      return streams;
    };
    const first = await start();
    await first.ready({ timeoutMs: 60_000 });
    const others: KafkaStreams[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await kafka.produce(
        input,
        keys.map((key, i) => ({ key, value: `v${i % 3}` })),
      );
      if (round % 3 === 0) await others.shift()?.close();
      else others.push(await start());
      await sleep(1000);
    }
    const found = await eventually(
      async () => [await rowsOf(byKey, int64), await rowsOf(byValue, int64)] as const,
      (rows) => rows.every((some) => some.length >= ROUNDS * keys.length),
    );
    const sorted = (rows: readonly (readonly [string | null, unknown, number])[]): string[] =>
      rows.map(([key, value]) => `${key} ${String(value).padStart(3, '0')}`).sort();
    const upTo = (names: readonly string[], count: number): string[] =>
      names
        .flatMap((name) => Array.from({ length: count }, (_, i) => `${name} ${String(i + 1).padStart(3, '0')}`))
        .sort();
    expect(sorted(found[0])).toEqual(upTo(keys, ROUNDS));
    expect(sorted(found[1])).toEqual(upTo(['v0', 'v1', 'v2'], (ROUNDS * keys.length) / 3));
    await Promise.all([first, ...others].map((streams) => streams.ready({ timeoutMs: 10_000 })));
  },
  300_000,
);
