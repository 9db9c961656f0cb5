/**
 * One process of the killed application. Arguments: JSON. Prints each state, transactional ids, and the place at which
 * the test stops it. Ends after SIGTERM.
 */
import { KafkaStreams, StreamsBuilder, type StreamsConfig, type Topology } from '../../../src/streams/index';
import { agentsTopology } from './agents';
import { Trap, trapClients, type Order } from './trap';

const least = (one: number, other: number): number => Math.min(one, other);
const most = (one: number, other: number): number => Math.max(one, other);

/** `prefix`: of the topics. Folds of each key; and, behind a repartition topic, of the remainders by seven. */
export function killedTopology(prefix: string): Topology {
  const serdes = { keySerde: 'string', valueSerde: 'int64' } as const;
  const builder = new StreamsBuilder();
  const data = builder.stream(`${prefix}-data`, serdes).filter((_, value): value is number => value !== null);
  data.to(`${prefix}-echo`, serdes);
  const byKey = data.groupByKey(serdes);
  byKey.reduce(least, { storeName: 'min' }).toStream().to(`${prefix}-min`);
  byKey
    .aggregate(
      () => 0,
      (_, value, sum) => sum + value,
      { storeName: 'sum', ...serdes },
    )
    .toStream()
    .to(`${prefix}-sum`);
  const byRest = data.groupBy((_, value) => `rest-${Math.abs(value) % 7}`, { name: 'rests', ...serdes });
  byRest.reduce(most, { storeName: 'max' }).toStream().to(`${prefix}-max`);
  byRest.count({ storeName: 'cnt' }).toStream().to(`${prefix}-cnt`);
  return builder.build();
}

/** What it is written with: `killedTopology` or `agentsTopology`. */
export type KilledApp = 'dsl' | 'agents';

export const outputs = ['echo', 'min', 'sum', 'max', 'cnt'] as const;

async function main(): Promise<void> {
  const argument = JSON.parse(process.argv[2]!) as {
    prefix: string;
    config: StreamsConfig;
    order?: Order;
    app?: KilledApp;
  };
  const { prefix, config, order, app } = argument;
  const trap = new Trap(order);
  trapClients(trap);
  const topology = app === 'agents' ? agentsTopology(prefix, config) : killedTopology(prefix);
  const streams = new KafkaStreams(topology, config);
  streams.setStateListener((state) => console.log(state));
  streams.setUncaughtExceptionHandler((error) => {
    console.error(error);
    return 'REPLACE_THREAD';
  });
  streams.setGlobalStateRestoreListener({ onBatchRestored: () => trap.reach('restoring') });
  process.once('SIGTERM', () => void streams.close());
  await streams.start();
}

if (require.main === module) void main();
