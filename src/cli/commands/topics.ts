import type { Command } from 'commander';
import type { ResourceConfig, TopicDescription, TopicPartitionInfo } from '../../index';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from '../admin/run-admin';
import { Exit, usageError } from '../exit';
import { note } from '../io/stderr';
import { collect, wholeNumber } from '../options';

interface NameOptions extends AdminCommandOptions {
  topic?: string[];
}

interface DescribeOptions extends NameOptions {
  underReplicated?: boolean;
  underReplicatedPartitions?: boolean;
  unavailablePartitions?: boolean;
}

interface CreateOptions extends NameOptions {
  partitions?: number;
  replicationFactor?: number;
  replicaAssignment?: string;
  config?: string[];
  ifNotExists?: boolean;
}

const describeNames = (command: Command): Command =>
  withAdminOptions(command).option('--topic <topic>', 'a topic, as an argument is one (repeatable)', collect);

export function register(program: Command): void {
  const topics = program.command('topics').description('list, describe, create, alter and delete topics');
  withAdminOptions(topics.command('list').description('names of topics'))
    .option('--exclude-internal', "leave out Kafka's own topics")
    .action((options: AdminCommandOptions & { excludeInternal?: boolean }) => list(options));
  describeNames(topics.command('describe').description('partitions, leaders and replicas').argument('[topics...]'))
    .option('--under-replicated', 'only partitions with a replica that is not in sync')
    .option('--under-replicated-partitions', 'the same')
    .option('--unavailable-partitions', 'only partitions without a leader')
    .action((names: string[], options: DescribeOptions) => describe(names, options));
  describeNames(topics.command('create').description('make topics').argument('[topics...]'))
    .option('--partitions <n>', "how many (default: the broker's)", wholeNumber(1))
    .option('--replication-factor <n>', "copies of each partition (default: the broker's)", wholeNumber(1))
    .option('--replica-assignment <list>', 'brokers of each partition, as 1:2,2:3')
    .option('--config <name=value>', 'a configuration of the topic (repeatable)', collect)
    .option('--if-not-exists', 'a topic that is there already is no error')
    .action((names: string[], options: CreateOptions) => create(names, options));
  describeNames(topics.command('alter').description('add partitions').argument('[topics...]'))
    .requiredOption('--partitions <n>', 'how many there are to be', wholeNumber(1))
    .action((names: string[], options: NameOptions & { partitions: number }) => alter(names, options));
  describeNames(topics.command('delete').description('delete topics with all their records').argument('[topics...]'))
    .option('--if-exists', 'a topic that is not there is no error')
    .action((names: string[], options: NameOptions & { ifExists?: boolean }) => remove(names, options));
}

function namesOf(names: readonly string[], options: NameOptions): string[] {
  const all = [...new Set([...names, ...(options.topic ?? [])])];
  if (all.length === 0) throw usageError('name at least one topic');
  return all;
}

function list(options: AdminCommandOptions & { excludeInternal?: boolean }): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const topics = await admin.listTopics({ ...wait, listInternal: options.excludeInternal !== true });
    if (options.json) out.line(JSON.stringify(topics));
    else for (const { name } of topics) out.line(name);
  });
}

function describe(given: readonly string[], options: DescribeOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    let names = [...new Set([...given, ...(options.topic ?? [])])];
    if (names.length === 0) names = (await admin.listTopics({ ...wait, listInternal: true })).map(({ name }) => name);
    const { values: described, status } = valuesOf(await admin.describeTopics(names, { ...wait, settled: true }));
    const isWanted = filterOf(options);
    const topics = isWanted
      ? described.map((topic) => ({ ...topic, partitions: topic.partitions.filter(isWanted) }))
      : described;
    const shown = topics.filter((topic) => isWanted === undefined || topic.partitions.length > 0);
    if (options.json) {
      out.line(JSON.stringify(shown));
      return status;
    }
    const resources = shown.map(({ name }) => ({ type: 'TOPIC' as const, name }));
    const configs = isWanted ? [] : await admin.describeConfigs(resources, wait);
    shown.forEach((topic, i) => {
      if (!isWanted) out.line(topicLine(topic, configs[i]!));
      for (const partition of topic.partitions) out.line(partitionLine(topic.name, partition));
    });
    return status;
  });
}

/** undefined: all partitions, with a line for each topic. */
function filterOf(options: DescribeOptions): ((partition: TopicPartitionInfo) => boolean) | undefined {
  const tests: ((partition: TopicPartitionInfo) => boolean)[] = [];
  if (options.underReplicated || options.underReplicatedPartitions)
    tests.push(({ isr, replicas }) => isr.length < replicas.length);
  if (options.unavailablePartitions) tests.push(({ leader }) => leader === null);
  return tests.length === 0 ? undefined : (partition) => tests.some((test) => test(partition));
}

function topicLine(topic: TopicDescription, config: ResourceConfig): string {
  const changed = config.entries
    .filter((entry) => !entry.isDefault)
    .map(({ name, value }) => `${name}=${String(value)}`);
  const replicationFactor = topic.partitions[0]?.replicas.length ?? 0;
  return (
    `Topic: ${topic.name}\tTopicId: ${topic.topicId}\tPartitionCount: ${topic.partitions.length}` +
    `\tReplicationFactor: ${replicationFactor}\tConfigs: ${changed.join(',')}`
  );
}

/** librdkafka does not tell of eligible leader replicas: N/A, as Kafka's tool says where a broker does not. */
function partitionLine(topic: string, { partition, leader, replicas, isr }: TopicPartitionInfo): string {
  const ids = (nodes: readonly { id: number }[]): string => nodes.map(({ id }) => id).join(',');
  return (
    `\tTopic: ${topic}\tPartition: ${partition}\tLeader: ${leader?.id ?? 'none'}` +
    `\tReplicas: ${ids(replicas)}\tIsr: ${ids(isr)}\tElr: N/A\tLastKnownElr: N/A`
  );
}

function create(given: readonly string[], options: CreateOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const names = namesOf(given, options);
    const assignment = options.replicaAssignment?.split(',').map((brokers) => brokers.split(':').map(brokerId));
    const topics = names.map((name) => ({
      name,
      ...(options.partitions !== undefined && { numPartitions: options.partitions }),
      ...(options.replicationFactor !== undefined && { replicationFactor: options.replicationFactor }),
      ...(assignment !== undefined && { replicasAssignments: assignment }),
      configs: Object.fromEntries((options.config ?? []).map(pair)),
    }));
    const outcomes = await admin.createTopics(topics, { ...wait, settled: true });
    const wanted = outcomes.filter(
      (outcome) =>
        !(options.ifNotExists && outcome.status === 'rejected' && outcome.reason.code === 'ERR_TOPIC_ALREADY_EXISTS'),
    );
    const { values, status } = valuesOf(wanted);
    if (options.json) out.line(JSON.stringify(values));
    else for (const { name } of values) out.line(`Created topic ${name}.`);
    return status;
  });
}

function brokerId(text: string): number {
  if (!/^\d+$/.test(text)) throw usageError(`--replica-assignment: "${text}" is no broker id; expected 1:2,2:3`);
  return Number(text);
}

function pair(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw usageError(`--config ${text}: expected name=value`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function alter(given: readonly string[], options: NameOptions & { partitions: number }): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const topics = namesOf(given, options).map((name) => ({ name, totalCount: options.partitions }));
    const { values, status } = valuesOf(await admin.createPartitions(topics, { ...wait, settled: true }));
    if (options.json) out.line(JSON.stringify(values));
    else for (const { name } of values) note(`% ${name} has ${options.partitions} partitions now`);
    return status;
  });
}

function remove(given: readonly string[], options: NameOptions & { ifExists?: boolean }): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const outcomes = await admin.deleteTopics(namesOf(given, options), { ...wait, settled: true });
    const { values, status } = valuesOf(
      outcomes.filter(
        (outcome) =>
          !(options.ifExists && outcome.status === 'rejected' && outcome.reason.code === 'ERR_UNKNOWN_TOPIC_OR_PART'),
      ),
    );
    if (options.json) out.line(JSON.stringify(values));
    else for (const { name } of values) note(`% deleted topic ${name}`);
    return status || Exit.DONE;
  });
}
