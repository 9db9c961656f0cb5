import { type Command, Option } from 'commander';
import type { ElectionType } from '../../index';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from './shared/run-admin';
import { table } from './shared/table';
import { usageError } from '../exit';
import { wholeNumber } from '../options';

interface ElectOptions extends AdminCommandOptions {
  electionType: Lowercase<ElectionType>;
  topic?: string;
  partition?: number;
  allTopicPartitions?: boolean;
}

export function register(program: Command): void {
  const cluster = program.command('cluster').description('the brokers, the id of the cluster, elections');
  withAdminOptions(cluster.command('describe').description('id, controller and brokers'))
    .option('--include-authorized-operations', 'include the operations that the user may perform')
    .action((options: AdminCommandOptions & { includeAuthorizedOperations?: boolean }) => describe(options));
  withAdminOptions(cluster.command('cluster-id').description('print only the id')).action(
    (options: AdminCommandOptions) =>
      runAdmin(options, async ({ admin, out, wait }) => {
        const { clusterId } = await admin.describeCluster(wait);
        out.line(options.json ? JSON.stringify({ clusterId }) : `Cluster ID: ${String(clusterId)}`);
      }),
  );
  withAdminOptions(cluster.command('elect-leaders').description('elect leaders of partitions'))
    .addOption(
      new Option(
        '--election-type <type>',
        'elect the preferred (first) replica, or any live one even if records are lost',
      )
        .choices(['preferred', 'unclean'])
        .makeOptionMandatory(),
    )
    .option('--topic <topic>', 'with --partition')
    .option('--partition <n>', 'of --topic', wholeNumber(0))
    .option('--all-topic-partitions', 'all partitions that need an election')
    .action((options: ElectOptions) => elect(options));
}

function describe(options: AdminCommandOptions & { includeAuthorizedOperations?: boolean }): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const described = await admin.describeCluster({
      ...wait,
      includeAuthorizedOperations: options.includeAuthorizedOperations ?? false,
    });
    if (options.json) {
      out.line(JSON.stringify(described));
      return;
    }
    out.line(`Cluster ID: ${String(described.clusterId)}`);
    out.line(`Controller: ${described.controller?.id ?? '-'}`);
    if (described.authorizedOperations) out.line(`Authorized operations: ${described.authorizedOperations.join(', ')}`);
    out.line('');
    const rows = described.nodes.map(({ id, host, port, rack }) => [id, host, port, rack]);
    for (const line of table(['ID', 'HOST', 'PORT', 'RACK'], rows, [10, 25, 10, 10])) out.line(line);
  });
}

function elect(options: ElectOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const { topic, partition, allTopicPartitions = false } = options;
    const isOne = topic !== undefined && partition !== undefined;
    if (isOne === allTopicPartitions)
      throw usageError('name the partition with --topic and --partition, or use --all-topic-partitions');
    const partitions = isOne ? [{ topic, partition }] : null;
    const type = options.electionType.toUpperCase() as ElectionType;
    const { values, status } = valuesOf(await admin.electLeaders(type, partitions, { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values));
    else if (values.length > 0) {
      const names = values.map((one) => `${one.topic}-${one.partition}`).join(', ');
      out.line(`Successfully completed leader election (${type}) for partitions ${names}`);
    }
    return status;
  });
}
