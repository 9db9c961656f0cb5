import type { Command } from 'commander';
import type { Outcome } from '../../index';
import { describedTopics, meantTopics } from './shared/lookups';
import { describe, type DescribeOptions, list, type ListOptions, type NameOptions } from './topics-describe';
import { runAdmin, valuesOf, withAdminOptions } from './shared/run-admin';
import { Exit, usageError } from '../exit';
import { note } from '../io/stderr';
import { collect, wholeNumber } from '../options';

interface AlterOptions extends NameOptions {
  partitions: number;
  replicaAssignment?: string;
  ifExists?: boolean;
}

interface CreateOptions extends NameOptions {
  partitions?: number;
  replicationFactor?: number;
  replicaAssignment?: string;
  config?: string[];
  ifNotExists?: boolean;
}

const describeNames = (command: Command): Command =>
  withAdminOptions(command).option(
    '--topic <topic>',
    'a topic, as an argument is one; but for create, a regular expression too (repeatable)',
    collect,
  );

export function register(program: Command): void {
  const topics = program.command('topics').description('list, describe, create, alter and delete topics');
  withAdminOptions(topics.command('list').description('names of topics'))
    .option('--topic <regex>', 'only topics whose whole name matches (repeatable)', collect)
    .option('--exclude-internal', "omit Kafka's internal topics")
    .action((options: ListOptions) => list(options));
  describeNames(topics.command('describe').description('partitions, leaders and replicas').argument('[topics...]'))
    .option('--under-replicated', 'only partitions with a replica that is not in sync')
    .option('--under-replicated-partitions', 'the same')
    .option('--unavailable-partitions', 'only partitions without a leader')
    .option('--under-min-isr-partitions', 'only partitions with fewer replicas in sync than min.insync.replicas')
    .option('--at-min-isr-partitions', 'only partitions with exactly that many')
    .option('--topics-with-overrides', 'only topics with their own configuration, without their partitions')
    .option('--topic-id <id>', 'the topic with this id')
    .option('--exclude-internal', "omit Kafka's internal topics")
    .option('--if-exists', 'ignore topics that do not exist')
    .action((names: string[], options: DescribeOptions) => describe(names, options));
  describeNames(topics.command('create').description('make topics').argument('[topics...]'))
    .option('--partitions <n>', "how many (default: the broker's)", wholeNumber(1))
    .option('--replication-factor <n>', "copies of each partition (default: the broker's)", wholeNumber(1))
    .option('--replica-assignment <list>', 'brokers of each partition, as 1:2,2:3')
    .option('--config <name=value>', 'a configuration of the topic (repeatable)', collect)
    .option('--if-not-exists', 'ignore topics that already exist')
    .action((names: string[], options: CreateOptions) => create(names, options));
  describeNames(topics.command('alter').description('add partitions').argument('[topics...]'))
    .requiredOption('--partitions <n>', 'the new total number of partitions', wholeNumber(1))
    .option('--replica-assignment <list>', 'brokers of all partitions, as 1:2,2:3; only those of new ones are used')
    .option('--if-exists', 'ignore topics that do not exist')
    .action((names: string[], options: AlterOptions) => alter(names, options));
  describeNames(topics.command('delete').description('delete topics with all their records').argument('[topics...]'))
    .option('--if-exists', 'ignore topics that do not exist')
    .action((names: string[], options: NameOptions & { ifExists?: boolean }) => remove(names, options));
}

function namesOf(names: readonly string[], options: NameOptions): string[] {
  const all = [...new Set([...names, ...(options.topic ?? [])])];
  if (all.length === 0) throw usageError('name at least one topic');
  return all;
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

function alter(given: readonly string[], options: AlterOptions): Promise<void> {
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const names = await meantTopics(session, namesOf(given, options));
    const existing = options.replicaAssignment === undefined ? [] : (await describedTopics(session, names)).values;
    const brokers = options.replicaAssignment?.split(',').map((list) => list.split(':').map(brokerId));
    const topics = names.map((name) => {
      const there = existing.find((topic) => topic.name === name)?.partitions.length ?? 0;
      return {
        name,
        totalCount: options.partitions,
        ...(brokers !== undefined && { newAssignments: brokers.slice(there) }),
      };
    });
    const outcomes = await admin.createPartitions(topics, { ...wait, settled: true });
    const { values, status } = valuesOf(options.ifExists ? outcomes.filter(isOfExisting) : outcomes);
    if (options.json) out.line(JSON.stringify(values));
    else for (const { name } of values) note(`% ${name} has ${options.partitions} partitions now`);
    return status;
  });
}

function remove(given: readonly string[], options: NameOptions & { ifExists?: boolean }): Promise<void> {
  return runAdmin(options, async (session) => {
    const { admin, out, wait } = session;
    const names = await meantTopics(session, namesOf(given, options));
    const outcomes = await admin.deleteTopics(names, { ...wait, settled: true });
    const { values, status } = valuesOf(options.ifExists ? outcomes.filter(isOfExisting) : outcomes);
    if (options.json) out.line(JSON.stringify(values));
    else for (const { name } of values) note(`% deleted topic ${name}`);
    return status || Exit.DONE;
  });
}

function isOfExisting(outcome: Outcome<unknown>): boolean {
  return outcome.status === 'fulfilled' || outcome.reason.code !== 'ERR_UNKNOWN_TOPIC_OR_PART';
}
