import { type Command, Option } from 'commander';
import type { ConsumerGroupDescription, GroupLag, GroupState, GroupType, ResetRequest, ResetTarget } from '../../index';
import { type AdminCommandOptions, runAdmin, valuesOf, withAdminOptions } from '../admin/run-admin';
import { table } from '../admin/table';
import { usageError } from '../exit';
import { note } from '../io/stderr';
import { collect, wholeNumber } from '../options';

interface GroupOptions extends AdminCommandOptions {
  group?: string[];
}

interface ListOptions extends AdminCommandOptions {
  state?: string | true;
  type?: string | true;
}

interface DescribeOptions extends GroupOptions {
  members?: boolean;
  state?: boolean;
  allGroups?: boolean;
}

interface ResetOptions extends GroupOptions {
  toEarliest?: boolean;
  toLatest?: boolean;
  toOffset?: number;
  shiftBy?: number;
  toDatetime?: string;
  topic?: string[];
  allTopics?: boolean;
  execute?: boolean;
  dryRun?: boolean;
}

const withGroups = (command: Command): Command =>
  withAdminOptions(command.argument('[groups...]')).option(
    '--group <group>',
    'a group, as an argument is one (repeatable)',
    collect,
  );

export function register(program: Command): void {
  const groups = program.command('groups').description('list, describe, reset and delete consumer groups');
  withAdminOptions(groups.command('list').description('ids of groups'))
    .option('--state [states]', 'with their states; or only those in these, as Stable,Empty')
    .option('--type [types]', 'with their types; or only those of these, as classic,consumer')
    .action((options: ListOptions) => list(options));
  withGroups(groups.command('describe').description('offsets and lag, or members, or state'))
    .option('--members', 'who is in the group')
    .option('--state', 'coordinator, assignor and state')
    .option('--all-groups', 'every group')
    .action((names: string[], options: DescribeOptions) => describe(names, options));
  withGroups(groups.command('reset-offsets').description('move the offsets of a group without members'))
    .option('--to-earliest', 'to the start of each partition')
    .option('--to-latest', 'to the end')
    .option('--to-offset <n>', 'to this offset', wholeNumber(0))
    .option('--shift-by <n>', 'forward by so many, backward where negative', wholeNumber(Number.MIN_SAFE_INTEGER))
    .option('--to-datetime <time>', 'to the first message at this time or later, as 2026-01-31T08:00:00.000')
    .option('--topic <topic>', 'only this topic, or partitions of it as topic:0,1 (repeatable)', collect)
    .option('--all-topics', 'all that the group has offsets of (the default)')
    .addOption(new Option('--dry-run', 'only show what would be done (the default)').conflicts('execute'))
    .option('--execute', 'do it')
    .action((names: string[], options: ResetOptions) => reset(names, options));
  withGroups(groups.command('delete').description('delete groups without members, with their offsets')).action(
    (names: string[], options: GroupOptions) => remove(names, options),
  );
}

function namesOf(names: readonly string[], options: GroupOptions): string[] {
  const all = [...new Set([...names, ...(options.group ?? [])])];
  if (all.length === 0) throw usageError('name at least one group');
  return all;
}

/** Java's constant for what a user of the tools types: 'PreparingRebalance', 'preparing_rebalance'. */
function constants<Name extends string>(
  flag: string,
  given: string | true | undefined,
  names: readonly Name[],
): Name[] | undefined {
  if (typeof given !== 'string') return undefined;
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');
  return given.split(',').map((text) => {
    const found = names.find((name) => plain(name) === plain(text));
    if (found === undefined) throw usageError(`--${flag} ${text}: expected one of ${names.join(', ')}`);
    return found;
  });
}

const stateNames: GroupState[] = ['PREPARING_REBALANCE', 'COMPLETING_REBALANCE', 'STABLE', 'DEAD', 'EMPTY'];
const typeNames: GroupType[] = ['CONSUMER', 'CLASSIC'];

/** As Kafka's tools write it: PreparingRebalance. */
const asTool = (name: string): string =>
  name.toLowerCase().replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());

function list(options: ListOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const groupStates = constants('state', options.state, stateNames);
    const types = constants('type', options.type, typeNames);
    const { values, status } = valuesOf(await admin.listConsumerGroups({ ...wait, groupStates, types, settled: true }));
    if (options.json) {
      out.line(JSON.stringify(values));
      return status;
    }
    const columns: [string, (group: (typeof values)[number]) => string][] = [['GROUP', ({ groupId }) => groupId]];
    if (options.type !== undefined) columns.push(['TYPE', ({ type }) => asTool(type)]);
    if (options.state !== undefined) columns.push(['STATE', ({ groupState }) => asTool(groupState)]);
    const rows = values.map((group) => columns.map(([, value]) => value(group)));
    const lines = table(
      columns.map(([name]) => name),
      rows,
      [25, 15],
    );
    for (const line of columns.length === 1 ? lines.slice(1) : lines) out.line(line);
    return status;
  });
}

const memberColumns = ['GROUP', 'CONSUMER-ID', 'HOST', 'CLIENT-ID', '#PARTITIONS'];
const stateColumns = ['GROUP', 'COORDINATOR (ID)', 'ASSIGNMENT-STRATEGY', 'STATE', '#MEMBERS'];
const lagColumns = [
  'GROUP',
  'TOPIC',
  'PARTITION',
  'CURRENT-OFFSET',
  'LOG-END-OFFSET',
  'LAG',
  'CONSUMER-ID',
  'HOST',
  'CLIENT-ID',
];
const lagWidths = [15, 15, 10, 15, 15, 15, 15, 15, 15];

function describe(given: readonly string[], options: DescribeOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const names = options.allGroups
      ? (await admin.listConsumerGroups(wait)).map(({ groupId }) => groupId)
      : namesOf(given, options);
    const { values: groups, status } = valuesOf(await admin.describeConsumerGroups(names, { ...wait, settled: true }));
    if (options.members || options.state) {
      const lines = options.members ? memberLines(groups) : stateLines(groups);
      if (options.json) out.line(JSON.stringify(groups));
      else for (const line of lines) out.line(line);
      return status;
    }
    const described = await Promise.all(
      groups.map(async (group) => {
        const lag = valuesOf(await admin.consumerGroupLag(group.groupId, { ...wait, settled: true }));
        return { group, offsets: lag.values, status: lag.status };
      }),
    );
    if (options.json) out.line(JSON.stringify(described.map(({ group, offsets }) => ({ ...group, offsets }))));
    for (const { group, offsets } of options.json ? [] : described) {
      if (group.members.length === 0) note(`Consumer group '${group.groupId}' has no active members.`);
      out.line('');
      for (const line of table(
        lagColumns,
        offsets.map((one) => lagRow(group.groupId, one)),
        lagWidths,
      ))
        out.line(line);
    }
    return Math.max(status, ...described.map((one) => one.status));
  });
}

function lagRow(group: string, one: GroupLag): unknown[] {
  return [
    group,
    one.topic,
    one.partition,
    one.currentOffset,
    one.logEndOffset,
    one.lag,
    one.consumerId,
    one.host,
    one.clientId,
  ];
}

function memberLines(groups: readonly ConsumerGroupDescription[]): string[] {
  const rows = groups.flatMap(({ groupId, members }) =>
    members.map((one) => [groupId, one.consumerId, one.host, one.clientId, one.assignment.topicPartitions.length]),
  );
  return table(memberColumns, rows, [15, 15, 15, 15, 15]);
}

function stateLines(groups: readonly ConsumerGroupDescription[]): string[] {
  const rows = groups.map(({ groupId, coordinator, partitionAssignor, groupState, members }) => [
    groupId,
    coordinator && `${coordinator.host}:${coordinator.port} (${coordinator.id})`,
    partitionAssignor,
    asTool(groupState),
    members.length,
  ]);
  return table(stateColumns, rows, [15, 25, 20, 20, 15]);
}

function resetTarget(options: ResetOptions): ResetTarget {
  const targets: ResetTarget[] = [];
  if (options.toEarliest) targets.push('earliest');
  if (options.toLatest) targets.push('latest');
  if (options.toOffset !== undefined) targets.push({ offset: options.toOffset });
  if (options.shiftBy !== undefined) targets.push({ shift: options.shiftBy });
  if (options.toDatetime !== undefined) {
    const timestamp = Date.parse(options.toDatetime);
    if (Number.isNaN(timestamp))
      throw usageError(`--to-datetime ${options.toDatetime}: expected a time as 2026-01-31T08:00:00.000`);
    targets.push({ timestamp });
  }
  if (targets.length !== 1) {
    throw usageError('say where to with one of --to-earliest, --to-latest, --to-offset, --shift-by, --to-datetime');
  }
  return targets[0]!;
}

/** `topic` or `topic:0,1`. */
function scope(given: readonly string[] | undefined): Pick<ResetRequest, 'topics' | 'partitions'> {
  if (given === undefined) return {};
  const parsed = given.map((text) => {
    const [, topic, list] = /^([^:]+)(?::(\d+(?:,\d+)*))?$/.exec(text) ?? [];
    if (topic === undefined) throw usageError(`--topic ${text}: expected a topic, or topic:0,1`);
    return { topic, partitions: list?.split(',').map(Number) };
  });
  const whole = parsed.filter(({ partitions }) => partitions === undefined);
  if (whole.length === parsed.length) return { topics: whole.map(({ topic }) => topic) };
  if (whole.length > 0) throw usageError('--topic: whole topics and topic:partitions cannot be mixed');
  return {
    partitions: parsed.flatMap(({ topic, partitions }) => partitions!.map((partition) => ({ topic, partition }))),
  };
}

function reset(given: readonly string[], options: ResetOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const request = { to: resetTarget(options), ...scope(options.topic), dryRun: options.execute !== true };
    const rows: unknown[][] = [];
    const results: object[] = [];
    let worst = 0;
    for (const groupId of namesOf(given, options)) {
      const { values, status } = valuesOf(await admin.resetOffsets(groupId, { ...request, ...wait, settled: true }));
      for (const one of values) {
        rows.push([groupId, one.topic, one.partition, one.newOffset]);
        results.push({ groupId, ...one });
      }
      worst = Math.max(worst, status);
    }
    if (!options.execute && !options.dryRun) note('% nothing was changed: --execute does it');
    if (options.json) out.line(JSON.stringify(results));
    else
      for (const line of table(['GROUP', 'TOPIC', 'PARTITION', 'NEW-OFFSET'], rows, [15, 15, 10, 15])) out.line(line);
    return worst;
  });
}

function remove(given: readonly string[], options: GroupOptions): Promise<void> {
  return runAdmin(options, async ({ admin, out, wait }) => {
    const { values, status } = valuesOf(
      await admin.deleteConsumerGroups(namesOf(given, options), { ...wait, settled: true }),
    );
    if (options.json) out.line(JSON.stringify(values));
    else
      for (const { groupId } of values)
        out.line(`Deletion of requested consumer groups ('${groupId}') was successful.`);
    return status;
  });
}
