/**
 * npm run streams:kill -- --kills 50 --seed 7 [--guarantee at_least_once] [--nodes 3] [--faults NAME --faults NAME …]
 * [--store lmdb] [--app agents] [--mutation NAME | --mutations]: an application whose processes are killed, with three
 * nodes also a broker. `--app agents`: the same, written with agents. With at_least_once it must find duplicates, and
 * with each mutation something else: `--mutations` runs all of them, and tells what each was noticed by.
 */
import { parseArgs } from 'node:util';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { Random, seedOfRun } from '../../helpers/random';
import { mutations } from './mutations';
import { runKills, type BrokerFault, type KillOptions } from './run-kills';

/** Transactions that killed processes have left are aborted soon after their timeout. */
const config = { 'transaction.abort.timed.out.transaction.cleanup.interval.ms': '1000' };

function brokerFault(kafka: KafkaCluster, seed: number): BrokerFault {
  const node = 1 + new Random(seed).below(3);
  return {
    kill: () => kafka.kill(node),
    async restart() {
      await kafka.restart(node);
      await kafka.waitForInSync();
    },
  };
}

/** True: each was noticed, and nothing was found where nothing is wrong. */
async function runMutations(options: KillOptions): Promise<boolean> {
  const { prefix } = options;
  const cases: [string, Partial<KillOptions>, boolean][] = [
    ['at_least_once', { guarantee: 'at_least_once', faults: ['kill before offsets'] }, true],
    ...Object.entries(mutations).map(([mutation, { faults, isHarmless }]): [string, Partial<KillOptions>, boolean] => {
      return [mutation, { mutation, faults }, isHarmless !== true];
    }),
  ];
  let isRight = true;
  for (const [index, [name, change, isWrong]] of cases.entries()) {
    const { problems, inputs, faults } = await runKills({ ...options, ...change, prefix: `${prefix}-${index}` });
    if (problems.length > 0 !== isWrong) isRight = false;
    const counts = JSON.stringify(faults);
    console.log(
      `${name}: ${problems.length} wrong, ${isWrong ? 'some' : 'none'} expected; ${inputs} inputs, ${counts}`,
    );
    if (problems.length > 0) console.log(`  ${problems[0]}`);
  }
  return isRight;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '7' },
      seed: { type: 'string' },
      guarantee: { type: 'string', default: 'exactly_once_v2' },
      nodes: { type: 'string', default: '1' },
      store: { type: 'string', default: 'in_memory' },
      faults: { type: 'string', multiple: true },
      app: { type: 'string', default: 'dsl' },
      mutation: { type: 'string' },
      mutations: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
  await using kafka = await KafkaCluster.start({ nodes: values.nodes === '3' ? 3 : 1, config });
  const options: KillOptions = {
    kafka,
    prefix: 'killed',
    seed,
    kills: Number(values.kills),
    guarantee: values.guarantee === 'at_least_once' ? 'at_least_once' : 'exactly_once_v2',
    mutation: values.mutation,
    store: values.store === 'lmdb' ? 'lmdb' : 'in_memory',
    app: values.app === 'agents' ? 'agents' : 'dsl',
    faults: values.faults,
    broker: values.nodes === '3' ? brokerFault(kafka, seed) : undefined,
    log: (line) => console.error(line),
  };
  if (values.mutations) process.exitCode = (await runMutations(options)) ? 0 : 1;
  else {
    const result = await runKills(options);
    console.log(JSON.stringify(result, null, 1));
    process.exitCode = result.problems.length === 0 ? 0 : 1;
  }
}

void main();
