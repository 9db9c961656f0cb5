/**
 * npm run streams:kill -- --kills 50 --seed 7 [--guarantee at_least_once] [--nodes 3]: an application whose processes
 * are killed. With at_least_once it must find duplicates: that shows that it would.
 */
import { parseArgs } from 'node:util';
import { KafkaCluster } from '../../helpers/kafka/kafka-cluster';
import { seedOfRun } from '../../helpers/random';
import { runKills } from './run-kills';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '5' },
      seed: { type: 'string' },
      guarantee: { type: 'string', default: 'exactly_once_v2' },
      nodes: { type: 'string', default: '1' },
    },
  });
  const seed = values.seed === undefined ? seedOfRun() : Number(values.seed);
  await using kafka = await KafkaCluster.start({ nodes: values.nodes === '3' ? 3 : 1 });
  const result = await runKills({
    kafka,
    prefix: 'killed',
    seed,
    kills: Number(values.kills),
    guarantee: values.guarantee === 'at_least_once' ? 'at_least_once' : 'exactly_once_v2',
    log: (line) => console.error(line),
  });
  console.log(JSON.stringify(result, null, 1));
  process.exitCode = result.problems.length === 0 ? 0 : 1;
}

void main();
